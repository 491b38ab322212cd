"""Who lives in the local Slack and what was said there: people, conversations, messages, one bot.

Everything here belongs to the server's event loop; whoever changes something tells the watchers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any, Literal

from bot.workbench.moments import MovableClock

if TYPE_CHECKING:
    from bot.people import Person

Json = dict[str, Any]
Clock = Callable[[], float]  # seconds since 1970; it must move on, or nothing ever expires

TEAM_ID, TEAM_DOMAIN, TEAM_NAME = "T0AMBER", "amber-workbench", "Amber workbench"
APP_ID, BOT_ID, BOT_USER_ID, BOT_NAME = "A0AMBER", "B0AMBER", "U0AMBER", "Amber"

_LOCALES = {"en": "en-US", "vi": "vi-VN", "ru": "ru-RU"}
_TITLES = {"am": "Account manager", "senior_am": "Senior account manager", "lead": "Team lead", "head": "Head"}


@dataclass(frozen=True, slots=True)
class Resident:
    """One person with a Slack account. `name` is the handle."""

    id: str
    name: str
    real_name: str
    email: str = ""
    tz: str = "UTC"
    locale: str = "en-US"
    title: str = ""
    team: str = ""


@dataclass(slots=True)
class Message:
    """One message. An ephemeral one has a `reader`; `edited` is the ts of its last change."""

    ts: str
    user: str
    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    metadata: Json | None = None
    reader: str = ""
    edited: str = ""
    thread_ts: str = ""
    files: list[Json] = field(default_factory=list)

    def as_slack(self, *, with_metadata: bool = False) -> Json:
        """Return it as Slack's API and payloads show it."""
        shown: Json = {"type": "message", "user": self.user, "ts": self.ts, "text": self.text, "team": TEAM_ID}
        if self.user == BOT_USER_ID:
            shown |= {"bot_id": BOT_ID, "app_id": APP_ID}
        optional: Json = {
            "blocks": self.blocks,
            "files": self.files,
            "thread_ts": self.thread_ts,
            "edited": {"user": self.user, "ts": self.edited} if self.edited else None,
            "metadata": self.metadata if with_metadata else None,
        }
        return shown | {key: value for key, value in optional.items() if value}


@dataclass(slots=True)
class Conversation:
    """A channel, or the direct messages between one person and the bot."""

    id: str
    name: str
    kind: Literal["channel", "im"]
    members: set[str]
    messages: list[Message] = field(default_factory=list)
    read_up_to: dict[str, str] = field(default_factory=dict)
    archived: bool = False

    def message(self, ts: str, reader: str = "") -> Message | None:
        """Return the message with that ts; an ephemeral one only to its reader."""
        return next((each for each in self.messages if each.ts == ts and each.reader in {"", reader}), None)

    def seen_by(self, user: str) -> list[Message]:
        """Return what that person sees, oldest first."""
        return [each for each in self.messages if each.reader in {"", user}]

    def unread_of(self, user: str) -> int:
        """Count what that person has not read yet, own messages aside."""
        last = self.read_up_to.get(user, "")
        return sum(each.ts > last and each.user != user for each in self.seen_by(user))


@dataclass(frozen=True, slots=True)
class Change:
    """What just happened. `user` is the only person it concerns, "" for all who see the conversation."""

    kind: Literal["message", "changed", "deleted", "view", "view_closed", "home", "state"]
    conversation: Conversation | None = None
    message: Message | None = None
    user: str = ""
    view: Json | None = None


