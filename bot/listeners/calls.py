"""How Slack is called: a request that surely did not arrive is sent again, one that may have arrived never is.

slack_sdk's default handler also repeats a request whose reply got lost: a second message, a second answer.
"""

from __future__ import annotations

from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.http_retry import ConnectionErrorRetryHandler, RateLimitErrorRetryHandler, RetryHandler
from slack_sdk.webhook import WebhookClient

from bot.slack_calls import NotedCalls

_MOST_WAITS = 2


def web_client(token: str, base_url: str) -> WebClient:
    """Return the client that listeners answer with; told to go slower, it waits and tries again."""
    return WebClient(
        token, base_url=base_url, retry_handlers=[NotedCalls(), _unsent(), RateLimitErrorRetryHandler(_MOST_WAITS)]
    )


def webhook(response_url: str) -> WebhookClient:
    """Return the client of one response_url."""
    return WebhookClient(response_url, retry_handlers=[NotedCalls("response_url"), _unsent()])


def _unsent() -> RetryHandler:
    # urllib wraps in an URLError what fails up to the end of sending; what fails while the reply is read comes bare.
    return ConnectionErrorRetryHandler(error_types=[URLError])
