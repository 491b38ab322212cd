"""The bot's own tabs: rewritten whole, marked as the bot's, and nothing in them is ever a formula."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from kpi_core.errors import InputError, Unavailable
from sheets.grid import Link

if TYPE_CHECKING:
    from collections.abc import Callable

    from sheets.google import GoogleSheet
    from tests.emulators.google_sheets import GoogleSheetsServer


@pytest.fixture
def sheet(sheet_of: Callable[..., GoogleSheet]) -> GoogleSheet:
    return sheet_of({"Khách hàng": [["Mã khách hàng"]]})


def tab(sheet: GoogleSheet, title: str, fields: str, where: str = "") -> Any:
    """Return facts of a tab, with a range those of its cells too."""
    wanted = {"fields": f"sheets(properties.title,{fields})"} | ({"ranges": f"'{title}'!{where}"} if where else {})
    answer = sheet.client.spreadsheets_get(sheet.spreadsheet, wanted)
    return next(each for each in answer["sheets"] if each["properties"]["title"] == title)


def cells(sheet: GoogleSheet, title: str, where: str, fields: str) -> list[list[Any]]:
    found = tab(sheet, title, f"data.rowData.values({fields})", where)
    return [row.get("values", []) for row in found["data"][0]["rowData"]]


def test_a_tab_that_lacks_is_made_in_the_books_language(sheet: GoogleSheet, google: GoogleSheetsServer) -> None:
    sheet.replace("Scorecard", [["AM", "NPS"], ["Linh", 40]])
    assert [["AM", "NPS"], ["Linh", 40]] == google.cells(sheet.spreadsheet, "Bảng điểm")


def test_what_was_there_is_gone_and_the_tab_no_larger_than_it_need_be(
    sheet: GoogleSheet, google: GoogleSheetsServer
) -> None:
    sheet.replace("Pings", [["At", "Who", "What"], *[["now", "Linh", "call"]] * 40])
    sheet.replace("Pings", [["At", "Who"], ["later", "Minh"]])
    assert [["At", "Who"], ["later", "Minh"]] == google.cells(sheet.spreadsheet, "Nhắc việc")
    grid = tab(sheet, "Nhắc việc", "properties.gridProperties")["properties"]["gridProperties"]
    assert {"rowCount": 2, "columnCount": 2, "frozenRowCount": 1} == grid
    sheet.replace("Pings", [])
    assert [] == google.cells(sheet.spreadsheet, "Nhắc việc")


def test_it_is_one_write(sheet: GoogleSheet, google: GoogleSheetsServer) -> None:
    before = google.calls.sheets_reads(), google.calls.sheets_writes()
    sheet.replace("History", [["Week"], [date(2026, 3, 2)]])
    assert (1, 1) == (google.calls.sheets_reads() - before[0], google.calls.sheets_writes() - before[1])


def test_a_write_that_fails_leaves_the_old_content(sheet: GoogleSheet, google: GoogleSheetsServer) -> None:
    sheet.replace("History", [["Week"], ["W1"]])
    google.fail(503, matching=":batchUpdate")
    with pytest.raises(Unavailable):
        sheet.replace("History", [["Week"], ["W2"]])
    assert [["Week"], ["W1"]] == google.cells(sheet.spreadsheet, "Lịch sử")


def test_it_is_marked_and_for_nobody_else_to_edit(sheet: GoogleSheet) -> None:
    sheet.replace("Scorecard", [["AM"]])
    found = tab(sheet, "Bảng điểm", "properties(sheetId,tabColorStyle),protectedRanges(range,editors,warningOnly)")
    [protected] = found["protectedRanges"]
    assert {"sheetId": found["properties"]["sheetId"]} == protected["range"]
    assert not protected.get("warningOnly", False)
    assert sheet.client.address in protected["editors"]["users"]
    assert found["properties"]["tabColorStyle"]


def test_texts_stay_texts_and_days_are_days(sheet: GoogleSheet) -> None:
    sheet.replace("Data issues", [["=A1"], ["=IMPORTXML(1)"], [date(2026, 3, 2)], [True], [None]])
    shown = cells(sheet, "Lỗi dữ liệu", "A1:A4", "userEnteredValue,formattedValue")
    kinds = Counter(kind for [cell] in shown for kind in cell["userEnteredValue"])
    assert Counter(stringValue=2, numberValue=1, boolValue=1) == kinds
    assert "2026-03-02" == shown[2][0]["formattedValue"]


def test_a_link_leads_where_it_says(sheet: GoogleSheet) -> None:
    url = "https://docs.google.com/spreadsheets/d/abc/edit#gid=0&range=D17"
    sheet.replace("Data issues", [["Cell"], [Link("=D17", url)]])
    [[cell]] = cells(sheet, "Lỗi dữ liệu", "A2:A2", "userEnteredValue,userEnteredFormat.textFormat.link")
    assert {"stringValue": "=D17"} == cell["userEnteredValue"]
    assert {"uri": url} == cell["userEnteredFormat"]["textFormat"]["link"]


def test_it_does_not_touch_peoples_tabs(sheet: GoogleSheet) -> None:
    with pytest.raises(InputError, match="accounts is not a tab of Amber's own"):
        sheet.replace("accounts", [["gone"]])


def test_columns_that_a_person_froze_do_not_keep_it_from_becoming_narrow(sheet: GoogleSheet) -> None:
    sheet.replace("Scorecard", [["AM", "NPS", "MRR"], ["Linh", 40, 7]])
    gid = tab(sheet, "Bảng điểm", "properties.sheetId")["properties"]["sheetId"]
    frozen = {"sheetId": gid, "gridProperties": {"frozenColumnCount": 2}}
    edit = {"updateSheetProperties": {"properties": frozen, "fields": "gridProperties.frozenColumnCount"}}
    sheet.client.batch_update(sheet.spreadsheet, {"requests": [edit]})
    sheet.replace("Scorecard", [["AM", "NPS"], ["Linh", 40]])
    assert 2 == tab(sheet, "Bảng điểm", "properties.gridProperties")["properties"]["gridProperties"]["columnCount"]
