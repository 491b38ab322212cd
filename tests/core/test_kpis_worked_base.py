"""The base and its revenue on literal rows, worked by hand."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from kpi_core.periods import Period, between, trailing, unit_period

D = datetime
NOW = D(2026, 7, 1)
Q2 = between(D(2026, 4, 1).date(), D(2026, 6, 30).date(), NOW)
Build = Callable[..., Any]


def invoice(account: str, day: datetime, amount: float, **more: Any) -> dict[str, Any]:
    return {"invoice_id": f"{account}{day:%m%d}", "account_id": account, "issued_on": day, "amount": amount, **more}


def target(scope: str, per: str, amount: float) -> dict[str, Any]:
    return {"kpi": "revenue", "scope": scope, "per": per, "target": amount}


def test_it_sets_revenue_against_the_scopes_own_target(book: Build) -> None:
    asked = book(
        NOW,
        invoices=[invoice("acme", D(2026, 4, 1), 110.0, tax=20.0), invoice("bamboo", D(2026, 5, 1), 60.0)],
        targets=[target("am:linh", "quarter", 120.0), target("team:Sen", "quarter", 200.0)],
    )
    assert (0.75, 90, 120, 1) == asked.sides("quota_attainment", Q2, "am:linh")
    assert (0.75, 150, 200, 2) == asked.sides("quota_attainment", Q2, "team:Sen")
    assert "no target of Revenue is set" == asked.ask("quota_attainment", Q2, "all").reason.to("en")


def test_it_prorates_a_revenue_target_to_the_period_by_working_days(book: Build) -> None:
    week = between(D(2026, 6, 22).date(), D(2026, 6, 28).date(), NOW)
    asked = book(NOW, invoices=[invoice("acme", D(2026, 6, 22), 10.0)], targets=[target("am:linh", "month", 88.0)])
    # Five of the 22 working days of June.
    assert (0.5, 10, 20, 1) == asked.sides("quota_attainment", week, "am:linh")


def test_it_divides_revenue_by_the_accounts_of_the_period(book: Build) -> None:
    asked = book(
        NOW,
        accounts=[
            {"account_id": "a", "owner_id": "linh"},
            {"account_id": "b", "owner_id": "linh", "ended_on": D(2026, 5, 16, 12)},
        ],
        invoices=[invoice("a", D(2026, 4, 1), 900.0)],
    )
    assert (600, 900, 1.5, 1) == asked.sides("arpa", Q2, "am:linh")


KEY_ACCOUNTS = [
    {"account_id": "grows", "owner_id": "linh", "tier": "key"},
    {"account_id": "lost", "owner_id": "linh", "tier": "key", "ended_on": D(2026, 2, 15)},
    {"account_id": "too new", "owner_id": "linh", "tier": "key", "started_on": D(2026, 1, 1)},
    {"account_id": "not key", "owner_id": "linh", "tier": "standard"},
]
Q1_AND_Q2 = [
    invoice("grows", D(2026, 1, 1), 600.0),
    invoice("grows", D(2026, 4, 1), 1200.0),
    invoice("lost", D(2026, 1, 31), 400.0),
    invoice("too new", D(2026, 5, 1), 999.0),
    invoice("not key", D(2026, 5, 1), 999.0),
]


def quarter(now: datetime = NOW) -> Period:
    return unit_period("quarter", D(2026, 4, 1), now)


def test_it_compares_the_key_accounts_of_the_base_periods_start_lost_ones_too(book: Build) -> None:
    asked = book(NOW, accounts=KEY_ACCOUNTS, invoices=Q1_AND_Q2)
    assert (pytest.approx(0.2), 1200, 1000, 2) == asked.sides("key_account_growth", quarter(), "am:linh")


def test_it_takes_costs_off_both_sides_of_profit_growth(book: Build) -> None:
    costs = [
        {"cost_id": "1", "account_id": "grows", "at": D(2026, 2, 1), "amount": 200.0},
        {"cost_id": "2", "account_id": "grows", "at": D(2026, 6, 30), "amount": 300.0},
    ]
    asked = book(NOW, accounts=KEY_ACCOUNTS, invoices=Q1_AND_Q2, costs=costs)
    assert (pytest.approx(0.125), 900, 800, 2) == asked.sides("key_account_profit_growth", quarter(), "am:linh")


def test_it_compares_with_a_year_before_when_the_settings_say_so(book: Build) -> None:
    invoices = [*Q1_AND_Q2, invoice("grows", D(2025, 4, 1), 2400.0)]
    asked = book(NOW, settings={"growth_base": "year"}, accounts=KEY_ACCOUNTS, invoices=invoices)
    assert (-0.5, 1200, 2400, 2) == asked.sides("key_account_growth", quarter(), "am:linh")


def test_it_takes_money_at_one_rate_on_both_sides_of_growth(book: Build) -> None:
    asked = book(
        NOW,
        accounts=KEY_ACCOUNTS,
        invoices=[{**one, "currency": "EUR"} for one in Q1_AND_Q2[:2]],
        rates=[
            {"currency": "EUR", "on": D(2026, 1, 1), "rate": 1.0},
            {"currency": "EUR", "on": D(2026, 6, 1), "rate": 2.0},
        ],
    )
    assert (1, 2400, 1200, 2) == asked.sides("key_account_growth", quarter(), "am:linh")


def test_it_makes_lifetime_value_of_order_value_frequency_and_years(book: Build) -> None:
    asked = book(
        NOW,
        invoices=[
            invoice("acme", D(2025, 8, 1), 1000.0),
            invoice("acme", D(2026, 2, 1), 2200.0, tax=200.0),
            invoice("acme", D(2026, 3, 1), 999.0, contract_id="c"),
            invoice("volga", D(2025, 6, 30), 5000.0),
        ],
        contracts=[
            {
                "contract_id": "c",
                "account_id": "bamboo",
                "signed_on": D(2025, 9, 1),
                "starts_on": D(2025, 10, 1),
                "ends_on": D(2026, 9, 30),
                "amount": 600.0,
            }
        ],
    )
    # Acme has been there for 546 days, Bamboo for 515, both for all 365 of the window.
    result = asked.ask("clv", trailing(365, NOW, NOW))
    average, per_year, years = 3600 / 3, 3 / (730 / 365.25), (546 + 515) / 365.25 / 2
    assert pytest.approx(average * per_year * years) == result.value
    assert {"average_order_value": average, "orders_per_year": per_year, "years_retained": years} == pytest.approx(
        result.beside
    )
    assert (2, 2) == (result.denominator, result.n)


def test_it_finds_orders_where_there_are_contracts_alone_or_invoices_alone(book: Build) -> None:
    sold = [
        {"contract_id": day, "account_id": "acme", "starts_on": D(2026, 4, int(day)), "amount": 600.0}
        for day in ("1", "2")
    ]
    billed = [invoice("acme", D(2026, 4, day), 600.0) for day in (1, 2)]
    for without, rows in (("invoices", {"contracts": sold}), ("contracts", {"invoices": billed})):
        asked = book(NOW, missing=(without, f"{without}.ends_on"), **rows)
        assert (1, 1, 1, 1) == asked.sides("returning_rate", Q2)
        assert (1 / 3, 1, 3, 3) == asked.sides("loyal_account_share", Q2)
        assert 1200 == asked.ask("clv", Q2).beside["average_order_value"] * 2
    neither = book(NOW).ask("returning_rate", Q2)
    assert (None, "the tab “Invoices” has no rows") == (neither.value, neither.reason.to("en"))
