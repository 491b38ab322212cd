"""How answers reach Slack: as blocks, or as plain text when Slack refuses the blocks; never not at all."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt import Args
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import blocks
from bot.answers.answer import Answer, Note
from bot.answers.naming import prose
from bot.listeners.calls import FAILS, webhook
from bot.slack_calls import refused_blocks
from bot.voice import Voice

_log = logging.getLogger(__name__)
# What Slack says of blocks it does not take; the last is undocumented, of blocks with too much text.
_REFUSED = ("invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long")
_NOT_THERE = ("not_in_channel", "channel_not_found")  # the second of a private one


def place(body: Mapping[str, Any]) -> tuple[str, str]:
    """Return who asked and in which conversation, of any kind of request; "" where it says neither."""
    event = body.get("event") or {}
    user_id = body.get("user_id") or (body.get("user") or {}).get("id") or event.get("user") or ""
    channel = body.get("channel_id") or (body.get("channel") or {}).get("id") or event.get("channel") or ""
    return str(user_id), str(channel)


def respond_with(args: Args, answer: Answer, voice: Voice, *, in_channel: bool = False) -> None:
    """Answer a command or a press through its response_url, visible to the asker alone unless `in_channel`.

    When that is used up, expired or down, the asker alone is told.
    """
    message = blocks.render(answer)
    how: dict[str, Any] = {"response_type": "in_channel" if in_channel else "ephemeral", "replace_original": False}
    address = webhook(args.respond.response_url or "")
    answered = address.send_dict({**how, "text": message.text, "blocks": message.blocks})
    if answered.status_code != 200 and any(word in answered.body for word in _REFUSED):
        _log.warning("slack.blocks_refused", extra={"details": [], "blocks": _kinds(message)})
        answered = address.send_dict({**how, "text": message.text})
    if answered.status_code != 200:
        _log.warning("slack.respond_failed", extra={"status": answered.status_code, "answer": answered.body[:500]})
        user_id, channel = place(args.body)
        tell(args.client, channel, user_id, answer, voice)


def post(client: WebClient, channel: str, answer: Answer, *, only_to: str = "", thread_ts: str = "") -> None:
    """Post to a conversation (a user's id: their direct messages); with `only_to`, visible to that user alone."""
    message = blocks.render(answer)
    where = {"channel": channel, **({"thread_ts": thread_ts} if thread_ts else {})}
    try:
        _send(client, only_to, text=message.text, blocks=message.blocks, **where)
    except SlackApiError as error:
        if error.response.get("error") not in _REFUSED:
            raise
        _log.warning("slack.blocks_refused", extra={"details": refused_blocks(error), "blocks": _kinds(message)})
        _send(client, only_to, text=message.text, **where)


def tell(client: WebClient, channel: str, user_id: str, answer: Answer, voice: Voice) -> None:
    """Tell one person where they are: in their direct messages, or in a channel visible to them alone.

    Where the bot is not in that channel, it is their direct messages, and they hear why.
    """
    if not channel.startswith(("C", "G")):
        post(client, user_id, answer)
        return
    try:
        post(client, channel, answer, only_to=user_id)
    except SlackApiError as error:
        why = (_why_here(voice),) if error.response.get("error") in _NOT_THERE else ()
        post(client, user_id, replace(answer, parts=(*answer.parts, *why)))


def _why_here(voice: Voice) -> Note:
    said = voice.say("I am not in that channel, so I answer here. Invite me there with `/invite`, and I answer there.")
    return Note(prose(said))


def confirm(client: WebClient, channel: str, user_id: str, answer: Answer, voice: Voice) -> None:
    """Say what is done. It is done when Slack does not take that, too: nobody is to hear that they should try again."""
    try:
        tell(client, channel, user_id, answer, voice)
    except FAILS as error:
        _log.warning("recording.not_confirmed", exc_info=error)


def _kinds(message: blocks.Message) -> str:
    """Return the kinds of a message's blocks in order, without their words: Slack counts the one it refuses."""
    return " ".join(block["type"] for block in message.blocks)


def _send(client: WebClient, only_to: str, **message: Any) -> None:
    if only_to:
        client.chat_postEphemeral(user=only_to, **message)
    else:
        client.chat_postMessage(**message)
