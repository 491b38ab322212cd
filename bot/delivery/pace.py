"""How fast Amber posts: one message after another, as many a minute as Slack takes from an app, slower when it asks."""

from __future__ import annotations

import time
from collections.abc import Callable

PACE_S = 0.2  # Slack takes "several hundred messages per minute" in a workspace; this makes 300
_CATCH_UP_S = 2.0  # so much of a stop is made up for by going faster after it
_LONGEST_HOLD_S = 60.0  # whoever is asked to wait longer does other things meanwhile


class Pace:
    """Spaces the posts of one process; `clock` counts seconds and `pause` waits them, at most `longest_hold_s`."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], object] = time.sleep,
        longest_hold_s: float = _LONGEST_HOLD_S,
    ) -> None:
        self._clock = clock
        self._pause = pause
        self._longest_hold_s = longest_hold_s
        self._next = clock()

    def wait(self) -> None:
        """Wait until the next message may go."""
        now = self._clock()
        if now < self._next:
            self._pause(self._next - now)
        self._next = max(self._next, now - _CATCH_UP_S) + PACE_S

    def hold(self, seconds: float | None) -> bool:
        """Let no message go for as long as Slack asks; False when that is too long to wait for, or not said."""
        if seconds is None or seconds > self._longest_hold_s:
            return False
        self._next = max(self._next, self._clock() + seconds)
        return True
