"""Results and targets → a scorecard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kpi_core.kpi import Kpi, Result, Scope
from kpi_core.periods import Period

Status = Literal["green", "amber", "red"]


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure should reach in its period; `warn_at` is where amber begins (None: 90 % of the way)."""

    value: float
    warn_at: float | None
    weight: float
    prorated: bool
    row: int | None  # its row in the targets tab; None for a default


@dataclass(frozen=True, slots=True)
class Line:
    """One KPI of a scorecard over its own window. `change` = value − the value of the period before."""

    kpi: Kpi
    result: Result
    previous: Result
    target: Target | None
    status: Status | None
    attainment: float | None  # 0 … 1.2

    @property
    def change(self) -> float | None:
        """The value less the one of the period before; None when either is missing."""
        if self.result.value is None or self.previous.value is None:
            return None
        return self.result.value - self.previous.value


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A scorecard: its lines, the weighted score 0–100 of those with a target, and the KPIs without data."""

    scope: Scope
    week: Period
    lines: Sequence[Line]
    score: float | None
    without_data: Sequence[Line]
