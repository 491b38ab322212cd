from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from kpi_core.rules import Signal

D = datetime
Find = Callable[..., list[Signal]]


def contact(number: int, influence: str = "user", **more: Any) -> dict[str, Any]:
    return {"contact_id": f"C{number}", "account_id": "acme", "influence": influence, **more}


def test_it_warns_of_a_key_account_known_through_one_person(find: Find) -> None:
    (signal,) = find("single_thread", contacts=[contact(1, "decision_maker")])
    assert ("acme", "2026-06", "linh") == (signal.subject, signal.cycle, signal.am_id)
    assert "a key account with just 1 contact: get to know more people there" == signal.why.to("en")


def test_it_warns_of_a_key_account_without_a_decision_maker(find: Find) -> None:
    (signal,) = find("single_thread", contacts=[contact(1), contact(2, "influencer")])
    assert "no active decision maker among 2 contacts of a key account" == signal.why.to("en")


@pytest.mark.parametrize("gone", [{"active": False}, {"left_on": D(2026, 6, 30)}], ids=lambda gone: next(iter(gone)))
def test_it_does_not_count_on_people_who_left(find: Find, gone: dict[str, Any]) -> None:
    contacts = [contact(1), contact(2), contact(3, "decision_maker", **gone)]
    assert 1 == len(find("single_thread", contacts=contacts))


def test_it_is_content_with_two_contacts_one_of_whom_decides(find: Find) -> None:
    assert [] == find("single_thread", contacts=[contact(1, "decision_maker"), contact(2)])


def test_it_starts_anew_with_the_month(find: Find) -> None:
    (signal,) = find("single_thread", now=D(2026, 7, 2), contacts=[contact(1)])
    assert "2026-07" == signal.cycle


def test_it_makes_no_claim_about_contacts_nobody_keeps(find: Find) -> None:
    assert [] == find("single_thread")


def account(tier: str = "key", **more: Any) -> list[dict[str, Any]]:
    row = {"account_id": "acme", "name": "Acme", "owner_id": "linh", "started_on": D(2025, 1, 1), "tier": tier}
    return [{**row, **more}]


def test_it_asks_for_the_next_step_the_day_after_it_was_due(find: Find) -> None:
    assert [] == find("next_step", accounts=account(next_step_on=D(2026, 6, 30)))
    (signal,) = find("next_step", accounts=account(next_step="Send the plan", next_step_on=D(2026, 6, 28)))
    assert ("2026-06-28", date(2026, 6, 28), "warning") == (signal.cycle, signal.due_on, signal.severity)
    assert "the next step “Send the plan” was due on 2026-06-28, 2 days ago" == signal.why.to("en")


def test_it_asks_for_a_next_step_where_there_is_none(find: Find) -> None:
    (signal,) = find("next_step", accounts=account("near_key"))
    assert ("none", "no next step has a date", "notice") == (signal.cycle, signal.why.to("en"), signal.severity)


def test_it_leaves_standard_accounts_without_a_next_step(find: Find) -> None:
    assert [] == find("next_step", accounts=account("standard", next_step_on=D(2026, 6, 1)))
