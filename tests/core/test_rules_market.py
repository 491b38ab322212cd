from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from kpi_core.rules import Signal

D = datetime
Find = Callable[..., list[Signal]]


def account(name: str, tier: str = "standard", **more: Any) -> dict[str, Any]:
    row = {"account_id": name, "name": name.title(), "owner_id": "linh", "started_on": D(2024, 1, 1), "tier": tier}
    return {**row, **more}


def billed(name: str, amount: float, on: datetime = datetime(2026, 5, 1)) -> dict[str, Any]:
    return {"invoice_id": f"{name}{on}", "account_id": name, "issued_on": on, "amount": amount}


def wallet(spend: float | None, market: float | None) -> list[dict[str, Any]]:
    return [account("acme", category_spend=spend, market_share=market)]


@pytest.mark.parametrize(
    ("spend", "market", "count"),
    [(1000.0, 0.1, 0), (1001.0, 0.1, 1), (1001.0, 0.09, 0), (1001.0, None, 0), (None, 1, 0)],
)
def test_it_doubles_down_on_a_small_share_of_a_strong_client(
    find: Find, spend: float | None, market: float | None, count: int
) -> None:
    assert count == len(find("wallet_gap", accounts=wallet(spend, market), invoices=[billed("acme", 200.0)]))


def test_it_says_both_shares(find: Find) -> None:
    (signal,) = find("wallet_gap", accounts=wallet(1001.0, 0.25), invoices=[billed("acme", 200.0)])
    assert ("acme", "2026-Q2:double_down", ("owner", "lead")) == (signal.subject, signal.cycle, signal.audience)
    assert "we have 19% of the wallet of a client with 25% of its market: double down" == signal.why.to("en")


def rival(threat: str) -> list[dict[str, Any]]:
    return [{"account_id": "acme", "competitor": "Sao Mai", "threat": threat}]


@pytest.mark.parametrize(("threat", "now", "count"), [("high", 80.0, 0), ("high", 79.0, 1), ("medium", 10.0, 0)])
def test_it_pivots_when_revenue_falls_beside_a_strong_competitor(
    find: Find, threat: str, now: float, count: int
) -> None:
    invoices = [billed("acme", 100.0, D(2026, 3, 1)), billed("acme", now, D(2026, 5, 1))]
    found = find("wallet_gap", accounts=[account("acme")], invoices=invoices, competitors=rival(threat))
    assert ["2026-Q2:pivot"] * count == [signal.cycle for signal in found]


def test_it_says_how_far_revenue_fell(find: Find) -> None:
    invoices = [billed("acme", 100.0, D(2026, 3, 1)), billed("acme", 60.0, D(2026, 5, 1))]
    (signal,) = find("wallet_gap", accounts=[account("acme")], invoices=invoices, competitors=rival("high"))
    assert "revenue of 90 days fell by 40% and Sao Mai is a high threat: change course" == signal.why.to("en")


def contract(name: str, service: str) -> dict[str, Any]:
    row = {"contract_id": f"{name}{service}", "account_id": name, "service": service}
    return {**row, "starts_on": D(2026, 1, 1), "ends_on": D(2026, 12, 31), "amount": 10.0}


THREE = ("SEO", "Video", "Design")
ACCOUNTS = [account("acme"), account("bamboo"), account("volga")]
REVENUE = [billed("acme", 300.0), billed("bamboo", 200.0), billed("volga", 100.0)]


def test_it_names_an_account_that_meets_the_criteria(find: Find) -> None:
    """Acme: the most revenue (40 points) and three services (20)."""
    contracts = [contract("acme", service) for service in THREE]
    (signal,) = find("key_candidate", accounts=ACCOUNTS, invoices=REVENUE, contracts=contracts)
    assert ("acme", "2026-Q2:meets", ("owner", "lead")) == (signal.subject, signal.cycle, signal.audience)
    assert "60 of 60 points by the key-account criteria: a key account in the making" == signal.why.to("en")


@pytest.mark.parametrize(("near", "count"), [("19", 0), ("20", 1)])
def test_it_names_a_near_miss(find: Find, near: str, count: int) -> None:
    settings = {"key_points_near": near}
    found = find("key_candidate", settings=settings, accounts=ACCOUNTS, invoices=REVENUE)
    assert ["2026-Q2:near"] * count == [signal.cycle for signal in found]


def test_it_doubts_a_key_account_only_where_it_knows(find: Find) -> None:
    """Volga: the least revenue; 20 points each for growth, wallet and services are possible until they are known."""
    accounts = [*ACCOUNTS[:2], account("volga", "key")]
    assert [] == find("key_candidate", accounts=accounts, invoices=REVENUE)
    contracts = [contract("volga", "SEO")]
    (signal,) = find("key_candidate", accounts=accounts, invoices=REVENUE, contracts=contracts)
    assert ("volga", "2026-Q2:no_longer") == (signal.subject, signal.cycle)
    expected = "a key account with at most 40 of 60 points by the criteria: does it still belong there?"
    assert expected == signal.why.to("en")


def test_it_measures_growth_against_the_year_before(find: Find) -> None:
    """Acme grew by a tenth (20 points) and has the most revenue (40)."""
    before = [billed("acme", 272.7, D(2025, 5, 1))]
    (signal,) = find("key_candidate", accounts=ACCOUNTS, invoices=[*REVENUE, *before])
    assert "2026-Q2:meets" == signal.cycle
