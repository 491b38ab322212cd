"""What the bot is told when a person does something, in the shapes Slack gives it."""

from __future__ import annotations

from bot.workbench.blockkit.state import initial_state, merged
from bot.workbench.world import (
    APP_ID,
    BOT_USER_ID,
    TEAM_DOMAIN,
    TEAM_ID,
    Conversation,
    Json,
    Message,
    Resident,
)

_TOKEN = "workbench"  # noqa: S105  # Slack's deprecated verification token: every payload has one, nobody checks it


def slash_command(
    person: Resident, conversation: Conversation, command: str, text: str, *, response_url: str, trigger_id: str
) -> Json:
    """Say that a slash command was given."""
    return {
        "token": _TOKEN,
        "team_id": TEAM_ID,
        "team_domain": TEAM_DOMAIN,
        "channel_id": conversation.id,
        "channel_name": _channel_of(conversation)["name"],
        "user_id": person.id,
        "user_name": person.name,
        "command": command,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger_id,
    }


def action_in_message(
    person: Resident, conversation: Conversation, message: Message, action: Json, *, response_url: str, trigger_id: str
) -> Json:
    """Say what was pressed or chosen in a message; as in Slack, an ephemeral message itself is not passed on."""
    seen = {} if message.reader else {"message": message.as_slack(with_metadata=True)}
    return {
        **_from("block_actions", person),
        "container": {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": conversation.id,
            "is_ephemeral": bool(message.reader),
        },
        "channel": _channel_of(conversation),
        **seen,
        "state": {"values": merged(initial_state(message.blocks), _values_of(action))},
        "response_url": response_url,
        "trigger_id": trigger_id,
        "actions": [action],
    }


def action_in_view(person: Resident, view: Json, action: Json, *, trigger_id: str) -> Json:
    """Say what was pressed or chosen in a form or on the home page."""
    return {
        **_from("block_actions", person),
        "container": {"type": "view", "view_id": view["id"]},
        "view": view,
        "trigger_id": trigger_id,
        "actions": [action],
    }


def view_submission(person: Resident, view: Json, *, trigger_id: str) -> Json:
    """Say that a form was submitted."""
    return {**_from("view_submission", person), "trigger_id": trigger_id, "view": view, "response_urls": []}


def view_closed(person: Resident, view: Json) -> Json:
    """Say that a form was closed unsubmitted."""
    return {**_from("view_closed", person), "view": view, "is_cleared": False}


def global_shortcut(person: Resident, callback_id: str, *, trigger_id: str, action_ts: str) -> Json:
    """Say that a shortcut was chosen from the menu."""
    shared = _from("shortcut", person)
    return {**shared, "callback_id": callback_id, "trigger_id": trigger_id, "action_ts": action_ts}


def message_shortcut(
    person: Resident,
    conversation: Conversation,
    message: Message,
    callback_id: str,
    *,
    response_url: str,
    trigger_id: str,
    action_ts: str,
) -> Json:
    """Say that a shortcut was chosen on a message."""
    return {
        **_from("message_action", person),
        "callback_id": callback_id,
        "trigger_id": trigger_id,
        "action_ts": action_ts,
        "response_url": response_url,
        "channel": _channel_of(conversation),
        "message_ts": message.ts,
        "message": message.as_slack(),
    }


def message_event(person: Resident, conversation: Conversation, message: Message) -> Json:
    """Say that somebody wrote: a direct message to the bot, or a mention of it in a channel."""
    shared: Json = {
        "user": person.id,
        "ts": message.ts,
        "text": message.text,
        "team": TEAM_ID,
        "channel": conversation.id,
        "event_ts": message.ts,
    }
    if conversation.kind == "im":
        return {"type": "message", "channel_type": "im", **shared}
    return {"type": "app_mention", **shared}


def home_opened(person: Resident, direct: Conversation, view: Json | None, *, ts: str) -> Json:
    """Say that somebody opened the home page."""
    seen = {"view": view} if view else {}
    return {
        "type": "app_home_opened", "user": person.id, "channel": direct.id, "tab": "home", "event_ts": ts, **seen,
    }  # fmt: skip


def event(inner: Json, *, event_id: str, event_time: int) -> Json:
    """Wrap an event as the Events API does."""
    authorization = {"enterprise_id": None, "team_id": TEAM_ID, "user_id": BOT_USER_ID, "is_bot": True}
    return {
        "token": _TOKEN,
        "team_id": TEAM_ID,
        "api_app_id": APP_ID,
        "event": inner,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": event_time,
        "authorizations": [authorization | {"is_enterprise_install": False}],
        "is_ext_shared_channel": False,
        "event_context": event_id,
    }


def _from(kind: str, person: Resident) -> Json:
    return {
        "type": kind,
        "token": _TOKEN,
        "api_app_id": APP_ID,
        "team": {"id": TEAM_ID, "domain": TEAM_DOMAIN},
        "enterprise": None,
        "is_enterprise_install": False,
        "user": {"id": person.id, "username": person.name, "name": person.name, "team_id": TEAM_ID},
    }


def _channel_of(conversation: Conversation) -> Json:
    name = "directmessage" if conversation.kind == "im" else conversation.name
    return {"id": conversation.id, "name": name}


def _values_of(action: Json) -> Json:
    return {action["block_id"]: {action["action_id"]: action}}
