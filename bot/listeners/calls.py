"""How Slack is called: a request that surely did not arrive is sent again, one that may have arrived never is.

slack_sdk's default handler also repeats a request whose reply got lost: a second message, a second answer.
"""

from __future__ import annotations

from http import HTTPStatus
from http.client import HTTPException
from typing import Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from slack_sdk.http_retry import ConnectionErrorRetryHandler, RateLimitErrorRetryHandler, RetryHandler
from slack_sdk.webhook import WebhookClient, WebhookResponse

from bot.slack_calls import NotedCalls, note_call

# What a call raises: Slack refuses it, or the line fails before, during or after it.
FAILS = (SlackClientError, OSError, HTTPException)
_MOST_WAITS = 2


def web_client(token: str, base_url: str) -> WebClient:
    """Return the client that listeners answer with; told to go slower, it waits and tries again."""
    return WebClient(
        token, base_url=base_url, retry_handlers=[NotedCalls(), _unsent(), RateLimitErrorRetryHandler(_MOST_WAITS)]
    )


def webhook(response_url: str) -> WebhookClient:
    """Return the client of one response_url."""
    return _Webhook(response_url, retry_handlers=[_unsent()])


class _Webhook(WebhookClient):
    def send_dict(self, body: dict[str, Any], headers: dict[str, str] | None = None) -> WebhookResponse:
        """Send, and note the call: of a webhook's, slack_sdk shows its retry handlers only those that fail."""
        outcome = "lost"
        try:
            answered = super().send_dict(body, headers)
            outcome = "ok" if answered.status_code == HTTPStatus.OK else f"http_{answered.status_code}"
        finally:
            note_call("response_url", outcome)
        return answered


def _unsent() -> RetryHandler:
    # urllib wraps in an URLError what fails up to the end of sending; what fails while the reply is read comes bare.
    return ConnectionErrorRetryHandler(error_types=[URLError])
