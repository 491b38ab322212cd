"""What every answer is computed from: one snapshot of the book, its figures, its people, at one instant."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Protocol

from bot.accounts import Account, accounts_of
from bot.people import Person, Roster
from bot.personal import Personal
from kpi_core.evaluate import Figures
from kpi_core.periods import INSTANT
from kpi_core.rules import Signal, signals
from sheets.grid import Cell
from sheets.snapshot import Snapshot


@dataclass(frozen=True)
class Desk:
    """An immutable view: the same question at the same desk has the same answer.

    `now` is naive local time of the reporting zone; `now_utc` the same instant, aware.
    """

    snapshot: Snapshot
    figures: Figures
    now: datetime
    now_utc: datetime

    @cached_property
    def roster(self) -> Roster:
        """The team's people."""
        return Roster.of(self.snapshot.tables, (self.now - INSTANT).date())

    @cached_property
    def accounts(self) -> Mapping[str, Account]:
        """Each account by account_id, in the sheet's order."""
        return accounts_of(self.snapshot.tables)

    @cached_property
    def signals(self) -> Sequence[Signal]:
        """What deserves attention now, worst first, without what is snoozed."""
        return signals(self.figures)

    def confirmed(self, snapshot: Snapshot) -> Desk:
        """Return this desk on a later look at the same tables: what was worked out here stays."""
        desk = copy(self)
        vars(desk)["snapshot"] = snapshot  # a new Desk would not have what the cached properties hold
        return desk


class Desks(Protocol):
    """Gives the desk of the moment."""

    def current(self) -> Desk:
        """Return the desk on the newest snapshot, at once, whatever the book does meanwhile.

        Only the first desk has to wait for the book, and raises SetupError and Unavailable when there is none.
        """

    def refresh(self) -> Desk:
        """Read the book now and return the desk on it. Raises SetupError, Unavailable."""


class Rows(Protocol):
    """Takes rows for the book: committed before it returns, appended in order, each ID once (the outbox)."""

    def submit(self, tab: str, row: Mapping[str, Cell], by: Person) -> str:
        """Commit a row for a tab; return its ID (made here when the row has none)."""

    def flush(self) -> int:
        """Append all waiting rows to the book; return how many still wait. Never raises for a backend that is down."""

    def waits(self, row_id: str, by: Person) -> bool:
        """Whether this row of this person waits for the book."""


class Sending(Protocol):
    """Sends what is asked for now, through the ledger: what was sent already is not sent again."""

    def digest(self) -> Sequence[str]:
        """Send the latest Monday's digest to all who have not had it; return one line per delivery."""

    def pings(self) -> Sequence[str]:
        """Send today's pings to all who have not had them; return one line per delivery."""


class Choices(Protocol):
    """What people set for themselves."""

    def of(self, am_id: str) -> Personal:
        """Return the settings of one person."""

    def keep(self, am_id: str, personal: Personal) -> None:
        """Keep a person's settings in place of those they had."""


@dataclass(frozen=True)
class Runtime:
    """What the listeners work with. `clock` gives aware UTC."""

    desks: Desks
    rows: Rows
    sending: Sending
    choices: Choices
    clock: Callable[[], datetime]
