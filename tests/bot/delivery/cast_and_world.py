"""The cast, a book of theirs, a Slack that keeps the port's contract, and processes that can die at any step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import narwhals as nw
from sqlalchemy import Engine, event

from bot.answers.answer import Answer
from bot.delivery.contents import Contents
from bot.delivery.pace import Pace
from bot.delivery.post import LostReply, Message, Posted
from bot.delivery.tick import Deliveries
from bot.desk import Desk
from bot.personal import Personal
from bot.state.db import open_database
from bot.state.ledger import Ledger
from bot.state.outbox import Outbox
from bot.state.preferences import Preferences
from kpi_core.errors import Unavailable
from kpi_core.evaluate import Figures
from kpi_core.frames import frame_of
from kpi_core.rules.signal import Signal
from kpi_core.schema import PEOPLE_TABS, Kind, Table
from kpi_core.settings import TeamSettings
from kpi_core.tables import Tables
from kpi_core.text import plain
from sheets.snapshot import Snapshot

LINH = {"am_id": "1", "name": "Linh", "slack_user_id": "U1", "team": "North", "role": "am", "manager_id": "4"}
MINH = {"am_id": "2", "name": "Minh", "slack_user_id": "U2", "team": "North", "role": "senior_am", "manager_id": "4"}
OLGA = {"am_id": "3", "name": "Olga", "slack_user_id": "U3", "team": "East", "role": "am", "locale": "ru"}
HA = {"am_id": "4", "name": "Ha", "slack_user_id": "U4", "team": "North", "role": "lead"}
DMITRI = {"am_id": "5", "name": "Dmitri", "slack_user_id": "U5", "role": "head"}
CAST = (LINH, MINH, OLGA, HA, DMITRI)
_TYPES = {
    Kind.DATE: nw.Datetime,
    Kind.DATETIME: nw.Datetime,
    Kind.INTEGER: nw.Float64,
    Kind.YES_NO: nw.Boolean,
    Kind.NUMBER: nw.Float64,
    Kind.MONEY: nw.Float64,
    Kind.PERCENT: nw.Float64,
}


GONE = ("", "")  # stands where a message was


class Died(BaseException):
    """The process is gone: nothing in it may catch this."""


class Fuse:
    """Lets `steps` steps happen, then the process is dead: every further step fails too. None: never."""

    def __init__(self, steps: int | None = None) -> None:
        self.left = steps

    def step(self, *_: object) -> None:
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                raise Died

    @property
    def blew(self) -> bool:
        return self.left is not None and self.left < 0


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass(frozen=True)
class Said:
    text: str
    blocks: Sequence[Mapping[str, Any]] = ()


@dataclass
class Slack:
    """Conversations with metadata, in memory, outliving processes. A user's ID leads to the direct message D…."""

    messages: dict[str, list[tuple[str, str]]] = field(
        default_factory=lambda: defaultdict(list)
    )  # channel: (key, text)
    refusals: dict[str, Exception] = field(default_factory=dict)  # address: what it answers
    lost_replies: int = 0  # how many of the next posts take effect but give no answer
    too_fast: int = 0  # to how many of the next posts it says to wait five seconds
    down: bool = False
    asked: int = 0
    requests: int = 0

    def post(self, address: str, message: Message, key: str) -> Posted:
        self.requests += 1
        if self.too_fast:
            self.too_fast -= 1
            raise Unavailable("slower", retry_after=5)
        if self.down:
            raise LostReply("down")
        if address in self.refusals:
            raise self.refusals[address]
        channel = address.replace("U", "D")
        self.messages[channel].append((key, message.text))
        if self.lost_replies:
            self.lost_replies -= 1
            raise LostReply("the line was cut")
        return Posted(channel, str(len(self.messages[channel])))

    def find(self, address: str, key: str, since: datetime) -> list[Posted]:
        self.asked += 1
        self.requests += 1
        if self.down:
            raise LostReply("down")
        channel = address.replace("U", "D")
        return [Posted(channel, str(ts)) for ts, (each, _) in enumerate(self.messages[channel], 1) if each == key]

    def take_back(self, posted: Posted) -> None:
        if self.down:
            raise LostReply("down")
        self.messages[posted.channel][int(posted.ts) - 1] = GONE

    def counts(self) -> dict[str, int]:
        return {channel: len(texts) for channel in sorted(self.messages) if (texts := self.texts(channel))}

    def texts(self, channel: str) -> list[str]:
        return [text for key, text in self.messages[channel] if (key, text) != GONE]


@dataclass
class DyingSlack:
    """The same Slack as one process sees it: the process may die before a call and after it."""

    slack: Slack
    fuse: Fuse

    def post(self, address: str, message: Message, key: str) -> Posted:
        self.fuse.step()
        posted = self.slack.post(address, message, key)
        self.fuse.step()
        return posted

    def find(self, address: str, key: str, since: datetime) -> list[Posted]:
        self.fuse.step()
        found = self.slack.find(address, key, since)
        self.fuse.step()
        return found

    def take_back(self, posted: Posted) -> None:
        self.fuse.step()
        self.slack.take_back(posted)
        self.fuse.step()


