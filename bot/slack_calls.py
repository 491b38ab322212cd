"""Each call to Slack as an event, `slack.called`: what the log and the metrics know of how Slack answers."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from slack_sdk.http_retry import RetryHandler

if TYPE_CHECKING:
    from slack_sdk.http_retry.request import HttpRequest
    from slack_sdk.http_retry.response import HttpResponse
    from slack_sdk.http_retry.state import RetryState

_log = logging.getLogger(__name__)
_CODE = re.compile(r"[a-z0-9_]{1,60}")


def note_call(method: str, outcome: str) -> None:
    """Note one try of a call and what came of it: "ok", Slack's code, "http_500", "lost"."""
    _log.debug("slack.called", extra={"method": method, "outcome": outcome})


class NotedCalls(RetryHandler):
    """Notes each try of a call and never asks for another; stands first among a client's handlers, to see them all."""

    def __init__(self) -> None:
        super().__init__(max_retry_count=0)

    def can_retry(
        self,
        *,
        state: RetryState,  # noqa: ARG002  # slack_sdk's signature
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,  # noqa: ARG002  # an answer says more, and without one it was lost
    ) -> bool:
        """Note the try."""
        note_call(request.url.partition("?")[0].rstrip("/").rpartition("/")[2], _outcome(response))
        return False


def _outcome(response: HttpResponse | None) -> str:
    if response is None:
        return "lost"
    if response.status_code != 200:
        return f"http_{response.status_code}"
    code = (response.body or {}).get("error")
    return "ok" if code is None else code if _CODE.fullmatch(str(code)) else "unreadable"