class World:
    """The people, the conversations and the one bot of a workspace."""

    def __init__(self, people: Iterable[Resident], channels: Mapping[str, str], clock: Clock) -> None:
        self.clock = MovableClock(clock)
        self.people = {person.id: person for person in people}
        everyone = {*self.people, BOT_USER_ID}
        self.conversations = {
            key: Conversation(key, name.removeprefix("#"), "channel", set(everyone)) for key, name in channels.items()
        }
        self.watchers: list[Callable[[Change], None]] = []
        self._last_ts = 0
        self._numbers = count(1)
        for person in self.people.values():
            self._open_direct(person)

    @classmethod
    def of_roster(cls, people: Iterable[Person], channels: Mapping[str, str], clock: Clock) -> World:
        """Settle the active people of the team tab; `channels` maps IDs to names, everyone and the bot are members."""
        return cls([_resident(person) for person in people if person.active], channels, clock)

    @classmethod
    def of_cast(cls, clock: Clock) -> World:
        """Settle a small team of its own, for standing alone without a book."""
        zone = "Asia/Ho_Chi_Minh"
        return cls(
            (
                Resident(
                    "U0LINH", "linh", "Linh Trần", "linh@agency.example", zone, "vi-VN", "Account manager", "North"
                ),
                Resident("U0MINH", "minh", "Minh Lê", "minh@agency.example", zone, "vi-VN", "Account manager", "North"),
                Resident(
                    "U0OLGA", "olga", "Ольга Петрова", "olga@agency.example", zone, "ru-RU", "Account manager", "East"
                ),
                Resident("U0HA", "ha", "Hà Nguyễn", "ha@agency.example", zone, "vi-VN", "Team lead", "North"),
                Resident("U0DMITRI", "dmitri", "Dmitri Orlov", "dmitri@agency.example", zone, "en-US", "Head"),
            ),
            {"C0TEAM": "account-managers"},
            clock,
        )

    def id_for(self, kind: str) -> str:
        """Make an ID of Slack's kind: V… a view, F… a file, Ev… an event."""
        return f"{kind}0{next(self._numbers):08X}"

    def next_ts(self) -> str:
        """Return a ts of now, later than every one before."""
        self._last_ts = max(int(self.clock() * 1_000_000), self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def direct(self, user: str) -> Conversation | None:
        """Return the direct messages between that person and the bot."""
        return self.conversations.get(f"D{user[1:]}") if user in self.people else None

    def find(self, address: str) -> Conversation | None:
        """Return a conversation by its ID, by a user's ID (direct messages), or by #name."""
        named = (each for each in self.conversations.values() if each.kind == "channel" and f"#{each.name}" == address)
        return self.conversations.get(address) or self.direct(address) or next(named, None)

    def seen_by(self, user: str) -> list[Conversation]:
        """Return the conversations that person is in, channels first."""
        return [each for each in self.conversations.values() if user in each.members]

    def post(self, conversation: Conversation, message: Message) -> Message:
        """Add a message; what one writes oneself is read."""
        conversation.messages.append(message)
        if message.user in self.people:
            conversation.read_up_to[message.user] = message.ts
        self.tell(Change("message", conversation, message, message.reader))
        return message

    def edit(self, conversation: Conversation, message: Message) -> None:
        """Tell that a message was changed in place."""
        message.edited = self.next_ts()
        self.tell(Change("changed", conversation, message, message.reader))

    def delete(self, conversation: Conversation, message: Message) -> None:
        """Take a message away."""
        conversation.messages.remove(message)
        self.tell(Change("deleted", conversation, message, message.reader))

    def addressed(self, text: str, *, with_handles: bool = False) -> str:
        """Return what a person typed as Slack passes it on: & < > escaped, @names as <@U…>, or <@U…|handle>."""
        named = {person.name.casefold(): person for person in self.people.values()}
        named |= {person.real_name.casefold(): person for person in self.people.values()}
        longest_first = "|".join(map(re.escape, sorted([*named, BOT_NAME.casefold()], key=len, reverse=True)))

        def mention(found: re.Match[str]) -> str:
            person = named.get(found[1].casefold())
            user_id, handle = (person.id, person.name) if person else (BOT_USER_ID, BOT_NAME.lower())
            return f"<@{user_id}|{handle}>" if with_handles else f"<@{user_id}>"

        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return re.sub(rf"@({longest_first})(?!\w)", mention, escaped, flags=re.IGNORECASE)

    def tell(self, change: Change) -> None:
        """Tell every watcher."""
        for watcher in tuple(self.watchers):
            watcher(change)

    def _open_direct(self, person: Resident) -> None:
        key = f"D{person.id[1:]}"
        self.conversations[key] = Conversation(key, BOT_NAME, "im", {person.id, BOT_USER_ID})


def _resident(person: Person) -> Resident:
    user_id = person.slack_user_id or "U0" + re.sub(r"\W", "", person.am_id).upper()
    handle = person.email.partition("@")[0] or person.am_id
    return Resident(
        id=user_id,
        name=handle.casefold(),
        real_name=person.name,
        email=person.email,
        tz=person.timezone or "UTC",
        locale=_LOCALES.get(person.language or "en", "en-US"),
        title=_TITLES.get(person.role, person.role),
        team=person.team,
    )
