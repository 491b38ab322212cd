from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.slots import Slot, Timetable, slots_between, zone_named
from kpi_core.errors import InputError

NEW_YORK, BERLIN, LORD_HOWE = ZoneInfo("America/New_York"), ZoneInfo("Europe/Berlin"), ZoneInfo("Australia/Lord_Howe")


def days(timetable: str, zone: ZoneInfo, first: datetime, last: datetime) -> list[tuple[str, str]]:
    """Return the slots as (day, UTC instant)."""
    found = slots_between(Timetable.parse(timetable), zone, first, last)
    return [(str(slot.day), slot.at.strftime("%d %H:%M")) for slot in found]


def test_it_reads_a_weekly_and_a_daily_time() -> None:
    assert Timetable(time(8, 0), 0) == Timetable.parse("Mon 08:00")
    assert Timetable(time(9, 5)) == Timetable.parse(" 9:05 ")


@pytest.mark.parametrize("text", ["", "Mon", "25:00", "08:60", "Foo 08:00", "8"])
def test_it_refuses_what_is_no_time(text: str) -> None:
    with pytest.raises(InputError, match="is not a time"):
        Timetable.parse(text)


def test_it_counts_a_slot_in_the_interval_that_ends_with_it() -> None:
    at = datetime(2026, 11, 16, 7, 0, tzinfo=UTC)  # 08:00 in Berlin
    minute = timedelta(minutes=1)
    assert [("2026-11-16", "16 07:00")] == days("Mon 08:00", BERLIN, at - minute, at)
    assert [] == days("Mon 08:00", BERLIN, at, at + minute)


def test_it_finds_each_monday_across_a_spring_change_at_the_same_local_time() -> None:
    slots = days("Mon 08:00", NEW_YORK, datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 17, tzinfo=UTC))
    assert [("2026-03-02", "02 13:00"), ("2026-03-09", "09 12:00"), ("2026-03-16", "16 12:00")] == slots


def test_it_moves_a_time_in_the_spring_gap_to_the_first_minute_after_it() -> None:
    slots = days("02:30", BERLIN, datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 3, 30, 12, tzinfo=UTC))
    assert [("2026-03-29", "29 01:00"), ("2026-03-30", "30 00:30")] == slots


def test_it_counts_a_repeated_hour_once() -> None:
    slots = days("02:30", BERLIN, datetime(2026, 10, 24, 12, tzinfo=UTC), datetime(2026, 10, 26, 12, tzinfo=UTC))
    assert [("2026-10-25", "25 00:30"), ("2026-10-26", "26 01:30")] == slots


def test_it_knows_gaps_of_half_an_hour() -> None:
    slots = days("02:15", LORD_HOWE, datetime(2026, 10, 3, 0, tzinfo=UTC), datetime(2026, 10, 4, 0, tzinfo=UTC))
    assert [("2026-10-04", "03 15:30")] == slots


def test_it_keeps_the_slot_of_a_day_that_was_skipped_whole() -> None:
    apia = ZoneInfo("Pacific/Apia")  # went from Thursday 29 to Saturday 31 December 2011
    slots = days("08:00", apia, datetime(2011, 12, 29, 0, tzinfo=UTC), datetime(2011, 12, 31, 0, tzinfo=UTC))
    assert [("2011-12-29", "29 18:00"), ("2011-12-30", "30 10:00"), ("2011-12-31", "30 18:00")] == slots


@pytest.mark.parametrize("name", ["Nowhere/Else", "../../etc/passwd", "America", "\0", "не зона"])
def test_it_takes_the_default_for_a_zone_that_does_not_exist(name: str) -> None:
    assert zone_named(name, BERLIN) == BERLIN


zones = st.sampled_from(sorted(available_timezones() - {"localtime"}))
starts = st.datetimes(datetime(2020, 1, 1), datetime(2035, 6, 1), timezones=st.just(UTC))  # made aware

local_times = st.integers(0, 1439).map(lambda minute: time(minute // 60, minute % 60))


@settings(max_examples=60)
@given(name=zones, start=starts, at=local_times, cuts=st.data())
def test_it_gives_every_local_day_one_slot_however_the_time_is_cut(
    name: str, start: datetime, at: time, cuts: st.DataObject
) -> None:
    zone, end, timetable = ZoneInfo(name), start + timedelta(days=200), Timetable(at)
    inner = cuts.draw(st.lists(st.integers(0, 200 * 1440), max_size=5).map(sorted))
    instants = [start, *(start + timedelta(minutes=minute) for minute in inner), end]

    found = [
        slot for after, until in itertools.pairwise(instants) for slot in slots_between(timetable, zone, after, until)
    ]

    assert list(slots_between(timetable, zone, start, end)) == found
    first, last = found[0].day, found[-1].day
    assert [first + timedelta(days=n) for n in range((last - first).days + 1)] == [slot.day for slot in found]
    assert all(_is_told(slot, at, zone) for slot in found)


def _is_told(slot: Slot, at: time, zone: ZoneInfo) -> bool:
    """Whether a slot stands at its local time, or right after the gap that swallowed it."""
    local, wanted = slot.at.astimezone(zone), datetime.combine(slot.day, at)
    minute_before = (slot.at - timedelta(minutes=1)).astimezone(zone)
    is_after_gap = minute_before.replace(tzinfo=None) < wanted < local.replace(tzinfo=None)
    return (local.replace(tzinfo=None) == wanted and local.fold == 0) or is_after_gap


def test_it_gives_slots_with_the_local_day_even_where_utc_has_another() -> None:
    auckland = ZoneInfo("Pacific/Auckland")
    slot = next(
        slots_between(
            Timetable.parse("Mon 08:00"),
            auckland,
            datetime(2026, 11, 15, tzinfo=UTC),
            datetime(2026, 11, 16, tzinfo=UTC),
        )
    )
    assert Slot(date(2026, 11, 16), datetime(2026, 11, 15, 19, 0, tzinfo=UTC)) == slot
