"""spreadsheets.get, create and copyTo: what a book is said to be, by mask and by range."""

from datetime import date
from typing import Any

import pytest
import requests

from tests.emulators.google_sheets import GoogleSheetsServer

TABS = {"Accounts": [["name", "since"], ["Acme", date(2026, 1, 5)]], "Team": [["Linh"]]}


def ask(google: GoogleSheetsServer, session: requests.Session, path: str, **query: Any) -> Any:
    return session.get(f"{google.url}v4/spreadsheets/{path}", params=query, timeout=60).json()


def cell(google: GoogleSheetsServer, session: requests.Session, book: str, address: str) -> dict[str, Any]:
    answer = ask(google, session, book, ranges=address, fields="sheets.data.rowData.values")
    return answer["sheets"][0]["data"][0]["rowData"][0]["values"][0]


def test_it_tells_of_every_tab_and_of_no_cell_unless_asked(
    google: GoogleSheetsServer, session: requests.Session
) -> None:
    answer = ask(google, session, google.new_book("Team of Ha", "vi_VN", "Asia/Ho_Chi_Minh", TABS))
    properties = answer["properties"]
    assert ("Team of Ha", "vi_VN", "Asia/Ho_Chi_Minh") == tuple(
        properties[key] for key in ("title", "locale", "timeZone")
    )
    assert [("Accounts", 0), ("Team", 1)] == [
        (sheet["properties"]["title"], sheet["properties"]["index"]) for sheet in answer["sheets"]
    ]
    assert all("data" not in sheet for sheet in answer["sheets"])


def test_it_gives_the_cells_of_ranges_with_where_they_begin(
    google: GoogleSheetsServer, session: requests.Session
) -> None:
    book = google.new_book(tabs=TABS)
    answer = ask(google, session, book, ranges=["Accounts!B2:C9", "Accounts!A1"], includeGridData="true")
    [sheet] = answer["sheets"]
    first, second = sheet["data"]
    assert (1, 1, 1) == (first["startRow"], first["startColumn"], len(first["rowData"]))
    assert "startRow" not in second
    assert (8, 2) == (len(first["rowMetadata"]), len(first["columnMetadata"]))


def test_it_tells_a_cells_value_its_text_and_its_look(google: GoogleSheetsServer, session: requests.Session) -> None:
    given = cell(google, session, google.new_book(tabs=TABS), "Accounts!B2")
    assert {"numberValue": 46027} == given["userEnteredValue"] == given["effectiveValue"]
    assert "2026-01-05" == given["formattedValue"]
    assert {"numberFormat": {"type": "DATE", "pattern": "yyyy-mm-dd"}} == given["userEnteredFormat"]
    assert "BOTTOM" == given["effectiveFormat"]["verticalAlignment"]


@pytest.mark.parametrize(
    ("typed", "entered", "effective"),
    [
        ("=1/0", {"formulaValue": "=1/0"}, {"errorValue": {"type": "DIVIDE_BY_ZERO"}}),
        ("=1+1", {"formulaValue": "=1+1"}, {"numberValue": 2}),
        ("TRUE", {"boolValue": True}, {"boolValue": True}),
        ("Acme", {"stringValue": "Acme"}, {"stringValue": "Acme"}),
    ],
)
def test_it_tells_what_was_entered_from_what_came_of_it(
    google: GoogleSheetsServer, session: requests.Session, typed: str, entered: Any, effective: Any
) -> None:
    book = google.new_book(tabs={"Accounts": []})
    google.type(book, "Accounts", "A1", [[typed]])
    given = cell(google, session, book, "Accounts!A1")
    given["effectiveValue"].get("errorValue", {}).pop("message", None)
    assert (entered, effective) == (given["userEnteredValue"], given["effectiveValue"])


def test_it_finds_the_link_of_a_formula(google: GoogleSheetsServer, session: requests.Session) -> None:
    book = google.new_book(tabs={"Accounts": []})
    google.type(book, "Accounts", "A1", [['=HYPERLINK("https://example.com","Acme")']])
    assert "https://example.com" == cell(google, session, book, "Accounts!A1")["hyperlink"]


def test_it_leaves_what_a_mask_names(google: GoogleSheetsServer, session: requests.Session) -> None:
    book = google.new_book(tabs=TABS)
    fields = "properties.locale,sheets(properties(title),data.rowData.values.formattedValue)"
    answer = ask(google, session, book, fields=fields, ranges="Team")
    values = {"rowData": [{"values": [{"formattedValue": "Linh"}]}]}
    expected = {"properties": {"locale": "en_US"}, "sheets": [{"properties": {"title": "Team"}, "data": [values]}]}
    assert expected == answer


def test_it_refuses_a_mask_with_a_typing_error(google: GoogleSheetsServer, session: requests.Session) -> None:
    error = ask(google, session, google.new_book(), fields="sheets.propertis")["error"]
    assert (400, "Request contains an invalid argument.") == (error["code"], error["message"])


def test_it_creates_a_book_with_the_tabs_that_are_named(google: GoogleSheetsServer, session: requests.Session) -> None:
    tabs = [{"properties": {"title": "Accounts", "gridProperties": {"rowCount": 5, "frozenRowCount": 1}}}]
    body = {"properties": {"title": "Team", "locale": "ru_RU", "timeZone": "Europe/Moscow"}, "sheets": tabs}
    made = session.post(f"{google.url}v4/spreadsheets", json=body, timeout=60).json()
    [sheet] = ask(google, session, made["spreadsheetId"])["sheets"]
    assert {"rowCount": 5, "columnCount": 26, "frozenRowCount": 1} == sheet["properties"]["gridProperties"]
    assert "Europe/Moscow" == made["properties"]["timeZone"]


def test_it_copies_a_tab_into_another_book(google: GoogleSheetsServer, session: requests.Session) -> None:
    source, target = google.new_book(tabs=TABS), google.new_book(tabs={"Copy of Team": []})
    url = f"{google.url}v4/spreadsheets/{source}/sheets/1:copyTo"
    copied = session.post(url, json={"destinationSpreadsheetId": target}, timeout=60).json()
    assert ("Copy of Team 2", 1) == (copied["title"], copied["index"])
    assert [["Linh"]] == google.cells(target, "Copy of Team 2")


def test_it_names_a_field_of_a_file_that_it_does_not_know(
    google: GoogleSheetsServer, session: requests.Session
) -> None:
    url = f"{google.url}drive/v3/files/{google.new_book()}?fields=name,md5Checksum"
    answer = session.get(url, timeout=60)
    assert 501 == answer.status_code
    assert "md5Checksum" in answer.text
