"""What people said about a signal: that it can wait, or that it has been seen to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kpi_core.frames import rows_of
from kpi_core.periods import DAY
from kpi_core.rules.signal import Signal
from kpi_core.tables import Tables
from kpi_core.timelines import LONG_AGO

Matter = tuple[str, str]  # subject, rule


@dataclass(frozen=True, slots=True)
class Silence:
    """The matters that are silent at one instant: snoozed ones, when others woke, and when each was last addressed."""

    asleep: frozenset[Matter]
    woken: Mapping[Matter, datetime]
    addressed: Mapping[Matter, datetime]

    @classmethod
    def of(cls, tables: Tables, now: datetime) -> Silence:
        """Read the tab `events` as of `now`."""
        said = [
            row
            for row in rows_of(tables["events"], "kind", "subject", "rule", "until", "at")
            if row["at"] is not None and row["at"] < now
        ]
        addressed = [row for row in said if row["kind"] == "addressed"]
        ends = [
            ((row["subject"], row["rule"]), row["until"] + DAY)
            for row in said
            if row["kind"] == "snooze" and row["until"] is not None
        ]
        return cls(
            frozenset(matter for matter, end in ends if now < end),
            {matter: end for matter, end in sorted(ends) if end <= now},
            {(row["subject"], row["rule"]): row["at"] for row in sorted(addressed, key=lambda row: row["at"])},
        )

    def covers(self, signal: Signal) -> bool:
        """Whether the signal is snoozed, or was addressed since its cycle began."""
        matter = (signal.subject, signal.rule)
        return matter in self.asleep or self.addressed.get(matter, LONG_AGO) > signal.since
