"""Whether a request over HTTP is Slack's own, of now, and not somebody's copy of one that came before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from threading import Lock

from slack_sdk.signature import Clock, SignatureVerifier

_REMEMBERED_S = 600  # slack_sdk takes a time of signing up to five minutes off, before as after


class Signatures:
    """Checks signatures with the app's signing secret; `clock` gives aware UTC.

    Each process remembers for itself what it has taken; what was signed before its start is refused: a former one may
    have taken it.
    """

    def __init__(self, secret: str, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._verifier = SignatureVerifier(secret, _Seconds(clock))
        self._started_at = int(clock().timestamp())  # Slack signs whole seconds
        self._taken: dict[str, float] = {}  # signature → when it came, in that order
        self._lock = Lock()

    def refusal(self, body: bytes, timestamp: str, signature: str) -> str:
        """Return why a request is refused, "" when it is taken: by the same signature another never is."""
        try:
            is_slacks = signature.isascii() and self._verifier.is_valid(body, timestamp, signature)
        except ValueError:  # the time is no number, or the body no text
            is_slacks = False
        if not is_slacks:
            return "not signed by Slack within the last five minutes"
        if int(timestamp) < self._started_at:
            return "signed before the start"
        return "" if self._is_new(signature) else "taken before"

    def _is_new(self, signature: str) -> bool:
        now = self._clock().timestamp()
        with self._lock:
            while self._taken and next(iter(self._taken.values())) < now - _REMEMBERED_S:
                del self._taken[next(iter(self._taken))]
            if signature in self._taken:
                return False
            self._taken[signature] = now
            return True


class _Seconds(Clock):
    """Amber's clock as slack_sdk asks it."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock().timestamp()
