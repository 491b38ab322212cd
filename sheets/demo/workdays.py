"""When the offices of Lantern & Co work, in the book's time zone (Asia/Ho_Chi_Minh)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

import holidays

DAY = timedelta(days=1)
_LUNCH = range(12, 13)
# Moscow and London start later than Hanoi: their facts fall into the hours in which the whole agency works.
_OFFICE_HOURS: Mapping[str, range] = {"VN": range(9, 18), "RU": range(13, 18), "GB": range(15, 18)}


@dataclass(frozen=True)
class Workdays:
    """Working days of each country: public holidays, and the agency's own exceptions (day → is it worked)."""

    public: Mapping[str, frozenset[date]]
    exceptions: Mapping[tuple[str, date], bool]

    @classmethod
    def around(cls, as_of: date, exceptions: Mapping[tuple[str, date], bool]) -> Workdays:
        """Return the working days of the years that a book as of that day may touch."""
        years = range(as_of.year - 2, as_of.year + 2)
        public = {country: frozenset(holidays.country_holidays(country, years=years)) for country in _OFFICE_HOURS}
        return cls(public, exceptions)

    def is_working(self, day: date, country: str) -> bool:
        """Whether that country's office works on that day."""
        usual = day.weekday() < 5 and day not in self.public[country]
        return self.exceptions.get((country, day), usual)

    def on_or_before(self, day: date, country: str) -> date:
        """Return the latest working day that is not after `day`."""
        while not self.is_working(day, country):
            day -= DAY
        return day

    def on_or_after(self, day: date, country: str) -> date:
        """Return the first working day that is not before `day`."""
        while not self.is_working(day, country):
            day += DAY
        return day

    def instant(self, day: date, country: str, rng: Random) -> datetime:
        """Return a moment within that country's office hours on the latest working day up to `day`."""
        hour = rng.choice([hour for hour in _OFFICE_HOURS[country] if hour not in _LUNCH])
        return datetime.combine(self.on_or_before(day, country), time(hour, rng.randrange(0, 60, 5)))

    def later(self, at: datetime, hours: float, country: str) -> datetime:
        """Return the moment that many working hours after `at`."""
        minutes, cursor = round(hours * 60), at
        while minutes > 0:
            cursor = self._open(cursor, country)
            closes = time(12) if cursor.hour < 12 else time(18)
            step = min(minutes, round((datetime.combine(cursor.date(), closes) - cursor) / timedelta(minutes=1)))
            cursor += timedelta(minutes=step)
            minutes -= step
        return cursor

    def _open(self, at: datetime, country: str) -> datetime:
        first = _OFFICE_HOURS[country].start
        if not self.is_working(at.date(), country) or at.hour >= 18:
            return datetime.combine(self.on_or_after(at.date() + DAY, country), time(first))
        if at.hour < first:
            return datetime.combine(at.date(), time(first))
        return datetime.combine(at.date(), time(13)) if at.hour in _LUNCH else at
