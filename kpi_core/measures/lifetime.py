"""The parts of customer lifetime value: orders, what they were worth, and how long accounts stay."""

from __future__ import annotations

from collections.abc import Mapping

import narwhals as nw

from kpi_core.aggregate import Totals
from kpi_core.frames import Frame
from kpi_core.kpi import Measure
from kpi_core.measures.base import ORDERS
from kpi_core.measures.facts import ONE, ZERO, account_days, owned_at, shares
from kpi_core.measures.money import net
from kpi_core.periods import INSTANT, Period
from kpi_core.tables import Tables
from kpi_core.timelines import FAR_OFF, LONG_AGO, day_number

DAYS_A_YEAR = 365.25
PARTS = ("order_value", "orders", "account_years", "tenure_years", "accounts")


def _orders(tables: Tables) -> Frame:
    """Return every order with its worth in base currency: account_id, order_day (a day number), worth."""
    contracts = tables["contracts"].select("account_id", "order_day", worth=nw.col("base_amount"))
    invoices = tables["invoices"].filter(nw.col("contract_id").is_null())
    worth = net() * nw.col("base_rate")
    placed = nw.concat([contracts, invoices.select("account_id", order_day=nw.col("issued_day"), worth=worth)])
    return placed.filter(~nw.col("order_day").is_null() & ~nw.col("worth").is_null())


def _lifetime(tables: Tables, period: Period) -> Frame:
    """One fact per account with an order in P, for its owner at the end.

    Tenure runs from the start (the first order where that is blank) to the loss or the end.
    """
    end_day = day_number(period.end)
    so_far = _orders(tables).filter(nw.col("order_day") < end_day)
    first = so_far.group_by("account_id").agg(nw.col("order_day").min().alias("_first_day"))
    in_period = so_far.filter(nw.col("order_day") >= day_number(period.start))
    ordered = in_period.group_by("account_id").agg(nw.col("worth").sum(), nw.len().alias("_orders"))
    years_here = account_days(tables, period).group_by("account_id").agg(nw.col("denominator").sum().alias("_share"))
    joined = (
        tables["accounts"]
        .drop("owner_id")
        .join(ordered, on="account_id", how="inner")
        .join(first, on="account_id", how="left")
        .join(years_here, on="account_id", how="left")
    )
    blank = nw.col("started_at") <= nw.lit(LONG_AGO)
    started = nw.when(blank).then(nw.col("_first_day")).otherwise(nw.col("started_day"))
    known_loss = nw.when(nw.col("lost_known_at") <= nw.lit(period.now)).then(nw.col("lost_day"))
    until = nw.min_horizontal(known_loss.otherwise(nw.lit(day_number(FAR_OFF))), nw.lit(end_day))
    tenure = nw.max_horizontal(until - started, ZERO) / DAYS_A_YEAR
    return shares(
        owned_at(joined, tables, nw.lit(period.end - INSTANT)),
        ZERO,
        ZERO,
        order_value=nw.col("worth"),
        orders=nw.col("_orders"),
        account_years=nw.col("_share").fill_null(0.0) * (period.days / DAYS_A_YEAR),
        tenure_years=tenure,
        accounts=ONE,
    )


def average_order_times_frequency_times_years(totals: Totals, _: float | None) -> tuple[float, float] | None:
    """Return value ÷ orders × orders ÷ account-years × Σ tenure as one side, accounts as the other."""
    years = totals.get("account_years", 0.0)
    if years <= 0:
        return None
    return totals["order_value"] / years * totals["tenure_years"], totals["accounts"]


def lifetime_parts(totals: Totals) -> Mapping[str, float]:
    """Return the three factors of the lifetime value, those that there are."""
    factors = {
        "average_order_value": ("order_value", "orders"),
        "orders_per_year": ("orders", "account_years"),
        "years_retained": ("tenure_years", "accounts"),
    }
    return {name: totals[top] / totals[of] for name, (top, of) in factors.items() if totals.get(of)}


LIFETIME = Measure(
    "lifetime", "accounts", ("accounts.account_id", "accounts.owner_id"), _lifetime, beside=PARTS, either=ORDERS
)
