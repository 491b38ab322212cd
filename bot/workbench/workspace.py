"""What the parts of the local Slack share: the world, what is open and handed out, and what went wrong."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.manifest import EVENTS
from bot.permissions import BOT_SCOPES
from bot.workbench.errors import ApiError
from bot.workbench.faults import Faults, Pace
from bot.workbench.interactivity.tickets import Tickets
from bot.workbench.line import Line
from bot.workbench.link import Link
from bot.workbench.views import Views
from bot.workbench.world import BOT_USER_ID, Change, Conversation, Json, World


@dataclass(frozen=True, slots=True)
class Breach:
    """One payload that Slack would have refused."""

    method: str
    error: str
    detail: str


@dataclass(slots=True)
class Upload:
    """A file on its way into a conversation."""

    id: str
    name: str
    length: int
    content: bytes = b""
    title: str = ""


@dataclass(slots=True)
class Workspace:
    """One workspace with one app installed. `url` has no slash at its end."""

    world: World
    link: Link
    line: Line
    bot_token: str
    app_token: str
    pace: Pace | None
    tickets: Tickets
    views: Views
    faults: Faults
    uploads: dict[str, Upload] = field(default_factory=dict)
    breaches: list[Breach] = field(default_factory=list)
    scopes: set[str] = field(default_factory=lambda: set(BOT_SCOPES))
    events: set[str] = field(default_factory=lambda: set(EVENTS))
    url: str = ""

    def conversation(self, address: str) -> Conversation:
        """Return the conversation a method names. Raises ApiError channel_not_found."""
        found = self.world.find(address)
        if found is None:
            raise ApiError("channel_not_found")
        return found

    def conversation_of_bot(self, address: str) -> Conversation:
        """Return a conversation the bot may write to. Raises ApiError."""
        found = self.conversation(address)
        if found.archived:
            raise ApiError("is_archived")
        if BOT_USER_ID not in found.members:
            raise ApiError("not_in_channel")
        return found

    def conversation_of(self, user: str, address: str) -> Conversation:
        """Return a conversation that person is in. Raises ApiError."""
        found = self.conversation(address)
        if user not in found.members:
            raise ApiError("not_in_channel")
        return found

    def response_url(self, user: str, conversation: Conversation, ts: str = "") -> str:
        """Issue an address to respond to."""
        return f"{self.url}/response/{self.tickets.response(user, conversation.id, ts)}"

    def note_breach(self, method: str, error: ApiError) -> None:
        """Remember what Slack would have refused."""
        self.breaches.append(Breach(method, error.code, "; ".join(error.messages)))
        self.world.tell(Change("state"))


def file_shown(workspace: Workspace, upload: Upload) -> Json:
    """Return a file as Slack's API shows it."""
    return {
        "id": upload.id,
        "name": upload.name,
        "title": upload.title or upload.name,
        "size": len(upload.content),
        "url_private": f"{workspace.url}/files/{upload.id}",
        "permalink": f"{workspace.url}/files/{upload.id}",
    }
