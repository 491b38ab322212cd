"""Working days: the team's week, the country's public holidays, and what the tab `holidays` says on top."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from typing import Any

import narwhals as nw

from kpi_core.frames import Frame, frame_of, rows_of
from kpi_core.periods import DAY, midnight
from kpi_core.tables import Tables, once
from kpi_core.timelines import day_number

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Public holidays that, with the weekends around them, last this long stop the clock of a cadence.
LONG_BREAK_DAYS = 7
LOOK_BACK = timedelta(days=400)


def working_weekdays(working_hours: str) -> frozenset[int]:
    """Return the weekdays (Monday is 0) of a setting such as "Mon-Fri 09:00-12:00,13:00-18:00" or "24x7"."""
    if working_hours.strip().lower() == "24x7":
        return frozenset(range(7))
    days: set[int] = set()
    for first, last in re.findall(r"\b([A-Za-z]{3})[a-z]*(?:\s*[-–]\s*([A-Za-z]{3})[a-z]*)?", working_hours):
        if first.lower() in WEEKDAYS:
            start = WEEKDAYS.index(first.lower())
            end = WEEKDAYS.index(last.lower()) if last.lower() in WEEKDAYS else start
            days |= {day % 7 for day in range(start, end + 1 if end >= start else end + 8)}
    return frozenset(days) or frozenset(range(5))


@lru_cache(maxsize=256)
def _public_holidays(country: str, year: int) -> frozenset[date]:
    import holidays  # noqa: PLC0415  # takes a fifth of a second to import, and many books name no country

    try:
        return frozenset(holidays.country_holidays(country, years=year))
    except NotImplementedError:  # a country the package does not know
        return frozenset()


@dataclass(frozen=True)
class Calendar:
    """Says which days are worked where. `special` maps (country or "" for all, day) to whether it is worked."""

    weekdays: frozenset[int]
    special: Mapping[tuple[str, date], bool]

    @staticmethod
    @once
    def of(tables: Tables) -> Calendar:
        """Read the working week off the settings and the special days off the tab `holidays`."""
        special = {
            ((row["country"] or "").upper(), row["on"].date()): row["working"] is True
            for row in rows_of(tables["holidays"], "country", "on", "working")
            if row["on"] is not None
        }
        return Calendar(working_weekdays(tables.settings.text("working_hours")), special)

    def is_holiday(self, day: date, country: str) -> bool:
        """Whether the day is a public holiday there (a Saturday worked in exchange is none)."""
        told = self.special.get((country, day), self.special.get(("", day)))
        if told is not None:
            return not told
        return bool(country) and day in _public_holidays(country, day.year)

    def is_working_day(self, day: date, country: str = "") -> bool:
        """Whether the day is worked there, worked Saturdays included."""
        country = country.upper()
        told = self.special.get((country, day), self.special.get(("", day)))
        if told is not None:
            return told
        return day.weekday() in self.weekdays and not self.is_holiday(day, country)

    def working_days(self, first: date, last: date, country: str = "") -> int:
        """Return how many of the days first … last, both inclusive, are worked."""
        years = (self._worked_in(year, country.upper()) for year in range(first.year, last.year + 1))
        return sum(max(bisect_right(days, last) - bisect_left(days, first), 0) for days in years)

    def _worked_in(self, year: int, country: str) -> Sequence[date]:
        """Return the days worked there in a year; worked out once, as every rule counts by them."""
        if (country, year) not in self._worked:
            days = _days(date(year, 1, 1), date(year, 12, 31))
            self._worked[country, year] = [day for day in days if self.is_working_day(day, country)]
        return self._worked[country, year]

    @cached_property
    def _worked(self) -> dict[tuple[str, int], Sequence[date]]:
        return {}

    def breaks(self, first: date, last: date, country: str) -> Iterator[tuple[date, date]]:
        """Yield (first day, last day) of each run of days off around public holidays that lasts a week or more."""
        run: list[date] = []
        for day in [*_days(first, last), None]:
            if day is not None and not self.is_working_day(day, country):
                run.append(day)
                continue
            if len(run) >= LONG_BREAK_DAYS and any(self.is_holiday(off, country.upper()) for off in run):
                yield run[0], run[-1]
            run = []


def _days(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + DAY * offset


@once
def long_breaks(tables: Tables, last_day: date) -> Frame:
    """Return the long public breaks up to `last_day`: country (as the team tab writes it), break_start, break_end.

    Both are day numbers, the end exclusive and never after `last_day`'s end.
    """
    calendar = Calendar.of(tables)
    written = {row["country"] for row in rows_of(tables["team"], "country") if row["country"]}
    found: dict[str, list[Any]] = {"country": [], "break_start": [], "break_end": []}
    for country in sorted(written):
        for start, end in calendar.breaks(last_day - LOOK_BACK, last_day, country):
            for key, value in zip(
                found, (country, day_number(midnight(start)), day_number(midnight(end + DAY))), strict=True
            ):
                found[key].append(value)
    breaks = frame_of(found, {"country": nw.String, "break_start": nw.Float64, "break_end": nw.Float64})
    return tables.adopt(breaks)
