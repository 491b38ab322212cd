"""Measures of invoices: revenue, late and overdue payment."""

from __future__ import annotations

import narwhals as nw

from kpi_core import timelines
from kpi_core.frames import Frame
from kpi_core.kpi import Measure
from kpi_core.measures.facts import amounts, claim, during, owned_at, shares
from kpi_core.periods import DAY, INSTANT, Period
from kpi_core.tables import Tables, once

_ISSUED = ("invoices.account_id", "invoices.issued_on", "invoices.amount")
# A cent's rounding is no debt.
SETTLED_WITHIN = 0.005


def net() -> nw.Expr:
    """Return an invoice's revenue in its own currency: amount − tax − pass_through."""
    return nw.col("amount") - nw.col("tax").fill_null(0.0) - nw.col("pass_through").fill_null(0.0)


def _revenue(tables: Tables, period: Period) -> Frame:
    invoices = tables["invoices"].filter(during("issued_on", period) & ~nw.col("base_amount").is_null())
    return amounts(invoices, net() * nw.col("base_rate"))


def with_paid(invoices: Frame, tables: Tables, before: nw.Expr) -> Frame:
    """Add `paid`: what had come in before that instant, by instalments if the invoice has any, else by `paid_on`."""
    when_due = invoices.select("invoice_id", _before=before)
    payments = tables["payments"].select("invoice_id", "at", _instalment=nw.col("amount"))
    instalments = (
        payments.join(when_due, on="invoice_id", how="inner")
        .with_columns(
            _in_time=nw.when(nw.col("at") < nw.col("_before")).then(nw.col("_instalment")).otherwise(nw.lit(0.0))
        )
        .group_by("invoice_id")
        .agg(nw.col("_in_time").sum().alias("_instalments"))
    )
    whole = nw.when((nw.col("paid_on") < before).fill_null(value=False))
    at_once = whole.then(nw.coalesce(nw.col("paid_amount"), nw.col("amount"))).otherwise(nw.lit(0.0))
    joined = invoices.join(instalments, on="invoice_id", how="left")
    return joined.with_columns(paid=nw.coalesce(nw.col("_instalments"), at_once)).drop("_instalments")


def _late(tables: Tables, period: Period) -> Frame:
    due = tables["invoices"].drop("owner_id").filter(during("due_on", period) & (nw.col("amount") > SETTLED_WITHIN))
    due = with_paid(due.with_columns(_due_end=nw.col("due_on") + nw.lit(DAY)), tables, nw.col("_due_end"))
    late = claim(nw.col("amount") - nw.col("paid") > SETTLED_WITHIN)
    return shares(owned_at(due, tables, nw.col("due_on")), late)


@once
def unpaid_at_end(tables: Tables, period: Period) -> Frame:
    """Return the invoices issued before the end of P with what is unpaid of them then: `unpaid`, base currency.

    Money at the rate of the instant; the owner is the one at the end.
    """
    issued = tables["invoices"].filter((nw.col("issued_on") < nw.lit(period.end)) & ~nw.col("amount").is_null())
    at_end = nw.lit(period.end - INSTANT)
    left = nw.col("amount") - nw.col("paid")
    open_ones = with_paid(issued.drop("owner_id"), tables, nw.lit(period.end)).filter(left > SETTLED_WITHIN)
    rated = timelines.look_up(
        open_ones.rename({"own_currency": "currency_"}).with_columns(currency=nw.col("currency_")),
        tables["exchange"],
        "currency",
        at_end,
        "rate",
        "_rate_then",
    )
    return owned_at(rated.with_columns(unpaid=left * nw.col("_rate_then")), tables, at_end)


def _overdue(tables: Tables, period: Period) -> Frame:
    unpaid = unpaid_at_end(tables, period)
    return amounts(unpaid.filter(nw.col("due_on") + nw.lit(DAY) <= nw.lit(period.end)), nw.col("unpaid"))


REVENUE = Measure("revenue", "invoices", _ISSUED, _revenue)
LATE = Measure("late_payments", "invoices", (*_ISSUED, "invoices.due_on", "invoices.paid_on"), _late)
OVERDUE = Measure(
    "overdue", "invoices", (*_ISSUED, "invoices.due_on", "invoices.paid_on"), _overdue, filled=("invoices.due_on",)
)
