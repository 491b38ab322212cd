"""The same measure functions on pandas and on a Spark cluster of worker processes give the same figures.

Many small books run at once, told apart by the prefix of their ids, so that each measure runs once.
"""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import narwhals as nw
import pytest

from kpi_core.catalogue import KPIS
from kpi_core.evaluate import Figures
from kpi_core.frames import Frame
from kpi_core.kpi import Kpi, Result
from kpi_core.periods import between
from kpi_core.tables import Tables
from tests.core.conftest import tables_of
from tests.engines.random_books import books

pyspark = pytest.importorskip("pyspark", reason="the extra `spark` is not installed")
pytestmark = [
    pytest.mark.spark,
    pytest.mark.xdist_group("spark"),
    pytest.mark.timeout(600),
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java"),
    pytest.mark.filterwarnings("ignore"),  # PySpark's own, of the pandas and Python it was not written for
]
NOW = datetime(2026, 7, 1)
WHOLE = between(date(2025, 1, 1), date(2026, 6, 30), NOW)
BOOKS = 30


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    session = (
        pyspark.sql.SparkSession.builder.master("local-cluster[2,1,1024]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.timestampType", "TIMESTAMP_NTZ")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.ansi.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def in_spark(tables: Tables, session: Any) -> Tables:
    def adopt(frame: Frame) -> Frame:
        found = frame.collect()
        rows = found.to_arrow().select(found.columns)
        return nw.from_native(session.createDataFrame(rows).cache())

    return replace(tables, frames={tab: adopt(frame) for tab, frame in tables.frames.items()}, adopt=adopt, kept={})


@pytest.fixture(scope="module")
def engines(cluster: Any) -> tuple[Figures, Figures]:
    tables = tables_of(books(BOOKS, seed=11))
    return Figures(tables, NOW), Figures(in_spark(tables, cluster), NOW)


def plain(result: Result) -> dict[str, object]:
    numbers = {"value": result.value, "numerator": result.numerator, "denominator": result.denominator, **result.beside}
    close = {name: None if one is None else pytest.approx(one, rel=1e-9, abs=1e-9) for name, one in numbers.items()}
    return close | {"n": result.n, "reason": result.reason}


@pytest.mark.parametrize("kpi", KPIS, ids=lambda kpi: kpi.key)
def test_it_computes_the_same_on_spark_as_on_pandas(engines: tuple[Figures, Figures], kpi: Kpi) -> None:
    pandas, spark = engines
    level = "am" if "am" in kpi.levels else "all"
    expected = {scope: plain(result) for scope, result in pandas.results(kpi, level, WHOLE).items()}
    assert expected == {scope: plain(result) for scope, result in spark.results(kpi, level, WHOLE).items()}
