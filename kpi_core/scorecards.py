"""Which KPIs stand on whose scorecard, and how a scorecard is filled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from kpi_core import targets
from kpi_core.catalogue import BY_KEY
from kpi_core.evaluate import Figures
from kpi_core.kpi import Kpi, Result, Scope
from kpi_core.periods import DAY, Period
from kpi_core.scorecard import Line, Scorecard, Target
from kpi_core.targets import Targets

MOST_LINES = 12
_COMMON = (
    "freshness",
    "interactions_per_account",
    "response_time",
    "nps",
    "outcome_rate",
    "on_time_delivery",
    "retention_rate",
    "renewal_rate",
    "quota_attainment",
    "expansion_revenue",
)
DEFAULT_CARD: tuple[str, ...] = (*_COMMON, "overdue_share", "conversion_rate")
LEAD_CARD: tuple[str, ...] = (*_COMMON, "accounts_per_am", "team_satisfaction")


def card_kpis(found: Targets, scope: Scope, week: Period) -> Sequence[Kpi]:
    """Return at most twelve KPIs: those with a target for the scope, else the default card of the scope's role."""
    defaults = DEFAULT_CARD if scope.level == "am" else LEAD_CARD
    keys = found.keys(scope, week) or defaults
    return [BY_KEY[key] for key in keys if key in BY_KEY][:MOST_LINES]


def scorecard(figures: Figures, scope: Scope, week: Period) -> Scorecard:
    """Return the scope's scorecard as of the end of `week`, each KPI over its own window."""
    found = figures.targets
    lines = [_line(figures, found, kpi, scope, week.end) for kpi in card_kpis(found, scope, week)]
    with_data = [line for line in lines if line.result.value is not None]
    return Scorecard(
        scope=scope,
        week=week,
        lines=with_data,
        score=_score(with_data),
        without_data=[line for line in lines if line.result.value is None],
    )


def course(figures: Figures, kpi: Kpi, scope: Scope, week: Period, weeks: int) -> Sequence[Result]:
    """Return a KPI's figure on the scorecards of that many weeks, oldest first; the last is that of `week`."""
    ends = [week.end, *(week.start - DAY * 7 * before for before in range(weeks - 1))]
    return [figures.result(kpi, scope, figures.window(kpi, end)) for end in reversed(ends)]


def target(figures: Figures, kpi: Kpi, scope: Scope, period: Period) -> Target | None:
    """Return the target of one figure; None when it has none."""
    return figures.targets.find(kpi, scope, period)


def _line(figures: Figures, found: Targets, kpi: Kpi, scope: Scope, until: datetime) -> Line:
    period = figures.window(kpi, until)
    result = figures.result(kpi, scope, period)
    goal = found.find(kpi, scope, period)
    return Line(
        kpi=kpi,
        result=result,
        previous=figures.result(kpi, scope, period.previous()),
        target=goal,
        status=targets.status(kpi, result, goal),
        attainment=targets.attainment(kpi, result, goal),
    )


def _score(lines: Sequence[Line]) -> float | None:
    """Return the weighted mean attainment of the lines with a target, 0–100.

    A line counts at most as reached: one target passed by far does not make up for another one missed.
    """
    rated = [(line.attainment, line.target.weight) for line in lines if line.attainment is not None and line.target]
    weight = sum(weight for _, weight in rated)
    return 100.0 * sum(min(share, 1.0) * weight for share, weight in rated) / weight if weight > 0 else None
