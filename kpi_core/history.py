"""What a week leaves behind: one row per KPI and scope, for the tab History and the state's full history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kpi_core.catalogue import KPIS
from kpi_core.evaluate import Figures
from kpi_core.kpi import Level
from kpi_core.periods import Period
from kpi_core.scorecard import Status
from kpi_core.targets import status

LEVELS: tuple[Level, ...] = ("all", "team", "am")


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One figure as it stood at the end of a week; `version` is that of the formula it was computed with."""

    week: date  # its Monday
    kpi: str
    scope: str
    value: float
    numerator: float | None
    denominator: float | None
    n: int
    target: float | None
    status: Status | None
    version: int


def history(figures: Figures, week: Period) -> Iterator[HistoryRow]:
    """Yield the figures of a week, each over its own scorecard window ending with it, that have a value."""
    for kpi in KPIS:
        period = figures.window(kpi, week.end)
        for level in LEVELS:
            for result in figures.results(kpi, level, period).values():
                if result.value is None:
                    continue
                goal = figures.targets.find(kpi, result.scope, period)
                yield HistoryRow(
                    week=week.start.date(),
                    kpi=kpi.key,
                    scope=str(result.scope),
                    value=result.value,
                    numerator=result.numerator,
                    denominator=result.denominator,
                    n=result.n,
                    target=goal.value if goal else None,
                    status=status(kpi, result, goal),
                    version=kpi.version,
                )
