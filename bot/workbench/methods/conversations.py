"""conversations.*: where people talk."""

from __future__ import annotations

from bot.workbench.errors import ApiError
from bot.workbench.methods.arguments import Arguments, page_of
from bot.workbench.workspace import Workspace
from bot.workbench.world import BOT_USER_ID, Conversation, Json

_HISTORY_SCOPES = {"channel": "channels:history", "im": "im:history"}


def _shown(conversation: Conversation) -> Json:
    shared: Json = {"id": conversation.id, "is_archived": conversation.archived, "created": 0}
    if conversation.kind == "im":
        user = next(member for member in conversation.members if member != BOT_USER_ID)
        return shared | {"is_im": True, "user": user, "is_channel": False}
    return shared | {
        "name": conversation.name,
        "is_channel": True,
        "is_im": False,
        "is_private": False,
        "is_member": BOT_USER_ID in conversation.members,
        "num_members": len(conversation.members),
    }


def list_all(workspace: Workspace, arguments: Arguments) -> Json:
    """List conversations, of the kinds in `types`."""
    kinds = {kind.strip() for kind in arguments.text("types", "public_channel").split(",")}
    wanted = {"channel": "public_channel" in kinds, "im": "im" in kinds}
    shown = [
        _shown(each)
        for each in workspace.world.conversations.values()
        if wanted[each.kind] and not (each.archived and arguments.flag("exclude_archived"))
    ]
    page, metadata = page_of(shown, arguments)
    return {"channels": page, "response_metadata": metadata}


def info(workspace: Workspace, arguments: Arguments) -> Json:
    """Describe one conversation."""
    return {"channel": _shown(_by_id(workspace, arguments))}


def open_direct(workspace: Workspace, arguments: Arguments) -> Json:
    """Open the direct messages with one person."""
    users = [user for user in arguments.text("users").split(",") if user]
    if not users:
        return {"channel": _shown(_by_id(workspace, arguments))}
    if len(users) > 1:
        raise ApiError("method_not_supported_for_channel_type")
    found = workspace.world.direct(users[0])
    if found is None:
        raise ApiError("user_not_found")
    return {"channel": _shown(found) if arguments.flag("return_im") else {"id": found.id}}


def members(workspace: Workspace, arguments: Arguments) -> Json:
    """List who is in a conversation."""
    everyone = [{"id": member} for member in sorted(_by_id(workspace, arguments).members)]
    page, metadata = page_of(everyone, arguments)
    return {"members": [member["id"] for member in page], "response_metadata": metadata}


def history(workspace: Workspace, arguments: Arguments) -> Json:
    """List messages, newest first; ephemeral ones and replies are not in it."""
    conversation = _by_id(workspace, arguments)
    if (needed := _HISTORY_SCOPES[conversation.kind]) not in workspace.scopes:
        raise ApiError("missing_scope", [f"needed: {needed}"])
    if BOT_USER_ID not in conversation.members:
        raise ApiError("not_in_channel")
    oldest, latest = arguments.text("oldest", "0"), arguments.text("latest") or "9" * 10
    inclusive = arguments.flag("inclusive")
    found = [
        message.as_slack(with_metadata=arguments.flag("include_all_metadata"))
        for message in reversed(conversation.messages)
        if not message.reader
        and message.thread_ts in {"", message.ts}
        and (oldest < message.ts < latest or (inclusive and message.ts in {oldest, latest}))
    ]
    page, metadata = page_of(found, arguments)
    return {"messages": page, "has_more": bool(metadata["next_cursor"]), "response_metadata": metadata}


def join(workspace: Workspace, arguments: Arguments) -> Json:
    """Let the bot join a channel."""
    conversation = _by_id(workspace, arguments)
    if conversation.kind == "im":
        raise ApiError("method_not_supported_for_channel_type")
    if conversation.archived:
        raise ApiError("is_archived")
    conversation.members.add(BOT_USER_ID)
    return {"channel": _shown(conversation)}


def _by_id(workspace: Workspace, arguments: Arguments) -> Conversation:
    found = workspace.world.conversations.get(arguments.text("channel"))
    if found is None:
        raise ApiError("channel_not_found")
    return found


METHODS = {
    "conversations.list": list_all,
    "conversations.info": info,
    "conversations.open": open_direct,
    "conversations.members": members,
    "conversations.history": history,
    "conversations.join": join,
}
