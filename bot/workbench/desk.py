"""What the page calls: `/desk/…`, as the package's docstring lists it."""

from __future__ import annotations

import asyncio
import colorsys
import json
import zlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict
from typing import Any

from aiohttp import web

from bot.workbench.errors import ApiError
from bot.workbench.interactivity.interactions import Interactions
from bot.workbench.moments import moments, seconds_at
from bot.workbench.workspace import Workspace
from bot.workbench.world import BOT_NAME, BOT_USER_ID, Change, Conversation, Json, Message, Resident

Mover = Callable[[float], None]
_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Desk:
    """Serves the page's calls and its feed."""

    def __init__(
        self,
        workspace: Workspace,
        interactions: Interactions,
        commands: Sequence[Json],
        shortcuts: Sequence[tuple[str, str]],
        message_shortcuts: Sequence[tuple[str, str]],
    ) -> None:
        self._workspace = workspace
        self._interactions = interactions
        self._commands = list(commands)
        self._shortcuts = _named(shortcuts)
        self._message_shortcuts = _named(message_shortcuts)
        self.take_along: Mover | None = None
        self._feeds: set[web.WebSocketResponse] = set()

    def routes(self) -> list[web.RouteDef]:
        """Return the map of calls."""
        return [
            web.get("/desk/state", _answering(self._state)),
            web.get("/desk/messages", _answering(self._messages)),
            web.get("/desk/home", _answering(self._home)),
            web.get("/desk/limits", _answering(self._limits)),
            web.get("/desk/feed", self._feed),
            web.post("/desk/read", _answering(self._read)),
            web.post("/desk/message", _answering(self._message)),
            web.post("/desk/command", _answering(self._command)),
            web.post("/desk/action", _answering(self._action)),
            web.post("/desk/shortcut", _answering(self._shortcut)),
            web.post("/desk/view", _answering(self._view)),
            web.post("/desk/close", _answering(self._close)),
            web.post("/desk/clock", _answering(self._clock)),
        ]

    async def close(self) -> None:
        """End all feeds."""
        for feed in tuple(self._feeds):
            await feed.close()

    async def _state(self, asked: Json) -> Json:
        world = self._workspace.world
        me = asked.get("user") or next(iter(world.people), "")
        return {
            "me": me,
            "people": [_person_shown(person) for person in world.people.values()],
            "conversations": [_conversation_shown(each, me) for each in world.seen_by(me)],
            "bot": {"id": BOT_USER_ID, "name": BOT_NAME, "connected": self._workspace.line.connected},
            "commands": self._commands,
            "shortcuts": self._shortcuts,
            "message_shortcuts": self._message_shortcuts,
            "now": world.clock(),
            "clock": self._clock_shown(me),
        }

    async def _messages(self, asked: Json) -> list[Json]:
        conversation = self._conversation(asked)
        return [self._message_shown(message) for message in conversation.seen_by(asked["user"])]

    async def _home(self, asked: Json) -> Json:
        return {"view": self._interactions.open_home(asked.get("user", ""))}

    async def _limits(self, _asked: Json) -> list[Json]:
        return [asdict(breach) for breach in self._workspace.breaches]

    async def _read(self, asked: Json) -> Json:
        conversation = self._conversation(asked)
        if conversation.messages:
            conversation.read_up_to[asked["user"]] = conversation.messages[-1].ts
        return {"ok": True}

    async def _message(self, asked: Json) -> Json:
        return await self._interactions.write(*_words(asked, "user", "conversation", "text"))

    async def _command(self, asked: Json) -> Json:
        return await self._interactions.command(*_words(asked, "user", "conversation", "command", "text"))

    async def _action(self, asked: Json) -> Json:
        action = asked.get("action")
        if not isinstance(action, dict):
            raise ApiError("no_such_action")
        if asked.get("view_id"):
            user, view_id = _words(asked, "user", "view_id")
            return await self._interactions.press_in_view(user, view_id, action)
        user, conversation, ts = _words(asked, "user", "conversation", "ts")
        return await self._interactions.press(user, conversation, ts, action)

    async def _shortcut(self, asked: Json) -> Json:
        return await self._interactions.shortcut(*_words(asked, "user", "callback_id", "conversation", "ts"))

    async def _view(self, asked: Json) -> Json:
        user, view_id = _words(asked, "user", "view_id")
        return await self._interactions.submit(user, view_id, asked.get("values"))

    async def _close(self, asked: Json) -> Json:
        return await self._interactions.close(*_words(asked, "user", "view_id"))

    async def _clock(self, asked: Json) -> Json:
        user, local = _words(asked, "user", "local")
        if self.take_along is None or user not in self._workspace.world.people:
            raise ApiError("The clock cannot be moved here.")
        world = self._workspace.world
        world.clock.move_to(seconds_at(local, world.people[user].tz))
        # The bot comes along, which takes it some seconds.
        await asyncio.get_running_loop().run_in_executor(None, self.take_along, world.clock())
        world.tell(Change("state"))
        return {"ok": True}

    def _clock_shown(self, user: str) -> Json | None:
        person = self._workspace.world.people.get(user)
        if self.take_along is None or person is None:
            return None
        return {"zone": person.tz, "moments": moments(self._workspace.world.clock(), person.tz)}

    async def _feed(self, request: web.Request) -> web.StreamResponse:
        user = request.query.get("user", "")
        queue: asyncio.Queue[Json] = asyncio.Queue()

        def watch(change: Change) -> None:
            if (told := self._told(change, user)) is not None:
                queue.put_nowait(told)

        async def pass_on() -> None:
            while True:
                await feed.send_json(await queue.get())

        feed = web.WebSocketResponse(heartbeat=20)
        await feed.prepare(request)
        self._workspace.world.watchers.append(watch)
        self._feeds.add(feed)
        sending = asyncio.create_task(pass_on())
        try:
            async for _ in feed:  # the page sends nothing: this ends when it goes
                pass
        finally:
            self._feeds.discard(feed)
            self._workspace.world.watchers.remove(watch)
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)
        return feed

    def _told(self, change: Change, user: str) -> Json | None:
        if change.user not in {"", user} or (change.conversation and user not in change.conversation.members):
            return None
        told: Json = {"type": change.kind}
        if change.conversation is not None:
            told["conversation"] = change.conversation.id
        if change.message is not None:
            told["message"] = self._message_shown(change.message)
        if change.kind == "view_closed":
            return told | {"view_id": (change.view or {}).get("id")}
        return told | ({"view": change.view} if change.view is not None else {})

    def _message_shown(self, message: Message) -> Json:
        person = self._workspace.world.people.get(message.user)
        return {
            "ts": message.ts,
            "user": message.user,
            "user_name": person.real_name if person else BOT_NAME,
            "text": message.text,
            "blocks": message.blocks,
            "files": message.files,
            "ephemeral": bool(message.reader),
            "edited": bool(message.edited),
            "bot": message.user == BOT_USER_ID,
        }

    def _conversation(self, asked: Json) -> Conversation:
        return self._workspace.conversation_of(*_words(asked, "user", "conversation"))


