"""chat.*: what the bot says."""

from __future__ import annotations

from bot.workbench.errors import ApiError
from bot.workbench.methods.arguments import Arguments
from bot.workbench.methods.contents import contents_of
from bot.workbench.workspace import Workspace
from bot.workbench.world import BOT_USER_ID, Conversation, Json, Message


def post_message(workspace: Workspace, arguments: Arguments) -> Json:
    """Post a message; `channel` may be a person: the direct messages with them."""
    conversation = workspace.conversation_of_bot(arguments.needed("channel", "channel_not_found"))
    said = contents_of(arguments)
    message = Message(
        ts=workspace.world.next_ts(),
        user=BOT_USER_ID,
        text=said.text,
        blocks=said.blocks,
        metadata=said.metadata,
        thread_ts=arguments.text("thread_ts"),
    )
    workspace.world.post(conversation, message)
    return {"channel": conversation.id, "ts": message.ts, "message": message.as_slack(with_metadata=True)}


def post_ephemeral(workspace: Workspace, arguments: Arguments) -> Json:
    """Post a message that one member alone sees."""
    conversation = workspace.conversation_of_bot(arguments.needed("channel", "channel_not_found"))
    reader = arguments.text("user")
    if reader not in conversation.members:
        raise ApiError("user_not_in_channel")
    said = contents_of(arguments)
    thread_ts = arguments.text("thread_ts")
    message = Message(
        workspace.world.next_ts(), BOT_USER_ID, said.text, said.blocks, reader=reader, thread_ts=thread_ts
    )
    workspace.world.post(conversation, message)
    return {"message_ts": message.ts}


def update(workspace: Workspace, arguments: Arguments) -> Json:
    """Change a message of the bot's own; blocks and metadata stay unless new ones are given ([] takes them away)."""
    conversation, message = _own_message(workspace, arguments, "cant_update_message")
    keeps_blocks = arguments.values.get("blocks") is None
    said = contents_of(arguments) if arguments.values.get("text") or arguments.nested("blocks") else None
    if said is None and keeps_blocks:
        raise ApiError("no_text")
    message.text = said.text if said and arguments.values.get("text") is not None else message.text
    message.blocks = message.blocks if keeps_blocks else said.blocks if said else []
    if arguments.values.get("metadata") is not None and said:
        message.metadata = said.metadata
    workspace.world.edit(conversation, message)
    return {"channel": conversation.id, "ts": message.ts, "text": message.text, "message": message.as_slack()}


def delete(workspace: Workspace, arguments: Arguments) -> Json:
    """Delete a message of the bot's own."""
    conversation, message = _own_message(workspace, arguments, "cant_delete_message")
    workspace.world.delete(conversation, message)
    return {"channel": conversation.id, "ts": message.ts}


def permalink(workspace: Workspace, arguments: Arguments) -> Json:
    """Return the address of a message."""
    conversation = workspace.conversation(arguments.needed("channel", "channel_not_found"))
    ts = arguments.needed("message_ts", "message_not_found")
    if conversation.message(ts) is None:
        raise ApiError("message_not_found")
    return {
        "channel": conversation.id,
        "permalink": f"{workspace.url}/archives/{conversation.id}/p{ts.replace('.', '')}",
    }


def _own_message(workspace: Workspace, arguments: Arguments, error: str) -> tuple[Conversation, Message]:
    # Slack wants the conversation's own ID here: a person's ID is good for posting alone.
    conversation = workspace.world.conversations.get(arguments.text("channel"))
    if conversation is None:
        raise ApiError("channel_not_found")
    message = conversation.message(arguments.needed("ts", "message_not_found"))
    if message is None:
        raise ApiError("message_not_found")
    if message.user != BOT_USER_ID:
        raise ApiError(error)
    return conversation, message


METHODS = {
    "chat.postMessage": post_message,
    "chat.postEphemeral": post_ephemeral,
    "chat.update": update,
    "chat.delete": delete,
    "chat.getPermalink": permalink,
}
