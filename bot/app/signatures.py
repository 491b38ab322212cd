"""Whether a request over HTTP is Slack's own, of now, and not somebody's copy of one that came before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from slack_sdk.signature import Clock, SignatureVerifier

if TYPE_CHECKING:
    from bot.desk import Once


class Signatures:
    """Checks signatures with the app's signing secret; `clock` gives aware UTC, `once` remembers what was taken."""

    def __init__(self, secret: str, clock: Callable[[], datetime], once: Once) -> None:
        self._verifier = SignatureVerifier(secret, _Seconds(clock))
        self._once = once

    def refusal(self, body: bytes, timestamp: str, signature: str) -> str:
        """Return why a request is refused, "" when it is taken: by the same signature another never is."""
        try:
            is_slacks = signature.isascii() and self._verifier.is_valid(body, timestamp, signature)
        except ValueError:  # the time is no number, or the body no text
            is_slacks = False
        if not is_slacks:
            return "not signed by Slack within the last five minutes"
        return "" if self._once.is_new(signature) else "taken before"


class _Seconds(Clock):
    """Amber's clock as slack_sdk asks it."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock().timestamp()
