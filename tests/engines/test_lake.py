"""The same book as a sheet and as a folder of Parquet files: the same figures, the same things wrong."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import narwhals as nw
import pandas as pd
import pytest

from kpi_core.attribution import attribute
from kpi_core.catalogue import KPIS
from kpi_core.evaluate import Figures
from kpi_core.frames import rows_of
from kpi_core.periods import between
from kpi_core.schema import TABS, Kind
from kpi_core.tables import Tables
from sheets.archive import reading_at
from sheets.codec import Decoded, decode
from sheets.grid import Book
from sheets.lake import Lake
from tests.engines.random_books import Row, books

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpi_core.kpi import Kpi
    from sheets.snapshot import Snapshot

pytest.importorskip("duckdb", reason="the extra `lake` is not installed")
NOW = datetime(2026, 7, 1)
WHOLE = between(date(2025, 1, 1), date(2026, 6, 30), NOW)
DTYPES = {
    Kind.DATE: "datetime64[us]",
    Kind.DATETIME: "datetime64[us]",
    Kind.NUMBER: "float64",
    Kind.MONEY: "float64",
    Kind.PERCENT: "float64",
    Kind.INTEGER: "Int64",
    Kind.YES_NO: "boolean",
}


def keys_of(tab: str, rows: Sequence[Row]) -> list[str]:
    return [column.key for column in TABS[tab].columns if any(column.key in row for row in rows)]


def as_sheet(tabs: Mapping[str, Sequence[Row]]) -> Decoded:
    grids = {
        tab: [keys_of(tab, rows), *([row.get(key) for key in keys_of(tab, rows)] for row in rows)]
        for tab, rows in tabs.items()
    }
    return decode(Book(grids, "en_US", "UTC", "1"), date(2026, 6, 30))


def as_lake(tabs: Mapping[str, Sequence[Row]], place: Path) -> Snapshot:
    """Write each tab into two files, read them as a lake."""
    for tab, rows in tabs.items():
        kinds = {key: TABS[tab].column(key).kind for key in keys_of(tab, rows)}
        columns = {key: pd.Series([r.get(key) for r in rows], dtype=DTYPES.get(kinds[key], "str")) for key in kinds}
        frame, half = pd.DataFrame(columns), len(rows) // 2
        (place / "lake" / tab).mkdir(parents=True)
        frame[:half].to_parquet(place / "lake" / tab / "1.parquet", index=False)
        frame[half:].to_parquet(place / "lake" / tab / "2.parquet", index=False)
    return reading_at(Lake(place / "lake").read_into(place / "readings", NOW.replace(tzinfo=UTC))).snapshot()


@pytest.fixture(scope="module")
def tabs() -> Mapping[str, Sequence[Row]]:
    return {**books(12, seed=3), "settings": [{"key": "base_currency", "value": "USD"}]}


@pytest.fixture(scope="module")
def sheet(tabs: Mapping[str, Sequence[Row]]) -> Decoded:
    return as_sheet(tabs)


@pytest.fixture(scope="module")
def snapshot(tabs: Mapping[str, Sequence[Row]], tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return as_lake(tabs, tmp_path_factory.mktemp("lake"))


@pytest.fixture(scope="module")
def tables(sheet: Decoded) -> Tables:
    frames = {key: nw.from_native(frame).lazy() for key, frame in sheet.frames.items()}
    return attribute(Tables(frames, sheet.missing, sheet.settings, sheet.base_currency))


def rows(tables: Tables, tab: str, header: int) -> list[str]:
    """Return a table's rows, told apart from others; their numbers without the header's."""
    found = rows_of(tables[tab])
    numbers = [key for key in ("row", "account_row") if any(key in row for row in found)]
    return sorted(repr(sorted({**row, **{key: row[key] - header for key in numbers}}.items())) for row in found)


def test_the_tables_of_a_lake_are_those_of_the_same_book_as_a_sheet(tables: Tables, snapshot: Snapshot) -> None:
    assert (tables.missing, tables.base_currency) == (snapshot.tables.missing, snapshot.tables.base_currency)
    assert [*tables.frames] == [*snapshot.tables.frames]
    for tab in tables.frames:
        assert rows(tables, tab, header=1) == rows(snapshot.tables, tab, header=0), tab


@pytest.mark.soak  # of equal tables test_duckdb says it, too
def test_every_kpi_of_a_lake_is_that_of_the_same_book_as_a_sheet(tables: Tables, snapshot: Snapshot) -> None:
    there, here = Figures(tables, NOW), Figures(snapshot.tables, NOW)

    def numbers(figures: Figures, kpi: Kpi) -> list[tuple[float | None, ...]]:
        results = figures.results(kpi, "am" if "am" in kpi.levels else "all", WHOLE).values()
        return [(one.value, one.numerator, one.denominator, one.n, *one.beside.values()) for one in results]

    for kpi in KPIS:
        assert [pytest.approx(one, rel=1e-9, abs=1e-9) for one in numbers(there, kpi)] == numbers(here, kpi), kpi.key


def test_what_is_wrong_in_a_lake_is_what_is_wrong_in_the_sheet(sheet: Decoded, snapshot: Snapshot) -> None:
    issues = {(issue.tab, issue.row - 1, issue.column, issue.code) for issue in sheet.issues if issue.row}
    assert issues
    assert issues == {(issue.tab, issue.row, issue.column, issue.code) for issue in snapshot.issues if issue.row}
