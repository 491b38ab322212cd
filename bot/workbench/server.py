"""The workbench: one aiohttp server on 127.0.0.1, in a thread with an event loop of its own."""

from __future__ import annotations

import asyncio
import secrets
import threading
import time
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any, Self, TypeVar

from aiohttp import web

from bot.workbench.api import Api
from bot.workbench.desk import Desk, Mover
from bot.workbench.faults import Faults, Pace
from bot.workbench.guard import guard, protect
from bot.workbench.interactivity.interactions import Interactions
from bot.workbench.interactivity.tickets import Tickets
from bot.workbench.interactivity.visitor import Visitor
from bot.workbench.line import Line
from bot.workbench.link import Link
from bot.workbench.request_url import RequestUrl
from bot.workbench.respond import Responses
from bot.workbench.views import Views
from bot.workbench.workspace import Breach, Workspace
from bot.workbench.world import Change, Json, World

HOST = "127.0.0.1"
ACK_SECONDS = 3.0
EVENT_RETRY_SECONDS = (0.0, 60.0, 300.0)
_PAGE = Path(__file__).with_name("page")
_LARGEST_FILE_BYTES = 50 * 1024 * 1024

T = TypeVar("T")


class Workbench:
    """A local Slack. Port 0 takes a free one; `pace` limits messages, none by default."""

    def __init__(
        self,
        world: World,
        port: int = 0,
        *,
        commands: Sequence[Json] = (),
        shortcuts: Sequence[tuple[str, str]] = (),
        message_shortcuts: Sequence[tuple[str, str]] = (),
        pace: Pace | None = None,
        ack_seconds: float = ACK_SECONDS,
        event_retry_seconds: tuple[float, ...] = EVENT_RETRY_SECONDS,
    ) -> None:
        self.bot_token = f"xoxb-workbench-{secrets.token_hex(8)}"
        self.app_token = f"xapp-workbench-{secrets.token_hex(8)}"
        self._port = port
        self.signing_secret = secrets.token_hex(16)
        self._ack_seconds = ack_seconds
        self._link = Link(ack_seconds, on_change=lambda: world.tell(Change("state")))
        faults = Faults()
        self._line = Line(self._link, faults, event_retry_seconds)
        self._workspace = Workspace(
            world=world,
            link=self._link,
            line=self._line,
            bot_token=self.bot_token,
            app_token=self.app_token,
            pace=pace,
            tickets=Tickets(world.clock),
            views=Views(world),
            faults=faults,
        )
        self._interactions = Interactions(self._workspace, [command["command"] for command in commands])
        self._desk = Desk(self._workspace, self._interactions, commands, shortcuts, message_shortcuts)
        self._changed = threading.Condition()
        self._changes = 0
        world.watchers.append(self._count)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="workbench", daemon=True)
        self._runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=1)

    def start(self) -> Self:
        """Serve. Raises OSError when the port is taken."""
        self._thread.start()
        try:
            self.run(self._serve())
        except OSError:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """Close every connection and end the thread."""
        self.run(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_exception: object) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """Where the page is."""
        return self._workspace.url

    @property
    def api_url(self) -> str:
        """What SLACK_API_URL should be."""
        return f"{self.url}/api/"

    @property
    def faults(self) -> Faults:
        """Where a test asks for trouble."""
        return self._workspace.faults

    @property
    def scopes(self) -> set[str]:
        """What the bot token may do, as Slack says with each answer; a test takes some away."""
        return self._workspace.scopes

    @property
    def breaches(self) -> list[Breach]:
        """What Slack would have refused so far."""
        return self._workspace.breaches

    @property
    def connected(self) -> bool:
        """Whether the bot can be told anything."""
        return self._line.connected

    def as_user(self, user: str) -> Visitor:
        """Return that person's hands and eyes."""
        return Visitor(self, self._workspace, self._interactions, user)

    def messages(self, conversation: str) -> list[Json]:
        """Return all that was said in a conversation (its ID, or a person's for the direct messages), with metadata."""
        found = self._workspace.conversation(conversation)
        return [message.as_slack(with_metadata=True) for message in tuple(found.messages)]

    def wait_for(self, predicate: Callable[[], T], timeout: float = 60) -> T:
        """Return what the predicate gives once it is true; it is asked again at each change. Raises TimeoutError."""
        deadline = time.monotonic() + timeout
        while True:
            seen = self._changes
            if found := predicate():
                return found
            with self._changed:
                while self._changes == seen:
                    if not self._changed.wait(deadline - time.monotonic()):
                        raise TimeoutError(f"not so after {timeout} s")

    def let_move(self, take_along: Mover) -> None:
        """Let the page move the clock on; `take_along` brings the bot to that moment, in seconds since 1970."""
        self._desk.take_along = take_along

    def be_patient(self, seconds: float) -> None:
        """Give the bot that long from now on, to acknowledge and to use a trigger; a busy machine needs it."""
        self._ack_seconds = self._link.ack_seconds = self._workspace.tickets.trigger_seconds = seconds

    def send_to(self, request_url: str) -> None:
        """Tell the bot over HTTP from now on, once its address is verified. Raises Unanswered."""
        way = RequestUrl(request_url, self.signing_secret, self._ack_seconds, self._workspace.world.clock.base)
        self.run(way.verify())
        self._line.way = way

    def settle(self) -> None:
        """Wait until the bot has acknowledged each event, or was told for the last time."""
        self.run(self._line.settle())

    def refresh_links(self) -> None:
        """Ask the bot to connect anew."""
        self.run(self._link.refresh())

    def drop_links(self) -> None:
        """Close the bot's websockets without a word."""
        self.run(self._link.drop())

    def run(self, doing: Coroutine[Any, Any, T]) -> T:
        """Do something in the server's own loop and wait for it."""
        return asyncio.run_coroutine_threadsafe(doing, self._loop).result()

    async def _serve(self) -> None:
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, self._port).start()
        self._workspace.url = f"http://{HOST}:{self._runner.addresses[0][1]}"

    async def _end(self) -> None:
        await self._line.close()
        await self._link.drop()
        await self._desk.close()
        await self._runner.cleanup()

    def _application(self) -> web.Application:
        api, responses = Api(self._workspace), Responses(self._workspace)
        application = web.Application(middlewares=[guard], client_max_size=_LARGEST_FILE_BYTES)
        application.on_response_prepare.append(protect)
        application.add_routes(
            [
                web.get("/", _page),
                web.get(r"/page/{name:[\w-]+\.[a-z0-9]+}", _page),
                *self._desk.routes(),
                web.get("/link/", self._link.serve),
                web.route("*", "/api/{method}", api.call),
                web.post("/response/{ticket}", responses.receive),
                web.post("/files/upload/{file_id}", api.receive),
                web.get("/files/{file_id}", api.send),
            ]
        )
        return application

    def _count(self, _change: Change) -> None:
        with self._changed:
            self._changes += 1
            self._changed.notify_all()


async def _page(request: web.Request) -> web.StreamResponse:
    path = _PAGE / request.match_info.get("name", "index.html")
    return web.FileResponse(path) if path.is_file() else web.Response(status=404, text="not found")
