"""How a message reaches Slack, and how one is found again; Slack's errors become Amber's here."""

from __future__ import annotations

import logging
import re
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from typing import TYPE_CHECKING, Any, Protocol

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from kpi_core.errors import AmberError, SetupError, Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_log = logging.getLogger(__name__)
EVENT_TYPE = "amber_delivery"
_TIMEOUT_S = 30
_PAGE, _PAGES = 200, 5

_RATE_LIMITED = {"ratelimited", "rate_limited", "message_limit_exceeded"}
_BAD_BLOCKS = {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"}
# Slack itself is in trouble: the message may or may not have been posted.
_IN_TROUBLE = {"", "fatal_error", "internal_error", "service_unavailable", "request_timeout"}
# Nothing can be posted until somebody mends the installation; the messages wait for that.
_LOCKED_OUT = {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"}
_LOCKED_OUT_RETRY_S = 300.0
_MENDS = {
    "not_in_channel": "Invite Amber to the channel",
    "channel_not_found": "Check the ID in the team tab or in the settings tab, and invite Amber to the channel",
    "user_not_found": "Check slack_user_id in the team tab",
    "is_archived": "Choose another channel in the settings tab",
    "missing_scope": "Install the app again with the scopes of its manifest",
}
_LOOK_UP = "See what the code means at docs.slack.dev/reference/methods/chat.postMessage"


class LostReply(Unavailable):
    """Slack's answer did not arrive: whether the message was posted is not known."""


class Message(Protocol):
    """A rendered answer."""

    @property
    def text(self) -> str:
        """All of it in plain words, for notifications and for whoever cannot show blocks."""

    @property
    def blocks(self) -> Sequence[Mapping[str, Any]]:
        """Block Kit."""


@dataclass(frozen=True, slots=True)
class Posted:
    """Where a message stands."""

    channel: str
    ts: str


class Conversations(Protocol):
    """What delivery needs of Slack."""

    def post(self, address: str, message: Message, key: str) -> Posted:
        """Post a message that carries the key in its metadata; `address` is a user's or a channel's ID.

        Raises Unavailable when it surely was not posted but may be later, LostReply when that is not known, and
        SetupError when Slack will never take it.
        """

    def find(self, address: str, key: str) -> Posted | None:
        """Return the message with that key among the newest ones; None when it was never posted.

        Raises Unavailable when Slack does not answer, SetupError when this cannot be found out.
        """


def delivery_client(token: str, base_url: str) -> WebClient:
    """Return a client that never repeats a request by itself.

    slack_sdk's default handler sends a request again when the connection broke before the reply: a second message.
    """
    return WebClient(token=token, base_url=base_url, timeout=_TIMEOUT_S, retry_handlers=[])


class SlackConversations:
    """Implements Conversations over a client of `delivery_client`."""

    def __init__(self, client: WebClient) -> None:
        self._client = client

    def post(self, address: str, message: Message, key: str) -> Posted:
        """Post a message; see Conversations."""
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"key": key}}
        with _translated():
            try:
                blocks = [dict(block) for block in message.blocks]
                answer = self._client.chat_postMessage(
                    channel=address, text=message.text, blocks=blocks, metadata=metadata, unfurl_links=False
                )
            except SlackApiError as error:
                if error.response.get("error") not in _BAD_BLOCKS:
                    raise
                _log.error("delivery.blocks_refused", extra={"details": _where(error)})
                answer = self._client.chat_postMessage(
                    channel=address, text=message.text, metadata=metadata, unfurl_links=False
                )
        return Posted(str(answer["channel"]), str(answer["ts"]))

    def find(self, address: str, key: str) -> Posted | None:
        """Look for a message in the conversation's history; see Conversations."""
        cursor = ""
        with _translated():
            channel = self._conversation(address)
            for _ in range(_PAGES):
                page = self._client.conversations_history(
                    channel=channel, limit=_PAGE, cursor=cursor or None, include_all_metadata=True
                )
                for message in page.get("messages") or ():
                    metadata = message.get("metadata") or {}
                    if metadata.get("event_type") == EVENT_TYPE and metadata.get("event_payload", {}).get("key") == key:
                        return Posted(channel, str(message["ts"]))
                cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
                if not cursor:
                    return None
        raise SetupError(
            f"the message was not among the newest {_PAGE * _PAGES} of its channel", "Look for it there by hand"
        )

    def _conversation(self, address: str) -> str:
        """Return the ID of the conversation whose history is to be read: a user's is the direct message with them."""
        if address.startswith(("U", "W")):
            return str(self._client.conversations_open(users=address)["channel"]["id"])
        if address.startswith(("C", "G", "D")):
            return address
        raise SetupError("a channel's name has no history to look in", "Write the channel's ID in the settings tab")


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except SlackApiError as error:
        raise _in_our_words(error) from error
    except (OSError, HTTPException, SlackClientError) as error:
        raise LostReply(f"Slack's answer did not arrive ({type(error).__name__})") from error


def _in_our_words(error: SlackApiError) -> AmberError:
    response = error.response
    status = response.status_code
    headers = {str(key).lower(): value for key, value in (response.headers or {}).items()}
    # For a body that is no JSON, slack_sdk gives a sentence in place of Slack's code.
    code = response.get("error") or ""
    code = code if re.fullmatch(r"[a-z0-9_]+", code) else ""
    if status == 429 or code in _RATE_LIMITED:
        return Unavailable("Slack asks to go slower", retry_after=_seconds(headers.get("retry-after")))
    if status >= 500 or code in _IN_TROUBLE:
        return LostReply(f"Slack is in trouble ({code or status})")
    if code in _LOCKED_OUT:
        return Unavailable(f"Slack refuses Amber's token ({code})", retry_after=_LOCKED_OUT_RETRY_S)
    return SetupError(f"Slack refuses ({code})", _MENDS.get(code, _LOOK_UP))


def _seconds(header: object) -> float | None:
    try:
        return float(str(header))
    except ValueError:
        return None


def _where(error: SlackApiError) -> Sequence[str]:
    """Return which block Slack refused, without its words: "[json-pointer:/blocks/3/text]"."""
    messages = (error.response.get("response_metadata") or {}).get("messages") or ()
    return [part for text in messages for part in str(text).split() if part.startswith("[json-pointer:")]