def frame_of_rows(table: Table, rows: Sequence[Mapping[str, object]]) -> nw.LazyFrame[Any]:
    schema = {column.key: _TYPES.get(column.kind, nw.String) for column in table.columns} | {"row": nw.Int64}
    columns = {
        key: [row.get(key, number if key == "row" else None) for number, row in enumerate(rows, 2)] for key in schema
    }
    return frame_of(columns, schema)


def book(
    people: Sequence[Mapping[str, object]] = CAST,
    settings: Mapping[str, str] | None = None,
    holidays: Sequence[Mapping[str, object]] = (),
    timezone: str = "Asia/Ho_Chi_Minh",
    accounts: Sequence[Mapping[str, object]] = (),
) -> Snapshot:
    rows = {"team": people, "holidays": holidays, "accounts": accounts}
    frames = {table.key: frame_of_rows(table, rows.get(table.key, ())) for table in PEOPLE_TABS}
    tables = Tables(frames, frozenset(), TeamSettings(settings or {}), "USD")
    return Snapshot(tables, (), "1", datetime(2026, 11, 1, tzinfo=UTC), timezone, "en_US", {}, {})


@dataclass
class BookDesks:
    """Gives the desk on a book at the clock's instant."""

    clock: Clock
    book: Snapshot

    def current(self) -> Desk:
        now = self.clock().astimezone(ZoneInfo(self.book.timezone)).replace(tzinfo=None)
        return Desk(self.book, Figures(self.book.tables, now), now, self.clock())

    def refresh(self) -> Desk:
        return self.current()


def signal(account: str, am_id: str | None, cycle: str = "1", rule: str = "quiet") -> Signal:
    why = plain(f"{account} is quiet")
    return Signal(rule, "account", account, cycle, am_id, account, account, "warning", None, why, "accounts", 2)


class NoStore:
    """Stands where a book would be that rows are appended to."""


@dataclass
class World:
    """All that outlives a process, and how to start one."""

    database: Path
    clock: Clock
    slack: Slack
    book: Snapshot
    signals: list[Signal] = field(default_factory=list)
    engines: list[Engine] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)  # what the processes waited for Slack, in seconds

    def process(self, fuse: Fuse | None = None) -> Deliveries:
        """Start a process on the same database and the same Slack."""
        fuse = fuse or Fuse()
        engine = open_database(str(self.database))
        not_through_a_power_cut(engine)
        event.listen(engine, "before_cursor_execute", fuse.step)
        event.listen(engine, "commit", fuse.step)
        self.engines.append(engine)
        return Deliveries(
            BookDesks(self.clock, self.book),
            Ledger(engine, self.clock),
            self.outbox(engine),
            Preferences(engine),
            DyingSlack(self.slack, fuse),
            self.contents(),
            self.clock,
            Pace(lambda: 0.0, self.pauses.append),
        )

    def outbox(self, engine: Engine) -> Outbox:
        """Return the outbox of a book that takes no rows: they wait."""
        return Outbox(engine, NoStore(), self.clock, lambda: None)  # type: ignore[arg-type]  # nothing is appended

    def keep(self, am_id: str, personal: Personal) -> None:
        """Keep what a person has set for themselves."""
        engine = open_database(str(self.database))
        Preferences(engine).keep(am_id, personal)
        engine.dispose()

    def contents(self) -> Contents:
        def said(*words: object) -> Answer:
            return Answer(" ".join(str(word) for word in words), ())

        return Contents(
            personal=lambda desk, person, week, language: said("card", person.name, week, language),
            lead=lambda desk, person, week, language: said("table", person.name, week, language),
            team=lambda desk, team, week, language: said("totals", team, week, language),
            head=lambda desk, week, language: said("overview", week, language),
            attention=lambda desk: tuple(self.signals),
            immediate=lambda desk: tuple(signal for signal in self.signals if signal.is_immediate),
            reminder=lambda desk, person, signals, language, more: said(
                person.name, *(f"{each.subject}" for each in signals), f"+{more}"
            ),
            alert=lambda desk, person, signals, language, more: said(
                "At once", person.name, *(f"{each.subject}" for each in signals), f"+{more}"
            ),
            late=lambda answer, due_at, language: Answer(f"late {due_at:%a %H:%M} {answer.summary}", ()),
            not_mine=lambda desk, person, account, reason, language: said(
                person.name, "not", account.name, reason, language
            ),
            mine_again=lambda person, account, language: said(person.name, "again", account.name, language),
            failures=lambda desk, failures, language: said(
                "failed", *(f"{each.recipient} {each.error.to(language)}" for each in failures), language
            ),
            render=lambda answer: Said(answer.summary),
        )


def not_through_a_power_cut(engine: Engine) -> None:
    """Let commits not wait for the disk: what dies in these tests is a process, not a machine."""
    event.listen(engine, "checkout", lambda connection, *_: connection.execute("PRAGMA synchronous=OFF"))


def utc(day: str, at: str, zone: str = "Asia/Ho_Chi_Minh") -> datetime:
    """Return the instant of a local time."""
    return datetime.fromisoformat(f"{day}T{at}").replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
