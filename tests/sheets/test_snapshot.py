"""What one reading of the book says about places and times in it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from kpi_core.frames import rows_of
from sheets.grid import Book
from sheets.reading import _snapshot as snapshot_of
from sheets.snapshot import Snapshot

HEADER = ["Interaction ID", "Account ID", "AM ID", "At"]
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def read(at: object = None, *, reported: str = "Asia/Ho_Chi_Minh", typed: str = "America/New_York") -> Snapshot:
    tabs = {
        "Settings": [["Key", "Value"], ["timezone", reported]],
        "Interactions": [HEADER, ["i1", "acme", "linh", at]],
    }
    return snapshot_of(Book(tabs, "en_US", typed, "1"), date(2026, 3, 2), NOW)  # type: ignore[arg-type]


def test_a_moment_is_written_as_people_type_it_and_read_back_as_it_was() -> None:
    moment = datetime(2026, 3, 2, 9, 30)
    row = read().as_typed({"at": moment, "on": date(2026, 3, 2), "summary": "called", "minutes": None})
    assert {"at": datetime(2026, 3, 1, 21, 30), "on": date(2026, 3, 2), "summary": "called", "minutes": None} == row
    [found] = rows_of(read(row["at"]).tables["interactions"], "at")
    assert moment == found["at"]


def test_a_book_without_a_zone_is_written_in_the_one_it_is_reported_in() -> None:
    row = {"at": datetime(2026, 3, 2, 9, 30)}
    assert row == read(typed="").as_typed(row)
    assert row == read(typed="Asia/Ho_Chi_Minh").as_typed(row)
