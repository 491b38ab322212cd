"""What is done once a minute, for as long as the bot runs."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

_log = logging.getLogger(__name__)
_MINUTE_S = 60.0


@contextmanager
def each_minute(name: str, deed: Callable[[], object], clock: Callable[[], datetime]) -> Iterator[None]:
    """Do it now and with each full minute, in a thread of its own; at the end what is under way is finished.

    One that takes longer than a minute leaves those out that it covers.
    """
    over = Event()
    thread = Thread(target=go_on, args=(name, deed, clock, over.wait), name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def go_on(name: str, deed: Callable[[], object], clock: Callable[[], datetime], wait: Callable[[float], bool]) -> None:
    """Do it again and again; `wait` waits so many seconds and tells whether it is over.

    The wait is never longer than a minute, so that a clock that is set back holds up nothing.
    """
    while True:
        try:
            deed()
        except Exception:  # noqa: BLE001  # whatever it is, it is done again the next minute: nothing else would
            _log.exception("minute.failed", extra={"part": name})
        now = clock()
        if wait(_MINUTE_S - now.second - now.microsecond / 1e6):
            return
