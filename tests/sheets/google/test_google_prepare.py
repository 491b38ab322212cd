"""A spreadsheet set up, completed and upgraded: what people have in it stays, and a second time does nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from kpi_core.errors import InputError, Unavailable
from kpi_core.schema import BOT_TABS, INTERACTIONS, SCHEMA_VERSION, TABS
from sheets.google import GoogleSheet
from sheets.layout import SCHEMA_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sheets.google.client import Patience
    from tests.emulators.google_sheets import GoogleSheetsServer

OWN = [tab.key for tab in BOT_TABS]
EVERYTHING = (
    "properties,developerMetadata,sheets(properties,protectedRanges,basicFilter,conditionalFormats,"
    "data(rowData.values(userEnteredValue,userEnteredFormat,note,dataValidation),columnMetadata))"
)


@pytest.fixture
def fresh(google: GoogleSheetsServer, patience: Patience) -> GoogleSheet:
    """A spreadsheet as Google makes it."""
    return GoogleSheet(google.new_book(), google.credentials(), google.url, patience)


def update(sheet: GoogleSheet, *edits: Mapping[str, Any]) -> None:
    """Change the sheet as a person does in the browser."""
    sheet.client.batch_update(sheet.spreadsheet, {"requests": list(edits)})


def facts(sheet: GoogleSheet, fields: str = EVERYTHING, *ranges: str) -> Any:
    wanted: dict[str, Any] = {"fields": fields} | ({"ranges": list(ranges)} if ranges else {})
    return sheet.client.spreadsheets_get(sheet.spreadsheet, wanted)


def titles(sheet: GoogleSheet) -> list[str]:
    return [each["properties"]["title"] for each in facts(sheet, "sheets.properties.title")["sheets"]]


def cell(sheet: GoogleSheet, where: str) -> Any:
    fields = "sheets.data.rowData.values(userEnteredValue,userEnteredFormat,note,dataValidation)"
    return facts(sheet, fields, where)["sheets"][0]["data"][0]["rowData"][0]["values"][0]


def note(sheet: GoogleSheet, version: str) -> None:
    """Note in the spreadsheet by which schema version it was made."""
    facts = {"metadataKey": SCHEMA_NAME, "metadataValue": version, "location": {"spreadsheet": True}}
    update(sheet, {"createDeveloperMetadata": {"developerMetadata": {**facts, "visibility": "DOCUMENT"}}})


def version(sheet: GoogleSheet) -> str:
    [noted] = facts(sheet, "developerMetadata")["developerMetadata"]
    assert SCHEMA_NAME == noted["metadataKey"]
    return str(noted["metadataValue"])


def test_it_makes_the_tabs_and_uses_up_the_empty_one(fresh: GoogleSheet) -> None:
    assert ["team", "accounts", *OWN] == list(fresh.prepare(["team", "accounts"]))
    assert ["Team", "Accounts", *OWN] == titles(fresh)
    assert str(SCHEMA_VERSION) == version(fresh)


@pytest.mark.parametrize("content", [[["mine"]], [[], ["", "below"]]])
def test_it_keeps_a_tab_that_holds_anything(
    fresh: GoogleSheet, google: GoogleSheetsServer, content: list[list[str]]
) -> None:
    google.put(fresh.spreadsheet, "Sheet1", "A1", content)
    fresh.prepare(["team"])
    assert ["Sheet1", "Team", *OWN] == titles(fresh)


def test_it_is_two_reads_and_a_write_and_a_second_time_none(fresh: GoogleSheet, google: GoogleSheetsServer) -> None:
    for expected in ((2, 1), (2, 0)):
        before = google.calls.sheets_reads(), google.calls.sheets_writes()
        fresh.prepare(list(TABS))
        assert expected == (google.calls.sheets_reads() - before[0], google.calls.sheets_writes() - before[1])


def test_a_second_time_leaves_the_version(fresh: GoogleSheet) -> None:
    fresh.prepare(["team", "accounts"])
    before = fresh.version()
    assert [] == list(fresh.prepare(["accounts"]))
    assert before == fresh.version()


def test_it_tells_people_what_a_column_wants(fresh: GoogleSheet) -> None:
    fresh.prepare(["accounts"])
    header = cell(fresh, "Accounts!D1")
    assert "status\none of the listed words\nprospect · active · paused · lost" == header["note"]
    assert header["userEnteredFormat"]["textFormat"]["bold"]
    rule = cell(fresh, "Accounts!D2")["dataValidation"]
    words = [value["userEnteredValue"] for value in rule["condition"]["values"]]
    assert ["prospect", "active", "paused", "lost"] == words
    assert not rule.get("strict", False)
    assert {"type": "DATE", "pattern": "yyyy-mm-dd"} == cell(fresh, "Accounts!G2")["userEnteredFormat"]["numberFormat"]
    assert {"type": "TEXT"} == cell(fresh, "Accounts!A999")["userEnteredFormat"]["numberFormat"]
    grid = facts(fresh, "sheets.properties.gridProperties")["sheets"][0]["properties"]["gridProperties"]
    assert (1, 1, 19) == (grid["frozenRowCount"], grid["frozenColumnCount"], grid["columnCount"])


@pytest.mark.parametrize(
    ("locale", "language", "expected"),
    [("en_US", None, "Team"), ("vi_VN", None, "Đội ngũ"), ("ru_RU", None, "Команда"), ("vi_VN", "ru", "Команда")],
)
def test_labels_are_in_the_language_asked_for_else_the_books(
    google: GoogleSheetsServer, patience: Patience, locale: str, language: Any, expected: str
) -> None:
    sheet = GoogleSheet(google.new_book(locale=locale), google.credentials(), google.url, patience)
    sheet.prepare(["team"], language)
    assert expected == titles(sheet)[0]


def test_new_tabs_speak_as_the_tabs_that_are_there(sheet_of: Callable[..., GoogleSheet]) -> None:
    sheet = sheet_of({"Khách hàng": [["Mã khách hàng"]]})
    sheet.prepare(["team"])
    assert "Đội ngũ" in titles(sheet)


def test_a_tab_of_peoples_keeps_every_cell_and_gets_the_columns_it_lacks(
    sheet_of: Callable[..., GoogleSheet], google: GoogleSheetsServer
) -> None:
    sheet = sheet_of({"Accounts": [["Owner ID", "Colour", "account_id", "Name"], ["linh", "red", "acme", "Acme"]]})
    mine = {
        "userEnteredValue": {"formulaValue": "=1+1"},
        "note": "mine",
        "userEnteredFormat": {"textFormat": {"italic": True}},
    }
    start = {"sheetId": 0, "rowIndex": 1, "columnIndex": 5}
    fields = "userEnteredValue,note,userEnteredFormat"
    update(sheet, {"updateCells": {"start": start, "rows": [{"values": [mine]}], "fields": fields}})
    before = facts(sheet, EVERYTHING, "Accounts!A1:D2")["sheets"][0]["data"][0]["rowData"]
    changes = sheet.prepare(["accounts"])
    assert "accounts.tier" in changes
    assert "accounts.name" not in changes
    assert before == facts(sheet, EVERYTHING, "Accounts!A1:D2")["sheets"][0]["data"][0]["rowData"]
    header = google.cells(sheet.spreadsheet, "Accounts")[0]
    assert ["Owner ID", "Colour", "account_id", "Name", "Status", "Tier"] == header[:6]
    added = len(header) - 4
    [moved] = facts(sheet, EVERYTHING, f"Accounts!R2C{6 + added}")["sheets"][0]["data"][0]["rowData"][0]["values"]
    assert mine == {name: moved[name] for name in mine}
    assert [] == list(sheet.prepare(["accounts"]))


def test_a_new_column_takes_nothing_from_its_neighbour(sheet_of: Callable[..., GoogleSheet]) -> None:
    sheet = sheet_of({"Ownership": [["Account ID", "AM ID", "From"], ["acme", "linh", ""]]})
    red = {"userEnteredFormat": {"textFormat": {"italic": True}}, "dataValidation": {"condition": {"type": "BOOLEAN"}}}
    body = {"sheetId": 0, "startRowIndex": 1, "startColumnIndex": 2, "endColumnIndex": 3}
    update(sheet, {"repeatCell": {"range": body, "cell": red, "fields": "userEnteredFormat,dataValidation"}})
    sheet.prepare(["ownership"])
    assert {"userEnteredFormat": {"numberFormat": {"type": "DATE", "pattern": "yyyy-mm-dd"}}} == cell(
        sheet, "Ownership!D2"
    )


def test_a_tab_of_nothing_but_its_header_is_completed(
    sheet_of: Callable[..., GoogleSheet], google: GoogleSheetsServer
) -> None:
    sheet = sheet_of({"Ownership": [["Account ID", "AM ID", "From"]]})
    update(sheet, {"deleteDimension": {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 1}}})
    assert "ownership.to" in sheet.prepare(["ownership"])
    assert [["Account ID", "AM ID", "From", "To"]] == google.cells(sheet.spreadsheet, "Ownership")


def test_its_own_tabs_are_protected_again(fresh: GoogleSheet) -> None:
    fresh.prepare(["team"])
    guarded = facts(fresh, "sheets(properties.title,protectedRanges.protectedRangeId)")["sheets"]
    number = next(each["protectedRanges"][0] for each in guarded if each["properties"]["title"] == "History")
    update(fresh, {"deleteProtectedRange": number})
    assert ["History (protected)"] == list(fresh.prepare(["team"]))
    assert [] == list(fresh.prepare(["team"]))


def test_a_book_of_an_earlier_version_is_upgraded_and_keeps_every_cell(
    sheet_of: Callable[..., GoogleSheet], google: GoogleSheetsServer
) -> None:
    header = [column.label.en for column in INTERACTIONS.columns]
    sheet = sheet_of({"Interactions": [["My own", *header], ["x", "i1", "acme", "linh", 46083, "call"]]})
    mine = {"sheetId": 0, "rowIndex": 0, "columnIndex": 5}
    note(sheet, "1")
    update(sheet, {"updateCells": {"start": mine, "rows": [{"values": [{"note": "mine"}]}], "fields": "note"}})
    before = google.cells(sheet.spreadsheet, "Interactions")
    assert ["interactions (notes and drop-downs)"] == [c for c in sheet.prepare(["interactions"]) if c not in OWN]
    assert before == google.cells(sheet.spreadsheet, "Interactions")
    assert str(SCHEMA_VERSION) == version(sheet)
    assert "mine" == cell(sheet, "Interactions!F1")["note"]
    assert cell(sheet, "Interactions!B1")["note"].startswith("interaction_id\n")
    assert "note" not in cell(sheet, "Interactions!A1")
    assert "ONE_OF_LIST" == cell(sheet, "Interactions!G2")["dataValidation"]["condition"]["type"]
    writes = google.calls.sheets_writes()
    assert [] == list(sheet.prepare(["interactions"]))
    assert writes == google.calls.sheets_writes()


def test_a_book_of_a_later_version_stays_one(fresh: GoogleSheet) -> None:
    fresh.prepare(["team"])
    [noted] = facts(fresh, "developerMetadata")["developerMetadata"]
    lookup = {"developerMetadataLookup": {"metadataId": noted["metadataId"]}}
    later = {"dataFilters": [lookup], "developerMetadata": {"metadataValue": "99"}, "fields": "metadataValue"}
    update(fresh, {"updateDeveloperMetadata": later})
    assert ["accounts"] == list(fresh.prepare(["team", "accounts"]))
    assert "99" == version(fresh)


def test_who_is_overtaken_by_another_is_told_to_try_again(
    fresh: GoogleSheet, google: GoogleSheetsServer, patience: Patience, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = GoogleSheet(fresh.spreadsheet, google.credentials(), google.url, patience)
    send = fresh.client.batch_update

    def overtaken(spreadsheet: str, body: Mapping[str, Any]) -> Any:
        monkeypatch.setattr(fresh.client, "batch_update", send)
        other.prepare(["team"])
        return send(spreadsheet, body)

    monkeypatch.setattr(fresh.client, "batch_update", overtaken)
    with pytest.raises(Unavailable, match="try again"):
        fresh.prepare(["team", "accounts"])
    assert ["accounts"] == list(fresh.prepare(["team", "accounts"]))
    assert ["Team", *OWN, "Accounts"] == titles(fresh)


def test_a_book_of_an_earlier_version_with_a_blank_tab_is_upgraded(sheet_of: Callable[..., GoogleSheet]) -> None:
    sheet = sheet_of({"Accounts": [], "Team": [["AM ID"]]})
    note(sheet, "1")
    assert "team (notes and drop-downs)" in sheet.prepare(["accounts", "team"])
    assert [] == list(sheet.prepare(["accounts", "team"]))


@pytest.mark.parametrize("above", [["Our accounts"], []])
def test_it_does_not_take_another_row_for_the_header(
    sheet_of: Callable[..., GoogleSheet], google: GoogleSheetsServer, above: list[str]
) -> None:
    sheet = sheet_of({"Accounts": [above, ["Account ID"], ["acme"]]})
    before = google.cells(sheet.spreadsheet, "Accounts")
    with pytest.raises(InputError, match=r"Accounts: row 1 .* put the headers into row 1"):
        sheet.prepare(["accounts"])
    assert before == google.cells(sheet.spreadsheet, "Accounts")


def test_it_asks_for_the_cells_of_known_tabs_only(
    sheet_of: Callable[..., GoogleSheet], google: GoogleSheetsServer
) -> None:
    sheet = sheet_of({"Team": [["AM ID"]], **{f"Client {number}": [["x"]] for number in range(300)}})
    sheet.prepare(["team"])
    assert ["'Team'!1:2"] == [text for call in google.calls for text in call.query.get("ranges", ())]


def test_it_refuses_a_tab_that_is_not_declared(fresh: GoogleSheet) -> None:
    with pytest.raises(InputError, match="no tab dreams"):
        fresh.prepare(["dreams"])


def test_a_book_says_by_which_version_it_was_set_up(fresh: GoogleSheet) -> None:
    fresh.prepare(["team"])
    assert SCHEMA_VERSION == fresh.read().schema_version


def test_a_large_tab_of_peoples_own_is_not_read_whole_and_not_taken_for_a_blank_one(
    sheet_of: Callable[..., GoogleSheet],
) -> None:
    sheet = sheet_of({"Sheet1": [[], [], *[["far below"]] * 1001]})
    update(sheet, {"appendDimension": {"sheetId": 0, "dimension": "COLUMNS", "length": 30}})
    sheet.prepare(["team"])
    assert ["Sheet1", "Team", *OWN] == titles(sheet)
