"""Periods of local days: ISO week, month, quarter, year, or any range; "today" is always an argument.

A period is [start, end) in naive local time of the reporting zone; shown and typed end dates are inclusive.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal

from kpi_core.errors import InputError
from kpi_core.text import Text

Unit = Literal["week", "month", "quarter", "year", "range"]
DAY = timedelta(days=1)
# Books and calendars live between these years; a day outside them is a slip of the hand.
FIRST_DAY = date(1950, 1, 1)
YEARS = range(FIRST_DAY.year, 2150)
# The least step of time: an end is exclusive, so what is true "at the end" is true one instant before it.
INSTANT = timedelta(microseconds=1)

_WRONG_WAY_ROUND = Text(
    "the period {first}..{last} ends before it starts; write the earlier day first",
    "kỳ {first}..{last} kết thúc trước khi bắt đầu; hãy viết ngày sớm hơn trước",
    "период {first}..{last} кончается раньше, чем начинается; сначала напишите более раннюю дату",
)


def midnight(day: date) -> datetime:
    """Return the first instant of a day."""
    return datetime.combine(day, time.min)


@dataclass(frozen=True, slots=True)
class Period:
    """The instants [start, end) as they look at `now`; `unit` says what "the one before" means.

    `now` is the instant one looks from (what is known by then counts), never after which facts are taken: a running
    period ends at `now`.
    """

    start: datetime
    end: datetime
    unit: Unit
    now: datetime

    @property
    def days(self) -> float:
        """Length in days."""
        return (self.end - self.start) / DAY

    @property
    def last_day(self) -> date:
        """The inclusive end date, as shown."""
        return (self.end - INSTANT).date() if self.end > self.start else self.start.date()

    @property
    def whole_end(self) -> datetime:
        """Where the calendar unit ends, also while it is still running."""
        return _unit_end(self.start, self.unit) if self.unit != "range" else self.end

    @property
    def is_running(self) -> bool:
        """Whether the unit has not ended yet: the figures are "to date"."""
        return self.whole_end > self.end

    def previous(self) -> Period:
        """Return the unit before (a range: the same length before); for a running one, the same elapsed part of it."""
        if self.unit == "range":
            return replace(self, start=self.start - (self.end - self.start), end=self.start)
        start = _unit_start(self.start - DAY, self.unit)
        end = min(start + (self.end - self.start), self.start) if self.is_running else self.start
        return replace(self, start=start, end=end)

    def year_before(self) -> Period:
        """Return the same of the year before, of what is running as much of it; of a week the one 52 weeks before."""
        if self.unit == "week":
            return replace(self, start=self.start - DAY * 364, end=self.end - DAY * 364)
        if self.unit == "range":
            return replace(self, start=_a_year_before(self.start), end=_a_year_before(self.end))
        start = _a_year_before(self.start)
        return replace(self, start=start, end=_unit_end(start, self.unit)).as_far_as(self)

    def as_far_as(self, running: Period) -> Period:
        """Return as much of it as has passed of a running one of the same unit, else the whole."""
        if self.unit != running.unit or self.unit == "range" or not running.is_running or self.is_running:
            return self
        return replace(self, end=min(self.start + (running.end - running.start), self.end))

    def __str__(self) -> str:
        return f"{self.start.date()}..{self.last_day}"


def _a_year_before(at: datetime) -> datetime:
    is_leap_day = (at.month, at.day) == (2, 29)
    return at.replace(year=at.year - 1, day=28 if is_leap_day else at.day)


def _unit_start(at: datetime, unit: Unit) -> datetime:
    day = midnight(at.date())
    match unit:
        case "week":
            return day - DAY * day.weekday()
        case "month":
            return day.replace(day=1)
        case "quarter":
            return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        case "year":
            return day.replace(month=1, day=1)
        case "range":
            return day


def _unit_end(start: datetime, unit: Unit) -> datetime:
    match unit:
        case "week":
            return start + DAY * 7
        case "month":
            return _unit_start(start + DAY * 31, "month")
        case "quarter":
            return _unit_start(start + DAY * 93, "quarter")
        case "year":
            return _unit_start(start + DAY * 366, "year")
        case "range":
            return start + DAY


def unit_period(unit: Unit, at: datetime, now: datetime) -> Period:
    """Return the week, month, quarter or year that holds `at`, cut at `now` while it is running."""
    start = _unit_start(at, unit)
    return Period(start, max(min(_unit_end(start, unit), now), start), unit, now)


def beside(at: datetime, unit: Unit, steps: int) -> datetime:
    """Return an instant of the unit that holds `at` (0 steps), of the one before (−1) or of the next (1)."""
    start = _unit_start(at, unit)
    return {-1: start - DAY, 0: at, 1: _unit_end(start, unit)}[steps]


def last_full(unit: Unit, now: datetime) -> Period:
    """Return the latest unit that has ended at `now`."""
    return unit_period(unit, beside(now, unit, -1), now)


def trailing(days: int, end: datetime, now: datetime) -> Period:
    """Return the `days` days before `end`."""
    return Period(end - DAY * days, end, "range", now)


def between(first: date, last: date, now: datetime) -> Period:
    """Return the days first … last, both inclusive. Raises InputError when they are the wrong way round."""
    if last < first:
        raise InputError(_WRONG_WAY_ROUND.format(first=first, last=last))
    start, end = midnight(first), midnight(last) + DAY
    return Period(start, max(min(end, now), start), "range", now)
