"""Tables, a KPI, a scope and a period in; results out."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property, partial
from threading import Lock
from typing import TypeAlias, TypeVar

import narwhals as nw

from kpi_core import reasons
from kpi_core.aggregate import ByScope, Totals, result_of, scoped, totalled
from kpi_core.attribution import INSTANTS
from kpi_core.behind import NOTHING_BEHIND, Behind, behind_each, counted, source_row
from kpi_core.errors import InputError
from kpi_core.frames import Frame, last_used, rows_of
from kpi_core.kpi import Kpi, Level, Measure, Result, Scope, SourceRow
from kpi_core.measures.known import looks_the_same
from kpi_core.periods import INSTANT, Period, midnight, trailing, unit_period
from kpi_core.schema import PEOPLE_TABS
from kpi_core.tables import Tables
from kpi_core.targets import Targets
from kpi_core.text import Text
from kpi_core.timelines import FAR_OFF

_T = TypeVar("_T")
_Asked: TypeAlias = tuple[str, Level, Period]

# The roles that are listed as AMs though they may own nothing; anybody who owns an account is one too.
_AM_ROLES = frozenset({"am", "senior_am", None})
# Facts held for the next level or for the rows behind a figure; on a large book some are a million rows.
_FACTS_HELD = 8
_TOTALS_TAKEN_OVER = 2_000


class Figures:
    """The figures of one book at one instant, each computed once per KPI, level and period.

    `now` is naive local time of the reporting zone. Safe to share between threads: who asks for a figure that is being
    computed waits for it.
    """

    def __init__(self, tables: Tables, now: datetime) -> None:
        self.tables = replace(tables, kept={})
        self.now = now
        self._results: dict[_Asked, Mapping[str, Result]] = {}
        self._behind: dict[_Asked, Mapping[str, Behind]] = {}
        self._computing: dict[_Asked, Lock] = {}
        self._blank: dict[str, bool] = {}
        self._totals: dict[tuple[Period, Hashable], Mapping[tuple[str, str], Totals]] = {}
        self._facts_held: dict[tuple[str, Period], Frame] = {}

    def at(self, now: datetime) -> Figures:
        """Return the figures of the same book at another instant; what was worked out and looks the same then stays."""
        figures = Figures(self.tables, now)
        if looks_the_same(self.tables, self.now, now):
            # A period that ends within a day, at the instant one looks, will not be asked for again.
            lasting = [key for key in tuple(self._totals) if key[0].now == self.now and _ends_with_a_day(key[0])]
            for period, what in lasting[-_TOTALS_TAKEN_OVER:]:
                figures._totals[replace(period, now=now), what] = self._totals[period, what]
        return figures

    @cached_property
    def first_day(self) -> date:
        """The first day of the book: where "all time" starts."""
        days = []
        for table in PEOPLE_TABS:
            instants = INSTANTS.get(table.key) or ((table.at,) if table.at else ())
            if instants:
                (earliest,) = rows_of(self.tables[table.key].select(nw.col(*instants).min()))
                days += [at.date() for at in earliest.values() if at is not None]
        return min(days, default=self.now.date())

    @cached_property
    def scopes(self) -> Mapping[Level, Mapping[str, str]]:
        """The scopes of every level: id → name, in the sheet's order."""
        team = rows_of(self.tables["team"], "am_id", "name", "role", "team")
        accounts = rows_of(self.tables["accounts"], "account_id", "name", "tier")
        owners = {row["am_id"] for row in rows_of(self.tables["owners"].select("am_id").unique())}
        people = [row for row in team if row["am_id"] and (row["role"] in _AM_ROLES or row["am_id"] in owners)]
        return {
            "all": {"": ""},
            "team": {row["team"]: row["team"] for row in team if row["team"]},
            "am": {row["am_id"]: row["name"] or row["am_id"] for row in people},
            "tier": {row["tier"]: row["tier"] for row in accounts if row["tier"]},
            "account": {row["account_id"]: row["name"] or row["account_id"] for row in accounts if row["account_id"]},
        }

    @cached_property
    def targets(self) -> Targets:
        """The targets people set."""
        return Targets.of(self.tables)

    def window(self, kpi: Kpi, until: datetime | None = None) -> Period:
        """Return the KPI's own scorecard window that ends at `until` (default: now).

        W and • give the week, Q the quarter to date, 90 and Y the 90 and 365 days before.
        """
        end = until or self.now
        match kpi.window:
            case "W" | "•":
                return replace(unit_period("week", end - INSTANT, end), now=self.now)
            case "Q":
                return replace(unit_period("quarter", end - INSTANT, end), now=self.now)
            case "90":
                return trailing(90, end, self.now)
            case "Y":
                return trailing(365, end, self.now)

    def results(self, kpi: Kpi, level: Level, period: Period) -> Mapping[str, Result]:
        """Return a result for every scope of the level, by scope id ("" for `all`), also for those without facts."""
        return self._once(self._results, (kpi.key, level, period), partial(self._computed, kpi, level, period))

    def _once(self, held: dict[_Asked, _T], asked: _Asked, compute: Callable[[], _T]) -> _T:
        """Return what is held for a question; who asks while it is being computed waits for it."""
        if asked not in held:
            with self._computing.setdefault(asked, Lock()):
                if asked not in held:
                    held[asked] = compute()
        return held[asked]

    def _computed(self, kpi: Kpi, level: Level, period: Period) -> Mapping[str, Result]:
        hindrance = self._hindrance(kpi, level, period)
        totals = {} if hindrance else self._total(kpi, kpi.measures, level, period)
        targets = self.targets if kpi.goal_of else None
        return ByScope(self.scopes[level], partial(_result, kpi, level, period, hindrance, totals, targets))

    def result(self, kpi: Kpi, scope: Scope, period: Period) -> Result:
        """Return one figure; one without a value says why. Raises InputError for a scope that is not in the book."""
        found = self.results(kpi, scope.level, period).get(scope.id)
        if found is None:
            raise InputError(reasons.NO_SCOPE[scope.level].format(name=scope.id))
        return found

    def parts(self, kpi: Kpi, scope: Scope, period: Period) -> Sequence[Result]:
        """Return the figure broken down by the facts' `part`; empty when the KPI has no breakdown."""
        if kpi.broken_down_by is None or self._hindrance(kpi, scope.level, period):
            return ()
        measures = kpi.parts or kpi.measures
        if any(need in self.tables.missing for measure in measures for need in measure.needs):
            return ()
        totals = self._total(kpi, measures, scope.level, period, by_part=True)
        # Stages that are measured one by one stand in their own order, others by name.
        return [
            result_of(kpi, scope, period, figures, part=part)
            for (scope_id, part), figures in (totals.items() if kpi.parts else sorted(totals.items()))
            if scope_id == scope.id and part
        ]

    def rows(self, kpi: Kpi, scope: Scope, period: Period) -> Sequence[SourceRow]:
        """Return the rows behind a figure, in the sheet's order; none for anonymous figures."""
        found: list[SourceRow] = []
        for measure, facts in self._facts_behind(kpi, scope.level, period):
            of_figure = facts.filter((nw.col("_scope") == scope.id) & counted(kpi))
            found += [source_row(measure, row) for row in rows_of(of_figure.sort("row"))]
        return tuple(found)

    def behind(self, kpi: Kpi, scope: Scope, period: Period) -> Behind:
        """Return how many rows are behind a figure and the most telling ones; none for anonymous figures."""
        asked = (kpi.key, scope.level, period)
        level = self._once(self._behind, asked, lambda: behind_each(kpi, self._facts_behind(kpi, scope.level, period)))
        return level.get(scope.id, NOTHING_BEHIND)

    def _facts_behind(self, kpi: Kpi, level: Level, period: Period) -> Sequence[tuple[Measure, Frame]]:
        if kpi.is_anonymous or self._hindrance(kpi, level, period):
            return ()
        return [(measure, scoped(self._facts(measure, period), level, self.tables)) for measure in kpi.measures]

    def _hindrance(self, kpi: Kpi, level: Level, period: Period) -> Text | None:
        """Return why nothing can be computed, whatever the scope: something is missing, or a tab has no rows."""
        if level not in kpi.levels:
            why = reasons.NOT_ANONYMOUS if kpi.is_anonymous else reasons.NOT_AT_LEVEL
            return why.format(level=reasons.SINGLE[level])
        lacking = [*filter(None, map(self._lack, kpi.needs))]
        if lacking:
            return lacking[0]
        either = [self._lack(need) for need in kpi.either]
        if either and all(either):
            return either[0]
        for need in (need for measure in kpi.measures for need in measure.filled):
            if self._is_blank(need):
                return reasons.blank(need)
        return reasons.NOT_STARTED if period.end <= period.start else None

    def _lack(self, need: str) -> Text | None:
        tab = need.partition(".")[0]
        if tab in self.tables.missing or need in self.tables.missing:
            return reasons.missing(tab if tab in self.tables.missing else need)
        return reasons.empty(tab) if tab in self._empty_tabs else None

    def _is_blank(self, need: str) -> bool:
        if need not in self._blank:
            tab, _, column = need.partition(".")
            filled = self.tables[tab].filter(~nw.col(column).is_null()).select(column).head(1)
            self._blank[need] = not rows_of(filled)
        return self._blank[need]

    @cached_property
    def _empty_tabs(self) -> frozenset[str]:
        counts = {
            table.key: rows_of(self.tables[table.key].select(nw.len().alias("rows")))[0]["rows"]
            for table in PEOPLE_TABS
        }
        return frozenset(tab for tab, count in counts.items() if count == 0)

    def _total(
        self, kpi: Kpi, measures: Sequence[Measure], level: Level, period: Period, *, by_part: bool = False
    ) -> Mapping[tuple[str, str], Totals]:
        """Return the totals of the measures' facts together, by (scope id, part)."""
        if len(measures) == 1:
            return self._total_of(kpi, measures[0], level, period, by_part=by_part)
        together: dict[tuple[str, str], dict[str, float]] = {}
        for measure in measures:
            for key, totals in self._total_of(kpi, measure, level, period, by_part=by_part).items():
                whole = together.setdefault(key, {})
                for name, figure in totals.items():
                    whole[name] = whole.get(name, 0.0) + figure
        return together

    def _total_of(
        self, kpi: Kpi, measure: Measure, level: Level, period: Period, *, by_part: bool
    ) -> Mapping[tuple[str, str], Totals]:
        shape = (kpi.aggregate in ("sum", "ratio") or kpi.aggregate, kpi.denominator, kpi.has_interval, kpi.has_spread)
        key = period, (measure.key, shape, level, by_part)
        if key not in self._totals:
            groups = ["_scope", "part"] if by_part else ["_scope"]
            facts = scoped(self._facts(measure, period), level, self.tables).filter(~nw.col("_scope").is_null())
            self._totals[key] = {
                (row.pop("_scope"), row.pop("part", None) or ""): {
                    name: float(figure) for name, figure in row.items() if figure is not None
                }
                for row in rows_of(totalled(kpi, measure, facts, groups))
            }
        return self._totals[key]

    def _facts(self, measure: Measure, period: Period) -> Frame:
        """Return a measure's facts; those asked for last are held."""
        key = (measure.key, period)
        return last_used(self._facts_held, key, lambda: measure.facts(self.tables, period), _FACTS_HELD)


def _ends_with_a_day(period: Period) -> bool:
    return period.end == midnight(period.end.date())


# Without the Figures in reach, which hold their results: a cycle would keep the frames of a book until it is swept up.
def _result(
    kpi: Kpi,
    level: Level,
    period: Period,
    hindrance: Text | None,
    totals: Mapping[tuple[str, str], Totals],
    targets: Targets | None,
    scope_id: str,
) -> Result:
    scope = Scope(level, scope_id)
    if hindrance is not None:
        return Result(kpi.key, scope, period, value=None, reason=hindrance)
    goal = _goal(kpi, scope, period, targets) if targets else None
    return result_of(kpi, scope, period, totals.get((scope_id, ""), {}), goal=goal)


def _goal(kpi: Kpi, scope: Scope, period: Period, targets: Targets) -> float | None:
    if kpi.goal_of is None:
        return None
    over = unit_period("quarter", period.end - INSTANT, FAR_OFF) if kpi.goal_over == "quarter" else period
    goal = targets.find(kpi.goal_of, scope, over)
    return goal.value if goal else None
