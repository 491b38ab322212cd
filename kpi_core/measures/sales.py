"""Measures of deals: won, lost, converted, and how long they took."""

from __future__ import annotations

from datetime import timedelta

import narwhals as nw

from kpi_core.frames import Frame
from kpi_core.kpi import Measure
from kpi_core.measures.facts import ONE, amounts, claim, during, shares, values
from kpi_core.periods import Period
from kpi_core.tables import Tables

_CLOSED = ("deals.am_id", "deals.stage", "deals.closed_at")
# A deal younger than this may still close: its cohort is marked "still open".
YOUNG = timedelta(days=90)


def _deals(tables: Tables) -> Frame:
    """Return the deals, each counting for the row's own AM, else for the account's owner."""
    return tables["deals"].with_columns(owner_id=nw.coalesce(nw.col("am_id"), nw.col("owner_id")))


def _won_in(tables: Tables, period: Period) -> Frame:
    return _deals(tables).filter((nw.col("stage") == "won") & during("closed_at", period))


def _won(tables: Tables, period: Period) -> Frame:
    return amounts(_won_in(tables, period), ONE)


def _bookings(tables: Tables, period: Period) -> Frame:
    won = _won_in(tables, period)
    return amounts(won.filter(~nw.col("base_amount").is_null()), nw.col("base_amount"))


def _closed(tables: Tables, period: Period) -> Frame:
    closed = _deals(tables).filter(nw.col("stage").is_in(["won", "lost"]) & during("closed_at", period))
    return shares(closed, claim(nw.col("stage") == "won"))


def _converted(tables: Tables, period: Period) -> Frame:
    """Deals of kind new created in P, by channel; won as of now."""
    created = _deals(tables).filter((nw.col("kind") == "new") & during("created_at", period))
    won = (nw.col("stage") == "won") & (nw.col("closed_at") < nw.lit(period.now))
    is_young = nw.col("created_at") > nw.lit(period.now - YOUNG)
    still_open = claim(is_young & ~nw.col("stage").fill_null("").is_in(["won", "lost"]))
    return shares(created, claim(won), part=nw.col("channel"), still_open=still_open)


def _days_to_close(tables: Tables, period: Period) -> Frame:
    won = _won_in(tables, period)
    return values(won.filter(nw.col("days_open") >= 0), nw.col("days_open"))


WON = Measure("deals_won", "deals", _CLOSED, _won)
BOOKINGS = Measure("bookings", "deals", (*_CLOSED, "deals.amount"), _bookings)
CLOSED = Measure("deals_closed", "deals", _CLOSED, _closed)
CONVERTED = Measure(
    "deals_converted", "deals", (*_CLOSED, "deals.kind", "deals.created_at"), _converted, beside=("still_open",)
)
DAYS_TO_CLOSE = Measure("days_to_close", "deals", (*_CLOSED, "deals.created_at"), _days_to_close)
