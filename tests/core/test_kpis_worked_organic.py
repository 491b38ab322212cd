"""Organic growth on literal rows, worked by hand."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from kpi_core.periods import between

D = datetime
NOW = D(2026, 7, 1)
Q2 = between(D(2026, 4, 1).date(), D(2026, 6, 30).date(), NOW)
Build = Callable[..., Any]


def deal(name: str, **more: Any) -> dict[str, Any]:
    row = {"deal_id": name, "am_id": "linh", "account_id": "acme", "stage": "won", "created_at": D(2026, 4, 2)}
    return {**row, "closed_at": D(2026, 5, 10), "amount": 200.0, **more}


def test_it_takes_sales_of_known_source_for_the_referral_share(book: Build) -> None:
    asked = book(
        NOW,
        deals=[
            deal("1", source="referral"),
            deal("2", source="inbound", amount=600.0),
            deal("3", amount=999.0),
            deal("4", source="referral", amount=None),
            deal("5", source="referral", stage="lost"),
        ],
    )
    assert (0.25, 200, 800, 2) == asked.sides("referral_sales_share", Q2, "am:linh")


def test_it_calls_loyal_who_stays_a_year_and_renewed_or_ordered_again(book: Build) -> None:
    def account(name: str, **more: Any) -> dict[str, Any]:
        return {"account_id": name, "owner_id": "linh", "started_on": D(2025, 7, 1), **more}

    def invoice(name: str, day: datetime) -> dict[str, Any]:
        return {"invoice_id": f"{name}{day}", "account_id": name, "issued_on": day, "amount": 1.0}

    asked = book(
        NOW,
        accounts=[
            account("renewed"),
            account("ordered_twice"),
            account("ordered_once"),
            account("a_day_short", started_on=D(2025, 7, 2)),
            account("lost", ended_on=D(2026, 6, 1)),
        ],
        contracts=[
            {
                "contract_id": "1",
                "account_id": "renewed",
                "starts_on": D(2025, 7, 1),
                "ends_on": D(2026, 6, 30),
                "renewal_status": "won",
                "amount": 1.0,
            }
        ],
        invoices=[
            *(invoice("ordered_twice", day) for day in (D(2025, 8, 1), D(2026, 6, 30))),
            *(invoice("ordered_once", day) for day in (D(2025, 8, 1), D(2026, 7, 1))),
            *(invoice("a_day_short", day) for day in (D(2025, 8, 1), D(2026, 6, 1))),
        ],
    )
    assert (0.5, 2, 4, 4) == asked.sides("loyal_account_share", Q2, "am:linh")


def test_it_looks_for_upsell_and_cross_sell_open_at_the_end(book: Build) -> None:
    asked = book(
        D(2026, 8, 1),
        deals=[
            deal("open", kind="upsell", stage="proposal", closed_at=None),
            deal("open too", kind="cross_sell", stage="brief", closed_at=None),
            deal("closed after the end", kind="upsell", account_id="volga", closed_at=D(2026, 7, 1)),
            deal("created after the end", kind="upsell", account_id="bamboo", stage="lead", created_at=D(2026, 7, 1)),
            deal("renewal", kind="renewal", account_id="bamboo", stage="lead", closed_at=None),
        ],
    )
    assert (pytest.approx(2 / 3), 2, 3, 3) == asked.sides("expansion_potential_share", Q2)


def test_it_sets_new_sales_against_those_to_existing_accounts(book: Build) -> None:
    asked = book(
        NOW,
        deals=[
            deal("1", kind="new"),
            deal("2", kind="upsell", amount=300.0),
            deal("3", kind="renewal", amount=100.0),
            deal("4", amount=999.0),
        ],
    )
    assert (0.5, 200, 400, 3) == asked.sides("new_to_existing_sales", Q2, "am:linh")
    assert book(NOW, deals=[deal("1", kind="new")]).ask("new_to_existing_sales", Q2).value is None
