"""The demo: the demo agency in a local Slack, and the real bot beside it as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.app.book import one_desk
from bot.app.clock import Clock
from bot.grammar import completions
from bot.manifest import COMMAND, SHORTCUTS, USAGE_HINT
from bot.people import ADMINISTRATOR
from bot.workbench.faults import Pace
from bot.workbench.server import Workbench
from bot.workbench.world import Clock as SlackClock
from bot.workbench.world import World
from kpi_core.errors import AmberError, Conflict, Unavailable
from kpi_core.names import fold

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.settings import Settings

_CONNECTS_WITHIN_S = 300.0  # one that has ended is noticed before
_STOPS_WITHIN_S = 10.0


def _seconds() -> float:
    return Clock()().timestamp()


@dataclass(frozen=True)
class Stage:
    """The local Slack and the bot's process."""

    bench: Workbench
    bot: Bot

    def wait_until_connected(self, stop: Event) -> None:
        """Wait until the bot is there, or until `stop` is set. Raises AmberError."""
        for _ in range(int(_CONNECTS_WITHIN_S / 0.1)):
            if self.bench.connected or stop.is_set():
                return
            self.check()
            stop.wait(0.1)
        raise Unavailable("the bot did not connect to the local Slack in time; try again")

    def check(self) -> None:
        """Raise AmberError when the bot's process has ended: what it said stands above."""
        if self.bot.has_ended:
            raise AmberError("the bot has stopped; see above why")


class Bot:
    """The bot's process: `environment` says what it runs with. Once moved, its clock stands at that moment."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._moving = Lock()
        self.process = self._start()

    @property
    def has_ended(self) -> bool:
        """Whether the process ended by itself."""
        with self._moving:
            return self.process.poll() is not None

    def move_to(self, at: datetime) -> None:
        """Go on at a moment, local time of the book: the process starts anew, and sends what fell due meanwhile."""
        with self._moving:
            _end(self.process)
            self._environment = {**self._environment, "AMBER_AS_OF": at.isoformat(timespec="seconds")}
            self.process = self._start()

    def end(self) -> None:
        """End the process."""
        with self._moving:
            _end(self.process)

    def _start(self) -> subprocess.Popen[bytes]:
        # It ends with this process by the pipe, and by it alone: a Ctrl-C that reached both would be its second.
        return subprocess.Popen(
            [sys.executable, "-m", "bot.app.child"],
            env=self._environment,
            stdin=subprocess.PIPE,
            start_new_session=True,
        )


@contextmanager
def staged(book: Path, database: Path, settings: Settings, port: int = 0) -> Iterator[Stage]:
    """Run the local Slack with the book's people, and the bot on the book; end both at the end.

    Raises Conflict when the port is taken.
    """
    spec = f"xlsx:{book}"
    desk = one_desk(spec, settings)
    zone = ZoneInfo(desk.snapshot.timezone)
    with local_slack(desk, port) as bench, bot_beside(bench, spec, database, settings) as bot:
        bench.let_move(lambda at: bot.move_to(datetime.fromtimestamp(at, zone).replace(tzinfo=None)))
        yield Stage(bench, bot)


@contextmanager
def local_slack(desk: Desk, port: int = 0, *, clock: SlackClock = _seconds) -> Iterator[Workbench]:
    """Run the local Slack with the people of a book. Raises Conflict when the port is taken."""
    try:
        bench = _workbench(desk, port, clock).start()
    except OSError as error:
        raise Conflict(f"port {port} cannot be used ({error.strerror}); take another --port, or none") from error
    try:
        yield bench
    finally:
        bench.stop()


@contextmanager
def bot_beside(bench: Workbench, spec: str, database: Path, settings: Settings) -> Iterator[Bot]:
    """Run the bot on a book and a local Slack, as a process of its own."""
    bot = Bot(_environment(bench, spec, database, settings))
    try:
        yield bot
    finally:
        bot.end()


def _workbench(desk: Desk, port: int, clock: SlackClock) -> Workbench:
    team_settings = desk.snapshot.tables.settings
    channels = {channel: _channel_name(team) for team, channel in team_settings.family("team_channel").items()}
    if admin_channel := team_settings.text("admin_channel"):
        channels[admin_channel] = "amber-admin"
    return Workbench(
        World.of_roster(desk.roster.people, channels, clock),
        port,
        commands=[{"command": COMMAND, "hint": USAGE_HINT, "completions": completions(desk, ADMINISTRATOR)}],
        shortcuts=[(each.callback_id, each.name) for each in SHORTCUTS if each.type == "global"],
        message_shortcuts=[(each.callback_id, each.name) for each in SHORTCUTS if each.type == "message"],
        pace=Pace(clock),
    )


def _channel_name(team: str) -> str:
    return f"team-{fold(team).replace(' ', '-')}"


def _environment(bench: Workbench, spec: str, database: Path, settings: Settings) -> Mapping[str, str]:
    # The terminal belongs to the person; a proxy would be asked for 127.0.0.1 too.
    own = {"AMBER_LOG": "warning"} | {
        name: text for name, text in os.environ.items() if not name.lower().endswith("_proxy")
    }
    return own | {
        "AMBER_STORE": spec,
        "AMBER_DATABASE": str(database),
        "AMBER_CACHE": str(settings.cache),
        "AMBER_GOOGLE_CREDENTIALS": settings.google_credentials,
        "GOOGLE_API_URL": settings.google_api_url,
        "AMBER_POLL_SECONDS": str(settings.poll_seconds),
        "AMBER_AS_OF": settings.as_of.isoformat() if settings.as_of else "",
        "AMBER_SLACK_BOT_TOKEN": bench.bot_token,
        "AMBER_SLACK_APP_TOKEN": bench.app_token,
        "SLACK_API_URL": bench.api_url,
    }


def _end(bot: subprocess.Popen[bytes]) -> None:
    with bot:  # which closes the pipe
        bot.terminate()
        try:
            bot.wait(_STOPS_WITHIN_S)
        except subprocess.TimeoutExpired:
            bot.kill()
