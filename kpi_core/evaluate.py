"""Tables, a KPI, a scope and a period in; results out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any

import narwhals as nw

from kpi_core import reasons
from kpi_core.errors import InputError
from kpi_core.frames import Frame, rows_of
from kpi_core.kpi import Kpi, Level, Measure, Result, Scope, SourceRow
from kpi_core.periods import INSTANT, Period, trailing, unit_period
from kpi_core.schema import PEOPLE_TABS, Kind
from kpi_core.tables import Tables
from kpi_core.text import Text

LEVELS: tuple[Level, ...] = ("all", "team", "am", "tier", "account")
# 95 % of a normal distribution lie this many standard errors around the mean.
NORMAL_95 = 1.96
# Whose answers these are must not show: no rows, no drill-down (kpis.md).
ANONYMOUS = frozenset({"team_satisfaction", "enps"})
# The roles that are listed as AMs though they may own nothing; anybody who owns an account is one too.
_AM_ROLES = frozenset({"am", "senior_am", None})


class Figures:
    """The figures of one book at one instant, each computed once per KPI, level and period.

    `now` is naive local time of the reporting zone. Safe to share between threads: a figure asked for twice at once
    is computed twice and stored once.
    """

    def __init__(self, tables: Tables, now: datetime) -> None:
        self.tables = tables
        self.now = now
        self._aggregated: dict[tuple[str, Level, Period, bool], Mapping[tuple[str, str | None], Result]] = {}

    @cached_property
    def first_day(self) -> date:
        """The first day of the book: where "all time" starts."""
        days = []
        for table in PEOPLE_TABS:
            if table.at and table.at in {c.key for c in table.columns if c.kind in (Kind.DATE, Kind.DATETIME)}:
                earliest = rows_of(self.tables[table.key].select(nw.col(table.at).min()))
                days += [row[table.at].date() for row in earliest if row[table.at] is not None]
        return min(days, default=self.now.date())

    @cached_property
    def scopes(self) -> Mapping[Level, Mapping[str, str]]:
        """The scopes of every level: id → name, in the sheet's order."""
        team = rows_of(self.tables["team"], "am_id", "name", "role", "team")
        accounts = rows_of(self.tables["accounts"], "account_id", "name", "owner_id", "tier")
        owners = {row["am_id"] for row in rows_of(self.tables["owners"].select("am_id").unique())}
        people = [row for row in team if row["am_id"] and (row["role"] in _AM_ROLES or row["am_id"] in owners)]
        return {
            "all": {"": ""},
            "team": {row["team"]: row["team"] for row in team if row["team"]},
            "am": {row["am_id"]: row["name"] or row["am_id"] for row in people},
            "tier": {row["tier"]: row["tier"] for row in accounts if row["tier"]},
            "account": {row["account_id"]: row["name"] or row["account_id"] for row in accounts if row["account_id"]},
        }

    def window(self, kpi: Kpi, until: datetime | None = None) -> Period:
        """Return the KPI's own scorecard window that ends at `until` (default: now).

        W and • give the week, Q the quarter to date, 90 and Y the 90 and 365 days before.
        """
        end = until or self.now
        match kpi.window:
            case "W" | "•":
                return _cut(unit_period("week", end - INSTANT, end), self.now)
            case "Q":
                return _cut(unit_period("quarter", end - INSTANT, end), self.now)
            case "90":
                return trailing(90, end, self.now)
            case "Y":
                return trailing(365, end, self.now)

    def results(self, kpi: Kpi, level: Level, period: Period) -> Mapping[str, Result]:
        """Return a result for every scope of the level, by scope id ("" for `all`), also for those without facts."""
        found = self._aggregate(kpi, level, period, by_part=False)
        return {
            scope_id: found.get((scope_id, None)) or self._without_facts(kpi, Scope(level, scope_id), period)
            for scope_id in self.scopes[level]
        }

    def result(self, kpi: Kpi, scope: Scope, period: Period) -> Result:
        """Return one figure; one without a value says why. Raises InputError for a scope that is not in the book."""
        if scope.id not in self.scopes[scope.level]:
            raise InputError(f"there is no {scope.level} “{scope.id}” in the book")
        found = self._aggregate(kpi, scope.level, period, by_part=False)
        return found.get((scope.id, None)) or self._without_facts(kpi, scope, period)

    def parts(self, kpi: Kpi, scope: Scope, period: Period) -> Sequence[Result]:
        """Return the figure broken down by the facts' `part`; empty when the KPI has no breakdown."""
        if kpi.broken_down_by is None:
            return ()
        found = self._aggregate(kpi, scope.level, period, by_part=True)
        return [
            result for (scope_id, part), result in sorted(found.items(), key=_by_part) if scope_id == scope.id and part
        ]

    def rows(self, kpi: Kpi, scope: Scope, period: Period) -> Sequence[SourceRow]:
        """Return the rows behind a figure, in the sheet's order; none for anonymous figures."""
        if kpi.key in ANONYMOUS or self._hindrance(kpi, period):
            return ()
        found: list[SourceRow] = []
        for measure in kpi.measures:
            facts = _scoped(measure.facts(self.tables, period), scope.level, self.tables)
            facts = facts.filter((nw.col("_scope") == scope.id) & (nw.col("n") > 0))
            found += [_source_row(measure, row) for row in rows_of(facts.sort("row"))]
        return found

    def _hindrance(self, kpi: Kpi, period: Period) -> Text | None:
        """Return why nothing can be computed, whatever the scope: something is missing, or a tab has no rows."""
        for need in kpi.needs:
            if need in self.tables.missing or need.split(".")[0] in self.tables.missing:
                tab = need.split(".")[0]
                return reasons.missing(tab if tab in self.tables.missing else need)
        for measure in kpi.measures:
            if measure.tab in self._empty_tabs:
                return reasons.empty(measure.tab)
        return reasons.NOT_STARTED if period.end <= period.start else None

    @cached_property
    def _empty_tabs(self) -> frozenset[str]:
        counts = {
            table.key: rows_of(self.tables[table.key].select(nw.len().alias("rows")))[0]["rows"]
            for table in PEOPLE_TABS
        }
        return frozenset(tab for tab, count in counts.items() if count == 0)

    def _without_facts(self, kpi: Kpi, scope: Scope, period: Period) -> Result:
        reason = self._hindrance(kpi, period)
        if reason is None and kpi.aggregate == "sum":
            return Result(kpi.key, scope, period, value=kpi.offset, numerator=0.0)
        reason = reason or reasons.NOTHING_COUNTED.format(of=kpi.counted_of or kpi.counted)
        return Result(kpi.key, scope, period, value=None, reason=reason)

    def _aggregate(
        self, kpi: Kpi, level: Level, period: Period, *, by_part: bool
    ) -> Mapping[tuple[str, str | None], Result]:
        key = (kpi.key, level, period, by_part)
        if key not in self._aggregated:
            self._aggregated[key] = (
                {} if self._hindrance(kpi, period) else self._compute(kpi, level, period, by_part=by_part)
            )
        return self._aggregated[key]

    def _compute(
        self, kpi: Kpi, level: Level, period: Period, *, by_part: bool
    ) -> Mapping[tuple[str, str | None], Result]:
        groups = ["_scope", "part"] if by_part else ["_scope"]
        totals: dict[tuple[str, str | None], dict[str, float]] = {}
        for measure in kpi.measures:
            facts = _scoped(measure.facts(self.tables, period), level, self.tables)
            facts = facts.filter(~nw.col("_scope").is_null())
            for row in rows_of(_summed(kpi, measure, facts, groups)):
                total = totals.setdefault((row["_scope"], row.get("part") if by_part else None), {})
                for name, figure in row.items():
                    if name not in groups and figure is not None:
                        total[name] = total.get(name, 0.0) + float(figure)
        return {
            (scope_id, part): _result(kpi, Scope(level, scope_id), period, total, part)
            for (scope_id, part), total in totals.items()
        }


