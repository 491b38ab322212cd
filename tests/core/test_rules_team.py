from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from kpi_core.rules import Signal

D = datetime
Find = Callable[..., list[Signal]]


def linh(**more: Any) -> list[dict[str, Any]]:
    lead = {"am_id": "ha", "name": "Ha", "role": "lead"}
    return [{"am_id": "linh", "name": "Linh", "role": "am", **more}, lead]


def test_it_asks_the_lead_for_a_one_to_one_after_30_days(find: Find) -> None:
    assert [] == find("one_to_one", team=linh(checked_in_on=D(2026, 6, 1)))
    (signal,) = find("one_to_one", team=linh(checked_in_on=D(2026, 5, 31)))
    assert ("linh", "2026-06", "linh", ("lead",)) == (signal.subject, signal.cycle, signal.am_id, signal.audience)
    assert ("Linh", "the last one-to-one was 30 days ago") == (signal.account_name, signal.why.to("en"))


def test_it_asks_again_the_next_month(find: Find) -> None:
    (signal,) = find("one_to_one", now=D(2026, 7, 2), team=linh(checked_in_on=D(2026, 5, 31)))
    assert "2026-07" == signal.cycle


def test_it_gives_a_newcomer_30_days(find: Find) -> None:
    assert [] == find("one_to_one", team=linh(started_on=D(2026, 6, 1)))
    (signal,) = find("one_to_one", team=linh(started_on=D(2026, 5, 31)))
    assert "no one-to-one is on record" == signal.why.to("en")


@pytest.mark.parametrize("gone", [{"active": False}, {"left_on": D(2026, 6, 1)}], ids=lambda gone: next(iter(gone)))
def test_it_forgets_those_who_left(find: Find, gone: dict[str, Any]) -> None:
    assert [] == find("one_to_one", team=linh(checked_in_on=D(2026, 1, 1), **gone))


def test_it_makes_no_claim_about_talks_nobody_notes(find: Find) -> None:
    assert [] == find("one_to_one", missing=("team.checked_in_on",), team=linh(started_on=D(2025, 1, 1)))


def clients(count: int) -> list[dict[str, Any]]:
    return [
        {"account_id": f"a{number}", "name": "A", "owner_id": "linh", "started_on": D(2025, 1, 1)}
        for number in range(count)
    ]


@pytest.mark.parametrize(("role", "limit"), [("am", 20), ("senior_am", 12), (None, 20)])
def test_it_tells_the_lead_who_carries_too_much(find: Find, role: str | None, limit: int) -> None:
    assert [] == find("overload", team=linh(role=role), accounts=clients(limit))
    (signal,) = find("overload", team=linh(role=role), accounts=clients(limit + 1))
    assert ("linh", "2026-06", ("lead",)) == (signal.subject, signal.cycle, signal.audience)
    assert f"{limit + 1} active accounts; the limit of the role is {limit}" == signal.why.to("en")


def test_it_counts_only_active_accounts(find: Find) -> None:
    ended = [{**row, "ended_on": D(2026, 6, 1)} for row in clients(30)]
    assert [] == find("overload", team=linh(), accounts=ended)


def test_it_takes_the_limit_from_the_settings(find: Find) -> None:
    assert 1 == len(find("overload", settings={"overload.am": "2"}, team=linh(), accounts=clients(3)))
