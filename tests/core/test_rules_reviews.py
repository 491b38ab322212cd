from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from kpi_core.rules import Signal

D = datetime
Find = Callable[..., list[Signal]]


def account(name: str = "acme", tier: str = "key", **more: Any) -> dict[str, Any]:
    row = {"account_id": name, "name": name, "owner_id": "linh", "started_on": D(2024, 1, 1), "tier": tier}
    return {**row, **more}


@pytest.mark.parametrize(
    ("tier", "reviewed", "count"),
    [
        ("key", D(2026, 4, 2), 0),
        ("key", D(2026, 4, 1), 1),
        ("near_key", D(2025, 7, 1), 0),
        ("near_key", D(2025, 6, 30), 1),
        ("standard", D(2024, 1, 1), 0),
    ],
)
def test_it_asks_for_a_review_by_tier(find: Find, tier: str, reviewed: datetime, count: int) -> None:
    assert count == len(find("review_due", accounts=[account(tier=tier, reviewed_on=reviewed)]))


def test_it_starts_anew_with_each_review(find: Find) -> None:
    (signal,) = find("review_due", accounts=[account(reviewed_on=D(2026, 3, 1))])
    assert ("2026-03-01", date(2026, 5, 30)) == (signal.cycle, signal.due_on)
    assert "the last review was 121 days ago; one is due every 90 days" == signal.why.to("en")


def test_it_asks_for_a_few_at_a_time_the_longest_due_first(find: Find) -> None:
    accounts = [account(f"a{month}", reviewed_on=D(2025, month, 1)) for month in (5, 3, 4)]
    assert ["a3", "a4"] == sorted(signal.subject for signal in find("review_due", accounts=accounts))


def test_it_counts_what_was_reviewed_this_week(find: Find) -> None:
    done = account("a1", reviewed_on=D(2026, 6, 29))
    accounts = [done, *(account(f"a{month}", reviewed_on=D(2025, month, 1)) for month in (5, 3, 4))]
    assert ["a3"] == [signal.subject for signal in find("review_due", accounts=accounts)]


def test_it_moves_on_when_one_is_snoozed(find: Find) -> None:
    accounts = [account(f"a{month}", reviewed_on=D(2025, month, 1)) for month in (5, 3, 4)]
    snooze = {"event_id": "e", "kind": "snooze", "subject": "a3", "rule": "review_due", "at": D(2026, 6, 20)}
    found = find("review_due", accounts=accounts, events=[{**snooze, "until": D(2026, 7, 30)}])
    assert ["a4", "a5"] == sorted(signal.subject for signal in found)


def confirmed(at: datetime) -> list[dict[str, Any]]:
    return [{"event_id": "e", "kind": "addressed", "subject": "key_criteria", "rule": "criteria_review", "at": at}]


def test_it_asks_the_head_to_confirm_the_criteria_each_quarter(find: Find) -> None:
    assert [] == find("criteria_review", events=confirmed(D(2026, 4, 2, 9)))
    (signal,) = find("criteria_review", events=confirmed(D(2026, 4, 1)), now=D(2026, 7, 2))
    assert ("key_criteria", "2026-Q3", ("head",), "dmitri") == (
        signal.subject,
        signal.cycle,
        signal.audience,
        signal.am_id,
    )
    assert "the key-account criteria were last confirmed 91 days ago: do they still fit?" == signal.why.to("en")


def test_it_says_when_the_criteria_were_never_confirmed(find: Find) -> None:
    (signal,) = find("criteria_review")
    assert ("Khách hàng trọng điểm", "Ключевые клиенты") == (signal.called.to("vi"), signal.called.to("ru"))
    assert "the key-account criteria behind 1 active account were never confirmed" == signal.why.to("en")


def test_it_asks_nothing_of_a_team_without_key_accounts(find: Find) -> None:
    assert [] == find("criteria_review", accounts=[account(tier="standard")])
