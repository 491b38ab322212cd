"""The Rule record and the Signal it yields."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from kpi_core.text import Text, plain
from kpi_core.timelines import LONG_AGO

if TYPE_CHECKING:
    from kpi_core.rules.watch import Watch

Severity = Literal["notice", "warning", "urgent"]
SubjectKind = Literal[
    "account", "contract", "deal", "request", "survey", "outcome", "invoice", "deliverable", "am", "criteria"
]
Action = Literal["log_interaction", "renewal_outcome", "snooze", "not_mine"]
Audience = Literal["owner", "lead", "head"]


@dataclass(frozen=True, slots=True)
class Signal:
    """One situation that somebody should act on. Its identity is (rule, subject, cycle): it never comes twice.

    `am_id` is whose it is (None: nobody owns it, the lead gets it); `audience` says whether that person is told, their
    lead, the head. `why` is one sentence with the number, its facts still values; `row` is where the subject stands in
    `tab`; `since` is when its cycle began: what was said before is about another. `open_since` is when the situation
    began, whatever rung it is on, or when it was last woken from a snooze.
    """

    rule: str
    subject_kind: SubjectKind
    subject: str
    cycle: str
    am_id: str | None
    account_id: str | None
    account_name: str
    severity: Severity
    due_on: date | None
    why: Text
    tab: str
    row: int
    rank: float = 0.0  # among equals of a severity, the greater comes first
    since: datetime = LONG_AGO
    open_since: datetime = LONG_AGO
    audience: tuple[Audience, ...] = ("owner",)
    is_immediate: bool = False  # goes out at once, within working hours
    title: Text | None = None  # of what no row of the book names

    @property
    def called(self) -> Text:
        """What it is about, as people call it."""
        return self.title or plain(self.account_name)

    @property
    def identity(self) -> str:
        """The signal's stable name, for ledgers and snoozes."""
        return f"{self.matter}|{self.cycle}"

    @property
    def matter(self) -> str:
        """What the signal is about, through all its cycles: the beginning of its identity."""
        return f"{self.rule}|{self.subject}"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: what it is called, when it speaks, to whom, and the function that finds its signals.

    `cycle` says what makes the same situation a new one; `thresholds` are the settings it reads; `needs` are the
    "tab.column" it cannot do without: with one missing, or its tab empty, the rule says nothing.
    """

    key: str
    subject: SubjectKind
    names: Text
    fires_when: Text
    cycle: Text
    actions: tuple[Action, ...]
    needs: tuple[str, ...]
    seeds: tuple[str, ...]
    find: Callable[[Watch], Iterable[Signal]]
    audience: tuple[Audience, ...] = ("owner",)
    thresholds: tuple[str, ...] = ()
    may_be_immediate: bool = False  # some of its signals cannot wait for the day's message
