"""A book that an earlier Amber made becomes one of today, and keeps whatever people put into it."""

from __future__ import annotations

import zipfile
from datetime import date
from typing import TYPE_CHECKING

import openpyxl
import pytest
import xlsxwriter

from kpi_core.schema import INTERACTIONS, SCHEMA_VERSION
from sheets.codec import decode
from sheets.grid import Book
from sheets.layout import SCHEMA_NAME, write_book
from sheets.upgrades import STEPS, is_newer, upgrade
from sheets.workbook import Workbook

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from kpi_core.schema import Column

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")  # openpyxl's, about the data bar
LABELS = [column.label.en for column in INTERACTIONS.columns]


class Explained:
    """A book as the steps see it, that remembers what it was given."""

    def __init__(self, **headers: Sequence[str]) -> None:
        self._headers = headers
        self.given: list[str] = []

    def headers(self) -> Mapping[str, Sequence[str]]:
        return self._headers

    def explain(self, tab: str, columns: Mapping[int, Column]) -> bool:
        new = [f"{tab}.{column.key}@{index}" for index, column in columns.items()]
        self.given += new
        return bool(new)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A book of version 1, as that Amber added tabs, with what people did to it since."""
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.define_name(SCHEMA_NAME, "=1")
        sheet = book.add_worksheet("Interactions")
        sheet.write_row(0, 0, ["My own", *LABELS])
        sheet.write_row(1, 0, ["x", "i1", "acme", "linh"])
        sheet.write_formula("N2", "=1+1", None, 2)
        sheet.write_comment("F1", "mine")
        sheet.write_comment("C2", "also mine")
        sheet.data_validation("F2:F100", {"validate": "list", "source": ["call", "walk"]})
        sheet.conditional_format("A1:A9", {"type": "data_bar", "data_bar_2010": True})
        sheet.write_url("M2", "https://example.com")
        book.add_worksheet("Aside").write("A1", "=not touched")
    return path


def sheet_of(path: Path, title: str = "Interactions") -> Worksheet:
    sheet = openpyxl.load_workbook(path)[title]
    assert isinstance(sheet, openpyxl.worksheet.worksheet.Worksheet)
    return sheet


def notes(sheet: Worksheet) -> dict[str, str]:
    return {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}


def lists(sheet: Worksheet) -> dict[str, str]:
    return {str(rule.sqref): str(rule.formula1) for rule in sheet.data_validations.dataValidation}


def test_steps_run_in_order_up_to_the_version_of_today() -> None:
    versions = [step.version for step in STEPS]
    assert sorted(versions) == versions
    assert SCHEMA_VERSION == versions[-1]


@pytest.mark.parametrize("version", [0, SCHEMA_VERSION, SCHEMA_VERSION + 1])
def test_nothing_is_done_to_a_book_of_peoples_own_of_today_or_of_later(version: int) -> None:
    book = Explained(interactions=LABELS)
    assert [] == upgrade(book, version)
    assert [] == book.given


def test_only_headers_as_amber_writes_them_are_explained() -> None:
    book = Explained(accounts=["Account ID", "owner_id", "Họ tên", "Name", "Colour"])
    assert ["accounts (notes and drop-downs)"] == upgrade(book, 1)
    assert ["accounts.account_id@0", "accounts.name@3"] == book.given


@pytest.mark.parametrize(("version", "expected"), [(SCHEMA_VERSION, False), (SCHEMA_VERSION + 1, True)])
def test_it_knows_a_later_ambers_book(version: int, expected: bool) -> None:
    assert expected is is_newer(version)


def test_an_xlsx_book_is_upgraded_once(path: Path) -> None:
    store = Workbook(path)
    assert "interactions (notes and drop-downs)" in store.prepare(["interactions"])
    assert str(SCHEMA_VERSION) == openpyxl.load_workbook(path).defined_names[SCHEMA_NAME].value
    before = path.read_bytes()
    assert [] == store.prepare(["interactions"])
    assert before == path.read_bytes()


def test_the_upgrade_gives_notes_and_lists_where_there_are_none(path: Path) -> None:
    Workbook(path).prepare(["interactions"])
    sheet = sheet_of(path)
    found = notes(sheet)
    assert found["B1"].startswith("interaction_id\nan ID\nrequired")
    assert ("mine", "also mine") == (found["F1"], found["C2"])
    assert "A1" not in found
    assert {"F2:F100": '"call,walk"', "G2:G1048576": '"inbound,outbound"', "J2:J1048576": '"yes,no"'} == lists(sheet)


def test_the_upgrade_keeps_every_cell_and_what_else_stands_there(path: Path) -> None:
    before = Workbook(path).read().tabs
    Workbook(path).prepare(["interactions"])
    after = Workbook(path).read().tabs
    assert before == {title: after[title] for title in before}
    sheet = sheet_of(path)
    assert "=1+1" == sheet["N2"].value
    assert "https://example.com" == sheet["M2"].hyperlink.target
    assert ["A1:A9"] == [str(each.sqref) for each in sheet.conditional_formatting]


def test_rows_can_be_added_to_an_upgraded_book(path: Path) -> None:
    store = Workbook(path)
    store.prepare(["interactions"])
    assert 1 == store.append("interactions", [{"interaction_id": "i2", "account_id": "acme", "am_id": "linh"}])
    assert "i2" == sheet_of(path)["B3"].value


def test_tabs_and_columns_added_later_explain_themselves(tmp_path: Path) -> None:
    path = tmp_path / "own.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Accounts").write_row(0, 0, ["account_id", "Name", "Owner ID"])
    Workbook(path).prepare(["accounts", "deals"], "vi")
    deals = sheet_of(path, "Giao dịch")
    assert {"A1", "Q1"} <= notes(deals).keys()
    assert '"new,upsell,cross_sell,renewal"' in lists(deals).values()
    accounts = sheet_of(path, "Accounts")
    assert {"A1", "B1", "C1"}.isdisjoint(notes(accounts))
    assert notes(accounts)["D1"].startswith("status\n")
    assert '"prospect,active,paused,lost"' == lists(accounts)["D2:D1048576"]


def test_shapes_of_notes_have_numbers_of_their_own(path: Path) -> None:
    Workbook(path).prepare(["interactions"])
    with zipfile.ZipFile(path) as book:
        drawing = next(name for name in book.namelist() if name.endswith(".vml"))
        shapes = [part.split('"')[0] for part in book.read(drawing).decode().split('<v:shape id="')[1:]]
    assert len(shapes) == len(set(shapes))
    assert len(shapes) == len(notes(sheet_of(path)))


def test_a_later_ambers_book_keeps_its_version(tmp_path: Path) -> None:
    path = tmp_path / "later.xlsx"
    write_book(path, {}, tabs=["team"])
    book = openpyxl.load_workbook(path)
    book.defined_names[SCHEMA_NAME].value = "99"
    book.save(path)
    assert ["accounts"] == Workbook(path).prepare(["team", "accounts"])
    assert "99" == openpyxl.load_workbook(path).defined_names[SCHEMA_NAME].value


def test_a_later_ambers_book_is_read_and_said_to_be_one() -> None:
    book = Book({"Team": [["AM ID", "Name"], ["linh", "Linh"]]}, "en_US", "", "1", schema_version=SCHEMA_VERSION + 1)
    decoded = decode(book, date(2026, 3, 2))
    assert ["linh"] == list(decoded.frames["team"]["am_id"])
    [issue] = [each for each in decoded.issues if each.code == "newer_schema"]
    assert ("", "warning", str(SCHEMA_VERSION + 1)) == (issue.tab, issue.severity, issue.value)
    assert "update Amber" in issue.message.en


def test_an_xlsx_book_says_its_version(path: Path) -> None:
    assert 1 == Workbook(path).read().schema_version
