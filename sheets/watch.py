"""Watches a book in the background, so that nobody who asks ever waits for it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from threading import Event, Thread
from typing import TYPE_CHECKING

from kpi_core.errors import AmberError

if TYPE_CHECKING:
    from sheets.snapshot import Snapshot

_log = logging.getLogger(__name__)
# While a book fails, looks at it become rarer up to this: its recovery is seen soon, and nobody is flooded.
_LONGEST_PAUSE_S = 30.0
_ENDS_WITHIN_S = 5.0
_LONGEST_LOOK_S = 900.0  # a reading may take ten minutes


class Watch:
    """Calls `look` every `poll_seconds`, less and less often while it fails, and logs when that begins and ends.

    `look` returns the snapshot held after it; `stale` tells a look that failed. `clock` counts seconds.
    """

    def __init__(
        self, look: Callable[[], Snapshot], poll_seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._look = look
        self._poll_seconds = poll_seconds
        self._clock = clock
        self._looks_on_at = clock()
        self._failure = ""
        self._looked = Event()
        self._called = Event()
        self._over = Event()
        self._thread = Thread(target=self.run, args=(self._wait,), name="watch", daemon=True)

    @property
    def has_looked(self) -> bool:
        """Whether the first look is over, well or not."""
        return self._looked.is_set()

    @property
    def goes_on(self) -> bool:
        """Whether there was a sign lately that it looks again and again: a look that began or ended."""
        silence_s = self._clock() - self._looks_on_at
        return silence_s <= max(_LONGEST_LOOK_S, self._poll_seconds + _LONGEST_PAUSE_S)

    def start(self, patience_seconds: float) -> None:
        """Start watching; return after the first look, or when that takes longer than `patience_seconds`."""
        self._thread.start()
        self._looked.wait(patience_seconds)

    def look_now(self) -> None:
        """Let the next look come at once."""
        self._called.set()

    def end(self, interrupt: Callable[[], object]) -> None:
        """Look no more; `interrupt` cuts short a look that is under way."""
        self._over.set()
        self._called.set()
        interrupt()
        self._thread.join(_ENDS_WITHIN_S)

    def run(self, wait: Callable[[float], bool]) -> None:
        """Look again and again; `wait` waits so many seconds and tells whether it is over."""
        pause = self._poll_seconds
        while True:
            self._looks_on_at = self._clock()
            self._note(self._failed_look())
            self._looks_on_at = self._clock()
            self._looked.set()
            pause = min(pause * 2, max(_LONGEST_PAUSE_S, self._poll_seconds)) if self._failure else self._poll_seconds
            if wait(pause):
                return

    def _wait(self, seconds: float) -> bool:
        self._called.wait(seconds)
        self._called.clear()
        return self._over.is_set()

    def _failed_look(self) -> str:
        """Look; return why that failed, or ""."""
        try:
            stale = self._look().stale
            return stale.to("en") if stale else ""
        except AmberError as error:
            return str(error)
        except Exception as error:  # noqa: BLE001  # whatever it is, the watch goes on: nothing else would look again
            if not self._failure:
                _log.exception("watch.broken")
            return type(error).__name__

    def _note(self, failure: str) -> None:
        """Log a change of state: an outage of hours is one line, and another when it ends."""
        if self._over.is_set():
            return
        if failure and not self._failure:
            _log.warning("refresh.failed", extra={"reason": failure})
        elif self._failure and not failure:
            _log.info("refresh.recovered")
        self._failure = failure
