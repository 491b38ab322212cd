"""Working hours between two instants, and the instant some working hours later, per country."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from kpi_core.calendars import WEEKDAYS, Calendar, working_weekdays
from kpi_core.periods import DAY
from kpi_core.settings import TeamSettings

Minutes = npt.NDArray[np.float64]
Hours = Sequence[tuple[int, int]]  # the worked stretches of a day, in minutes since midnight
_MINUTES_A_DAY = 24 * 60
_ROUND_THE_CLOCK: Hours = ((0, _MINUTES_A_DAY),)
_EPOCH = date(1970, 1, 1)


def weekly_hours(working_hours: str) -> Mapping[int, Hours]:
    """Return the worked stretches per weekday (Monday is 0) of "Mon-Fri 09:00-12:00,13:00-18:00; Sat 09:00-12:00"."""
    if working_hours.strip().lower() == "24x7":
        return dict.fromkeys(range(7), _ROUND_THE_CLOCK)
    found: dict[int, Hours] = {}
    for part in working_hours.split(";"):
        stretches = [
            (int(start_hour) * 60 + int(start_minute), int(end_hour) * 60 + int(end_minute))
            for start_hour, start_minute, end_hour, end_minute in re.findall(
                r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})", part
            )
        ]
        for first, last in re.findall(r"([A-Za-z]{3})[a-z]*(?:\s*[-–]\s*([A-Za-z]{3})[a-z]*)?", part):
            if first.lower() in WEEKDAYS:
                start = WEEKDAYS.index(first.lower())
                end = WEEKDAYS.index(last.lower()) if last.lower() in WEEKDAYS else start
                found |= {day % 7: tuple(stretches) for day in range(start, end + 1 if end >= start else end + 8)}
    return found


@dataclass(frozen=True)
class WorkingTime:
    """The working time of one country between two days, as cumulative minutes.

    Instants go in and come out as minutes since 1970-01-01 00:00 local time; those outside the days count no work.
    """

    calendar: Calendar
    hours: Mapping[int, Hours]
    country: str
    first: date
    last: date

    @classmethod
    def of(cls, settings: TeamSettings, calendar: Calendar, country: str, first: date, last: date) -> WorkingTime:
        """Return a country's working time: by its own hours where the settings give any, else by the team's."""
        own = settings.text(f"working_hours.{country}") if country else ""
        hours = own or settings.text("working_hours")
        calendar = replace(calendar, weekdays=working_weekdays(hours))
        return cls(calendar, weekly_hours(hours), country, first, last)

    @cached_property
    def _days(self) -> Sequence[Hours]:
        standard = next((self.hours[day] for day in range(7) if self.hours.get(day)), ())
        days = (self.first + DAY * offset for offset in range((self.last - self.first).days + 1))
        return [
            (self.hours.get(day.weekday()) or standard) if self.calendar.is_working_day(day, self.country) else ()
            for day in days
        ]

    @cached_property
    def _steps(self) -> tuple[Minutes, Minutes]:
        """The instants at which work starts or stops, and the minutes worked until each."""
        origin = (self.first - _EPOCH) / timedelta(minutes=1)
        instants, worked, total = [origin], [0.0], 0.0
        for number, stretches in enumerate(self._days):
            midnight = origin + number * _MINUTES_A_DAY
            for start, end in stretches:
                instants += [midnight + start, midnight + end]
                worked += [total, total + end - start]
                total += end - start
        return np.array(instants), np.array(worked)

    def goes_on_at(self, at: datetime) -> bool:
        """Whether work goes on at that local instant."""
        number, minute = (at.date() - self.first).days, at.hour * 60 + at.minute
        return 0 <= number < len(self._days) and any(start <= minute < end for start, end in self._days[number])

    def between(self, start: Minutes, end: Minutes) -> Minutes:
        """Return the working minutes from start to end, element by element; never negative, NaN where one is."""
        instants, worked = self._steps
        spent: Minutes = np.interp(end, instants, worked) - np.interp(start, instants, worked)
        return np.maximum(spent, 0.0)

    def after(self, start: Minutes, minutes: Minutes) -> Minutes:
        """Return the first instant by which that much has been worked since start; the last day's end at most."""
        instants, worked = self._steps
        wanted: Minutes = np.interp(start, instants, worked) + minutes
        index: Any = np.clip(np.searchsorted(worked, wanted, side="left"), 1, len(worked) - 1)
        before: Minutes = wanted - worked[index - 1]
        reached: Minutes = np.minimum(instants[index - 1] + np.maximum(before, 0.0), instants[index])
        return reached
