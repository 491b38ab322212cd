"""What is kept and grown on literal rows, worked by hand."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from kpi_core.catalogue import BY_KEY
from kpi_core.kpi import Scope
from kpi_core.periods import between, trailing

D = datetime
NOW = D(2026, 7, 1)
Q2 = between(D(2026, 4, 1).date(), D(2026, 6, 30).date(), NOW)
Build = Callable[..., Any]
YEAR = trailing(365, NOW, NOW)


def contract(name: str, account: str, amount: float, **more: Any) -> dict[str, Any]:
    row = {"contract_id": name, "account_id": account, "service": "media", "starts_on": D(2025, 1, 1)}
    return {**row, "amount": amount, **more}


def owned(*names: str) -> list[dict[str, Any]]:
    return [{"account_id": name, "owner_id": "linh"} for name in names]


def test_it_keeps_eighty_gross_and_ninety_net_of_a_hundred_with_ten_lost_ten_less_and_ten_more(book: Build) -> None:
    changed = {"starts_on": D(2026, 2, 1)}
    asked = book(
        NOW,
        accounts=owned("grows", "shrinks", "lost", "new"),
        contracts=[
            contract("1", "grows", 60.0, cancelled_on=D(2026, 1, 31)),
            contract("2", "grows", 70.0, **changed),
            contract("3", "shrinks", 30.0, cancelled_on=D(2026, 1, 31)),
            contract("4", "shrinks", 20.0, **changed),
            contract("5", "lost", 10.0, cancelled_on=D(2026, 3, 1)),
            contract("6", "new", 99.0, **changed),
            contract("7", "grows", 1000.0, recurring=False, ends_on=D(2027, 1, 1)),
        ],
    )
    assert (0.8, 80, 100, 3) == asked.sides("grr", YEAR, "am:linh")
    assert (0.9, 90, 100, 3) == asked.sides("nrr", YEAR, "am:linh")


def test_it_spreads_a_contract_over_the_months_of_its_term_and_counts_it_in_its_grace(book: Build) -> None:
    # 730.5 ÷ 30.4375 = 24 months; 731 days are 24.016. The grace runs to 30 July.
    ended = contract("1", "acme", 2400.0, starts_on=D(2024, 6, 30), ends_on=D(2026, 6, 30))
    monthly = 2400 / (731 / 30.4375)
    assert (1, pytest.approx(monthly), pytest.approx(monthly), 1) == book(NOW, contracts=[ended]).sides("nrr", YEAR)
    after = D(2026, 8, 1)
    later = book(after, contracts=[ended]).sides("nrr", trailing(365, after, after))
    assert (0, 0, pytest.approx(monthly), 1) == later


def test_it_weighs_renewals_by_the_expiring_amount(book: Build) -> None:
    may = D(2026, 5, 1)
    asked = book(
        NOW,
        contracts=[
            contract("won", "acme", 300.0, ends_on=may, renewal_status="won"),
            contract("over", "bamboo", 100.0, ends_on=may),
            contract("in grace", "volga", 50.0, ends_on=D(2026, 6, 20)),
        ],
    )
    result = asked.ask("renewal_rate_value", Q2)
    assert (0.75, 300, 400, 2) == (result.value, result.numerator, result.denominator, result.n)
    assert {"undecided": 1} == result.beside


def deal(name: str, kind: str, account: str | None = "acme", **more: Any) -> dict[str, Any]:
    row = {"deal_id": name, "account_id": account, "am_id": "linh", "kind": kind, "stage": "won"}
    return {**row, "created_at": D(2026, 4, 2), "closed_at": D(2026, 5, 10), "amount": 100.0, **more}


def test_it_counts_an_account_once_however_much_was_sold_to_it(book: Build) -> None:
    asked = book(
        NOW,
        accounts=[*owned("acme", "bamboo", "volga"), {**owned("new")[0], "started_on": D(2026, 4, 1)}],
        deals=[
            deal("1", "upsell"),
            deal("2", "upsell"),
            deal("3", "cross_sell", "bamboo"),
            deal("4", "cross_sell", "volga", stage="lost"),
            deal("5", "upsell", "new"),
            deal("6", "upsell", None),
        ],
    )
    assert (pytest.approx(1 / 3), 1, 3, 3) == asked.sides("upsell_rate", Q2)
    assert (pytest.approx(1 / 3), 1, 3, 3) == asked.sides("cross_sell_rate", Q2)


def test_it_gives_no_upsell_rate_when_nobody_keeps_the_deals(book: Build) -> None:
    assert "the tab “Deals” has no rows" == book(NOW).ask("upsell_rate", Q2).reason.to("en")


def test_it_sums_upsell_and_cross_sell_won(book: Build) -> None:
    asked = book(
        NOW,
        deals=[
            deal("1", "upsell"),
            deal("2", "cross_sell", amount=250.0),
            deal("3", "new", amount=999.0),
            deal("4", "upsell", amount=999.0, closed_at=D(2026, 7, 1)),
        ],
    )
    assert (350, 350, None, 2) == asked.sides("expansion_revenue", Q2, "am:linh")


CONTRACTS = [
    contract("1", "acme", 1.0, service="SEO"),
    contract("2", "acme", 1.0, service="Media "),
    contract("3", "bamboo", 1.0, service="seo"),
    contract("4", "bamboo", 1.0, service="SEO"),
    contract("5", "bamboo", 1.0, service="Design", ends_on=D(2026, 6, 29)),
    contract("6", "bamboo", 1.0, service="Printing", starts_on=D(2026, 7, 1)),
    contract("7", "volga", 1.0, service=None),
]


def test_it_counts_the_offered_services_under_contract_at_the_end(book: Build) -> None:
    named = book(NOW, settings={"services": "SEO, Media, PR, Events"}, contracts=CONTRACTS)
    assert (0.25, 3, 12, 3) == named.sides("account_penetration", Q2)
    # Without the setting: SEO, Media, Design and Printing.
    assert (0.5, 2, 4, 1) == book(NOW, contracts=CONTRACTS).sides("account_penetration", Q2, "am:linh")


def test_it_points_to_the_accounts_behind_what_is_counted_per_account(book: Build) -> None:
    rows = book(NOW, contracts=CONTRACTS).figures.rows(BY_KEY["account_penetration"], Scope("all"), Q2)
    assert [("accounts", 2, "acme"), ("accounts", 3, "bamboo"), ("accounts", 4, "volga")] == [
        (row.tab, row.row, row.account_id) for row in rows
    ]


def test_it_sets_a_years_revenue_against_the_known_spend_of_active_accounts(book: Build) -> None:
    def invoice(account: str, day: datetime) -> dict[str, Any]:
        return {"invoice_id": f"{account}{day}", "account_id": account, "issued_on": day, "amount": 150.0}

    asked = book(
        NOW,
        accounts=[
            {**owned("acme")[0], "category_spend": 1200.0},
            {**owned("silent")[0]},
            {**owned("lost")[0], "category_spend": 500.0, "ended_on": D(2026, 6, 1)},
        ],
        invoices=[
            invoice("acme", D(2025, 7, 1)),
            invoice("acme", D(2026, 6, 30)),
            invoice("acme", D(2025, 6, 30)),
            invoice("silent", D(2026, 5, 1)),
            invoice("lost", D(2026, 5, 1)),
        ],
    )
    # Asked for a quarter it is still a year's revenue on a year's spend.
    assert (0.25, 300, 1200, 1) == asked.sides("share_of_wallet", YEAR, "am:linh")
    assert (0.25, 300, 1200, 1) == asked.sides("share_of_wallet", Q2, "am:linh")
