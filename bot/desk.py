"""What every answer is computed from: one snapshot of the book, its figures, its people, at one instant."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from bot.escalation import LOOK_BACK, escalations, nothing_told
from bot.people import Person, Roster
from kpi_core.periods import INSTANT

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence
    from datetime import date, datetime

    from bot.accounts import Account
    from bot.escalation import Told
    from bot.personal import Personal
    from bot.state.ledger import Errand
    from bot.state.records import State
    from kpi_core.advice import Advice
    from kpi_core.evaluate import Figures
    from kpi_core.health import Health
    from kpi_core.kpi import Scope
    from kpi_core.rules import Signal
    from kpi_core.scorecard import Scorecard
    from kpi_core.text import Language
    from sheets.grid import Cell
    from sheets.snapshot import Snapshot

_MOST_ADVICE = 5


@dataclass(frozen=True)
class Desk:
    """An immutable view: the same question at the same desk has the same answer.

    What computes is imported when it is asked for: whoever only names a desk does not wait for pandas.

    `now` is naive local time of the reporting zone; `now_utc` the same instant, aware. `told_since` gives the days on
    which signals were told.
    """

    snapshot: Snapshot
    figures: Figures
    now: datetime
    now_utc: datetime
    told_since: Callable[[date], Told] = nothing_told

    @cached_property
    def roster(self) -> Roster:
        """The team's people."""
        return Roster.of(self.snapshot.tables, (self.now - INSTANT).date())

    @cached_property
    def accounts(self) -> Mapping[str, Account]:
        """Each account by account_id, in the sheet's order."""
        from bot.accounts import accounts_of  # noqa: PLC0415  # see the class

        return accounts_of(self.snapshot.tables)

    @cached_property
    def accounts_by_owner(self) -> Mapping[str, Sequence[Account]]:
        """The accounts by owner_id, in the sheet's order."""
        found: dict[str, list[Account]] = {}
        for account in self.accounts.values():
            found.setdefault(account.owner_id, []).append(account)
        return found

    @cached_property
    def signals(self) -> Sequence[Signal]:
        """What deserves attention now, worst first, without what is snoozed."""
        from kpi_core.rules import signals  # noqa: PLC0415  # see the class

        return signals(self.figures)

    @cached_property
    def immediate(self) -> Sequence[Signal]:
        """Those of the signals that cannot wait, worst first."""
        from kpi_core.rules import immediate_signals  # noqa: PLC0415  # see the class

        return immediate_signals(self.figures)

    @cached_property
    def escalated(self) -> Mapping[str, Person]:
        """To whom each signal went that its AM left open, by the signal's identity."""
        today = self.now.date()
        return escalations(self.signals, self.told_since(today - LOOK_BACK), self.roster, today)

    @cached_property
    def healths(self) -> Mapping[str, Health]:
        """The health of each active account, by account_id."""
        from kpi_core.health import health  # noqa: PLC0415  # see the class

        return health(self.figures)

    def healths_of(self, scope: Scope) -> Mapping[str, Health]:
        """Return the health of the scope's active accounts, by account_id."""
        return {one: found for one, found in self.healths.items() if self._has(scope, one)}

    def advice(self, card: Scorecard, *, names_accounts: bool) -> Sequence[Advice]:
        """Return what to do about the figures of a card that are furthest off target; worked out once."""
        from kpi_core.advice import advise  # noqa: PLC0415  # see the class

        key = (card.scope, card.week, names_accounts)
        if key not in self._advice:
            nameable = self.healths_of(card.scope) if names_accounts else {}
            self._advice[key] = advise(self.figures, card, nameable, _MOST_ADVICE)
        return self._advice[key]

    @cached_property
    def _advice(self) -> dict[Hashable, Sequence[Advice]]:
        return {}

    def _has(self, scope: Scope, account_id: str) -> bool:
        account = self.accounts[account_id]
        owner = self.roster.by_id.get(account.owner_id)
        match scope.level:
            case "all":
                return True
            case "team":
                return owner is not None and owner.team == scope.id
            case "am":
                return account.owner_id == scope.id
            case "tier":
                return account.tier == scope.id
            case "account":
                return account_id == scope.id

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


@dataclass(frozen=True, slots=True)
class Written:
    """A row that was submitted for a tab, and when (aware UTC)."""

    tab: str
    row_id: str
    row: Mapping[str, Cell]
    at: datetime


def undo_of(row_id: str) -> str:
    """Return the ID of the row that takes this one back: pressed twice, it is taken back once."""
    return f"undo-{row_id}"


class Rows(Protocol):
    """Takes rows for the book: committed before it returns, appended in order, each ID once (the outbox)."""

    def submit(self, tab: str, row: Mapping[str, Cell], by: Person, errand: Errand | None = None) -> str:
        """Commit a row for a tab; return its ID (made here when the row has none).

        The errand, if any, tells somebody of the row: neither is committed without the other.
        """

    def row(self, tab: str, row_id: str) -> Mapping[str, Cell] | None:
        """Return a row that was submitted for a tab; None when it is not known (any more)."""

    def flush(self) -> int:
        """Append all waiting rows to the book; return how many still wait. Never raises for a backend that is down."""

    def waits(self, row_id: str, by: Person) -> bool:
        """Whether this row of this person waits for the book."""

    def latest(self, by: Person) -> Sequence[Written]:
        """Return the rows this person submitted last, the newest first."""


class Sending(Protocol):
    """Sends what is asked for now, through the ledger: what was sent already is not sent again."""

    def digest(self, *, language: Language) -> Sequence[str]:
        """Send the latest Monday's digest to all who have not had it; return one line per delivery."""

    def pings(self, *, language: Language) -> Sequence[str]:
        """Send today's pings to all who have not had them; return one line per delivery."""

    def tell(self, errand: Errand) -> State | None:
        """Send what was committed with a row, unless it was sent; return how it stands, None when it was not committed.

        With "due" and "claimed" it is tried again later.
        """

    def told_of(self, row_id: str) -> str:
        """Return the recipient of the errand that was committed with a row; "" when nobody else is told of it."""


class Choices(Protocol):
    """What people set for themselves."""

    def of(self, am_id: str) -> Personal:
        """Return the settings of one person."""

    def keep(self, am_id: str, personal: Personal) -> None:
        """Keep a person's settings in place of those they had."""

    def change(self, am_id: str, personal: Personal, at: datetime) -> None:
        """Keep them and remember those they had: what was set at that instant (aware UTC) can be taken back."""

    def last_change(self, am_id: str) -> datetime | None:
        """Return when the person last changed their settings, of what is not taken back."""

    def take_back(self, am_id: str, at: datetime) -> bool:
        """Bring back the settings before the change of that instant; whether it was the last one."""


class Once(Protocol):
    """What came from Slack already."""

    def is_new(self, key: str) -> bool:
        """Whether this comes for the first time; from then on it does not."""


@dataclass(frozen=True)
class Runtime:
    """What the listeners work with. `clock` gives aware UTC."""

    desks: Desks
    rows: Rows
    sending: Sending
    choices: Choices
    clock: Callable[[], datetime]
    once: Once
