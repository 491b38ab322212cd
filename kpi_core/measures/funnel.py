"""Measures of where people drop off: campaigns by stage, deals by stage."""

from __future__ import annotations

from itertools import pairwise

import narwhals as nw

from kpi_core.frames import Frame
from kpi_core.kpi import Measure, MeasureFunction
from kpi_core.measures.facts import claim, during, owned_by_row, shares
from kpi_core.measures.sales import deals
from kpi_core.periods import Period
from kpi_core.tables import Tables

_CAMPAIGNS = ("campaigns.campaign_id", "campaigns.at", "campaigns.stage", "campaigns.count")
_CLOSED = ("deals.am_id", "deals.stage", "deals.closed_at")
_FUNNEL = ("sent", "opened", "clicked", "purchased")


def _funnel(tables: Tables, period: Period) -> Frame:
    """Rows of the campaigns sent in P, whenever the stage was counted, with `_count` as a float."""
    campaigns = owned_by_row(tables["campaigns"]).with_columns(_count=nw.col("count").cast(nw.Float64))
    sent = campaigns.filter((nw.col("stage") == "sent") & during("at", period)).select("campaign_id").unique()
    return campaigns.filter(~nw.col("_count").is_null()).join(sent, on="campaign_id", how="inner")


def _stage_counts(numerator: str, denominator: str) -> MeasureFunction:
    def facts(tables: Tables, period: Period) -> Frame:
        rows = _funnel(tables, period).filter(nw.col("stage").is_in([numerator, denominator]))
        count = nw.col("_count")
        top, bottom = claim(nw.col("stage") == numerator), claim(nw.col("stage") == denominator)
        return shares(rows, top * count, bottom * count, part=nw.lit(denominator))

    return facts


def _lost_of_closed(tables: Tables, period: Period) -> Frame:
    closed = deals(tables).filter(nw.col("stage").is_in(["won", "lost"]) & during("closed_at", period))
    return shares(closed, claim(nw.col("stage") == "lost"))


_STAGES = ("lead", "contacted", "brief", "proposal", "negotiation")


def _lost_at(number: int) -> MeasureFunction:
    """Deals closed in P that reached a stage, and whether they were lost there."""

    def facts(tables: Tables, period: Period) -> Frame:
        closed = deals(tables).filter(nw.col("stage").is_in(["won", "lost"]) & during("closed_at", period))
        lost_later = (nw.col("stage") == "lost") & nw.col("lost_at_stage").is_in(list(_STAGES[number:]))
        reached = closed.filter((nw.col("stage") == "won") | lost_later)
        lost_here = (nw.col("stage") == "lost") & (nw.col("lost_at_stage") == _STAGES[number])
        return shares(reached, claim(lost_here), part=nw.lit(_STAGES[number]))

    return facts


PURCHASED = Measure("purchased_of_sent", "campaigns", _CAMPAIGNS, _stage_counts("purchased", "sent"))
UNSUBSCRIBED = Measure("unsubscribed_of_sent", "campaigns", _CAMPAIGNS, _stage_counts("unsubscribed", "sent"))
FUNNEL_STAGES = tuple(
    Measure(f"{after}_of_{before}", "campaigns", _CAMPAIGNS, _stage_counts(after, before))
    for before, after in pairwise(_FUNNEL)
)
LOST = Measure("deals_lost", "deals", _CLOSED, _lost_of_closed)
LOST_BY_STAGE = tuple(
    Measure(f"lost_at_{stage}", "deals", (*_CLOSED, "deals.lost_at_stage"), _lost_at(number))
    for number, stage in enumerate(_STAGES)
)
