"""What Slack hands out for one use and a short life: trigger IDs, and addresses to respond to."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from bot.workbench.errors import ApiError
from bot.workbench.world import Clock

TRIGGER_LIFE_SECONDS = 3.0
RESPONSE_LIFE_SECONDS = 30 * 60
RESPONSE_USES = 5


@dataclass(slots=True)
class Trigger:
    """Leave to open one form for one person. `view_id` is the form it was given in, if any."""

    user: str
    view_id: str
    issued_at: float
    used: bool = False


@dataclass(slots=True)
class ResponseUrl:
    """Leave to answer one person in one conversation. `ts` is the message that was pressed, if any."""

    user: str
    conversation_id: str
    ts: str
    issued_at: float
    uses: int = 0


@dataclass(slots=True)
class Tickets:
    """Issues both and takes them back."""

    clock: Clock
    trigger_seconds: float = TRIGGER_LIFE_SECONDS
    _triggers: dict[str, Trigger] = field(default_factory=dict)
    _responses: dict[str, ResponseUrl] = field(default_factory=dict)

    def trigger(self, user: str, view_id: str = "") -> str:
        """Issue a trigger ID."""
        key = f"{len(self._triggers) + 1}.{secrets.token_hex(16)}"
        self._triggers[key] = Trigger(user, view_id, self.clock())
        return key

    def take_trigger(self, key: str) -> Trigger:
        """Use a trigger ID up. Raises ApiError when it is unknown, used or too old."""
        trigger = self._triggers.get(key)
        if trigger is None:
            raise ApiError("invalid_trigger_id")
        if trigger.used:
            raise ApiError("exchanged_trigger_id")
        if self.clock() - trigger.issued_at > self.trigger_seconds:
            raise ApiError("expired_trigger_id")
        trigger.used = True
        return trigger

    def response(self, user: str, conversation_id: str, ts: str = "") -> str:
        """Issue the secret end of a response_url."""
        key = secrets.token_urlsafe(18)
        self._responses[key] = ResponseUrl(user, conversation_id, ts, self.clock())
        return key

    def take_response(self, key: str) -> ResponseUrl:
        """Use a response_url once. Raises ApiError when it is unknown, used up or too old."""
        response = self._responses.get(key)
        if response is None:
            raise ApiError("invalid_url")
        if self.clock() - response.issued_at > RESPONSE_LIFE_SECONDS:
            raise ApiError("expired_url")
        if response.uses >= RESPONSE_USES:
            raise ApiError("used_url")
        response.uses += 1
        return response
