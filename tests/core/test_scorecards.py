from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from kpi_core.catalogue import BY_KEY
from kpi_core.kpi import Result, Scope
from kpi_core.periods import Period, unit_period
from kpi_core.scorecard import Target
from kpi_core.scorecards import scorecard, target
from kpi_core.targets import attainment, status

D = datetime
NOW = D(2026, 6, 29)  # a Monday
WEEK = unit_period("week", D(2026, 6, 24), NOW)
Build = Callable[..., Any]
LINH = Scope("am", "linh")


def asked_of(kpi: str, goal: float, scope: str = "all", **more: Any) -> dict[str, Any]:
    return {"kpi": kpi, "scope": scope, "target": goal, **more}


def goal(build: Build, *targets: dict[str, Any], kpi: str = "freshness", period: Period = WEEK) -> float | None:
    found = target(build(NOW, targets=list(targets)).figures, BY_KEY[kpi], LINH, period)
    return found.value if found else None


def test_it_takes_the_most_specific_target(book: Build) -> None:
    rows = [
        asked_of("freshness", 0.5),
        asked_of("freshness", 0.6, "team:Sen"),
        asked_of("freshness", 0.7, "role:am"),
        asked_of("freshness", 0.8, "am:linh"),
        asked_of("freshness", 0.9, "am:minh"),
    ]
    assert [0.5, 0.6, 0.7, 0.8] == [goal(book, *rows[:count]) for count in range(1, 5)]


def test_what_all_bring_in_together_is_asked_of_no_single_account(book: Build) -> None:
    targets = [asked_of("revenue", 1300.0), asked_of("revenue", 700.0, "tier:key"), asked_of("freshness", 0.9)]
    figures = book(NOW, accounts=[{"account_id": "acme", "tier": "key"}], targets=targets).figures
    scopes = (Scope("account", "acme"), Scope("tier", "near_key"), LINH)
    found = [[target(figures, BY_KEY[kpi], scope, WEEK) for scope in scopes] for kpi in ("revenue", "freshness")]
    assert [[None, None, 1300.0], [0.9, 0.9, 0.9]] == [[goal and goal.value for goal in each] for each in found]


def test_it_holds_an_account_to_the_target_of_its_tier(book: Build) -> None:
    figures = book(NOW, targets=[asked_of("freshness", 0.5), asked_of("freshness", 0.9, "tier:key")]).figures
    accounts = ("acme", "bamboo")  # one is key, of the other no tier is known
    found = [target(figures, BY_KEY["freshness"], Scope("account", one), WEEK) for one in accounts]
    assert [0.9, 0.5] == [one.value for one in found if one]


def test_it_reads_a_percent_target_typed_in_per_cent(book: Build) -> None:
    assert 0.85 == goal(book, asked_of("freshness", 85.0))
    assert [1.2, 0.9] == [goal(book, asked_of("nrr", typed), kpi="nrr") for typed in (1.2, 0.9)]
    assert [0.01, 0.02, 0.05, 0.05] == [
        goal(book, asked_of("churn_rate", typed), kpi="churn_rate") for typed in (1.0, 2.0, 5.0, 0.05)
    ]


def test_it_looks_only_at_targets_that_hold_at_the_end(book: Build) -> None:
    assert goal(book, {**asked_of("freshness", 0.9), "to": D(2026, 6, 27)}) is None
    assert 0.9 == goal(book, {**asked_of("freshness", 0.9), "to": D(2026, 6, 28)})


def test_it_prorates_a_flow_by_working_days(book: Build) -> None:
    # The second quarter of 2026 has 65 weekdays, the week five.
    assert pytest.approx(1300 * 5 / 65) == goal(book, asked_of("revenue", 1300.0, per="quarter"), kpi="revenue")


def figure(kpi: str, value: float | None) -> Result:
    return Result(kpi, LINH, WEEK, value)


@pytest.mark.parametrize(
    ("kpi", "value", "warn_at", "expected"),
    [
        ("freshness", 0.8, 0.6, "green"),
        ("freshness", 0.6, 0.6, "amber"),
        ("freshness", 0.59, 0.6, "red"),
        ("freshness", 0.72, None, "amber"),
        ("freshness", 0.71, None, "red"),
        ("churn_rate", 0.8, 1.0, "green"),
        ("churn_rate", 0.9, 1.0, "amber"),
        ("churn_rate", 1.1, 1.0, "red"),
        ("active_accounts", 5, 1.0, None),
        ("freshness", None, 0.6, None),
    ],
)
def test_it_lights_green_amber_and_red(
    kpi: str, value: float | None, warn_at: float | None, expected: str | None
) -> None:
    goal = Target(0.8, warn_at, weight=1, prorated=False, row=2)
    assert expected == status(BY_KEY[kpi], figure(kpi, value), goal)


@pytest.mark.parametrize(
    ("kpi", "value", "goal", "expected"),
    [
        ("revenue", 50, 100, 0.5),
        ("revenue", 500, 100, 1.2),
        ("revenue", -5, 100, 0.0),
        ("churn_rate", 0.1, 0.05, 0.5),
        ("churn_rate", 0.0, 0.05, 1.0),
        ("churn_rate", 0.01, 0.0, 0.0),
        ("nps", -10, 0, 0.0),
        ("nps", 5, 0, 1.0),
    ],
)
def test_it_says_how_far_a_target_is_reached(kpi: str, value: float, goal: float, expected: float) -> None:
    found = attainment(BY_KEY[kpi], figure(kpi, value), Target(goal, None, weight=1, prorated=False, row=2))
    assert pytest.approx(expected) == found


def test_it_weighs_the_attainments_into_one_score_and_names_what_has_no_data(book: Build) -> None:
    figures = book(
        NOW,
        interactions=[{"interaction_id": "1", "account_id": "acme", "am_id": "linh", "at": D(2026, 6, 25)}],
        targets=[
            asked_of("freshness", 1.0, weight=3.0),
            asked_of("interactions_per_account", 2.0, weight=1.0),
            asked_of("win_rate", 0.3),
        ],
    ).figures
    card = scorecard(figures, LINH, WEEK)
    assert [("freshness", 1.0, "green"), ("interactions_per_account", 1.0, "red")] == [
        (line.kpi.key, line.result.value, line.status) for line in card.lines
    ]
    assert pytest.approx(100 * (3 * 1.0 + 1 * 0.5) / 4) == card.score
    assert ["win_rate"] == [line.kpi.key for line in card.without_data]


def test_it_shows_the_default_card_without_a_score_where_nobody_set_targets(book: Build) -> None:
    card = scorecard(book(NOW).figures, LINH, WEEK)
    assert card.score is None
    assert "freshness" in {line.kpi.key for line in (*card.lines, *card.without_data)}
