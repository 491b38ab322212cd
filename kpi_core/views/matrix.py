"""The communication matrix: who was spoken with in which week, and where the white spots are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import narwhals as nw

from kpi_core.evaluate import Figures
from kpi_core.frames import rows_of
from kpi_core.health.bonds import contacts_at
from kpi_core.kpi import Scope
from kpi_core.measures.engagement import with_cadence
from kpi_core.measures.facts import contacts
from kpi_core.periods import DAY, INSTANT
from kpi_core.portfolio import portfolio, require_account
from kpi_core.presence import has

WEEKS_SHOWN = 12
_NEEDS = ("interactions.account_id", "interactions.at")
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One person's or account's weeks, the oldest first.

    `id` is None in the row of an account's contacts with nobody named, or with somebody who has left. A week is white
    when there was no contact in it and, at its end, none for more than `limit_days`.
    """

    id: str | None
    name: str | None
    counts: tuple[int | None, ...]  # contacts; None: the book keeps no interactions
    is_white: tuple[bool, ...]
    last_on: date | None
    limit_days: int | None


@dataclass(frozen=True, slots=True)
class Matrix:
    """The rows of a matrix, and the Mondays of its weeks; the last week may still run."""

    weeks: tuple[date, ...]
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True, slots=True)
class _Subject:
    id: str | None
    name: str | None
    limit_days: int | None
    since: date | None  # silence of one never spoken with counts from here; None: it always was silent


def account_matrix(figures: Figures, scope: Scope, weeks: int = WEEKS_SHOWN) -> Matrix:
    """Return the scope's active accounts × weeks; an account may be silent for its cadence."""
    accounts = rows_of(with_cadence(portfolio(figures, scope), figures.tables))
    subjects = [
        _Subject(
            row["account_id"], row["name"], int(row["cadence"]), row["started_on"].date() if row["started_on"] else None
        )
        for row in accounts
    ]
    talks = _talks(figures, [row["account_id"] for row in accounts])
    spoken: dict[str | None, list[date]] = {}
    for account_id, _, on in talks:
        spoken.setdefault(account_id, []).append(on)
    return _matrix(figures, subjects, spoken, weeks)


def contact_matrix(figures: Figures, account_id: str, weeks: int = WEEKS_SHOWN) -> Matrix:
    """Return the account's contacts × weeks. Raises InputError for an unknown account.

    A person may be silent for the account's cadence, or for that of a standard account if it is longer.
    """
    require_account(figures, account_id)
    tables = figures.tables
    this_account = nw.col("account_id") == account_id
    cadence = rows_of(with_cadence(tables["accounts"].filter(this_account), tables), "cadence")[0]["cadence"]
    limit_days = max(int(cadence), tables.settings.integer("cadence_days.standard"))
    people = rows_of(contacts_at(tables, figures.now).filter(this_account).sort("row"), "contact_id", "name")
    known = {row["contact_id"] for row in people}
    spoken: dict[str | None, list[date]] = {}
    for _, contact_id, on in _talks(figures, [account_id]):
        spoken.setdefault(contact_id if contact_id in known else None, []).append(on)
    subjects = [_Subject(row["contact_id"], row["name"], limit_days, None) for row in people]
    if None in spoken:
        subjects.append(_Subject(None, None, None, None))
    return _matrix(figures, subjects, spoken, weeks)


def _talks(figures: Figures, account_ids: Sequence[str]) -> list[tuple[str, str | None, date]]:
    """Return (account_id, contact_id, day) of every contact with these accounts."""
    spoken = contacts(figures.tables, figures.now).filter(nw.col("account_id").is_in(list(account_ids)))
    rows = rows_of(spoken, "account_id", "contact_id", "at")
    return [(row["account_id"], row["contact_id"], row["at"].date()) for row in rows]


def _matrix(
    figures: Figures, subjects: Sequence[_Subject], spoken: Mapping[str | None, Sequence[date]], weeks: int
) -> Matrix:
    today = (figures.now - INSTANT).date()
    this_monday = _monday(today)
    mondays = tuple(this_monday - _WEEK * back for back in reversed(range(weeks)))
    is_known = has(figures.tables, _NEEDS)
    rows = tuple(_row(subject, spoken.get(subject.id, ()), mondays, today, is_known=is_known) for subject in subjects)
    return Matrix(mondays, rows)


def _row(
    subject: _Subject, days: Sequence[date], mondays: tuple[date, ...], today: date, *, is_known: bool
) -> MatrixRow:
    per_week = Counter(_monday(day) for day in days)
    return MatrixRow(
        id=subject.id,
        name=subject.name,
        counts=tuple(per_week[monday] if is_known else None for monday in mondays),
        is_white=tuple(
            is_known and not per_week[monday] and _is_silent(subject, days, min(monday + 6 * DAY, today))
            for monday in mondays
        ),
        last_on=max(days, default=None),
        limit_days=subject.limit_days,
    )


def _is_silent(subject: _Subject, days: Sequence[date], until: date) -> bool:
    """Whether on that day the subject has been silent for longer than it may; before it was there it has not."""
    if subject.limit_days is None:
        return False
    last = max((day for day in days if day <= until), default=subject.since)
    return last is None or (until - last).days > subject.limit_days


def _monday(day: date | datetime) -> date:
    return day - DAY * day.weekday()
