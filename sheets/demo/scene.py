"""What every generator of rows is given: the day, the calendar and the clients."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from random import Random

from sheets.demo.clients import Client, clients
from sheets.demo.workdays import Workdays

HISTORY_DAYS = 548  # 18 months


@dataclass(frozen=True)
class Scene:
    """Lantern & Co on one day. Facts end with the day before `as_of`: nothing lies in the future at any hour."""

    as_of: date
    workdays: Workdays

    @classmethod
    def on(cls, as_of: date) -> Scene:
        """Return the scene of that day, with the agency's own days off and worked Saturdays in its calendar."""
        return cls(as_of, Workdays.around(as_of, {(day.country, day.on): day.working for day in own_days(as_of)}))

    @cached_property
    def clients(self) -> tuple[Client, ...]:
        """All accounts, in the order of the portfolio."""
        return tuple(clients(self.as_of))

    @property
    def first_day(self) -> date:
        """Where the history starts."""
        return self.days_ago(HISTORY_DAYS)

    @property
    def last_day(self) -> date:
        """The last day that has facts."""
        return self.days_ago(1)

    def days_ago(self, days: float) -> date:
        """Return the day so many days before the as-of day."""
        return self.as_of - timedelta(days=round(days))

    def instant(self, day: date, country: str, rng: Random) -> datetime:
        """Return a moment of that country's office hours on the latest working day up to `day`, at most yesterday."""
        return self.workdays.instant(min(day, self.last_day), country, rng)

    def known(self, at: datetime) -> datetime | None:
        """Return the moment if it has already come, else None."""
        return at if at.date() <= self.last_day else None


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A day on which the agency departs from the public calendar of a country."""

    on: date
    country: str
    working: bool
    name: str


def own_days(as_of: date) -> Iterator[OwnDay]:
    """Yield the agency's own days: a bridge Monday off, given back by working the Saturday before; a company day."""
    for weeks_ago in (9, 35):
        monday = as_of - timedelta(days=as_of.weekday() + 7 * weeks_ago)
        yield OwnDay(monday - timedelta(days=2), "VN", True, "Làm bù thứ Bảy")
        yield OwnDay(monday, "VN", False, "Nghỉ hoán đổi")
    friday = as_of - timedelta(days=as_of.weekday() + 7 * 20 - 4)
    for country in ("VN", "RU", "GB"):
        yield OwnDay(friday, country, False, "Lantern Day")
