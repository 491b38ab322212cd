"""Money kept and cost on literal rows, worked by hand."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from kpi_core.catalogue import BY_KEY
from kpi_core.kpi import Scope
from kpi_core.periods import between, unit_period

D = datetime
NOW = D(2026, 7, 1)
Q2 = between(D(2026, 4, 1).date(), D(2026, 6, 30).date(), NOW)
Build = Callable[..., Any]


def cost(name: str, amount: float, **more: Any) -> dict[str, Any]:
    return {"cost_id": name, "account_id": "acme", "at": D(2026, 5, 1), "amount": amount, **more}


def invoice(name: str, amount: float, **more: Any) -> dict[str, Any]:
    return {"invoice_id": name, "account_id": "acme", "issued_on": D(2026, 5, 1), "amount": amount, **more}


def test_it_divides_costs_by_the_accounts_of_the_period(book: Build) -> None:
    asked = book(NOW, costs=[cost("1", 500.0), cost("2", 100.0, account_id="volga"), cost("3", 9.0, at=D(2026, 7, 1))])
    assert (200, 600, 3, 2) == asked.sides("cost_per_account", Q2)
    assert (500, 500, 1, 1) == asked.sides("cost_per_account", Q2, "am:linh")


def test_it_leaves_costs_that_may_or_may_not_have_been_planned_out_of_the_unplanned_share(book: Build) -> None:
    asked = book(NOW, costs=[cost("1", 300.0, planned=True), cost("2", 100.0, planned=False), cost("3", 999.0)])
    assert (0.25, 100, 400, 2) == asked.sides("unplanned_cost_share", Q2, "am:linh")


def test_it_takes_costs_off_revenue_for_the_margin(book: Build) -> None:
    asked = book(NOW, invoices=[invoice("1", 1100.0, tax=100.0)], costs=[cost("1", 400.0)])
    assert (0.6, 600, 1000, 1) == asked.sides("margin", Q2, "am:linh")
    rows = asked.figures.rows(BY_KEY["margin"], Scope("am", "linh"), Q2)
    assert [("invoices", 1000, 1000), ("costs", -400, 0)] == [(row.tab, row.numerator, row.denominator) for row in rows]


def test_it_gives_no_margin_of_no_revenue(book: Build) -> None:
    asked = book(NOW, invoices=[invoice("1", 10.0)], costs=[cost("1", 5.0, account_id="volga")])
    assert "nothing to count in this period: no revenue" == asked.ask("margin", Q2, "am:olga").reason.to("en")


def test_it_sets_what_is_past_due_against_all_that_is_unpaid(book: Build) -> None:
    asked = book(
        NOW,
        invoices=[
            invoice("overdue", 100.0, due_on=D(2026, 6, 30)),
            invoice("partly paid", 100.0, due_on=D(2026, 6, 1), paid_on=D(2026, 6, 1), paid_amount=60.0),
            invoice("not due", 100.0, due_on=D(2026, 7, 1)),
            invoice("no due date", 40.0),
            invoice("paid", 999.0, due_on=D(2026, 6, 1), paid_on=D(2026, 6, 30)),
            invoice("credit note", -999.0),
        ],
    )
    assert (0.5, 140, 280, 4) == asked.sides("overdue_share", Q2, "am:linh")


def test_it_takes_the_mean_of_the_days_until_all_was_paid_for_the_owner_of_that_day(book: Build) -> None:
    asked = book(
        NOW,
        ownership=[{"account_id": "acme", "am_id": "minh", "from": D(2026, 1, 1), "to": D(2026, 5, 31)}],
        invoices=[
            invoice("1", 100.0, paid_on=D(2026, 5, 31)),
            invoice("2", 100.0, paid_on=D(2026, 6, 30)),
            invoice("in two parts", 100.0),
            invoice("in part", 100.0, paid_on=D(2026, 6, 1), paid_amount=99.0),
            invoice("later", 100.0, paid_on=D(2026, 7, 1)),
        ],
        payments=[
            {"payment_id": "1", "invoice_id": "in two parts", "at": D(2026, 5, 2), "amount": 50.0},
            {"payment_id": "2", "invoice_id": "in two parts", "at": D(2026, 6, 20), "amount": 50.0},
        ],
    )
    assert (pytest.approx(140 / 3), 140, 3, 3) == asked.sides("days_to_pay", Q2)
    assert (30, 30, 1, 1) == asked.sides("days_to_pay", Q2, "am:minh")
    assert (55, 110, 2, 2) == asked.sides("days_to_pay", Q2, "am:linh")


def test_it_makes_days_of_what_is_unpaid_of_ninety_days_invoices(book: Build) -> None:
    asked = book(
        NOW,
        invoices=[
            invoice("1", 550.0, tax=50.0, paid_on=D(2026, 6, 1)),
            invoice("2", 50.0),
            invoice("old", 150.0, issued_on=D(2026, 4, 1)),
        ],
    )
    # 2 April is the first of the 90 days.
    assert (pytest.approx(30), 200, 600, 2) == asked.sides("dso", Q2, "am:linh")


def contract(account: str, starts: datetime, ends: datetime | None, amount: float) -> dict[str, Any]:
    row = {"contract_id": f"{account}{starts}", "account_id": account, "starts_on": starts, "ends_on": ends}
    return {**row, "amount": amount}


def test_it_sets_each_months_invoices_against_what_the_contracts_say(book: Build) -> None:
    asked = book(
        NOW,
        contracts=[
            contract("acme", D(2026, 1, 1), D(2026, 12, 31), 1200.0),
            contract("bamboo", D(2026, 6, 16), None, 600.0),
        ],
        invoices=[
            invoice("april", 100.0, issued_on=D(2026, 4, 30)),
            invoice("may", 150.0),
            invoice("bamboo", 300.0, account_id="bamboo", issued_on=D(2026, 6, 30)),
        ],
    )
    # Acme: 0 off in April, 50 in May, 100 in June, of 300; Bamboo: half of June's 600.
    assert (0.75, 150, 600, 4) == asked.sides("billing_accuracy", Q2)
    assert (0.5, 150, 300, 3) == asked.sides("billing_accuracy", Q2, "am:linh")


def test_it_never_gives_an_accuracy_under_zero_nor_one_of_a_month_that_is_running(book: Build) -> None:
    rows: dict[str, Any] = {
        "contracts": [contract("acme", D(2026, 1, 1), None, 100.0)],
        "invoices": [invoice("1", 999.0, issued_on=D(2026, 4, 1))],
    }
    half = D(2026, 5, 16)
    to_date = unit_period("quarter", half, half)
    assert (0, 899, 100, 1) == book(half, **rows).sides("billing_accuracy", to_date)
    first_days = unit_period("quarter", D(2026, 4, 9), D(2026, 4, 9))
    assert book(D(2026, 4, 9), **rows).ask("billing_accuracy", first_days).value is None
