from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from kpi_core.rules import Signal

D = datetime
Find = Callable[..., list[Signal]]


def goal(due: datetime, actual: float | None, **more: Any) -> dict[str, Any]:
    row = {"outcome_id": "G1", "account_id": "acme", "goal": "More leads", "target": 100.0, "actual": actual}
    return {**row, "due_on": due, **more}


@pytest.mark.parametrize(
    ("due", "actual", "count"),
    [
        (D(2026, 7, 31), 69.0, 0),
        (D(2026, 7, 30), 69.0, 1),
        (D(2026, 7, 30), 70.0, 0),
        (D(2026, 6, 30), 69.0, 1),
        (D(2026, 6, 29), 69.0, 0),
        (D(2026, 7, 30), None, 0),
    ],
)
def test_it_watches_goals_due_within_30_days(find: Find, due: datetime, actual: float | None, count: int) -> None:
    assert count == len(find("outcome_risk", outcomes=[goal(due, actual)]))


def test_it_says_how_far_a_goal_is(find: Find) -> None:
    (signal,) = find("outcome_risk", outcomes=[goal(D(2026, 7, 10), 69.9)])
    assert ("G1", "2026-07-10", date(2026, 7, 10)) == (signal.subject, signal.cycle, signal.due_on)
    assert "the goal “More leads” is due in 10 days, on 2026-07-10, and 69% of it is reached" == signal.why.to("en")


@pytest.mark.parametrize(("actual", "count"), [(120.0, 0), (150.0, 1)])
def test_it_reads_a_goal_where_less_is_better(find: Find, actual: float, count: int) -> None:
    assert count == len(find("outcome_risk", outcomes=[goal(D(2026, 7, 10), actual, better="lower")]))


@pytest.mark.parametrize(
    "more", [{"achieved": True}, {"achieved_on": D(2026, 6, 1)}], ids=lambda more: next(iter(more))
)
def test_it_is_content_with_a_goal_achieved(find: Find, more: dict[str, Any]) -> None:
    assert [] == find("outcome_risk", outcomes=[goal(D(2026, 7, 10), 10.0, **more)])


def stage(name: str, due: int, done: int | None = None, **more: Any) -> dict[str, Any]:
    row = {"deliverable_id": f"W{name}{due}", "account_id": "acme", "title": "Video", "stage": name}
    return {**row, "due_on": D(2026, 6, due), "done_on": D(2026, 6, done) if done else None, **more}


def test_it_asks_for_acceptance_five_working_days_after_delivery(find: Find) -> None:
    """Delivered on Tuesday the 23rd: five working days are over at the end of the 30th."""
    assert [] == find("acceptance", deliverables=[stage("delivery", 23, 24)])
    (signal,) = find("acceptance", deliverables=[stage("delivery", 23, 23)])
    assert ("Wdelivery23", "2026-06-23", "linh") == (signal.subject, signal.cycle, signal.am_id)
    expected = "delivery “Video” was done on 2026-06-23, 5 working days ago, and is not accepted: the invoice waits"
    assert expected == signal.why.to("en")


def test_it_speaks_of_the_latest_stage_of_a_work_only(find: Find) -> None:
    works = [stage("production", 10, 10), stage("delivery", 15, 15)]
    assert ["Wdelivery15"] == [signal.subject for signal in find("acceptance", deliverables=works)]


@pytest.mark.parametrize(("done", "count"), [(14, 0), (20, 0), (None, 1)])
def test_it_is_content_with_a_signed_act(find: Find, done: int | None, count: int) -> None:
    works = [stage("delivery", 15, 15), stage("acceptance", 18, done)]
    assert count == len(find("acceptance", deliverables=works))


def test_it_wants_an_act_for_each_work(find: Find) -> None:
    works = [stage("delivery", 15, 15), stage("acceptance", 18, 18, title="Landing page")]
    assert 1 == len(find("acceptance", deliverables=works))


def test_it_names_a_stage_the_day_after_it_was_due(find: Find) -> None:
    assert [] == find("late_stage", deliverables=[stage("brief", 30)])
    (signal,) = find("late_stage", deliverables=[stage("brief", 29, am_id="minh")])
    assert ("Wbrief29", "2026-06-29", "minh") == (signal.subject, signal.cycle, signal.am_id)
    assert "brief “Video” was due on 2026-06-29, 1 day ago, and is not done" == signal.why.to("en")


def test_it_is_content_with_a_stage_done(find: Find) -> None:
    assert [] == find("late_stage", deliverables=[stage("contract", 10, 30)])
