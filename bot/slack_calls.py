"""Each call to Slack as an event, `slack.called`: what the log and the metrics know of how Slack answers."""

from __future__ import annotations

import logging
import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from slack_sdk.http_retry import RetryHandler

if TYPE_CHECKING:
    from collections.abc import Sequence

    from slack_sdk.errors import SlackApiError
    from slack_sdk.http_retry.request import HttpRequest
    from slack_sdk.http_retry.response import HttpResponse
    from slack_sdk.http_retry.state import RetryState

_log = logging.getLogger(__name__)
_CODE = re.compile(r"[a-z0-9_]{1,60}")
_RATE_LIMITED = {"ratelimited", "rate_limited", "message_limit_exceeded"}
_IN_TROUBLE = {"", "fatal_error", "internal_error", "service_unavailable", "request_timeout"}


def code_of(error: SlackApiError) -> str:
    """Return Slack's code of a refusal; "" for a body that is no JSON, of which slack_sdk gives a sentence instead."""
    code = error.response.get("error") or ""
    return code if _CODE.fullmatch(code) else ""


def is_too_fast(error: SlackApiError) -> bool:
    """Whether Slack asks to go slower: the request did nothing."""
    return error.response.status_code == HTTPStatus.TOO_MANY_REQUESTS or code_of(error) in _RATE_LIMITED


def is_in_trouble(error: SlackApiError) -> bool:
    """Whether Slack itself is in trouble: whether the request did anything is not known."""
    return error.response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR or code_of(error) in _IN_TROUBLE


def refused_blocks(error: SlackApiError) -> Sequence[str]:
    """Return which blocks Slack refused, without its words, which may quote theirs: "[json-pointer:/blocks/3/text]"."""
    messages = (error.response.get("response_metadata") or {}).get("messages") or ()
    return [part for text in messages for part in str(text).split() if part.startswith("[json-pointer:")]


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
