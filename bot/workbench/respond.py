"""Answers to a person that need no token: what comes with an acknowledgement, and what goes to a response_url."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from bot.workbench.errors import ApiError, refused
from bot.workbench.methods.arguments import Arguments
from bot.workbench.methods.contents import contents_of
from bot.workbench.world import BOT_USER_ID, Conversation, Json, Message

if TYPE_CHECKING:
    from bot.workbench.workspace import Workspace


def say(workspace: Workspace, conversation: Conversation, user: str, arguments: Arguments) -> None:
    """Say something in a conversation, to that person alone unless it is meant in_channel. Raises ApiError."""
    said = contents_of(arguments, at_most_characters=None)
    message = Message(
        ts=workspace.world.next_ts(),
        user=BOT_USER_ID,
        text=said.text,
        blocks=said.blocks,
        metadata=said.metadata,
        thread_ts=arguments.text("thread_ts"),
        reader="" if arguments.text("response_type") == "in_channel" else user,
    )
    workspace.world.post(conversation, message)


class Responses:
    """Answers `/response/…`."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    async def receive(self, request: web.Request) -> web.Response:
        """Take one use of a response_url: five within thirty minutes, as in Slack."""
        try:
            body = await request.json()
            self._respond(request.match_info["ticket"], Arguments(body if isinstance(body, dict) else {}))
        except ValueError:
            return web.json_response({"ok": False, "error": "invalid_payload"}, status=400)
        except ApiError as error:
            self._workspace.note_breach("response_url", error)
            gone = error.code in {"used_url", "expired_url", "invalid_url"}
            return web.json_response(refused(error), status=404 if gone else 400)
        return web.json_response({"ok": True})

    def _respond(self, ticket: str, arguments: Arguments) -> None:
        world = self._workspace.world
        leave = self._workspace.tickets.take_response(ticket)
        conversation = world.conversations[leave.conversation_id]
        original = conversation.message(leave.ts, leave.user) if leave.ts else None
        if arguments.flag("delete_original") and original is not None:
            world.delete(conversation, original)
        elif arguments.flag("replace_original") and original is not None:
            self._replace(conversation, original, arguments)
        else:
            say(self._workspace, conversation, leave.user, arguments)

    def _replace(self, conversation: Conversation, original: Message, arguments: Arguments) -> None:
        said = contents_of(arguments, at_most_characters=None)
        original.text, original.blocks = said.text, said.blocks
        original.metadata = said.metadata or original.metadata
        self._workspace.world.edit(conversation, original)


def answered_at_once(payload: Json) -> bool:
    """Return whether an acknowledgement says something itself."""
    return any(payload.get(key) for key in ("text", "blocks", "attachments"))
