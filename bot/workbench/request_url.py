"""Signed requests over HTTP, as Slack sends them to an app's request URL.

What is signed: docs.slack.dev/authentication/verifying-requests-from-slack; how an event is sent again, and why:
docs.slack.dev/apis/events-api, "Retries".
"""

from __future__ import annotations

import hmac
import json
import secrets
from hashlib import sha256
from urllib.parse import urlencode

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.workbench.errors import Unanswered
from bot.workbench.line import Kind, Retry
from bot.workbench.world import Clock, Json

_FORM, _JSON = "application/x-www-form-urlencoded", "application/json"


class RequestUrl:
    """A way to the bot. `clock` is the true one: people may move the world's, the bot checks signatures by its own."""

    def __init__(self, url: str, signing_secret: str, ack_seconds: float, clock: Clock) -> None:
        self._url = url
        self._secret = signing_secret.encode()
        self._patience = ClientTimeout(total=ack_seconds)
        self._clock = clock

    @property
    def connected(self) -> bool:
        """Whether the bot can be told anything: who is called anew each time is always there."""
        return True

    async def verify(self) -> None:
        """Ask whether the bot is there, as Slack does when the address is saved. Raises Unanswered."""
        challenge = secrets.token_urlsafe(24)
        answered = await self._post(json.dumps({"type": "url_verification", "challenge": challenge}), _JSON)
        if answered.get("challenge") != challenge:
            raise Unanswered("url_verification", "http_error")

    async def deliver(self, kind: Kind, payload: Json, retry: Retry) -> Json:
        """Tell the bot; return what it acknowledges with, {} for nothing. Raises Unanswered."""
        match kind:
            case "slash_commands":
                return await self._post(urlencode(payload), _FORM)
            case "interactive":
                return await self._post(urlencode({"payload": json.dumps(payload)}), _FORM)
            case "events_api":
                why = {"X-Slack-Retry-Num": str(retry.number), "X-Slack-Retry-Reason": retry.reason}
                return await self._post(json.dumps(payload), _JSON, why if retry.number else {})

    async def _post(self, body: str, content_type: str, more: dict[str, str] | None = None) -> Json:
        timestamp = str(int(self._clock()))
        signature = hmac.new(self._secret, f"v0:{timestamp}:{body}".encode(), sha256).hexdigest()
        headers = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": f"v0={signature}",
            **(more or {}),
        }
        try:
            async with (
                ClientSession(timeout=self._patience) as session,
                session.post(self._url, data=body.encode(), headers=headers, allow_redirects=False) as answer,
            ):
                said = await answer.text()
        except TimeoutError:
            raise Unanswered("operation_timeout", "http_timeout") from None
        except ClientError:
            raise Unanswered("dispatch_failed", "connection_failed") from None
        if answer.status != 200:
            raise Unanswered("dispatch_failed", "http_error")
        return _acknowledged(said)


def _acknowledged(said: str) -> Json:
    """Read an answer: nothing, a JSON object, or a text for the person who asked."""
    try:
        answer = json.loads(said or "{}")
    except ValueError:
        return {"text": said}
    return answer if isinstance(answer, dict) else {"text": said}
