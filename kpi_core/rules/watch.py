"""What every rule looks at: the book at one instant, and what many rules start from, worked out once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Any

import narwhals as nw
import numpy as np

from kpi_core.calendars import LOOK_BACK, Calendar
from kpi_core.evaluate import Figures
from kpi_core.frames import Frame, rows_of
from kpi_core.kpi import Measure
from kpi_core.measures.facts import accounts_at, contacts, owned_at
from kpi_core.periods import DAY, INSTANT, Period
from kpi_core.quantities import WORKING_HOURS, WORKING_MINUTES, Count
from kpi_core.rules.cycle import Cycle
from kpi_core.rules.signal import Rule, Severity, Signal, SubjectKind
from kpi_core.rules.silence import Silence
from kpi_core.text import Fact, Text
from kpi_core.timelines import EPOCH
from kpi_core.worktime import WorkingTime

Row = Mapping[str, Any]
_MINUTE = DAY / (24 * 60)
# Where the subjects of signals stand: the tab and the column of their id.
_PLACES: Mapping[SubjectKind, tuple[str, str]] = {
    "account": ("accounts", "account_id"),
    "contract": ("contracts", "contract_id"),
    "deal": ("deals", "deal_id"),
    "request": ("requests", "request_id"),
    "survey": ("surveys", "survey_id"),
    "outcome": ("outcomes", "outcome_id"),
    "invoice": ("invoices", "invoice_id"),
    "deliverable": ("deliverables", "deliverable_id"),
    "am": ("team", "am_id"),
    "criteria": ("settings", "key"),
}

_MINUTES_TOLD = 120.0


class Watch:
    """The book as rules see it at `now`. Rows are plain values; accounts carry the owner they have now."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        self.tables = figures.tables
        self.now = figures.now
        self.settings = figures.tables.settings
        self._working_time: dict[str, WorkingTime] = {}

    @property
    def today(self) -> date:
        """The last day that `now` has seen of."""
        return (self.now - INSTANT).date()

    @property
    def last_day(self) -> Period:
        """The day before `now`: for measures of what is true at the end of it."""
        return Period(self.now - DAY, self.now, "range", self.now)

    @cached_property
    def silence(self) -> Silence:
        """What people silenced."""
        return Silence.of(self.tables, self.now)

    @cached_property
    def accounts(self) -> Mapping[str, Row]:
        """Every account by id, with `owner_id` now."""
        return _by(
            "account_id", owned_at(self.tables["accounts"].drop("owner_id"), self.tables, nw.lit(self.now - INSTANT))
        )

    @cached_property
    def active(self) -> Mapping[str, Row]:
        """The active accounts by id, with `owner_id` now."""
        return _by("account_id", accounts_at(self.tables, self.now, self.now))

    @cached_property
    def people(self) -> Mapping[str, Row]:
        """The team by am_id."""
        return _by("am_id", self.tables["team"])

    @cached_property
    def last_contacts(self) -> Mapping[str, datetime]:
        """The last contact with each account that ever had one."""
        last = contacts(self.tables, self.now).group_by("account_id").agg(nw.col("at").max())
        return {row["account_id"]: row["at"] for row in rows_of(last) if row["account_id"]}

    def sums(self, measure: Measure, period: Period) -> Mapping[str, tuple[float, float]]:
        """Return the sums of a measure's numerators and denominators, per account that has any."""
        facts = measure.facts(self.tables, period)
        summed = facts.group_by("account_id").agg(nw.col("numerator").sum(), nw.col("denominator").sum())
        return {row["account_id"]: (row["numerator"], row["denominator"]) for row in rows_of(summed)}

    @cached_property
    def calendar(self) -> Calendar:
        """Which days are worked where."""
        return Calendar.of(self.tables)

    def is_former(self, account_id: str | None) -> bool:
        """Whether the account was a client and is known to be lost."""
        account = self.accounts.get(account_id or "")
        return account is not None and (account["status"] == "lost" or lost_at(account, self.now) is not None)

    def owner(self, account_id: str | None) -> str | None:
        """Return who owns the account now."""
        account = self.accounts.get(account_id or "")
        return account["owner_id"] if account else None

    def working_days_since(self, at: datetime, am_id: str | None) -> int:
        """Return how many whole days the AM's country worked after the day of `at` and before `now`."""
        return self.calendar.working_days(at.date() + DAY, self.now.date() - DAY, self._country(am_id))

    def working_minutes_since(self, at: datetime, am_id: str | None) -> float:
        """Return the working minutes from `at` to `now` in the AM's country; of long ago, those of some 400 days."""
        start, end = (np.array([(instant - EPOCH) / _MINUTE]) for instant in (at, self.now))
        return float(self._time(self._country(am_id)).between(start, end)[0])

    def signal(
        self,
        rule: Rule,
        row: Row,
        sentence: Text,
        *,
        cycle: Cycle,
        severity: Severity,
        facts: Mapping[str, Fact],
        am_id: str | None = None,
        due_on: date | None = None,
        rank: float = 0.0,
        is_immediate: bool = False,
        title: Text | None = None,
    ) -> Signal:
        """Return what the rule says of the row its subject stands in.

        Without `am_id` it is for the account's owner of now.
        """
        tab, id_column = _PLACES[rule.subject]
        account = self.accounts.get(row.get("account_id") or "")
        called = account["name"] or account["account_id"] if account else row.get("name") or row[id_column]
        return Signal(
            rule=rule.key,
            subject_kind=rule.subject,
            subject=row[id_column],
            cycle=cycle.name,
            am_id=am_id or (account["owner_id"] if account else None),
            account_id=account["account_id"] if account else None,
            account_name=called,
            severity=severity,
            due_on=due_on,
            why=sentence.format(**facts),
            tab=tab,
            row=row["row"],
            rank=rank,
            since=cycle.since,
            open_since=cycle.begun or cycle.since,
            audience=rule.audience,
            is_immediate=is_immediate,
            title=title,
        )

    def _country(self, am_id: str | None) -> str:
        person = self.people.get(am_id or "")
        return (person["country"] or "").upper() if person else ""

    def _time(self, country: str) -> WorkingTime:
        if country not in self._working_time:
            today = self.now.date()
            self._working_time[country] = WorkingTime.of(
                self.settings, self.calendar, country, today - LOOK_BACK, today
            )
        return self._working_time[country]


def lost_at(account: Row, now: datetime) -> datetime | None:
    """Return since when an account is lost, as known at `now`; None when it is not, or nobody knows since when."""
    known = account["lost_known_at"] <= now and account["lost_at"] < now
    return account["lost_at"] if known else None


def worked(minutes: float) -> Count:
    """Return working time: minutes, from two hours on in hours."""
    if minutes < _MINUTES_TOLD:
        return WORKING_MINUTES.of(round(minutes))
    return WORKING_HOURS.of(round(minutes / 60))


def _by(key: str, frame: Frame) -> Mapping[str, Row]:
    return {row[key]: row for row in rows_of(frame) if row[key]}
