"""A folder of Parquet files read as a book: its tables, what is wrong in it and where, what is refused."""

import stat
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kpi_core.errors import InputError, SetupError
from kpi_core.frames import rows_of
from sheets.archive import reading_at
from sheets.lake import Lake
from sheets.reading import read_book
from sheets.snapshot import Snapshot

NOW = datetime(2026, 11, 17, 3, tzinfo=UTC)
TEAM = {"am_id": ["linh", "minh"], "name": ["Linh", "Minh"]}
ACCOUNTS = {"account_id": ["acme", "volga"], "name": ["Acme", "Volga"], "owner_id": ["linh", "minh"]}


@pytest.fixture
def lake(tmp_path: Path) -> Callable[..., Snapshot]:
    """Write tables (name or path below the lake → columns), read them as a lake."""

    def read(**tables: Mapping[str, Any]) -> Snapshot:
        folder = tmp_path / "lake"
        for name, columns in ({"team": TEAM, "accounts": ACCOUNTS} | tables).items():
            path = folder / f"{name}.parquet"
            path.parent.mkdir(parents=True, exist_ok=True)
            pq.write_table(pa.table(dict(columns)), path)
        return reading_at(read_book(Lake(folder), tmp_path / "readings", NOW)).snapshot()

    return read


def calls(ids: Sequence[str], **columns: object) -> Mapping[str, Any]:
    many = len(ids)
    made = {"account_id": ["acme"] * many, "am_id": ["linh"] * many, "at": [datetime(2026, 11, 10, 9)] * many}
    return {"interaction_id": ids, **made, **columns}


def said(snapshot: Snapshot) -> list[tuple[str, str, str]]:
    return [(issue.tab, issue.cell, issue.code) for issue in snapshot.issues]


def test_it_finds_the_owner_at_the_time_of_each_row(lake):
    ownership = {"account_id": ["acme"], "am_id": ["minh"], "from": [date(2026, 11, 1)], "to": [date(2026, 11, 10)]}
    at = [datetime(2026, 11, 10, 23), datetime(2026, 11, 11)]
    tables = lake(ownership=ownership, interactions=calls(["I1", "I2"], at=at)).tables
    assert [{"row": 1, "owner_id": "minh"}, {"row": 2, "owner_id": "linh"}] == rows_of(
        tables["interactions"], "row", "owner_id"
    )


def test_rows_of_many_pieces_are_checked_as_one_tab(lake, monkeypatch):
    monkeypatch.setattr("sheets.lake.files._ROWS_AT_A_TIME", 2)
    snapshot = lake(
        **{
            "interactions/a": calls(["I1", "I2", "I3"], channel=["call", "Meeting", "meetting"]),
            "interactions/b": calls(["I4", "I1"], account_id=["nobody", "acme"]),
        }
    )
    assert [
        ("interactions", "a.parquet channel 3", "bad_choice"),
        ("interactions", "b.parquet account_id 1", "unknown_reference"),
        ("interactions", "b.parquet interaction_id 2", "duplicate_id"),
    ] == said(snapshot)
    kept = rows_of(snapshot.tables["interactions"], "interaction_id", "channel")
    assert [("I1", "call"), ("I2", "meeting"), ("I3", None), ("I4", None)] == [tuple(row.values()) for row in kept]


def test_it_names_columns_it_does_not_know_and_those_that_are_missing(lake):
    snapshot = lake(accounts={"account_id": ["acme"], "name": ["Acme"], "colour": ["red"]})
    assert [("accounts.parquet", "", "missing_column"), ("accounts.parquet", "", "unknown_columns")] == sorted(
        said(snapshot)
    )
    assert {"accounts.owner_id", "interactions"} <= snapshot.tables.missing
    assert not {"accounts", "accounts.name"} & snapshot.tables.missing


@pytest.mark.parametrize(
    ("column", "values", "expected"),
    [
        ("started_on", ["2026-01-05", "2026-01-06"], "'started_on' is of the type string; expected: date or timestamp"),
        ("cadence_days", ["7", "14"], "'cadence_days' is of the type string; expected: numbers"),
        ("tier", [1, 2], "'tier' is of the type int64; expected: string"),
    ],
)
def test_a_column_of_a_wrong_type_is_refused_with_its_file(lake, column, values, expected):
    with pytest.raises(InputError, match=f"^accounts.parquet: the column {expected}$"):
        lake(accounts={**ACCOUNTS, column: values})


def test_two_columns_of_one_name_are_refused_with_their_file(lake, tmp_path):
    (tmp_path / "lake").mkdir()
    doubled = pa.Table.from_arrays([pa.array(["D1"])] * 2, names=["deal_id", "deal_id"])
    pq.write_table(doubled, tmp_path / "lake" / "deals.parquet")
    with pytest.raises(InputError, match=r"^deals.parquet: the column 'deal_id' stands there twice$"):
        lake()


def test_only_the_owner_may_read_what_is_kept_of_it(lake, tmp_path):
    lake()
    (place,) = (tmp_path / "readings").iterdir()
    assert {0o700} == {stat.S_IMODE(folder.stat().st_mode) for folder in (place, place.parent)}
    assert {0o600} == {stat.S_IMODE(path.stat().st_mode) for path in place.iterdir()}


def test_numbers_may_be_ids_and_columns_without_any_value_are_blank(lake):
    snapshot = lake(
        team={"am_id": [7, 8], "name": ["Linh", "Minh"]},
        accounts={**ACCOUNTS, "owner_id": [7, None], "tier": pa.nulls(2)},
    )
    assert ["7", None] == [row["owner_id"] for row in rows_of(snapshot.tables["accounts"], "owner_id")]
    assert "accounts.tier" not in snapshot.tables.missing


def test_moments_with_a_zone_of_their_own_become_the_books(lake):
    at = pa.array([datetime(2026, 11, 10, 9, tzinfo=UTC)], pa.timestamp("ns", "UTC"))
    settings = {"key": ["timezone"], "value": ["Asia/Ho_Chi_Minh"]}
    snapshot = lake(settings=settings, interactions=calls(["I1"], at=at))
    assert "Asia/Ho_Chi_Minh" == snapshot.timezone
    assert [{"at": datetime(2026, 11, 10, 16)}] == rows_of(snapshot.tables["interactions"], "at")


def test_an_unchanged_lake_keeps_its_reading(lake, tmp_path):
    lake()
    (place,) = (tmp_path / "readings").iterdir()
    assert place == read_book(Lake(tmp_path / "lake"), tmp_path / "readings", NOW)
    lake(accounts={**ACCOUNTS, "name": ["Acme", "Bamboo"]})
    assert place != read_book(Lake(tmp_path / "lake"), tmp_path / "readings", NOW)


def test_a_file_that_is_no_parquet_is_named(lake, tmp_path):
    (tmp_path / "lake").mkdir()
    (tmp_path / "lake" / "deals.parquet").write_text("PAR1")
    with pytest.raises(InputError, match=r"^deals.parquet: this file cannot be read as Parquet"):
        lake()


def test_a_folder_without_tables_is_refused(tmp_path):
    with pytest.raises(SetupError, match=r"there is no folder .*gone"):
        Lake(tmp_path / "gone").version()
    with pytest.raises(SetupError, match="holds no Parquet file"):
        Lake(tmp_path).version()


def test_it_says_how_to_install_what_is_missing(lake, monkeypatch):
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(SetupError, match=r"pip install 'amber-kpi\[lake\]'"):
        lake()
