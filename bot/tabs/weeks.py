"""The tab History: every figure over the last thirteen weeks, as it stood when the week was reported."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from bot.answers.naming import scope_name
from bot.tabs.own_tab import OwnTab, Sources, figure, grid_of
from bot.voice import Voice
from kpi_core.catalogue import BY_KEY, KPIS
from kpi_core.describe import UNITS
from kpi_core.history import HistoryRow
from kpi_core.kpi import LEVELS, Scope
from kpi_core.periods import DAY
from kpi_core.text import Text, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from kpi_core.text import Language
    from sheets.grid import Cell, Grid

WEEKS = 13
_HEADER = (
    Text("KPI", "KPI", "Показатель"),
    Text("Unit", "Đơn vị", "Единица"),
    Text("Formula version", "Phiên bản công thức", "Версия формулы"),
    Text("Who", "Ai", "Кто"),
)
_PLACES = {kpi.key: place for place, kpi in enumerate(KPIS)}


def _grid(sources: Sources, language: Language) -> Grid:
    monday = sources.week.start.date()
    weeks = [monday - DAY * 7 * ago for ago in reversed(range(WEEKS))]
    header = (*_HEADER, *(plain(f"{week:%G-W%V}") for week in weeks))
    return grid_of(header, _rows(sources, weeks, Voice(language)), language)


def _rows(sources: Sources, weeks: Sequence[date], voice: Voice) -> Iterator[Sequence[Cell | Text]]:
    desk, currency = sources.desk, sources.desk.snapshot.tables.base_currency
    kept = [row for row in sources.history.since(weeks[0]) if row.kpi in BY_KEY and row.week <= weeks[-1]]
    for (_, version, _), rows in groupby(sorted(kept, key=_series), key=_series):
        by_week = {row.week: row for row in rows}
        one = next(iter(by_week.values()))
        kpi = BY_KEY[one.kpi]
        unit = plain(currency) if kpi.unit == "money" and currency else UNITS[kpi.unit]
        values = (figure(kpi, by_week[week].value) if week in by_week else None for week in weeks)
        yield kpi.names, unit, version, scope_name(_scope(one.scope), desk, voice), *values


def _series(row: HistoryRow) -> tuple[int, int, tuple[int, str]]:
    """Return what one row of the tab is about, in the tab's order: a KPI by one formula, for one scope."""
    scope = _scope(row.scope)
    return _PLACES[row.kpi], row.version, (LEVELS.index(scope.level), scope.id)


def _scope(name: str) -> Scope:
    level = next(level for level in LEVELS if level == name.partition(":")[0])
    return Scope(level, name.partition(":")[2])


HISTORY = OwnTab("History", lambda sources: str(sources.week), _grid)