def _by_part(item: tuple[tuple[str, str | None], Result]) -> tuple[str, str]:
    (scope_id, part), _ = item
    return scope_id, part or ""


def _cut(period: Period, now: datetime) -> Period:
    """Return the period as seen at `now`; it stays cut where it ends, also when `now` is later."""
    return Period(period.start, period.end, period.unit, now)


def _scoped(facts: Frame, level: Level, tables: Tables) -> Frame:
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
            return facts.join(
                tables["accounts"].select("account_id", _scope=nw.col("tier")), on="account_id", how="left"
            )


def _summed(kpi: Kpi, measure: Measure, facts: Frame, groups: list[str]) -> Frame:
    beside = [nw.col(name).sum() for name in measure.beside]
    match kpi.aggregate:
        case "median":
            return facts.group_by(groups).agg(nw.col("value").median(), nw.col("n").sum())
        case "mean":
            return facts.group_by(groups).agg(nw.col("value").mean(), nw.col("n").sum())
        case "max":
            return facts.group_by(groups).agg(nw.col("value").max(), nw.col("n").sum())
        case "sum" | "ratio":
            facts = facts.with_columns(_squares=nw.col("numerator") * nw.col("numerator"))
            ams = [nw.col("am_id").n_unique().alias("_ams")] if kpi.denominator == "ams" else []
            sums = [nw.col(name).sum() for name in ("numerator", "denominator", "n", "_squares")]
            if kpi.denominator == "ams":
                facts = facts.filter(~nw.col("am_id").is_null())
            return facts.group_by(groups).agg(*sums, *ams, *beside)


