"""What the checks look at: each thing is fetched once, when it is first asked for."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from bot.app.book import one_desk
from bot.app.place import Place, place_of
from bot.doctor.slack import Slack
from bot.settings import read_settings

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.settings import Settings
    from sheets.access import BookAccess


@dataclass
class Surroundings:
    """Where Amber is to work. `clock` gives aware UTC, `asked` is the book that --store names, if any.

    Every property raises SetupError or Unavailable when it cannot be had, each time it is asked for.
    """

    environ: Mapping[str, str]
    dotenv: Path
    clock: Callable[[], datetime]
    asked: str | None = None
    skews: dict[str, timedelta] = field(default_factory=dict)  # how far this clock is ahead, by server

    @classmethod
    def of_running(cls, settings: Settings, spec: str, desk: Desk, clock: Callable[[], datetime]) -> Self:
        """Return those of a bot that runs: its settings and its book are read."""
        surroundings = cls({}, Path(".env"), clock, spec if spec != settings.store else None)
        surroundings.settings, surroundings.desk = settings, desk
        return surroundings

    @cached_property
    def settings(self) -> Settings:
        """The settings of the process."""
        return read_settings(self.environ, self.dotenv)

    @property
    def spec(self) -> str:
        """The book that is named, "" when none is."""
        return self.asked or self.settings.store

    @property
    def place(self) -> Place:
        """Where that book is kept."""
        return place_of(self.spec, self.settings)

    def command(self, name: str) -> str:
        """Return a command of Amber's on the same book, as it is typed."""
        return f"amber {name}" + (f" --store {shlex.quote(self.asked)}" if self.asked else "")

    @cached_property
    def access(self) -> BookAccess:
        """What Amber may do with the book."""
        access = self.place.access()
        if access.server_time:
            self.skews["Google"] = self.clock() - access.server_time
        return access

    @cached_property
    def desk(self) -> Desk:
        """The book as it reads now."""
        return one_desk(self.spec, self.settings)

    @cached_property
    def slack(self) -> Slack:
        """Slack, asked with Amber's tokens."""
        settings = self.settings
        return Slack(settings.slack_bot_token, settings.slack_app_token, settings.slack_api_url)

    @cached_property
    def identity(self) -> Mapping[str, Any]:
        """Who Amber is in Slack, and `scopes`: what its bot token may do (None when Slack does not say)."""
        identity, sent_at = self.slack.identity()
        if sent_at:
            self.skews["Slack"] = self.clock() - sent_at
        return identity

    def channels(self) -> Iterable[tuple[str, str]]:
        """Yield the channels that the team's settings name: (setting, channel)."""
        settings = self.desk.snapshot.tables.settings
        for team, channel in settings.family("team_channel").items():
            yield f"team_channel.{team}", channel
        if channel := settings.text("admin_channel"):
            yield "admin_channel", channel
