"""Targets: which row of the tab applies to a figure, and what it asks of the figure's own period."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kpi_core.calendars import Calendar
from kpi_core.frames import rows_of
from kpi_core.kpi import Kpi, Result, Scope
from kpi_core.periods import DAY, INSTANT, Period, Unit, unit_period
from kpi_core.scorecard import Status, Target
from kpi_core.tables import Tables
from kpi_core.timelines import FAR_OFF

# A percent target above this was typed in per cent: 85 means 85 %, 1.2 means 120 %. What should be small is a share,
# and all of it no target: 1 means 1 %.
PERCENT_TYPED_ABOVE = 3.0
SMALL_PERCENT_TYPED_FROM = 1.0
# Where amber begins when the row does not say.
WARN_SHARE = 0.9
FULL_ATTAINMENT = 1.2
# What a tier or all are to bring in together is the target of no single account, nor what all are that of a tier.
_PARTS_OF_THE_WHOLE = frozenset({"account", "tier"})


@dataclass(frozen=True)
class Targets:
    """The rows of the tab `targets`, most specific first: am, role, tier, team, all."""

    rows: Sequence[Mapping[str, Any]]
    people: Mapping[str, Mapping[str, Any]]
    tiers: Mapping[str, str | None]
    calendar: Calendar

    @classmethod
    def of(cls, tables: Tables) -> Targets:
        """Read the targets and whom they may be for."""
        people = rows_of(tables["team"], "am_id", "role", "team")
        rows = [row for row in rows_of(tables["targets"]) if row["kpi"] and row["target"] is not None]
        tiers = {row["account_id"]: row["tier"] for row in rows_of(tables["accounts"], "account_id", "tier")}
        return cls(rows, {row["am_id"]: row for row in people if row["am_id"]}, tiers, Calendar.of(tables))

    def keys(self, scope: Scope, period: Period) -> Sequence[str]:
        """Return the KPIs that have a target for the scope, in the sheet's order, once."""
        named = [row["kpi"] for row in self.rows if self._holds(row, period) and row["scope"] in self._names(scope)]
        return tuple(dict.fromkeys(named))

    def find(self, kpi: Kpi, scope: Scope, period: Period) -> Target | None:
        """Return the most specific target that holds at the period's end, prorated to the period for a flow."""
        rows = [row for row in self.rows if row["kpi"] == kpi.key and self._holds(row, period)]
        names = self._names(scope)
        if kpi.additive and scope.level in _PARTS_OF_THE_WHOLE:
            names = names[:1]
        for name in names:
            for row in rows:
                if (row["scope"] or "all") == name:
                    return self._target(kpi, row, period)
        return None

    def _names(self, scope: Scope) -> Sequence[str | None]:
        match scope.level:
            case "am":
                person = self.people.get(scope.id, {})
                role, team = person.get("role") or "am", person.get("team")
                return (f"am:{scope.id}", f"role:{role}", f"team:{team}", "all", None)
            case "all":
                return ("all", None)
            case "account":
                return (str(scope), f"tier:{self.tiers.get(scope.id)}", "all", None)
            case _:
                return (f"{scope.level}:{scope.id}", "all", None)

    @staticmethod
    def _holds(row: Mapping[str, Any], period: Period) -> bool:
        at = period.end - INSTANT
        return bool((row["from"] is None or row["from"] <= at) and (row["to"] is None or at < row["to"] + DAY))

    def _target(self, kpi: Kpi, row: Mapping[str, Any], period: Period) -> Target:
        unit_scale = 0.01 if kpi.unit == "%" and _is_in_percent(kpi, abs(row["target"])) else 1.0
        share = self._share(row["per"], period) if kpi.flow and row["per"] else 1.0
        warn_at = row["warn_at"]
        return Target(
            value=row["target"] * unit_scale * share,
            warn_at=None if warn_at is None else warn_at * unit_scale * share,
            weight=1.0 if row["weight"] is None else row["weight"],
            prorated=share != 1.0,
            row=row["row"],
        )

    def _share(self, per: Unit, period: Period) -> float:
        """Return the period's working days as a share of those of the unit the target is for."""
        unit = unit_period(per, period.end - INSTANT, FAR_OFF)
        whole = self.calendar.working_days(unit.start.date(), unit.last_day)
        return self.calendar.working_days(period.start.date(), period.last_day) / whole if whole else 1.0


def _is_in_percent(kpi: Kpi, typed: float) -> bool:
    return typed >= SMALL_PERCENT_TYPED_FROM if kpi.direction == "down" else typed > PERCENT_TYPED_ABOVE


def warning_level(kpi: Kpi, target: Target) -> float:
    """Return where amber begins: `warn_at`, else nine tenths of the way."""
    if target.warn_at is not None:
        return target.warn_at
    return target.value / WARN_SHARE if kpi.direction == "down" else target.value * WARN_SHARE


def status(kpi: Kpi, result: Result, target: Target | None) -> Status | None:
    """Return green at or past the target, amber at or past the warning level, else red; None without either side."""
    if target is None or result.value is None or kpi.direction == "none":
        return None
    if _reaches(kpi, result.value, target.value):
        return "green"
    return "amber" if _reaches(kpi, result.value, warning_level(kpi, target)) else "red"


def _reaches(kpi: Kpi, value: float, level: float) -> bool:
    """Whether the value is at the level or better; a rounding error is no miss."""
    return math.isclose(value, level, abs_tol=1e-9) or (value < level if kpi.direction == "down" else value > level)


def attainment(kpi: Kpi, result: Result, target: Target | None) -> float | None:
    """Return how far the target is reached, 0 … 1.2: ↑ value ÷ target, ↓ target ÷ value; a target ≤ 0 is met or not."""
    if target is None or result.value is None or kpi.direction == "none":
        return None
    is_down = kpi.direction == "down"
    if target.value <= 0 or (is_down and result.value <= 0):
        return 1.0 if _reaches(kpi, result.value, target.value) else 0.0
    reached = target.value / result.value if is_down else result.value / target.value
    return min(max(reached, 0.0), FULL_ATTAINMENT)
