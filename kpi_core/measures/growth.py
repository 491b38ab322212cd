"""Measures of growth from the accounts there are: more sold to them, brought by them, still to come from them."""

from __future__ import annotations

from dataclasses import replace

import narwhals as nw

from kpi_core.aggregate import Totals
from kpi_core.frames import Frame
from kpi_core.kpi import Measure, MeasureFunction
from kpi_core.measures.facts import ONE, ZERO, accounts_at, amounts, claim, during, shares
from kpi_core.measures.money import REVENUE
from kpi_core.measures.sales import deals, won_in
from kpi_core.periods import INSTANT, Period, unit_period
from kpi_core.tables import Tables
from kpi_core.timelines import FAR_OFF

_ACCOUNTS = ("accounts.account_id", "accounts.owner_id")
_WON = ("deals.stage", "deals.closed_at", "deals.kind")


def _of_kind(*kinds: str) -> MeasureFunction:
    def facts(tables: Tables, period: Period) -> Frame:
        won = won_in(tables, period).filter(nw.col("kind").is_in(list(kinds)) & ~nw.col("base_amount").is_null())
        return amounts(won, nw.col("base_amount"))

    return facts


def _new_to_existing(tables: Tables, period: Period) -> Frame:
    won = won_in(tables, period).filter(~nw.col("kind").is_null() & ~nw.col("base_amount").is_null())
    is_new, amount = claim(nw.col("kind") == "new"), nw.col("base_amount")
    return shares(won, is_new * amount, (ONE - is_new) * amount)


def _by_referral(tables: Tables, period: Period) -> Frame:
    won = won_in(tables, period).filter(~nw.col("source").is_null() & ~nw.col("base_amount").is_null())
    amount = nw.col("base_amount")
    return shares(won, claim(nw.col("source") == "referral") * amount, amount)


def _pipeline(tables: Tables, period: Period) -> Frame:
    """Open deals at the end that are expected to close within the quarter of that instant."""
    quarter_end = unit_period("quarter", period.end - INSTANT, FAR_OFF).end
    still_open = deals(tables).filter(
        (nw.col("created_at") < nw.lit(period.end))
        & (nw.col("expected_close_on") < nw.lit(quarter_end))
        & ~nw.col("base_amount").is_null()
        & _open_at(period)
    )
    return amounts(still_open, nw.col("base_amount"))


def _open_at(period: Period) -> nw.Expr:
    closed = nw.col("stage").fill_null("").is_in(["won", "lost"])
    return ~closed | (nw.col("closed_at") >= nw.lit(period.end)).fill_null(value=False)


def _revenue_this_quarter(tables: Tables, period: Period) -> Frame:
    start = unit_period("quarter", period.end - INSTANT, FAR_OFF).start
    so_far = REVENUE.facts(tables, replace(period, start=start))
    return so_far.with_columns(denominator=nw.col("numerator"), numerator=ZERO, n=ZERO)


def pipeline_of_what_is_missing(totals: Totals, goal: float | None) -> tuple[float, float] | None:
    """Return the pipeline and what the quarter's revenue lacks of its target; None once that is met."""
    missing = (goal or 0.0) - totals.get("denominator", 0.0)
    return (totals.get("numerator", 0.0), missing) if missing > 0 else None


def revenue_of_goal(totals: Totals, goal: float | None) -> tuple[float, float]:
    """Return the revenue and its target."""
    return totals.get("numerator", 0.0), goal or 0.0


def _won_by_account(*kinds: str) -> MeasureFunction:
    """Accounts active at the start, and whether they had a won deal of these kinds in P."""

    def facts(tables: Tables, period: Period) -> Frame:
        won = tables["deals"].filter(
            (nw.col("stage") == "won") & during("closed_at", period) & nw.col("kind").is_in(list(kinds))
        )
        sold = won.select("account_id").unique().with_columns(_sold=ONE)
        at_start = accounts_at(tables, period.start, period.now).join(sold, on="account_id", how="left")
        return shares(at_start, nw.col("_sold").fill_null(0.0))

    return facts


def _potential(tables: Tables, period: Period) -> Frame:
    """Active accounts, and whether an upsell or cross_sell deal is open with them at the end."""
    opened = tables["deals"].filter(
        nw.col("kind").is_in(["upsell", "cross_sell"]) & (nw.col("created_at") < nw.lit(period.end)) & _open_at(period)
    )
    hopeful = opened.select("account_id").unique().with_columns(_hope=ONE)
    active = accounts_at(tables, period.end, period.now).join(hopeful, on="account_id", how="left")
    return shares(active, nw.col("_hope").fill_null(0.0))


EXPANSION = Measure(
    "expansion",
    "deals",
    (*_WON, "deals.amount"),
    _of_kind("upsell", "cross_sell"),
    filled=("deals.kind", "deals.amount"),
)
NEW_TO_EXISTING = Measure("new_to_existing", "deals", (*_WON, "deals.amount"), _new_to_existing)
BY_REFERRAL = Measure("won_by_referral", "deals", (*_WON[:2], "deals.source", "deals.amount"), _by_referral)
PIPELINE = Measure(
    "pipeline",
    "deals",
    ("deals.stage", "deals.expected_close_on", "deals.amount"),
    _pipeline,
    filled=("deals.expected_close_on", "deals.amount"),
)
REVENUE_THIS_QUARTER = Measure("revenue_this_quarter", "invoices", REVENUE.needs, _revenue_this_quarter)
UPSOLD = Measure("upsold", "accounts", (*_ACCOUNTS, *_WON), _won_by_account("upsell"), filled=("deals.kind",))
CROSS_SOLD = Measure(
    "cross_sold", "accounts", (*_ACCOUNTS, *_WON), _won_by_account("cross_sell"), filled=("deals.kind",)
)
POTENTIAL = Measure(
    "expansion_potential", "accounts", (*_ACCOUNTS, "deals.kind", "deals.stage"), _potential, filled=("deals.kind",)
)
