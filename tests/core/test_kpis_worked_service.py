"""Service on literal rows, worked by hand."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from kpi_core.periods import between

D = datetime
NOW = D(2026, 7, 1)
Q2 = between(D(2026, 4, 1).date(), D(2026, 6, 30).date(), NOW)
Build = Callable[..., Any]
WEEK = between(D(2026, 6, 22).date(), D(2026, 6, 28).date(), NOW)
MONDAY = D(2026, 6, 22, 10)


def request(name: str, opened: datetime = MONDAY, **more: Any) -> dict[str, Any]:
    return {"request_id": name, "account_id": "acme", "opened_at": opened, **more}


def test_it_takes_the_median_of_working_hours_to_the_first_response(book: Build) -> None:
    asked = book(
        NOW,
        requests=[
            request("1", first_response_at=D(2026, 6, 22, 11)),
            request("2", first_response_at=D(2026, 6, 22, 13)),
            # Friday 17–18, Monday 9–12 and 13–18.
            request("3", D(2026, 6, 26, 17), first_response_at=D(2026, 6, 29, 18)),
            request("4"),
            request("5", D(2026, 6, 21), first_response_at=MONDAY),
            request("olga's", am_id="olga", first_response_at=MONDAY),
        ],
    )
    result = asked.ask("response_time", WEEK, "am:linh")
    assert (2, 3) == (result.value, result.n)
    # The 90th percentile lies 0.8 of the way from 2 to 9.
    assert {"mean": 4, "p90": pytest.approx(7.6), "unanswered": 1} == result.beside


def test_it_looks_at_what_was_resolved_in_the_period_for_resolution_time(book: Build) -> None:
    asked = book(
        NOW,
        requests=[
            request("1", resolved_at=D(2026, 6, 22, 15)),
            request("2", resolved_at=D(2026, 6, 22, 17)),
            request("3", resolved_at=D(2026, 6, 24, 10)),
            request("4", resolved_at=D(2026, 6, 29)),
            request("5"),
        ],
    )
    # 10–12 and 13–15; two hours more; two whole days of eight.
    assert (6, None, None, 3) == asked.sides("resolution_time", WEEK, "am:linh")
    assert {"mean": pytest.approx(26 / 3), "p90": pytest.approx(14)} == asked.ask("resolution_time", WEEK).beside


def test_it_takes_no_answer_by_the_due_time_for_a_miss(book: Build) -> None:
    due = D(2026, 6, 25, 12)
    asked = book(
        NOW,
        requests=[
            request("in time", response_due_at=due, first_response_at=due, due_at=due, resolved_at=due),
            request("late", response_due_at=due, first_response_at=D(2026, 6, 25, 13), due_at=due, resolved_at=NOW),
            request("open", response_due_at=due, due_at=due),
            request("due later", response_due_at=NOW, due_at=NOW),
            request("resolved before", D(2026, 6, 1), response_due_at=due, first_response_at=D(2026, 6, 1), due_at=NOW),
        ],
    )
    assert (0.5, 2, 4, 4) == asked.sides("response_sla_rate", WEEK, "am:linh")
    assert (pytest.approx(1 / 3), 1, 3, 3) == asked.sides("sla_rate", WEEK, "am:linh")


def test_it_makes_a_blank_due_time_of_the_priority(book: Build) -> None:
    # Two working hours from Monday 10:00: 12:00.
    rows = [
        request("1", priority="urgent", resolved_at=D(2026, 6, 22, 12)),
        request("2", priority="urgent", resolved_at=D(2026, 6, 22, 13, 30)),
    ]
    asked = book(NOW, settings={"sla_hours.urgent": "2"}, requests=rows)
    assert (0.5, 1, 2, 2) == asked.sides("sla_rate", WEEK)


def test_it_counts_what_is_open_at_the_end_and_its_age(book: Build) -> None:
    asked = book(
        NOW,
        requests=[
            request("old", D(2026, 6, 17)),
            request("resolved since", D(2026, 6, 26), resolved_at=D(2026, 6, 29)),
            request("resolved", D(2026, 6, 1), resolved_at=D(2026, 6, 28, 23)),
            request("opened since", D(2026, 6, 29)),
            request("olga's", D(2026, 6, 28, 12), am_id="olga"),
        ],
    )
    assert (3, 3, None, 3) == asked.sides("open_requests", WEEK)
    assert (12, None, None, 2) == asked.sides("oldest_request", WEEK, "am:linh")
    assert (0.5, None, None, 1) == asked.sides("oldest_request", WEEK, "am:olga")


def test_it_counts_the_resolved_by_category(book: Build) -> None:
    day = D(2026, 6, 23)
    asked = book(
        NOW,
        requests=[
            request("1", resolved_at=day, category="billing"),
            request("2", resolved_at=day, category="artwork"),
            request("3", resolved_at=day, category="artwork"),
            request("4", category="artwork"),
        ],
    )
    assert (3, 3, None, 3) == asked.sides("requests_resolved", WEEK)
    assert [("artwork", 2), ("billing", 1)] == asked.parts("requests_resolved", WEEK)


def test_it_asks_whether_a_deliverable_was_done_by_the_end_of_its_day(book: Build) -> None:
    def deliverable(name: str, stage: str, **more: Any) -> dict[str, Any]:
        row = {"deliverable_id": name, "account_id": "acme", "stage": stage, "due_on": D(2026, 6, 30)}
        return {**row, **more}

    asked = book(
        NOW,
        deliverables=[
            deliverable("that day", "brief", done_on=D(2026, 6, 30)),
            deliverable("late", "brief", done_on=D(2026, 7, 1)),
            deliverable("not done", "proposal"),
            deliverable("olga's", "brief", done_on=D(2026, 6, 1), am_id="olga"),
            deliverable("due later", "brief", due_on=D(2026, 7, 1), done_on=D(2026, 6, 1)),
        ],
    )
    assert (pytest.approx(1 / 3), 1, 3, 3) == asked.sides("on_time_delivery", Q2, "am:linh")
    assert (1, 1, 1, 1) == asked.sides("on_time_delivery", Q2, "am:olga")
    assert [("brief", pytest.approx(2 / 3)), ("proposal", 0)] == asked.parts("on_time_delivery", Q2)
