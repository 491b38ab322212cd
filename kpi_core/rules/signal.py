"""The Rule record and the Signal it yields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from kpi_core.tables import Tables
from kpi_core.text import Text

Severity = Literal["notice", "warning", "urgent"]
SubjectKind = Literal["account", "contract", "deal", "request", "survey", "outcome", "invoice", "deliverable", "am"]
Action = Literal["log_interaction", "renewal_outcome", "snooze", "not_mine"]


@dataclass(frozen=True, slots=True)
class Signal:
    """One situation that somebody should act on. Its identity is (rule, subject, cycle): it never comes twice.

    `am_id` is who gets it (None: nobody owns it, the lead does); `why` is one sentence with the number;
    `facts` are the plain values the sentence was made from; `row` is where the subject stands in `tab`.
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
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def identity(self) -> str:
        """The signal's stable name, for ledgers and snoozes."""
        return f"{self.rule}|{self.subject}|{self.cycle}"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its names, sentence, actions, and the function that finds its signals as of an instant."""

    key: str
    names: Text
    fires_when: Text
    actions: tuple[Action, ...]
    seeds: tuple[str, ...]
    find: Callable[[Tables, datetime], Iterable[Signal]]
