from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from kpi_core.calendars import Calendar, working_weekdays
from kpi_core.frames import rows_of
from kpi_core.worktime import WorkingTime, weekly_hours

D = datetime
EPOCH = D(1970, 1, 1)
OFFICE = "Mon-Fri 09:00-12:00,13:00-18:00"


def minutes(at: datetime) -> Any:
    return np.array([(at - EPOCH) / timedelta(minutes=1)])


def time(hours: str = OFFICE, special: dict[tuple[str, date], bool] | None = None, country: str = "") -> WorkingTime:
    calendar = Calendar(working_weekdays(hours), special or {})
    return WorkingTime(calendar, weekly_hours(hours), country, date(2026, 1, 1), date(2026, 12, 31))


# 5 June 2026 is a Friday.
@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        (D(2026, 6, 5, 9), D(2026, 6, 5, 10, 30), 1.5),
        (D(2026, 6, 5, 11), D(2026, 6, 5, 14), 2),
        (D(2026, 6, 5, 17), D(2026, 6, 8, 10), 2),
        (D(2026, 6, 6, 9), D(2026, 6, 7, 18), 0),
        (D(2026, 6, 5, 3), D(2026, 6, 5, 23), 8),
        (D(2026, 6, 5, 12), D(2026, 6, 5, 11), 0),
    ],
)
def test_it_counts_hours_without_nights_lunch_and_weekends(start: datetime, end: datetime, hours: float) -> None:
    assert hours == time().between(minutes(start), minutes(end))[0] / 60


def test_it_works_a_saturday_given_in_exchange_and_rests_on_a_holiday() -> None:
    special = {("VN", date(2026, 6, 6)): True, ("", date(2026, 6, 5)): False}
    day = (minutes(D(2026, 6, 6)), minutes(D(2026, 6, 7)))
    assert 8 == time(special=special, country="VN").between(*day)[0] / 60
    assert 0 == time(special=special, country="RU").between(*day)[0] / 60
    friday = (minutes(D(2026, 6, 5)), minutes(D(2026, 6, 6)))
    assert 0 == time(special=special, country="VN").between(*friday)[0] / 60


def test_it_knows_the_public_holidays_of_a_country() -> None:
    labour_day = (minutes(D(2026, 5, 1)), minutes(D(2026, 5, 2)))
    assert (0, 8) == (
        time(country="VN").between(*labour_day)[0] / 60,
        time(country="GB").between(*labour_day)[0] / 60,
    )


def test_it_takes_half_days_and_round_the_clock() -> None:
    saturday = (minutes(D(2026, 6, 6)), minutes(D(2026, 6, 7)))
    assert 3 == time(f"{OFFICE}; Sat 09:00-12:00").between(*saturday)[0] / 60
    assert 24 == time("24x7").between(*saturday)[0] / 60


@pytest.mark.parametrize(
    ("start", "hours", "reached"),
    [
        (D(2026, 6, 5, 9), 2, D(2026, 6, 5, 11)),
        (D(2026, 6, 5, 11), 1.5, D(2026, 6, 5, 13, 30)),
        (D(2026, 6, 5, 17), 2, D(2026, 6, 8, 10)),
        (D(2026, 6, 6, 12), 1, D(2026, 6, 8, 10)),
    ],
)
def test_it_finds_the_instant_some_working_hours_later(start: datetime, hours: float, reached: datetime) -> None:
    found = time().after(minutes(start), np.array([hours * 60]))
    assert reached == EPOCH + timedelta(minutes=float(found[0]))


def test_it_promises_by_priority_where_no_due_time_is_typed_and_by_the_countrys_hours(book: Callable[..., Any]) -> None:
    request = {"account_id": "acme", "am_id": "linh", "opened_at": D(2026, 6, 5, 16), "priority": "urgent"}
    tables = book(
        settings={"working_hours.VN": "Mon-Sat 08:00-17:00"},
        requests=[{**request, "request_id": "1"}, {**request, "request_id": "2", "due_at": D(2026, 6, 9)}],
    ).tables
    # One hour to answer and four to resolve: Friday 16–17, then Saturday 8–11.
    assert [(D(2026, 6, 5, 17), D(2026, 6, 6, 11)), (D(2026, 6, 5, 17), D(2026, 6, 9))] == [
        (row["response_due"], row["due"]) for row in rows_of(tables["requests"])
    ]
