"""Measures of what accounts cost and leave, and of invoices against contracts."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import narwhals as nw

from kpi_core.frames import Frame
from kpi_core.kpi import Measure
from kpi_core.measures.facts import ONE, ZERO, accounts_at, amounts, claim, during, owned_at, rate_at, shares
from kpi_core.measures.money import REVENUE, SETTLED_WITHIN, net, unpaid_at_end
from kpi_core.periods import DAY, INSTANT, Period, trailing, unit_period
from kpi_core.tables import Tables
from kpi_core.timelines import FAR_OFF, day_number

_COSTS = ("costs.account_id", "costs.at", "costs.amount")
_INVOICES = ("invoices.account_id", "invoices.issued_on", "invoices.amount")
DSO_DAYS = 90.0


def _in_base(tables: Tables, period: Period) -> Frame:
    return tables["costs"].filter(during("at", period) & ~nw.col("base_amount").is_null())


def _costs(tables: Tables, period: Period) -> Frame:
    return amounts(_in_base(tables, period), nw.col("base_amount"))


def _less_costs(tables: Tables, period: Period) -> Frame:
    return amounts(_in_base(tables, period), -nw.col("base_amount"), n=ZERO)


def _acquisition(tables: Tables, period: Period) -> Frame:
    spent = _in_base(tables, period).filter(nw.col("category").str.to_lowercase() == "acquisition")
    return amounts(spent, nw.col("base_amount"), n=ZERO)


def _unplanned(tables: Tables, period: Period) -> Frame:
    known = _in_base(tables, period).filter(~nw.col("planned").is_null())
    return shares(known, (ONE - claim(nw.col("planned"))) * nw.col("base_amount"), nw.col("base_amount"))


def _revenue_on_both_sides(tables: Tables, period: Period) -> Frame:
    return REVENUE.facts(tables, period).with_columns(denominator=nw.col("numerator"))


def _overdue_of_unpaid(tables: Tables, period: Period) -> Frame:
    overdue = claim(nw.col("due_on") + nw.lit(DAY) <= nw.lit(period.end))
    return shares(unpaid_at_end(tables, period), overdue * nw.col("unpaid"), nw.col("unpaid"))


def _settled(tables: Tables, period: Period) -> Frame:
    settled = tables["invoices"].filter(during("settled_at", period) & (nw.col("amount") > SETTLED_WITHIN))
    return shares(owned_at(settled.drop("owner_id"), tables, nw.col("settled_at")), nw.col("days_to_pay"))


def _unpaid(tables: Tables, period: Period) -> Frame:
    return amounts(unpaid_at_end(tables, period), nw.col("unpaid"))


def _invoiced_gross(tables: Tables, period: Period) -> Frame:
    before_end = trailing(90, period.end, period.now)
    issued = tables["invoices"].filter(during("issued_on", before_end) & ~nw.col("base_amount").is_null())
    at_end = owned_at(issued.drop("owner_id"), tables, nw.lit(period.end - INSTANT))
    return shares(at_end, ZERO, nw.col("base_amount"), n=ZERO)


def _wallet(tables: Tables, period: Period) -> Frame:
    """Revenue of the year to the end of P and a year's spend, over active accounts whose spend is known.

    For the owner at the end.
    """
    year = replace(period, start=_a_year_before(period.end))
    active = accounts_at(tables, period.end, period.now).filter(nw.col("category_spend") > 0)
    named = active.with_columns(own_currency=nw.coalesce(nw.col("currency"), nw.lit(tables.base_currency)))
    spend = rate_at(named.drop("currency"), tables, period.end).with_columns(
        _spend=nw.col("category_spend") * nw.col("rate_then")
    )
    revenue = REVENUE.facts(tables, year).group_by("account_id").agg(nw.col("numerator").sum().alias("_revenue"))
    joined = spend.filter(~nw.col("_spend").is_null()).join(revenue, on="account_id", how="left")
    return shares(joined, nw.col("_revenue").fill_null(0.0), nw.col("_spend"))


def key_growth(*, less_costs: bool) -> Measure:
    """Return the measure of revenue (or of what costs leave of it) in P against the base period.

    Over accounts of tier key active at the base's start, lost ones included; all money at the rate of P's end; for
    the owner at P's start.
    """

    def facts(tables: Tables, period: Period) -> Frame:
        before = _base_period(tables, period)
        key = accounts_at(tables, before.start, period.now).filter(nw.col("tier") == "key")
        now, then = (_earned(tables, one, period.end, less_costs=less_costs) for one in (period, before))
        joined = key.join(now.rename({"_earned": "_now"}), on="account_id", how="left").join(
            then.rename({"_earned": "_then"}), on="account_id", how="left"
        )
        at_start = owned_at(joined.drop("owner_id"), tables, nw.lit(period.start - INSTANT))
        return shares(at_start, nw.col("_now").fill_null(0.0), nw.col("_then").fill_null(0.0))

    needs = (*REVENUE.needs, "accounts.tier", *(_COSTS if less_costs else ()))
    return Measure("key_profit" if less_costs else "key_revenue", "accounts", needs, facts)


def _base_period(tables: Tables, period: Period) -> Period:
    if tables.settings.text("growth_base") != "year":
        return period.previous()
    return replace(period, start=_a_year_before(period.start), end=_a_year_before(period.end))


def _a_year_before(at: datetime) -> datetime:
    is_leap_day = (at.month, at.day) == (2, 29)
    return at.replace(year=at.year - 1, day=28 if is_leap_day else at.day)


def _earned(tables: Tables, period: Period, rated_at: datetime, *, less_costs: bool) -> Frame:
    parts = [tables["invoices"].filter(during("issued_on", period)).with_columns(_net=net())]
    if less_costs:
        parts.append(tables["costs"].filter(during("at", period)).with_columns(_net=-nw.col("amount")))
    rated = [
        rate_at(part, tables, rated_at).select("account_id", _earned=nw.col("_net") * nw.col("rate_then"))
        for part in (one.drop("currency") for one in parts)
    ]
    return nw.concat(rated, how="vertical").group_by("account_id").agg(nw.col("_earned").sum())


def _billing(tables: Tables, period: Period) -> Frame:
    """Set what each account was invoiced against what it had contracted, one fact per account and whole month of P.

    A month that P holds in part is left out: its invoice would be set against a part of what it is for. A contract's
    amount is spread evenly over its months (days ÷ 30.4375, rounded, at least one); a month it covers in part counts
    in part; an open-ended contract's amount is per month.
    """
    facts = [_month_of_billing(tables, month) for month in _whole_months(period)]
    return nw.concat(facts, how="vertical") if facts else _month_of_billing(tables, period).head(0)


def _whole_months(period: Period) -> list[Period]:
    found = []
    month = unit_period("month", period.start, FAR_OFF)
    while month.end <= period.end:
        if month.start >= period.start:
            found.append(replace(month, now=period.now))
        month = unit_period("month", month.end, FAR_OFF)
    return found


def _month_of_billing(tables: Tables, month: Period) -> Frame:
    first, last = day_number(month.start), day_number(month.end)
    covered = nw.min_horizontal(nw.col("ended_day") + 1, nw.lit(last)) - nw.max_horizontal(
        nw.col("starts_day"), nw.lit(first)
    )
    contracted = (
        tables["contracts"]
        .with_columns(_covered=covered)
        .filter((nw.col("_covered") > 0) & ~nw.col("base_amount").is_null() & ~nw.col("monthly_amount").is_null())
        .with_columns(_contracted=nw.col("monthly_amount") * nw.col("base_rate") * nw.col("_covered") / month.days)
        .group_by("account_id")
        .agg(nw.col("_contracted").sum())
    )
    invoiced = REVENUE.facts(tables, month).group_by("account_id").agg(nw.col("numerator").sum().alias("_invoiced"))
    accounts = tables["accounts"].drop("owner_id").join(contracted, on="account_id", how="left")
    both = accounts.join(invoiced, on="account_id", how="left").with_columns(
        _contracted=nw.col("_contracted").fill_null(0.0), _invoiced=nw.col("_invoiced").fill_null(0.0)
    )
    counted = both.filter((nw.col("_contracted") > 0) | (nw.col("_invoiced") > 0))
    owned = owned_at(counted, tables, nw.lit(month.end - INSTANT))
    return shares(owned, (nw.col("_invoiced") - nw.col("_contracted")).abs(), nw.col("_contracted"))


def _initiatives(tables: Tables, period: Period) -> Frame:
    """Points of the team's initiatives: led 3, contributed 2, attended 1."""
    role = nw.col("role")
    points = (
        nw.when(role == "led")
        .then(nw.lit(3.0))
        .otherwise(nw.when(role == "contributed").then(nw.lit(2.0)).otherwise(claim(role == "attended")))
    )
    rows = tables["initiatives"].filter(during("at", period) & ~role.is_null())
    return amounts(rows.with_columns(account_id=nw.lit(None, dtype=nw.String())), points, "am_id")


