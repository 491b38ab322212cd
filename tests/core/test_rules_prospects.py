from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from kpi_core.rules import Signal

D = datetime
Find = Callable[..., list[Signal]]


def lead(**more: Any) -> dict[str, Any]:
    row = {"deal_id": "D1", "am_id": "minh", "name": "New shop", "stage": "lead", "created_at": D(2026, 6, 30, 11, 50)}
    return {**row, **more}


def test_it_calls_at_once_when_a_lead_waits_past_half_a_working_hour(find: Find) -> None:
    """Ten minutes before lunch, twenty after it."""
    assert [] == find("lead_waiting", now=D(2026, 6, 30, 13, 20), deals=[lead()])
    (signal,) = find("lead_waiting", now=D(2026, 6, 30, 13, 21), deals=[lead()])
    assert ("D1", "2026-06-30T11:50", "minh") == (signal.subject, signal.cycle, signal.am_id)
    assert signal.is_immediate
    expected = "the lead has waited 31 working minutes for a first word; 30 working minutes are allowed"
    assert ("New shop", None, expected) == (signal.account_name, signal.account_id, signal.why.to("en"))


def test_it_gives_an_industry_its_own_minutes(find: Find) -> None:
    accounts = [{"account_id": "acme", "name": "Acme", "owner_id": "linh", "industry": "Retail", "status": "prospect"}]
    settings = {"lead_minutes.retail": "60"}
    deals = [lead(account_id="acme")]
    assert [] == find("lead_waiting", D(2026, 6, 30, 13, 50), settings=settings, accounts=accounts, deals=deals)
    (signal,) = find("lead_waiting", D(2026, 6, 30, 13, 51), settings=settings, accounts=accounts, deals=deals)
    assert ("acme", "Acme") == (signal.account_id, signal.account_name)


@pytest.mark.parametrize(
    "more",
    [{"stage": "contacted"}, {"first_touch_at": D(2026, 6, 30, 12)}, {"closed_at": D(2026, 6, 30, 12)}],
    ids=lambda more: next(iter(more)),
)
def test_it_is_content_with_a_lead_that_was_seen_to(find: Find, more: dict[str, Any]) -> None:
    assert [] == find("lead_waiting", deals=[lead(**more)])


def test_it_takes_a_call_about_the_deal_for_a_first_word(find: Find) -> None:
    call = {"interaction_id": "1", "account_id": "acme", "am_id": "minh", "at": D(2026, 6, 30, 12), "deal_id": "D1"}
    assert [] == find("lead_waiting", deals=[lead()], interactions=[{**call, "direction": "outbound"}])


PROSPECT = [{"account_id": "acme", "name": "Acme", "owner_id": "linh", "status": "prospect"}]


def touch(day: int, **more: Any) -> dict[str, Any]:
    row = {"interaction_id": f"T{day}", "account_id": "acme", "am_id": "minh", "at": D(2026, 6, day, 10)}
    return {**row, "direction": "outbound", "replied": False, **more}


def test_it_advises_to_stop_at_the_fifth_touch_without_reply(find: Find) -> None:
    touches = [touch(day) for day in range(1, 6)]
    assert [] == find("stop_chasing", accounts=PROSPECT, interactions=touches[:4])
    (signal,) = find("stop_chasing", accounts=PROSPECT, interactions=touches)
    assert ("acme", "T5", "minh") == (signal.subject, signal.cycle, signal.am_id)
    expected = "5 approaches in a row without a reply since 2026-06-01: stop, or change the approach"
    assert expected == signal.why.to("en")


def test_it_says_the_same_thing_after_the_sixth(find: Find) -> None:
    (signal,) = find("stop_chasing", accounts=PROSPECT, interactions=[touch(day) for day in range(1, 7)])
    assert "T5" == signal.cycle


@pytest.mark.parametrize("heard", [{"direction": "inbound"}, {"replied": True}, {"replied": None}], ids=str)
def test_it_counts_anew_after_a_sign_of_life(find: Find, heard: dict[str, Any]) -> None:
    touches = [touch(day) for day in (1, 2, 4, 5, 6, 7)]
    assert [] == find("stop_chasing", accounts=PROSPECT, interactions=[*touches, touch(3, **heard)])
    later = [*touches, touch(8), touch(3, **heard)]
    assert ["T8"] == [signal.cycle for signal in find("stop_chasing", accounts=PROSPECT, interactions=later)]


def test_it_lets_one_chase_clients(find: Find) -> None:
    assert [] == find("stop_chasing", interactions=[touch(day) for day in range(1, 6)])


def former(ended: datetime) -> list[dict[str, Any]]:
    row = {"account_id": "acme", "name": "Acme", "owner_id": "linh", "started_on": D(2024, 1, 1), "status": "lost"}
    return [{**row, "ended_on": ended}]


def test_it_remembers_a_former_client_after_180_days(find: Find) -> None:
    assert [] == find("win_back", accounts=former(D(2026, 1, 2)))
    (signal,) = find("win_back", accounts=former(D(2026, 1, 1)))
    assert ("acme", "2026-H1", "linh") == (signal.subject, signal.cycle, signal.am_id)
    expected = "a former client, lost on 2026-01-01, without contact for 180 days: time to try again"
    assert expected == signal.why.to("en")


def test_it_counts_from_a_talk_after_the_loss(find: Find) -> None:
    talk = {"interaction_id": "1", "account_id": "acme", "am_id": "linh", "at": D(2026, 3, 1)}
    assert [] == find("win_back", accounts=former(D(2025, 6, 1)), interactions=[talk])


def test_it_tries_again_each_half_year(find: Find) -> None:
    (signal,) = find("win_back", now=D(2026, 7, 2), accounts=former(D(2025, 6, 1)))
    assert "2026-H2" == signal.cycle


def test_it_wins_nobody_back_who_is_here(find: Find) -> None:
    assert [] == find("win_back")
