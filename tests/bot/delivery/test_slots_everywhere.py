"""Every zone of the tz database, 2020 to 2035: each local slot is due exactly once, whatever its clocks do.

The oracle knows no local times: a slot is due in the first minute at which the zone's wall clock has reached it. It is
told of a zone nothing but the stretches between its changes, which are found by asking for its offset.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.delivery.slots import Slot, Timetable, slots_between

FIRST, LAST = datetime(2020, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NAMES = sorted(available_timezones() - {"localtime"})
NASTY = tuple(time.fromisoformat(each) for each in ("00:00", "00:30", "01:30", "02:30", "08:00", "23:59"))
# Clocks that are changed and changed back between two looks would go unnoticed here, and fail the tests.
LOOKS = tuple(FIRST + number * 4 * DAY for number in range(-4, (LAST - FIRST).days // 4 + 4))
WEEKLY = tuple(Timetable(at, weekday) for at in NASTY for weekday in (0, 6))
DAILY = tuple(map(Timetable, NASTY))


@dataclass(frozen=True)
class Stretch:
    """A time without a change of the clocks; the wall clock shows UTC plus `offset`."""

    start: datetime
    end: datetime
    offset: timedelta


def stretches(zone: ZoneInfo) -> tuple[Stretch, ...]:
    """Return the zone's stretches from a little before FIRST to a little after LAST."""
    found, start = [], LOOKS[0]
    for before, after in pairwise(LOOKS):
        if _offset(zone, before) != _offset(zone, after):
            end = _change(zone, before, after)
            found.append(Stretch(start, end, _offset(zone, before)))
            start = end
    return *found, Stretch(start, LOOKS[-1], _offset(zone, LOOKS[-1]))


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """Return the first minute of the new offset."""
    while after - before > MINUTE:
        middle = before + (after - before) // MINUTE // 2 * MINUTE
        before, after = (middle, after) if _offset(zone, middle) == _offset(zone, before) else (before, middle)
    return after


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta(0)


def reached(wall: datetime, clock: Sequence[Stretch]) -> datetime:
    """Return the first instant at which the wall clock shows that time or a later one."""
    for each in clock:
        at = max(each.start, wall.replace(tzinfo=UTC) - each.offset)
        if at < each.end:
            return at
    raise AssertionError(f"{wall} is not reached")


def expected(timetable: Timetable, clock: Sequence[Stretch], after: datetime, until: datetime) -> list[Slot]:
    near = [each for each in clock if each.end > after - 3 * DAY]
    days = [after.date() + number * DAY for number in range(-2, (until - after).days + 3)]
    wanted = [day for day in days if timetable.weekday in {None, day.weekday()}]
    slots = (Slot(day, reached(datetime.combine(day, timetable.at), near)) for day in wanted)
    return [slot for slot in slots if after < slot.at <= until]


@cache
def rules() -> dict[tuple[Stretch, ...], str]:
    """Return the different ways in which clocks go, each with the first zone that has it."""
    found: dict[tuple[Stretch, ...], str] = {}
    for name in NAMES:
        found.setdefault(stretches(ZoneInfo(name)), name)
    return found


def irregular(seed: str, start: datetime, end: datetime) -> Iterator[datetime]:
    """Yield the instants of ticks: minutes, hours, days apart, as those of a process that comes and goes."""
    dice, at = random.Random(seed), start
    while at < end:
        yield at
        at += dice.choice((MINUTE, 7 * MINUTE, HOUR, 5 * HOUR, DAY, 9 * DAY)) * dice.randint(1, 3)
    yield end


def check(name: str, clock: Sequence[Stretch], timetable: Timetable, after: datetime, until: datetime) -> None:
    found = list(slots_between(timetable, ZoneInfo(name), after, until))
    assert expected(timetable, clock, after, until) == found, f"{timetable} in {name}"


def test_there_is_every_zone() -> None:
    assert len(NAMES) > 590
    assert 70 < len(rules()) < 200


def test_the_oracle_is_right_where_it_can_be_read_off_a_calendar() -> None:
    berlin, apia = stretches(ZoneInfo("Europe/Berlin")), stretches(ZoneInfo("Pacific/Apia"))
    assert datetime(2026, 3, 29, 1, tzinfo=UTC) == reached(datetime(2026, 3, 29, 2, 30), berlin)  # skipped
    assert datetime(2026, 10, 25, 0, 30, tzinfo=UTC) == reached(datetime(2026, 10, 25, 2, 30), berlin)  # repeated
    assert datetime(2020, 9, 26, 14, tzinfo=UTC) == reached(datetime(2020, 9, 27, 3, 15), apia)  # skipped
    assert 33 == len(berlin)  # two changes a year


def test_each_slot_is_due_once_around_every_change_of_the_clocks() -> None:
    for clock, name in rules().items():
        for before, after in pairwise(clock):
            for timetable in (*DAILY, *WEEKLY):
                check(name, clock, timetable, before.end - 3 * DAY, after.start + 3 * DAY)


def test_each_monday_morning_is_due_once_in_sixteen_years() -> None:
    for clock, name in rules().items():
        check(name, clock, Timetable.parse("Mon 08:00"), FIRST, LAST)


def test_each_slot_is_due_once_however_irregular_the_ticks_are() -> None:
    start, end = datetime(2026, 2, 20, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)
    for clock, name in rules().items():
        zone, ticks = ZoneInfo(name), list(irregular(name, start, end))
        for timetable in (Timetable.parse("Mon 08:00"), *DAILY[:4]):
            found = [slot for tick in pairwise(ticks) for slot in slots_between(timetable, zone, *tick)]
            assert expected(timetable, clock, start, end) == found, f"{timetable} in {name}"


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("timetable", [*DAILY, *WEEKLY], ids=str)
def test_each_slot_of_sixteen_years_is_due_once(timetable: Timetable) -> None:
    for clock, name in rules().items():
        check(name, clock, timetable, FIRST, LAST)


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("text", ["Mon 08:00", "00:30"])
def test_each_slot_is_due_once_in_each_zone_by_its_name(text: str) -> None:
    for name in NAMES:
        check(name, stretches(ZoneInfo(name)), Timetable.parse(text), FIRST, LAST)
