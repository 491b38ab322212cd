"""Signals: what deserves an account manager's attention. One record per rule; RULES is the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from kpi_core.frames import rows_of
from kpi_core.periods import DAY
from kpi_core.rules.quiet import QUIET
from kpi_core.rules.renewal import RENEWAL
from kpi_core.rules.signal import Action, Rule, Severity, Signal
from kpi_core.tables import Tables

__all__ = ["RULES", "RULES_BY_KEY", "Action", "Rule", "Severity", "Signal", "attention"]

RULES: tuple[Rule, ...] = (QUIET, RENEWAL)
RULES_BY_KEY: Mapping[str, Rule] = {rule.key: rule for rule in RULES}
_WORST_FIRST: Mapping[Severity, int] = {"urgent": 0, "warning": 1, "notice": 2}


def attention(tables: Tables, now: datetime) -> Sequence[Signal]:
    """Return all signals as of `now`, worst first; snoozed ones are left out until their day."""
    asleep = {
        (row["subject"], row["rule"])
        for row in rows_of(tables["events"], "kind", "subject", "rule", "until", "at")
        if row["kind"] == "snooze" and row["until"] is not None and row["at"] < now < row["until"] + DAY
    }
    awake = [
        signal for rule in RULES for signal in rule.find(tables, now) if (signal.subject, signal.rule) not in asleep
    ]
    return sorted(awake, key=lambda signal: (_WORST_FIRST[signal.severity], -signal.rank, signal.identity))
