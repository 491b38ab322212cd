"""Slack delivers an event again when it did not hear the first ack: each is answered once."""

from __future__ import annotations

from collections import deque
from threading import Lock

_REMEMBERED = 1000


class Once:
    """Remembers the latest events; after a restart a repeated one is answered, for it may be the only one."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._seen: deque[str] = deque(maxlen=_REMEMBERED)

    def is_new(self, event_id: str) -> bool:
        """Whether the event comes for the first time; from then on it does not."""
        with self._lock:
            if event_id in self._seen:
                return False
            self._seen.append(event_id)
            return True
