from datetime import datetime, timedelta

from kpi_core.succession import Contract, lapsed_at, successors
from kpi_core.timelines import FAR_OFF

GRACE = timedelta(days=30)


def contract(name: str, starts: str, ends: str | None, **more: object) -> Contract:
    given = {
        "account_id": "acme",
        "service": "seo",
        "signed_at": None,
        "renews": None,
        "is_recurring": True,
        "is_kept": False,
        **more,
    }
    end = datetime.fromisoformat(ends) if ends else FAR_OFF
    return Contract(id=name, starts_at=datetime.fromisoformat(starts), ends_at=end, **given)  # type: ignore[arg-type]


def followers(*contracts: Contract) -> dict[str, str]:
    return {former: one.id for former, one in successors(contracts, GRACE).items()}


OLD = contract("old", "2025-01-01", "2025-12-31")


def test_it_takes_the_next_contract_for_the_same_service_as_the_successor() -> None:
    assert {"old": "new"} == followers(OLD, contract("new", "2026-01-01", "2026-12-31"))


def test_it_takes_a_named_successor_whatever_its_service() -> None:
    assert {"old": "new"} == followers(OLD, contract("new", "2026-06-01", "2026-12-31", service="ads", renews="old"))


def test_it_takes_no_successor_that_starts_after_the_grace_or_too_early() -> None:
    assert {} == followers(OLD, contract("late", "2026-02-01", "2026-12-31"))
    assert {} == followers(OLD, contract("early", "2025-10-01", "2026-12-31"))
    assert {"old": "edge"} == followers(OLD, contract("edge", "2026-01-30", "2026-12-31"))


def test_it_takes_no_successor_for_another_service_or_one_that_ends_no_later() -> None:
    assert {} == followers(OLD, contract("other", "2026-01-01", "2026-12-31", service="ads"))
    assert {} == followers(OLD, contract("short", "2025-12-01", "2025-12-31"))


def test_it_uses_a_successor_once() -> None:
    twin = contract("twin", "2025-02-01", "2025-12-31")
    assert {"old": "new"} == followers(OLD, twin, contract("new", "2026-01-01", "2026-12-31"))
    second = contract("second", "2026-01-05", "2026-12-31")
    assert {"old": "new", "twin": "second"} == followers(OLD, twin, contract("new", "2026-01-01", None), second)


def test_it_survives_contracts_that_renew_themselves_or_each_other() -> None:
    me = contract("me", "2025-01-01", "2025-12-31", renews="me")
    a = contract("a", "2025-01-01", "2025-12-31", renews="b", service="x")
    b = contract("b", "2025-01-01", "2025-12-31", renews="a", service="x")
    assert {"a": "b", "b": "a"} == followers(me, a, b)


def test_it_dates_a_lapse_at_the_last_effective_end_of_the_recurring_contracts() -> None:
    side = contract("side", "2025-01-01", "2025-06-30", service="ads")
    once = contract("once", "2025-01-01", "2026-06-30", is_recurring=False)
    assert {"acme": datetime(2025, 12, 31)} == lapsed_at([OLD, side, once], {})


def test_it_sees_no_lapse_while_one_contract_is_open_ended_or_kept_by_word() -> None:
    assert {} == lapsed_at([OLD, contract("open", "2025-01-01", None)], {})
    assert {} == lapsed_at([contract("kept", "2025-01-01", "2025-12-31", is_kept=True)], {})
