"""Facts → sums per scope → results."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import narwhals as nw

from kpi_core import reasons
from kpi_core.frames import Frame
from kpi_core.kpi import Kpi, Level, Measure, Result, Scope
from kpi_core.periods import Period
from kpi_core.tables import Tables

Totals = Mapping[str, float]  # one scope's sums by column, or the median, maximum, mean and p90 of its values
# 95 % of a normal distribution lie this many standard errors around the mean.
NORMAL_95 = 1.96
_HIGH = 0.9


def scoped(facts: Frame, level: Level, tables: Tables) -> Frame:
    """Add `_scope`: the id of the level's scope that each fact counts for (null: none)."""
    match level:
        case "all":
            return facts.with_columns(_scope=nw.lit(""))
        case "am":
            return facts.with_columns(_scope=nw.col("am_id"))
        case "account":
            return facts.with_columns(_scope=nw.col("account_id"))
        case "team":
            return facts.join(tables["team"].select("am_id", _scope=nw.col("team")), on="am_id", how="left")
        case "tier":
            tiers = tables["accounts"].select("account_id", _scope=nw.col("tier"))
            return facts.join(tiers, on="account_id", how="left")


def totalled(kpi: Kpi, measure: Measure, facts: Frame, groups: list[str]) -> Frame:
    """Return one row per group: what `result_of` makes a result of."""
    beside = [nw.col(name).sum() for name in measure.beside]
    if kpi.aggregate not in ("sum", "ratio"):
        value = nw.col("value")
        spread = [value.mean().alias("mean"), value.quantile(_HIGH, interpolation="linear").alias("p90")]
        one = {"median": value.median(), "max": value.max()}[kpi.aggregate]
        return facts.group_by(groups).agg(one, nw.col("n").sum(), *(spread if kpi.has_spread else []), *beside)
    sums = [nw.col(name).sum() for name in ("numerator", "denominator", "n")]
    if kpi.has_interval:
        facts = facts.with_columns(_squares=nw.col("numerator") * nw.col("numerator"))
        sums.append(nw.col("_squares").sum())
    if kpi.denominator == "ams":
        facts = facts.filter(~nw.col("am_id").is_null())
        sums.append(nw.col("am_id").n_unique().alias("_ams"))
    return facts.group_by(groups).agg(*sums, *beside)


def result_of(
    kpi: Kpi, scope: Scope, period: Period, totals: Totals, *, part: str | None = None, goal: float | None = None
) -> Result:
    """Return the figure that a scope's totals make; one without a value says why."""
    shown = [name for measure in kpi.measures for name in measure.beside] + (["mean", "p90"] if kpi.has_spread else [])
    n = round(totals.get("n", 0.0))
    beside = kpi.beside(totals) if kpi.beside else {name: totals[name] for name in shown if totals.get(name)}

    def result(value: float | None, **more: Any) -> Result:
        return Result(kpi.key, scope, period, value=value, n=n, part=part, beside=beside, **more)

    def nothing() -> Result:
        if kpi.is_anonymous:
            return result(None, reason=reasons.TOO_FEW_AND_ANONYMOUS)
        return result(None, reason=reasons.NOTHING_COUNTED.format(of=kpi.counted_of or kpi.counted))

    if kpi.aggregate not in ("sum", "ratio"):
        value = totals.get("value")
        return result(value) if value is not None and n else nothing()
    if kpi.aggregate == "sum":
        numerator = totals.get("numerator", 0.0)
        return result(kpi.scale * numerator + kpi.offset, numerator=numerator)
    if kpi.goal_of is not None and goal is None:
        return result(None, reason=reasons.NO_GOAL.format(kpi=kpi.goal_of.names))
    sides = (kpi.combine or _two_sums)(totals, goal)
    if sides is None or sides[1] <= 0:
        return nothing()
    if n < kpi.minimum_n:
        return result(None, reason=reasons.TOO_FEW.format(n=n))
    value = kpi.scale * sides[0] / sides[1] + kpi.offset
    if kpi.floor is not None:
        value = max(value, kpi.floor)
    low, high = _interval(kpi, totals) if kpi.has_interval else (None, None)
    return result(value, numerator=sides[0], denominator=sides[1], low=low, high=high)


def _two_sums(totals: Totals, _: float | None) -> tuple[float, float]:
    return totals.get("numerator", 0.0), totals.get("_ams", totals.get("denominator", 0.0))


def _interval(kpi: Kpi, totals: Totals) -> tuple[float, float]:
    """Return the 95 % interval of the mean of n facts: ±1.96 · scale · √((Σx²/n − (Σx/n)²) ÷ n)."""
    n = totals["n"]
    mean = totals["numerator"] / n
    margin: float = NORMAL_95 * kpi.scale * max(totals["_squares"] / n - mean * mean, 0.0) ** 0.5 / n**0.5
    middle = kpi.scale * mean + kpi.offset
    return middle - margin, middle + margin


class ByScope(Mapping[str, Result]):
    """The results of a level's scopes, each made when it is first asked for: a book may have ten thousand accounts."""

    def __init__(self, scopes: Mapping[str, str], make: Callable[[str], Result]) -> None:
        self._scopes = scopes
        self._make = make
        self._made: dict[str, Result] = {}

    def __getitem__(self, scope_id: str) -> Result:
        if scope_id not in self._made:
            if scope_id not in self._scopes:
                raise KeyError(scope_id)
            self._made[scope_id] = self._make(scope_id)
        return self._made[scope_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._scopes)

    def __len__(self) -> int:
        return len(self._scopes)
