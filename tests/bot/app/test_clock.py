from datetime import UTC, date, datetime, timedelta

import pytest

from bot.app.clock import Clock
from sheets.archive import day_in

MIDNIGHT = datetime(2026, 11, 18)  # the end of Tuesday the 17th


def test_it_stops_at_an_instant_of_the_books_zone():
    assert datetime(2026, 11, 17, 17, tzinfo=UTC) == Clock(MIDNIGHT, "Asia/Ho_Chi_Minh")()


@pytest.mark.parametrize("zone", ["Asia/Ho_Chi_Minh", "America/Los_Angeles", "Pacific/Auckland", "Pacific/Honolulu"])
def test_it_knows_the_day_before_it_knows_the_zone(zone):
    assert date(2026, 11, 17) == day_in(zone, Clock(MIDNIGHT)())


def test_midnight_belongs_to_the_day_that_ends_with_it():
    assert date(2026, 11, 17) == Clock(MIDNIGHT).day()


def test_figures_share_the_end_of_the_running_five_minutes():
    clock = Clock()
    before, horizon, after = clock(), clock.horizon(), clock()
    assert timedelta(0) < horizon - before
    assert horizon - after <= timedelta(minutes=5)
    assert (0, 0) == (horizon.minute % 5, horizon.second)


def test_a_stopped_clock_has_no_horizon_beyond_its_instant():
    clock = Clock(datetime(2026, 11, 17, 10), "UTC")
    assert clock() == clock.horizon()
