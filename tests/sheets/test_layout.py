from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import openpyxl
import pytest

from kpi_core.errors import InputError
from kpi_core.schema import ACCOUNTS, BOT_TABS, PEOPLE_TABS
from kpi_core.text import LANGUAGES
from sheets.layout import header_note, words, write_book

if TYPE_CHECKING:
    from pathlib import Path

    from kpi_core.text import Language


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "book.xlsx"


def test_it_writes_every_tab_and_the_bots_own_last(path: Path) -> None:
    write_book(path, {})
    expected = [tab.label.en for tab in (*PEOPLE_TABS, *BOT_TABS)]
    assert expected == openpyxl.load_workbook(path).sheetnames


def test_it_writes_only_the_tabs_asked_for(path: Path) -> None:
    write_book(path, {}, tabs=["team", "accounts"], language="vi")
    assert ["Đội ngũ", "Khách hàng", "Bảng điểm", "Lịch sử", "Lỗi dữ liệu", "Nhắc việc"] == (
        openpyxl.load_workbook(path).sheetnames
    )


def test_it_keeps_each_cells_type(path: Path) -> None:
    row = {
        "interaction_id": "007",
        "at": datetime(2026, 3, 2, 9, 30),
        "minutes": 12.5,
        "replied": True,
        "summary": "=1+1",
    }
    write_book(path, {"interactions": [row], "accounts": [{"started_on": date(2026, 1, 2)}]})
    book = openpyxl.load_workbook(path)
    cells = dict(zip((c.value for c in book["Interactions"][1]), book["Interactions"][2], strict=True))
    assert ("007", "s") == (cells["Interaction ID"].value, cells["Interaction ID"].data_type)
    assert ("=1+1", "s") == (cells["Summary"].value, cells["Summary"].data_type)
    assert datetime(2026, 3, 2, 9, 30) == cells["At"].value
    assert "yyyy-mm-dd hh:mm" == cells["At"].number_format
    assert (12.5, True) == (cells["Minutes"].value, cells["Replied"].value)
    assert "yyyy-mm-dd" == book["Accounts"]["G2"].number_format


def test_it_tells_people_what_a_column_wants(path: Path) -> None:
    write_book(path, {}, tabs=["accounts"])
    sheet = openpyxl.load_workbook(path)["Accounts"]
    comment = sheet["D1"].comment
    assert comment is not None
    assert "status\none of the listed words\nprospect · active · paused · lost" == comment.text
    assert "owner_id\nan ID of the tab Team\nrequired" == header_note(ACCOUNTS.column("owner_id"), "en")
    lists = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert '"prospect,active,paused,lost"' == lists["D2:D1048576"]
    assert "B2" == sheet.freeze_panes


def test_it_protects_the_bots_tabs_and_no_others(path: Path) -> None:
    write_book(path, {}, tabs=["accounts"])
    book = openpyxl.load_workbook(path)
    assert [False, True, True, True, True] == [bool(sheet.protection.sheet) for sheet in book.worksheets]


def test_it_carries_its_schema_version_and_time_zone(path: Path) -> None:
    write_book(path, {}, timezone="Asia/Ho_Chi_Minh")
    names = openpyxl.load_workbook(path).defined_names
    assert "2" == names["amber_schema_version"].value
    assert '"Asia/Ho_Chi_Minh"' == names["amber_timezone"].value


def test_it_says_where_a_text_does_not_fit_and_leaves_no_file(path: Path) -> None:
    rows = {"accounts": [{"account_id": "acme", "notes": "x" * 32_768}]}
    with pytest.raises(InputError, match=r"^Accounts!S2: the text has 32,768 characters"):
        write_book(path, rows)
    assert [] == list(path.parent.iterdir())


def test_it_drops_what_xml_cannot_hold(path: Path) -> None:
    write_book(path, {"accounts": [{"account_id": "a\x00b\ud800", "name": "Đá & <b>\nЖ😀"}]})
    sheet = openpyxl.load_workbook(path)["Accounts"]
    assert ("ab", "Đá & <b>\nЖ😀") == (sheet["A2"].value, sheet["B2"].value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_titles_and_lists_are_ones_a_sheet_accepts(language: Language) -> None:
    titles = [tab.label.to(language) for tab in (*PEOPLE_TABS, *BOT_TABS)]
    assert [] == [title for title in titles if len(title) > 31 or set(title) & set("[]:*?/\\'")]
    lists = [",".join(words(column)) for table in PEOPLE_TABS for column in table.columns]
    assert [] == [text for text in lists if len(text) > 255]
