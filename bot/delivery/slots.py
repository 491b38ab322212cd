"""When something is due: the local slots between two instants, each exactly once, whatever the clocks do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kpi_core.errors import InputError
from kpi_core.periods import DAY
from kpi_core.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

_NO_TIME = Text(
    "'{text}' is not a time; write it like Mon 08:00 or 09:00",
    "“{text}” không phải là giờ; hãy viết như Mon 08:00 hoặc 09:00",
    "«{text}» — не время; напишите в виде Mon 08:00 или 09:00",
)
_MINUTE = timedelta(minutes=1)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Timetable:
    """A local time of day, on one weekday (0 = Monday) or on all."""

    at: time
    weekday: int | None = None

    def __str__(self) -> str:
        day = "" if self.weekday is None else f"{_WEEKDAYS[self.weekday].capitalize()} "
        return f"{day}{self.at:%H:%M}"

    @classmethod
    def parse(cls, text: str) -> Timetable:
        """Read "Mon 08:00" or "09:00". Raises InputError."""
        match = re.fullmatch(r"(?:([a-z]{3})[a-z]* +)?(\d{1,2}:\d{2})", text.strip().lower())
        try:
            weekday, clock = match.groups() if match else (None, text)
            return cls(time.fromisoformat(clock.zfill(5)), _WEEKDAYS.index(weekday) if weekday else None)
        except ValueError:
            raise InputError(_NO_TIME.format(text=text)) from None


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot of a timetable: the local day it belongs to and the instant it falls on (aware UTC)."""

    day: date
    at: datetime


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return a local time as an aware UTC instant.

    A time that the clocks skip becomes the first minute after the gap; one that they repeat is the first of the two.
    """
    local = datetime.combine(day, at)
    while (utc := local.replace(tzinfo=zone).astimezone(UTC)).astimezone(zone).replace(tzinfo=None) != local:
        local += _MINUTE
    return utc


def slots_between(timetable: Timetable, zone: ZoneInfo, after: datetime, until: datetime) -> Iterator[Slot]:
    """Return the slots in (after, until], in order; both instants are aware."""
    # A whole day can be skipped (Samoa, December 2011): its slot then falls on the next one.
    day = after.astimezone(zone).date() - DAY
    last = until.astimezone(zone).date()
    while day <= last:
        if timetable.weekday in {None, day.weekday()}:
            at = instant(day, timetable.at, zone)
            if after < at <= until:
                yield Slot(day, at)
        day += DAY


def zone_named(name: str, default: ZoneInfo) -> ZoneInfo:
    """Return the time zone of that name; `default` when it is blank or there is none of that name."""
    try:
        return ZoneInfo(name) if name else default
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return default
