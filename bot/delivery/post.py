"""How a message reaches Slack, is found again and taken back; Slack's errors become Amber's here."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from typing import TYPE_CHECKING, Any, Protocol

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.slack_calls import NotedCalls, code_of, is_in_trouble, is_too_fast, refused_blocks
from kpi_core.errors import AmberError, SetupError, Unavailable
from kpi_core.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

_log = logging.getLogger(__name__)
EVENT_TYPE = "amber_delivery"
_TIMEOUT_S = 30
_PAGE, _PAGES = 200, 5

_BAD_BLOCKS = {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"}
# Nothing can be posted until somebody mends the installation; the messages wait for that.
_LOCKED_OUT = {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"}
_LOCKED_OUT_RETRY_S = 300.0
_REFUSES = Text("Slack refuses ({code})", "Slack từ chối ({code})", "Slack отказывает ({code})")
_MENDS = {
    "not_in_channel": Text("Invite Amber to the channel", "Hãy mời Amber vào kênh", "Пригласите Amber в канал"),
    "channel_not_found": Text(
        "Check the ID in the team tab or in the settings tab, and invite Amber to the channel",
        "Hãy kiểm tra ID trong tab đội ngũ hoặc tab cài đặt, và mời Amber vào kênh",
        "Проверьте ID на листе команды или настроек и пригласите Amber в канал",
    ),
    "user_not_found": Text(
        "Check slack_user_id in the team tab",
        "Hãy kiểm tra slack_user_id trong tab đội ngũ",
        "Проверьте slack_user_id на листе команды",
    ),
    "is_archived": Text(
        "Choose another channel in the settings tab",
        "Hãy chọn kênh khác trong tab cài đặt",
        "Выберите другой канал на листе настроек",
    ),
    "missing_scope": Text(
        "Install the app again with the scopes of its manifest",
        "Hãy cài lại ứng dụng với các quyền ghi trong tệp manifest",
        "Установите приложение заново с правами из его манифеста",
    ),
}
_LOOK_UP = Text(
    "See what the code means at docs.slack.dev/reference/methods/chat.postMessage",
    "Xem ý nghĩa của mã này tại docs.slack.dev/reference/methods/chat.postMessage",
    "Что значит этот код: docs.slack.dev/reference/methods/chat.postMessage",
)


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

    def find(self, address: str, key: str, since: datetime) -> Sequence[Posted]:
        """Return the messages with that key, the oldest first: none when it was not posted since then.

        Raises Unavailable when Slack does not answer, SetupError when this cannot be found out.
        """

    def take_back(self, posted: Posted) -> None:
        """Delete a message of Amber's own; one that is gone already is fine.

        Raises Unavailable when Slack does not answer, SetupError when it refuses.
        """


def delivery_client(token: str, base_url: str) -> WebClient:
    """Return a client that never repeats a request by itself.

    slack_sdk's default handler sends a request again when the connection broke before the reply: a second message.
    """
    return WebClient(token=token, base_url=base_url, timeout=_TIMEOUT_S, retry_handlers=[NotedCalls()])


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
                _log.error("delivery.blocks_refused", extra={"details": refused_blocks(error)})
                answer = self._client.chat_postMessage(
                    channel=address, text=message.text, metadata=metadata, unfurl_links=False
                )
        return Posted(str(answer["channel"]), str(answer["ts"]))

    def find(self, address: str, key: str, since: datetime) -> Sequence[Posted]:
        """Look for the messages in the conversation's history; see Conversations."""
        found: list[Posted] = []
        cursor = ""
        with _translated():
            channel = self._conversation(address)
            for _ in range(_PAGES):
                page = self._client.conversations_history(
                    channel=channel, limit=_PAGE, cursor=cursor or None, include_all_metadata=True
                )
                messages = page.get("messages") or ()
                found += [Posted(channel, str(each["ts"])) for each in messages if _key_of(each) == key]
                is_far_back = any(float(each["ts"]) < since.timestamp() for each in messages[-1:])
                cursor = "" if is_far_back else (page.get("response_metadata") or {}).get("next_cursor") or ""
                if not cursor:
                    break
        if cursor and not found:
            raise SetupError(
                Text(
                    "the message was not among the newest {most} of its channel",
                    "không thấy tin trong {most} tin mới nhất của kênh",
                    "сообщения нет среди последних {most} в канале",
                ).format(most=str(_PAGE * _PAGES)),
                Text("Look for it there by hand", "Hãy tự tìm tin trong kênh đó", "Поищите его там вручную"),
            )
        return found[::-1]

    def take_back(self, posted: Posted) -> None:
        """Delete a message; see Conversations."""
        with _translated():
            try:
                self._client.chat_delete(channel=posted.channel, ts=posted.ts)
            except SlackApiError as error:
                if error.response.get("error") != "message_not_found":
                    raise

    def _conversation(self, address: str) -> str:
        """Return the ID of the conversation whose history is to be read: a user's is the direct message with them."""
        if address.startswith(("U", "W")):
            return str(self._client.conversations_open(users=address)["channel"]["id"])
        if address.startswith(("C", "G", "D")):
            return address
        raise SetupError(
            Text(
                "a channel's name has no history to look in",
                "không thể xem lịch sử chỉ bằng tên kênh",
                "по одному названию канала его историю не прочитать",
            ),
            Text(
                "Write the channel's ID in the settings tab",
                "Hãy ghi ID của kênh vào tab cài đặt",
                "Впишите ID канала на лист настроек",
            ),
        )


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except SlackApiError as error:
        raise _in_our_words(error) from error
    except (OSError, HTTPException, SlackClientError) as error:
        lost = Text(
            "Slack's answer did not arrive ({error})",
            "Slack không trả lời ({error})",
            "ответ Slack не пришёл ({error})",
        )
        raise LostReply(lost.format(error=type(error).__name__)) from error


def _in_our_words(error: SlackApiError) -> AmberError:
    code = code_of(error)
    if is_too_fast(error):
        headers = {str(key).lower(): value for key, value in (error.response.headers or {}).items()}
        slower = Text("Slack asks to go slower", "Slack yêu cầu gửi chậm lại", "Slack просит отправлять реже")
        return Unavailable(slower, retry_after=_seconds(headers.get("retry-after")))
    if is_in_trouble(error):  # the message may or may not have been posted
        trouble = Text("Slack is in trouble ({code})", "Slack đang gặp sự cố ({code})", "у Slack неполадки ({code})")
        return LostReply(trouble.format(code=code or str(error.response.status_code)))
    if code in _LOCKED_OUT:
        locked_out = Text(
            "Slack refuses Amber's token ({code})",
            "Slack từ chối token của Amber ({code})",
            "Slack не принимает токен Amber ({code})",
        )
        return Unavailable(locked_out.format(code=code), retry_after=_LOCKED_OUT_RETRY_S)
    return SetupError(_REFUSES.format(code=code), _MENDS.get(code, _LOOK_UP))


def _key_of(message: Mapping[str, Any]) -> object:
    metadata = message.get("metadata") or {}
    return metadata.get("event_payload", {}).get("key") if metadata.get("event_type") == EVENT_TYPE else None


def _seconds(header: object) -> float | None:
    try:
        return float(str(header))
    except ValueError:
        return None
