"""The threads that answer people, and whether they have something to do."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Condition
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")
_MOST = 50  # at once: an ack has 3 seconds, however long those before it compute


class Crew(ThreadPoolExecutor):
    """Threads for listeners. All share one interpreter: what nobody asked for yet gives way to what is under way."""

    def __init__(self) -> None:
        super().__init__(_MOST, "crew")
        self._under_way = 0
        self._changed = Condition()

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Have something done; it is under way from now on."""
        self._count(1)
        try:
            future = super().submit(fn, *args, **kwargs)
        except BaseException:
            self._count(-1)
            raise
        future.add_done_callback(lambda _: self._count(-1))
        return future

    def give_way(self, at_most_s: float) -> bool:
        """Wait until nothing is under way, or that time; return whether nothing is."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._under_way, at_most_s)

    def _count(self, step: int) -> None:
        with self._changed:
            self._under_way += step
            self._changed.notify_all()
