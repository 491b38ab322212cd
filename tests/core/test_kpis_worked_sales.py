"""Sales, and what leads to them, on literal rows, worked by hand."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from kpi_core.catalogue import BY_KEY
from kpi_core.kpi import Scope
from kpi_core.periods import between

D = datetime
NOW = D(2026, 7, 1)
Q2 = between(D(2026, 4, 1).date(), D(2026, 6, 30).date(), NOW)
Build = Callable[..., Any]


def deal(name: str, stage: str = "won", **more: Any) -> dict[str, Any]:
    row = {"deal_id": name, "am_id": "linh", "stage": stage, "kind": "new", "created_at": D(2026, 4, 10)}
    return {**row, "closed_at": D(2026, 5, 10) if stage in {"won", "lost"} else None, **more}


def said(deal_id: str | None, at: datetime, direction: str = "outbound", **more: Any) -> dict[str, Any]:
    row = {"interaction_id": f"{deal_id}{at}{direction}", "account_id": "acme", "am_id": "linh", "deal_id": deal_id}
    return {**row, "at": at, "direction": direction, **more}


def test_it_counts_contracts_when_signed_else_when_begun(book: Build) -> None:
    def contract(name: str, starts: datetime, signed: datetime | None = None) -> dict[str, Any]:
        return {"contract_id": name, "account_id": "acme", "starts_on": starts, "signed_on": signed, "amount": 1.0}

    asked = book(
        NOW,
        contracts=[
            contract("signed", D(2026, 8, 1), D(2026, 6, 30)),
            contract("begun", D(2026, 4, 1)),
            contract("signed before", D(2026, 4, 1), D(2026, 3, 31)),
        ],
    )
    assert (2, 2, None, 2) == asked.sides("deals_concluded", Q2, "am:linh")


def test_it_leaves_deals_that_nobody_approached_out_of_the_approach_conversion(book: Build) -> None:
    asked = book(
        NOW,
        deals=[
            deal("won", channel="email"),
            deal("touched", "lead", first_touch_at=D(2026, 4, 11), channel="call"),
            deal("called", "lead", channel="call"),
            deal("past lead", "brief", channel="call"),
            deal("untouched", "lead", channel="call"),
            deal("lost as lead", "lost", lost_at_stage="lead", channel="call"),
            deal("lost later", "lost", lost_at_stage="proposal", channel="call"),
            deal("upsell", kind="upsell"),
        ],
        interactions=[said("called", D(2026, 4, 12))],
    )
    assert (0.2, 1, 5, 5) == asked.sides("approach_conversion_rate", Q2)
    assert {"still_open": 3} == asked.ask("approach_conversion_rate", Q2).beside
    assert [("call", 0), ("email", 1)] == asked.parts("approach_conversion_rate", Q2)


def test_it_spreads_acquisition_costs_over_the_new_deals_won(book: Build) -> None:
    def cost(name: str, category: str, amount: float) -> dict[str, Any]:
        return {"cost_id": name, "account_id": "acme", "at": D(2026, 5, 1), "category": category, "amount": amount}

    asked = book(
        NOW,
        deals=[deal("1"), deal("2"), deal("3", kind="upsell"), deal("4", "lost")],
        costs=[cost("1", "acquisition", 200.0), cost("2", "Acquisition", 100.0), cost("3", "production", 999.0)],
    )
    assert (150, 300, 2, 2) == asked.sides("cost_per_conversion", Q2, "am:linh")
    rows = asked.figures.rows(BY_KEY["cost_per_conversion"], Scope("am", "linh"), Q2)
    assert [("costs", 2), ("costs", 3), ("deals", 2), ("deals", 3)] == [(row.tab, row.row) for row in rows]


def test_it_counts_working_hours_to_the_first_touch_of_a_lead(book: Build) -> None:
    friday, monday = D(2026, 6, 19, 17), D(2026, 6, 22, 10)
    asked = book(
        NOW,
        deals=[
            deal("by hand", "lead", created_at=friday, first_touch_at=monday),
            deal("by call", "lead", created_at=friday, first_touch_at=D(2026, 6, 29)),
            deal("by next day", "lead", created_at=monday, first_touch_at=D(2026, 6, 23, 11)),
            deal("untouched", "lead", created_at=friday),
        ],
        interactions=[said("by call", D(2026, 6, 19, 17, 30)), said("untouched", monday, "inbound")],
    )
    # Friday 17–18 and Monday 9–10; half an hour; Monday 10–12 and 13–18, Tuesday 9–11.
    result = asked.ask("lead_response_time", Q2)
    assert (2, 3, {"untouched": 1}) == (result.value, result.n, result.beside)
    assert [2, 0.5, 9] == [row.value for row in asked.figures.rows(BY_KEY["lead_response_time"], Scope("all"), Q2)]


def test_it_counts_the_touches_of_a_deal_else_of_its_account_while_it_was_open(book: Build) -> None:
    asked = book(
        NOW,
        deals=[
            deal("named", account_id="acme"),
            deal("by account", account_id="acme", created_at=D(2026, 5, 1)),
            deal("untouched", account_id="bamboo"),
            deal("lost", "lost", account_id="acme"),
        ],
        interactions=[
            said("named", D(2026, 4, 11)),
            said("named", D(2026, 5, 2)),
            said("named", D(2026, 5, 3)),
            said("named", D(2026, 5, 3), "inbound"),
            said(None, D(2026, 4, 30)),
            said(None, D(2026, 5, 10)),
        ],
    )
    rows = asked.figures.rows(BY_KEY["touches_to_win"], Scope("all"), Q2)
    assert [3, 1, 0] == [row.value for row in rows]
    assert (1, None, None, 3) == asked.sides("touches_to_win", Q2)


def test_it_asks_of_what_was_sent_whether_it_was_replied_to_and_counts_for_who_wrote(book: Build) -> None:
    at = D(2026, 6, 1)
    asked = book(
        NOW,
        interactions=[
            said("1", at, replied=True),
            said("2", at, replied=True, account_id="volga"),
            said("3", at, replied=False),
            said("4", at),
            said("5", at, "inbound", replied=True),
        ],
    )
    assert (pytest.approx(2 / 3), 2, 3, 3) == asked.sides("reply_rate", Q2, "am:linh")


def sent(campaign: str, day: datetime, **counts: float) -> list[dict[str, Any]]:
    return [
        {"campaign_id": campaign, "am_id": "linh", "at": day, "stage": stage, "count": count}
        for stage, count in counts.items()
    ]


def test_it_follows_the_campaigns_sent_in_the_period_down_the_funnel(book: Build) -> None:
    asked = book(
        NOW,
        campaigns=[
            *sent("june", D(2026, 6, 30), sent=60.0, opened=30.0, clicked=6.0, unsubscribed=1.0),
            *sent("june", D(2026, 7, 1), purchased=3.0),
            *sent("may", D(2026, 5, 1), sent=40.0, opened=20.0, clicked=4.0, purchased=2.0, unsubscribed=1.0),
            *sent("march", D(2026, 3, 31), sent=99.0),
            *sent("march", D(2026, 4, 1), purchased=99.0),
        ],
    )
    value, numerator, denominator, _ = asked.sides("funnel_drop_off", Q2, "am:linh")
    assert (pytest.approx(0.95), 5, 100) == (value, numerator, denominator)
    assert [("sent", 0.5), ("opened", pytest.approx(0.8)), ("clicked", 0.5)] == asked.parts("funnel_drop_off", Q2)
    value, numerator, denominator, _ = asked.sides("unsubscribe_rate", Q2, "am:linh")
    assert (0.02, 2, 100) == (value, numerator, denominator)


LOST = [
    deal("won"),
    deal("lost early", "lost", lost_at_stage="brief"),
    deal("lost late", "lost", lost_at_stage="negotiation"),
    deal("lost somewhere", "lost"),
    deal("open", "brief"),
]


def test_it_tells_the_stage_at_which_closed_deals_were_lost(book: Build) -> None:
    asked = book(NOW, deals=LOST)
    assert (0.75, 3, 4, 4) == asked.sides("deal_drop_off", Q2)
    assert [
        ("lead", 0),
        ("contacted", 0),
        ("brief", pytest.approx(1 / 3)),
        ("proposal", 0),
        ("negotiation", 0.5),
    ] == asked.parts("deal_drop_off", Q2)


def test_it_breaks_nothing_down_by_a_column_that_is_missing(book: Build) -> None:
    asked = book(NOW, missing=("deals.lost_at_stage",), deals=LOST)
    assert 0.75 == asked.ask("deal_drop_off", Q2).value
    assert [] == asked.parts("deal_drop_off", Q2)


def invoice(day: datetime, amount: float) -> dict[str, Any]:
    return {"invoice_id": f"{day}", "account_id": "acme", "issued_on": day, "amount": amount}


TARGET = {"kpi": "revenue", "scope": "am:linh", "per": "quarter", "target": 400.0}


def test_it_sets_the_pipeline_against_what_the_quarters_revenue_lacks_of_its_target(book: Build) -> None:
    day = between(D(2026, 5, 15).date(), D(2026, 5, 15).date(), D(2026, 6, 20))
    asked = book(
        D(2026, 6, 20),
        invoices=[invoice(D(2026, 4, 1), 100.0), invoice(D(2026, 6, 1), 50.0), invoice(D(2026, 3, 31), 70.0)],
        targets=[TARGET],
        deals=[
            deal("open", "proposal", amount=500.0, expected_close_on=D(2026, 6, 30)),
            deal("won since", amount=400.0, expected_close_on=D(2026, 6, 1), closed_at=D(2026, 6, 10)),
            deal("won before", amount=999.0, expected_close_on=D(2026, 6, 1)),
            deal("next quarter", "proposal", amount=999.0, expected_close_on=D(2026, 7, 1)),
            deal("not there yet", "lead", amount=999.0, expected_close_on=D(2026, 6, 1), created_at=D(2026, 5, 16)),
        ],
    )
    assert (3, 900, 300, 2) == asked.sides("pipeline_coverage", day, "am:linh")
    assert "no target of Revenue is set" == asked.ask("pipeline_coverage", day, "all").reason.to("en")


def test_it_gives_no_coverage_once_the_target_is_met(book: Build) -> None:
    asked = book(
        NOW,
        invoices=[invoice(D(2026, 4, 1), 400.0)],
        targets=[TARGET],
        deals=[deal("open", "proposal", amount=500.0, expected_close_on=D(2026, 6, 30))],
    )
    result = asked.ask("pipeline_coverage", Q2, "am:linh")
    assert (None, "nothing to count in this period: no revenue missing to the target") == (
        result.value,
        result.reason.to("en"),
    )
