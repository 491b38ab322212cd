"""What Ctrl-C and SIGTERM do to a command that runs until it is told to stop."""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from threading import Event, Thread

_log = logging.getLogger(__name__)
_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_ENDS_WITHIN_S = 20.0


class Stop(Event):
    """An event that knows whether anybody has waited for it."""

    is_heeded = False

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for it; see Event."""
        self.is_heeded = True
        return super().wait(timeout)


@contextmanager
def told_to_stop() -> Iterator[Event]:
    """Give the event that the first signal sets; the second ends the process at once.

    So does the end of the time that the body has from the first one on. A body that has not waited for the event yet,
    and so is only just starting, is left where it is.
    """
    told: SimpleQueue[bool] = SimpleQueue()
    stop, ended = Stop(), Event()

    def tell(*_: object) -> None:
        for number in _SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        # This runs between two steps of the main thread, which may hold the event's own lock just then: who set the
        # event here could wait for ever. A SimpleQueue is made for this.
        told.put(True)
        if not stop.is_heeded:
            sys.exit()

    def see_to_it() -> None:
        if told.get():
            stop.set()
            if not ended.wait(_ENDS_WITHIN_S):
                _leave()

    Thread(target=see_to_it, name="stopping", daemon=True).start()
    for number in _SIGNALS:
        signal.signal(number, tell)
    try:
        yield stop
    finally:
        ended.set()
        told.put(False)


def _leave() -> None:
    """End the process with something still under way: it is safe as after a power cut, which loses nothing either."""
    _log.error("bot.left", extra={"waited_seconds": _ENDS_WITHIN_S})
    os._exit(70)