def _answering(answer: Callable[[Json], Awaitable[Any]]) -> _Handler:
    async def handler(request: web.Request) -> web.StreamResponse:
        try:
            asked = dict(request.query) if request.method == "GET" else await request.json()
            if not isinstance(asked, dict):
                return web.json_response({"ok": False, "error": "json_not_object"}, status=400)
            return web.json_response(await answer(asked))
        except json.JSONDecodeError:
            return web.json_response({"ok": False, "error": "invalid_json"}, status=400)
        except ApiError as error:
            return web.json_response({"ok": False, "error": error.code}, status=400)

    return handler


def _named(shortcuts: Sequence[tuple[str, str]]) -> list[Json]:
    return [{"callback_id": callback_id, "name": name} for callback_id, name in shortcuts]


def _words(asked: Json, *names: str) -> list[str]:
    return [str(asked.get(name) or "") for name in names]


def _conversation_shown(conversation: Conversation, user: str) -> Json:
    return {
        "id": conversation.id,
        "name": conversation.name,
        "kind": conversation.kind,
        "unread": conversation.unread_of(user),
        "bot": conversation.kind == "im",
    }


def _person_shown(person: Resident) -> Json:
    words = person.real_name.split()
    hue = zlib.crc32(person.id.encode()) % 360 / 360
    red, green, blue = (round(255 * part) for part in colorsys.hls_to_rgb(hue, 0.4, 0.45))
    return {
        "id": person.id,
        "name": person.real_name,
        "title": person.title,
        "team": person.team,
        "initials": "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper(),
        "colour": f"#{red:02x}{green:02x}{blue:02x}",
    }
