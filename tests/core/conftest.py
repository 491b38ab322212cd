"""A literal book: rows per tab in, typed tables with owners out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import narwhals as nw
import pytest

from kpi_core.attribution import attribute
from kpi_core.catalogue import BY_KEY
from kpi_core.evaluate import Figures
from kpi_core.frames import frame_of
from kpi_core.kpi import Result, Scope
from kpi_core.periods import Period
from kpi_core.rules import RULES_BY_KEY, Signal, signals
from kpi_core.schema import PEOPLE_TABS, Kind
from kpi_core.settings import TeamSettings
from kpi_core.tables import Tables

Row = Mapping[str, Any]
_DTYPES = {
    Kind.DATE: nw.Datetime,
    Kind.DATETIME: nw.Datetime,
    Kind.NUMBER: nw.Float64,
    Kind.MONEY: nw.Float64,
    Kind.PERCENT: nw.Float64,
    Kind.INTEGER: nw.Float64,
    Kind.YES_NO: nw.Boolean,
}
TEAM = (
    {"am_id": "linh", "name": "Linh", "team": "Sen", "role": "am", "country": "VN"},
    {"am_id": "minh", "name": "Minh", "team": "Sen", "role": "senior_am", "country": "VN"},
    {"am_id": "olga", "name": "Olga", "team": "Volga", "role": "am", "country": "RU"},
    {"am_id": "ha", "name": "Ha", "team": "Sen", "role": "lead"},
    {"am_id": "dmitri", "name": "Dmitri", "role": "head"},
)
ACCOUNTS = (
    {"account_id": "acme", "name": "Acme", "owner_id": "linh", "started_on": datetime(2025, 1, 1), "tier": "key"},
    {"account_id": "bamboo", "name": "Bamboo", "owner_id": "minh", "started_on": datetime(2025, 2, 1)},
    {"account_id": "volga", "name": "Volga", "owner_id": "olga", "started_on": datetime(2025, 3, 1)},
)


def tables_of(
    rows: Mapping[str, tuple[Row, ...] | list[Row]],
    settings: Mapping[str, str] | None = None,
    missing: tuple[str, ...] = (),
) -> Tables:
    frames = {}
    for table in PEOPLE_TABS:
        given = rows.get(table.key, ())
        columns: dict[str, list[Any]] = {column.key: [row.get(column.key) for row in given] for column in table.columns}
        columns["row"] = [number + 2 for number in range(len(given))]
        dtypes = {column.key: _DTYPES.get(column.kind, nw.String) for column in table.columns} | {"row": nw.Int64}
        frames[table.key] = frame_of(columns, dtypes)
    return attribute(Tables(frames, frozenset(missing), TeamSettings(settings or {}), "USD"))


class Book:
    """The team and the three accounts, with whatever rows a test adds; asked for one figure at a time."""

    def __init__(self, now: datetime, settings: Mapping[str, str], missing: tuple[str, ...], rows: Any) -> None:
        self.tables = tables_of({"team": TEAM, "accounts": ACCOUNTS, **rows}, settings, missing)
        self.figures = Figures(self.tables, now)

    def ask(self, key: str, period: Period, scope: str = "all") -> Result:
        level, _, scope_id = scope.partition(":")
        return self.figures.result(BY_KEY[key], Scope(level, scope_id), period)  # type: ignore[arg-type]

    def sides(
        self, key: str, period: Period, scope: str = "all"
    ) -> tuple[float | None, float | None, float | None, int]:
        result = self.ask(key, period, scope)
        return result.value, result.numerator, result.denominator, result.n

    def parts(self, key: str, period: Period) -> list[tuple[str | None, float | None]]:
        return [(part.part, part.value) for part in self.figures.parts(BY_KEY[key], Scope("all"), period)]


@pytest.fixture
def book() -> Callable[..., Book]:
    def build(
        now: datetime = datetime(2026, 6, 1),
        settings: Mapping[str, str] | None = None,
        missing: tuple[str, ...] = (),
        **rows: Any,
    ) -> Book:
        return Book(now, settings or {}, missing, rows)

    return build


@pytest.fixture(scope="session")
def figures_of() -> Callable[..., Figures]:
    """Build the figures of any rows: for the whole session, as properties need it."""

    def build(now: datetime, **rows: Any) -> Figures:
        return Figures(tables_of(rows), now)

    return build


@pytest.fixture
def find(book: Callable[..., Book]) -> Callable[..., list[Signal]]:
    """Return what one rule says of a book at the end of 30 June, a Tuesday."""

    def found(rule: str, now: datetime = datetime(2026, 7, 1), **rows: Any) -> list[Signal]:
        return list(signals(book(now, **rows).figures, [RULES_BY_KEY[rule]]))

    return found
