"""The same measure functions on pandas and on DuckDB give the same figures, medians and percentiles included."""

from dataclasses import replace
from datetime import date, datetime

import narwhals as nw
import pytest

from kpi_core.catalogue import KPIS
from kpi_core.evaluate import Figures
from kpi_core.frames import Frame
from kpi_core.kpi import EVERYBODY, Kpi, Result
from kpi_core.periods import Period, between, unit_period
from kpi_core.tables import Tables
from tests.core.conftest import tables_of
from tests.engines.random_books import books

duckdb = pytest.importorskip("duckdb", reason="the extra `lake` is not installed")
NOW = datetime(2026, 7, 1)
QUARTER = unit_period("quarter", datetime(2026, 4, 10), NOW)
WHOLE = between(date(2025, 1, 1), date(2026, 6, 30), NOW)
BOOKS = 40


def in_duckdb(tables: Tables) -> Tables:
    connection = duckdb.connect()

    def adopt(frame: Frame) -> Frame:
        name = f"t{len(connection.execute('show tables').fetchall())}"
        found = frame.collect()
        rows = found.to_arrow().select(found.columns)
        connection.register("rows", rows)
        connection.execute(f"create table {name} as select * from rows")
        return nw.from_native(connection.table(name)).lazy()

    return replace(tables, frames={tab: adopt(frame) for tab, frame in tables.frames.items()}, adopt=adopt, kept={})


@pytest.fixture(scope="module")
def engines() -> tuple[Figures, Figures]:
    tables = tables_of(books(BOOKS, seed=7))
    return Figures(tables, NOW), Figures(in_duckdb(tables), NOW)


def plain(result: Result) -> dict[str, object]:
    numbers = {
        "value": result.value,
        "numerator": result.numerator,
        "denominator": result.denominator,
        "low": result.low,
        "high": result.high,
        **result.beside,
    }
    return {
        name: None if number is None else pytest.approx(number, rel=1e-9, abs=1e-9) for name, number in numbers.items()
    } | {"n": result.n, "reason": result.reason}


@pytest.mark.parametrize("kpi", KPIS, ids=lambda kpi: kpi.key)
@pytest.mark.parametrize("period", [QUARTER, WHOLE], ids=str)
def test_it_computes_the_same_on_duckdb_as_on_pandas(
    engines: tuple[Figures, Figures], kpi: Kpi, period: Period
) -> None:
    pandas, other = engines
    for level in kpi.levels:
        expected = {scope: plain(result) for scope, result in pandas.results(kpi, level, period).items()}
        assert expected == {scope: plain(result) for scope, result in other.results(kpi, level, period).items()}


def test_it_tries_every_kpi_on_books_that_give_it_a_value(engines: tuple[Figures, Figures]) -> None:
    figures = engines[0]
    valued = {
        kpi.key
        for kpi in KPIS
        for period in (QUARTER, WHOLE)
        if figures.result(kpi, EVERYBODY, period).value is not None
    }
    assert {kpi.key for kpi in KPIS} == valued