COSTS = Measure("costs", "costs", _COSTS, _costs)
LESS_COSTS = Measure("less_costs", "costs", _COSTS, _less_costs)
ACQUISITION = Measure(
    "acquisition_costs", "costs", (*_COSTS, "costs.category"), _acquisition, filled=("costs.category",)
)
UNPLANNED = Measure("unplanned_costs", "costs", (*_COSTS, "costs.planned"), _unplanned)
REVENUE_BASE = Measure("revenue_base", "invoices", _INVOICES, _revenue_on_both_sides)
OVERDUE_OF_UNPAID = Measure(
    "overdue_of_unpaid", "invoices", (*_INVOICES, "invoices.due_on"), _overdue_of_unpaid, filled=("invoices.due_on",)
)
SETTLED = Measure("settled", "invoices", (*_INVOICES, "invoices.paid_on"), _settled)
UNPAID = Measure("unpaid", "invoices", (*_INVOICES, "invoices.paid_on"), _unpaid)
INVOICED_GROSS = Measure("invoiced_gross", "invoices", _INVOICES, _invoiced_gross)
WALLET = Measure("wallet", "accounts", (*_INVOICES, "accounts.category_spend"), _wallet)
BILLING = Measure(
    "billing", "accounts", ("accounts.account_id", *_INVOICES, "contracts.starts_on", "contracts.amount"), _billing
)
INITIATIVES = Measure(
    "initiatives",
    "initiatives",
    ("initiatives.am_id", "initiatives.role"),
    _initiatives,
    filled=("initiatives.role",),
)
