"""Measures of deals: won, lost, converted, and how long they took."""

from __future__ import annotations

from datetime import timedelta

import narwhals as nw

from kpi_core.frames import Frame
from kpi_core.kpi import Measure
from kpi_core.measures.facts import ONE, ZERO, amounts, claim, during, owned_by_row, shares, values
from kpi_core.periods import Period
from kpi_core.tables import Tables

_CLOSED = ("deals.am_id", "deals.stage", "deals.closed_at")
# A deal younger than this may still close: its cohort is marked "still open".
YOUNG = timedelta(days=90)


def deals(tables: Tables) -> Frame:
    """Return the deals, each counting for the row's own AM, else for the account's owner."""
    return owned_by_row(tables["deals"])


def won_in(tables: Tables, period: Period) -> Frame:
    """Return the deals won in P."""
    return deals(tables).filter((nw.col("stage") == "won") & during("closed_at", period))


def _won(tables: Tables, period: Period) -> Frame:
    return amounts(won_in(tables, period), ONE)


def _bookings(tables: Tables, period: Period) -> Frame:
    won = won_in(tables, period)
    return amounts(won.filter(~nw.col("base_amount").is_null()), nw.col("base_amount"))


def _closed(tables: Tables, period: Period) -> Frame:
    closed = deals(tables).filter(nw.col("stage").is_in(["won", "lost"]) & during("closed_at", period))
    return shares(closed, claim(nw.col("stage") == "won"))


def _new_created(tables: Tables, period: Period) -> Frame:
    return deals(tables).filter((nw.col("kind") == "new") & during("created_at", period))


def _won_by_now(created: Frame, period: Period) -> Frame:
    """Say of each deal, by channel, whether it is won as of now; the young ones still open stand beside."""
    won = (nw.col("stage") == "won") & (nw.col("closed_at") < nw.lit(period.now))
    is_young = nw.col("created_at") > nw.lit(period.now - YOUNG)
    still_open = claim(is_young & ~nw.col("stage").fill_null("").is_in(["won", "lost"]))
    return shares(created, claim(won), part=nw.col("channel"), still_open=still_open)


def _converted(tables: Tables, period: Period) -> Frame:
    return _won_by_now(_new_created(tables, period), period)


def _days_to_close(tables: Tables, period: Period) -> Frame:
    won = won_in(tables, period)
    return values(won.filter(nw.col("days_open") >= 0), nw.col("days_open"))


def _signed(tables: Tables, period: Period) -> Frame:
    contracts = tables["contracts"].with_columns(_signed=nw.coalesce(nw.col("signed_on"), nw.col("starts_on")))
    return amounts(contracts.filter(during("_signed", period)), ONE)


def _approached(tables: Tables, period: Period) -> Frame:
    """Count as converted does, over those approached: touched, or past the stage lead (also when lost later on)."""
    stage = nw.col("stage").fill_null("lead")
    lost_as_lead = (stage == "lost") & (nw.col("lost_at_stage") == "lead").fill_null(value=False)
    touched = (nw.col("touched_at") < nw.lit(period.now)).fill_null(value=False)
    approached = _new_created(tables, period).filter(touched | ((stage != "lead") & ~lost_as_lead))
    return _won_by_now(approached, period)


def _won_new(tables: Tables, period: Period) -> Frame:
    won = won_in(tables, period).filter(nw.col("kind") == "new")
    return shares(won, ZERO, ONE)


def _touched(tables: Tables, period: Period) -> Frame:
    """Working hours from a deal's creation to its first touch; the untouched stand beside."""
    created = deals(tables).filter(during("created_at", period))
    in_time = nw.when(nw.col("touched_at") < nw.lit(period.now)).then(nw.col("touch_hours"))
    return values(created, in_time, untouched=claim(in_time.is_null()))


def _touches(tables: Tables, period: Period) -> Frame:
    """Outbound interactions per deal won: those that name it, else the account's that name none while it was open."""
    won = won_in(tables, period)
    outbound = tables["interactions"].filter(nw.col("direction") == "outbound")
    named = outbound.filter(~nw.col("deal_id").is_null()).group_by("deal_id").agg(nw.len().alias("_named"))
    unnamed = outbound.filter(nw.col("deal_id").is_null() & ~nw.col("account_id").is_null())
    open_while = won.select("row", "account_id", "created_at", "closed_at")
    meanwhile = (
        open_while.join(unnamed.select("account_id", "at"), on="account_id", how="inner")
        .filter((nw.col("at") >= nw.col("created_at")) & (nw.col("at") <= nw.col("closed_at")))
        .group_by("row")
        .agg(nw.len().alias("_meanwhile"))
    )
    counted = won.join(named, on="deal_id", how="left").join(meanwhile, on="row", how="left")
    touches = nw.coalesce(nw.col("_named").cast(nw.Float64), nw.col("_meanwhile").cast(nw.Float64), ZERO)
    return values(counted, touches)


def _replied(tables: Tables, period: Period) -> Frame:
    sent = owned_by_row(tables["interactions"]).filter(
        (nw.col("direction") == "outbound") & ~nw.col("replied").is_null() & during("at", period)
    )
    return shares(sent, claim(nw.col("replied")))


WON = Measure("deals_won", "deals", _CLOSED, _won)
BOOKINGS = Measure("bookings", "deals", (*_CLOSED, "deals.amount"), _bookings, filled=("deals.amount",))
CLOSED = Measure("deals_closed", "deals", _CLOSED, _closed)
CONVERTED = Measure(
    "deals_converted", "deals", (*_CLOSED, "deals.kind", "deals.created_at"), _converted, beside=("still_open",)
)
DAYS_TO_CLOSE = Measure("days_to_close", "deals", (*_CLOSED, "deals.created_at"), _days_to_close)
SIGNED = Measure("contracts_signed", "contracts", ("contracts.account_id", "contracts.starts_on"), _signed)
APPROACHED = Measure(
    "deals_approached", "deals", (*_CLOSED, "deals.kind", "deals.created_at"), _approached, beside=("still_open",)
)
WON_NEW = Measure("new_deals_won", "deals", (*_CLOSED, "deals.kind"), _won_new)
TOUCHED = Measure("lead_response", "deals", ("deals.am_id", "deals.created_at"), _touched, beside=("untouched",))
TOUCHES = Measure(
    "touches", "deals", (*_CLOSED, "interactions.direction"), _touches, filled=("interactions.direction",)
)
REPLIED = Measure("replies", "interactions", ("interactions.direction", "interactions.replied"), _replied)