def _result(kpi: Kpi, scope: Scope, period: Period, total: Mapping[str, float], part: str | None) -> Result:
    n = round(total.get("n", 0.0))
    beside = {name: total[name] for measure in kpi.measures for name in measure.beside if total.get(name)}

    def result(value: float | None, **more: Any) -> Result:
        return Result(kpi.key, scope, period, value=value, n=n, part=part, beside=beside, **more)

    if kpi.aggregate in ("median", "mean", "max"):
        return result(total.get("value"))
    numerator = total.get("numerator", 0.0)
    if kpi.aggregate == "sum":
        return result(kpi.scale * numerator + kpi.offset, numerator=numerator)
    denominator = total.get("_ams", 0.0) if kpi.denominator == "ams" else total.get("denominator", 0.0)
    if denominator <= 0:
        return result(None, reason=reasons.NOTHING_COUNTED.format(of=kpi.counted_of or kpi.counted))
    if n < kpi.minimum_n:
        return result(None, reason=reasons.TOO_FEW.format(n=n))
    value = kpi.scale * numerator / denominator + kpi.offset
    low, high = _interval(kpi, total["_squares"], numerator, n) if kpi.interval else (None, None)
    return result(value, numerator=numerator, denominator=denominator, low=low, high=high)


def _interval(kpi: Kpi, squares: float, total: float, n: int) -> tuple[float, float]:
    """Return the 95 % interval of a mean of n facts: ±1.96 · scale · √((Σx²/n − (Σx/n)²) ÷ n)."""
    mean = total / n
    margin: float = NORMAL_95 * kpi.scale * max(squares / n - mean * mean, 0.0) ** 0.5 / n**0.5
    return kpi.scale * mean + kpi.offset - margin, kpi.scale * mean + kpi.offset + margin


def _source_row(measure: Measure, row: Mapping[str, Any]) -> SourceRow:
    return SourceRow(
        tab=measure.tab,
        row=row["row"],
        account_id=row["account_id"],
        am_id=row["am_id"],
        numerator=row.get("numerator") or 0.0,
        denominator=row.get("denominator") or 0.0,
        value=row.get("value"),
    )
