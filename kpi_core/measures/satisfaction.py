"""Measures of what clients say: survey answers."""

from __future__ import annotations

import narwhals as nw

from kpi_core.frames import Frame
from kpi_core.kpi import Measure
from kpi_core.measures.facts import claim, during, shares
from kpi_core.periods import Period
from kpi_core.tables import Tables

_NEEDS = ("surveys.account_id", "surveys.kind", "surveys.at", "surveys.score")


def _nps(tables: Tables, period: Period) -> Frame:
    """Promoters (9–10) add one, detractors (0–6) take one."""
    answers = tables["surveys"].filter(
        (nw.col("kind") == "nps") & during("at", period) & (nw.col("score") >= 0) & (nw.col("score") <= 10)
    )
    promoter, detractor = claim(nw.col("score") >= 9), claim(nw.col("score") <= 6)
    return shares(answers, promoter - detractor, promoters=promoter, detractors=detractor)


NPS = Measure("nps", "surveys", _NEEDS, _nps, beside=("promoters", "detractors"))
