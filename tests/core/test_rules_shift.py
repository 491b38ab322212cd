from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from kpi_core.rules import Signal

D = datetime
Find = Callable[..., list[Signal]]
ACCOUNTS = [{"account_id": "acme", "name": "Acme", "owner_id": "linh", "started_on": D(2024, 1, 1), "tier": "key"}]
TEAM = [{"am_id": "linh", "name": "Linh", "role": "am"}]
# The Monday of the last full week before the end of 30 June.
LAST_WEEK = D(2026, 6, 22)
TARGET = {"kpi": "interactions_per_account", "target": 1.0, "scope": "all"}


def calls(per_week: list[int]) -> list[dict[str, Any]]:
    """Return so many calls a week, the last full week first."""
    return [
        {"interaction_id": f"{ago}.{number}", "account_id": "acme", "am_id": "linh", "at": at + timedelta(hours=number)}
        for ago, count in enumerate(per_week)
        for at in [LAST_WEEK - timedelta(weeks=ago)]
        for number in range(count)
    ]


def shifts(find: Find, per_week: list[int], **target: Any) -> list[Signal]:
    targets = [{**TARGET, **target}]
    return find("kpi_shift", accounts=ACCOUNTS, team=TEAM, targets=targets, interactions=calls(per_week))


USUAL = [9, 11, 10, 9, 11, 10, 9, 11, 10, 9, 11, 10]


def test_it_notices_a_week_far_below_the_am_s_own(find: Find) -> None:
    """Median 10, MAD 1: five below is a robust z of 3.4, four below of 2.7."""
    assert [] == shifts(find, [6, *USUAL])
    (signal,) = shifts(find, [5, *USUAL])
    assert ("linh", "2026-W26:interactions_per_account") == (signal.subject, signal.cycle)
    assert ("linh", ("owner", "lead")) == (signal.am_id, signal.audience)
    # As of then, and so is a target that grows with its quarter: the card of today may show others.
    expected = "Interactions per account: 5 last week, far from the usual 10 of 12 weeks"
    assert expected == signal.why.to("en")


def test_it_has_no_complaint_about_a_week_far_above(find: Find) -> None:
    assert [] == shifts(find, [30, *USUAL])


def test_it_judges_by_no_history_that_never_moved(find: Find) -> None:
    assert [] == shifts(find, [5, *([10] * 12)])


def test_it_needs_eight_weeks_of_history(find: Find) -> None:
    accounts = [{**ACCOUNTS[0], "started_on": LAST_WEEK - timedelta(weeks=7)}]
    found = find("kpi_shift", accounts=accounts, team=TEAM, targets=[TARGET], interactions=calls([5, *USUAL[:7]]))
    assert [] == found


def test_it_speaks_up_at_the_third_red_week_running(find: Find) -> None:
    assert [] == shifts(find, [5, 4, 12, 5], target=10.0)
    (signal,) = shifts(find, [5, 4, 5, 12], target=10.0)
    assert "2026-W26:interactions_per_account" == signal.cycle
    expected = (
        "Interactions per account: in the red for 3 weeks running; 5 at the end of last week against a target of 10"
    )
    assert expected == signal.why.to("en")


def test_it_starts_anew_each_week(find: Find) -> None:
    targets = [{**TARGET, "target": 10.0}]
    (signal,) = find(
        "kpi_shift", now=D(2026, 6, 29), accounts=ACCOUNTS, team=TEAM, targets=targets, interactions=calls([5, 4, 5])
    )
    assert "2026-W26:interactions_per_account" == signal.cycle
    (signal,) = find(
        "kpi_shift", now=D(2026, 6, 28), accounts=ACCOUNTS, team=TEAM, targets=targets, interactions=calls([5, 4, 5, 5])
    )
    assert "2026-W25:interactions_per_account" == signal.cycle


@pytest.mark.parametrize("weeks", [[5, 9, 5]])
def test_it_takes_amber_for_no_red(find: Find, weeks: list[int]) -> None:
    assert [] == shifts(find, weeks, target=10.0)
