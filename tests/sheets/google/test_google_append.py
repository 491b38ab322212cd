"""Where appended rows go in sheets that people filled in their own ways, and what becomes of a lost answer."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpi_core.errors import InDoubt, InputError, SetupError, Unavailable
from sheets.google import appending

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sheets.google import GoogleSheet
    from sheets.grid import Cell, Grid
    from tests.emulators.google_sheets import GoogleSheetsServer

HEADER = ["Account ID", "Name", "Owner ID", "Started on"]
ACME = ["acme", "Acme", "linh", date(2026, 1, 5)]
BATCH = r"POST .*:batchUpdate"


def bamboo(**more: Cell) -> Mapping[str, Cell]:
    return {"account_id": "bamboo", "name": "Bamboo", "owner_id": "minh", **more}


def volga() -> Mapping[str, Cell]:
    return {"account_id": "volga", "name": "Volga", "owner_id": "olga"}


@pytest.fixture
def accounts(google: GoogleSheetsServer, sheet_of: Callable[..., GoogleSheet]) -> Callable[[Grid], GoogleSheet]:
    """Return what makes a sheet with a tab Accounts of these cells."""
    return lambda grid: sheet_of({"Accounts": grid})


def cells(google: GoogleSheetsServer, sheet: GoogleSheet, tab: str = "Accounts") -> list[list[Cell]]:
    return google.cells(sheet.spreadsheet, tab)


def update(sheet: GoogleSheet, *edits: Mapping[str, Any]) -> None:
    """Change the sheet as a person does in the browser."""
    sheet.client.batch_update(sheet.spreadsheet, {"requests": list(edits)})


def looks(sheet: GoogleSheet, where: str, fields: str) -> list[Any]:
    """Return what the first row of a range has besides values."""
    wanted = {"ranges": where, "fields": f"sheets.data.rowData.values({fields})"}
    [found] = sheet.client.spreadsheets_get(sheet.spreadsheet, wanted)["sheets"]
    return found["data"][0]["rowData"][0]["values"]


@pytest.mark.parametrize(
    "grid",
    [
        [HEADER],
        [HEADER, ACME],
        [HEADER, ACME, [], [], ["lotus"]],
        [["", *HEADER], ["", *ACME]],
        [HEADER, ACME, ["", "typed half"]],
        [["Colour", *reversed(HEADER)], ["red", *reversed(ACME)]],
    ],
    ids=["no row", "a row", "blank rows inside", "a blank first column", "a half-typed row", "moved columns"],
)
def test_it_appends_below_the_last_filled_row(
    accounts: Callable[[Grid], GoogleSheet], google: GoogleSheetsServer, grid: Grid
) -> None:
    sheet = accounts(grid)
    before = cells(google, sheet)
    assert 2 == sheet.append("accounts", [bamboo(), volga()])
    after = cells(google, sheet)
    assert before == after[: len(grid)]
    place = [str(label) for label in after[0]].index("Account ID")
    assert ["bamboo", "volga"] == [row[place] for row in after[len(grid) :]]


def test_boxes_that_nobody_ticked_are_no_rows(sheet_of: Callable[..., GoogleSheet], google: GoogleSheetsServer) -> None:
    sheet = sheet_of({"Team": [["AM ID", "Name", "Active"], ["linh", "Linh", True], *[["", "", False]] * 50]})
    sheet.append("team", [{"am_id": "minh", "name": "Minh"}])
    assert ["minh", "Minh"] == cells(google, sheet, "Team")[2]


def test_a_column_with_a_formula_in_every_row_has_it_in_new_ones_too(
    accounts: Callable[[Grid], GoogleSheet], google: GoogleSheetsServer
) -> None:
    sheet = accounts([[*HEADER, "Shown", "Once"], ACME, ["lotus", "Lotus", "linh"]])
    rows = [["=1+1", "=1+1"], ["=1+1", "by hand"], ["=1+1"]]
    sheet.client.values_update(sheet.spreadsheet, "Accounts!E2", {"valueInputOption": "USER_ENTERED"}, {"values": rows})
    sheet.append("accounts", [bamboo(), volga()])
    assert ["bamboo", "volga"] == [row[0] for row in cells(google, sheet)[3:5]]
    assert ["=1+1", "=1+1", "=1+1"] == [
        looks(sheet, f"Accounts!E{row}", "userEnteredValue")[0]["userEnteredValue"]["formulaValue"] for row in (4, 5, 6)
    ]
    assert 5 == len(cells(google, sheet)[3])


def test_a_formula_that_builds_on_the_row_above_goes_on(
    accounts: Callable[[Grid], GoogleSheet], google: GoogleSheetsServer
) -> None:
    sheet = accounts([[*HEADER, "Number"], ACME, ["lotus"]])
    google.type(sheet.spreadsheet, "Accounts", "E2", [["=1"], ["=E2+1"]])
    sheet.append("accounts", [bamboo(), volga()])
    assert [1, 2, 3, 4] == [row[4] for row in cells(google, sheet)[1:]]


def test_ids_that_formulas_leave_blank_are_no_rows(
    accounts: Callable[[Grid], GoogleSheet], google: GoogleSheetsServer
) -> None:
    sheet = accounts([HEADER, ACME])
    google.type(sheet.spreadsheet, "Accounts", "A3", [['=""']] * 20)
    sheet.append("accounts", [bamboo()])
    assert "bamboo" == cells(google, sheet)[2][0]


def test_a_person_who_types_below_at_that_moment_keeps_every_cell(
    accounts: Callable[[Grid], GoogleSheet], google: GoogleSheetsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = accounts([HEADER, ACME])
    send = sheet.client.batch_update

    def after_a_person(spreadsheet: str, body: Mapping[str, Any]) -> Any:
        google.put(spreadsheet, "Accounts", "A3", [["lotus", "Lotus"]])
        return send(spreadsheet, body)

    monkeypatch.setattr(sheet.client, "batch_update", after_a_person)
    sheet.append("accounts", [bamboo()])
    assert ["acme", "bamboo", "lotus"] == [row[0] for row in cells(google, sheet)[1:]]


def test_a_moment_is_shown_as_its_column_shows_them(accounts: Callable[[Grid], GoogleSheet]) -> None:
    sheet = accounts([HEADER, ACME])
    form = {"numberFormat": {"type": "DATE", "pattern": "dd/mm/yyyy"}}
    where = {"sheetId": 0, "startRowIndex": 1, "startColumnIndex": 3, "endColumnIndex": 4}
    fields = "userEnteredFormat.numberFormat"
    update(sheet, {"repeatCell": {"range": where, "cell": {"userEnteredFormat": form}, "fields": fields}})
    sheet.append("accounts", [bamboo(started_on=date(2026, 3, 2))])
    [cell] = looks(sheet, "Accounts!D3", "userEnteredFormat.numberFormat,effectiveValue")
    assert form == cell["userEnteredFormat"]
    assert {"numberValue": 46083} == cell["effectiveValue"]


def test_a_moment_looks_like_one_where_no_column_says_how(accounts: Callable[[Grid], GoogleSheet]) -> None:
    sheet = accounts([HEADER])
    sheet.append("accounts", [bamboo(started_on=datetime(2026, 3, 2))])
    [cell] = looks(sheet, "Accounts!D2", "userEnteredFormat.numberFormat")
    assert {"type": "DATE", "pattern": "yyyy-mm-dd"} == cell["userEnteredFormat"]["numberFormat"]


def test_the_first_row_does_not_look_like_the_header(accounts: Callable[[Grid], GoogleSheet]) -> None:
    sheet = accounts([HEADER])
    bold = {"userEnteredFormat": {"textFormat": {"bold": True}}}
    header = {"sheetId": 0, "endRowIndex": 1}
    update(sheet, {"repeatCell": {"range": header, "cell": bold, "fields": "userEnteredFormat.textFormat.bold"}})
    sheet.append("accounts", [bamboo()])
    assert not looks(sheet, "Accounts!A2", "userEnteredFormat,effectiveValue")[0].get("userEnteredFormat")


def test_a_table_that_ends_there_grows(accounts: Callable[[Grid], GoogleSheet]) -> None:
    sheet = accounts([HEADER, ACME])
    filled = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 4}
    update(sheet, {"addTable": {"table": {"name": "Ours", "range": filled}}})
    sheet.append("accounts", [bamboo(), volga()])
    [table] = sheet.client.spreadsheets_get(sheet.spreadsheet, {"fields": "sheets.tables.range"})["sheets"][0]["tables"]
    assert 4 == table["range"]["endRowIndex"]


def test_a_filter_that_ends_there_grows(accounts: Callable[[Grid], GoogleSheet]) -> None:
    sheet = accounts([HEADER, ACME])
    filled = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 4}
    update(sheet, {"setBasicFilter": {"filter": {"range": filled}}})
    sheet.append("accounts", [bamboo(), volga()])
    answer = sheet.client.spreadsheets_get(sheet.spreadsheet, {"fields": "sheets.basicFilter.range"})
    assert 4 == answer["sheets"][0]["basicFilter"]["range"]["endRowIndex"]


def test_a_tab_of_nothing_but_its_header_grows_both_ways(
    accounts: Callable[[Grid], GoogleSheet], google: GoogleSheetsServer
) -> None:
    sheet = accounts([HEADER[:2]])
    update(sheet, {"deleteDimension": {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 1}}})
    sheet.append("accounts", [{"account_id": "bamboo", "tier": "key"}])
    assert [[*HEADER[:2], "Tier"], ["bamboo", "", "key"]] == cells(google, sheet)


def test_a_column_that_lacks_is_added_at_the_headers_end(
    accounts: Callable[[Grid], GoogleSheet], google: GoogleSheetsServer
) -> None:
    sheet = accounts([HEADER[:3], [*ACME[:3], "", "a note of somebody's"]])
    sheet.append("accounts", [bamboo(tier="key")])
    assert [
        [*HEADER[:3], "Tier"],
        [*ACME[:3], "", "", "a note of somebody's"],
        ["bamboo", "Bamboo", "minh", "key"],
    ] == cells(google, sheet)
    [top] = looks(sheet, "Accounts!D1", "note")
    assert top["note"].startswith("tier\n")


@pytest.mark.parametrize("typed", [7, "7", " 7 "])
def test_it_knows_an_id_however_it_is_typed(accounts: Callable[[Grid], GoogleSheet], typed: Cell) -> None:
    sheet = accounts([HEADER, [typed, "Acme", "linh"]])
    assert 0 == sheet.append("accounts", [{**bamboo(), "account_id": "7"}])


def test_it_knows_a_day_by_its_serial_number(sheet_of: Callable[..., GoogleSheet]) -> None:
    sheet = sheet_of({"Ownership": [["Account ID", "AM ID", "From"], ["acme", "linh", date(2026, 3, 2)]]})
    linh, minh = ({"account_id": "acme", "am_id": who, "from": date(2026, 3, 2)} for who in ("linh", "minh"))
    assert 1 == sheet.append("ownership", [linh, minh])


@pytest.mark.parametrize("fault", ["drop_after", 503, 500, "garbage"])
def test_an_answer_that_is_lost_writes_no_row_twice(
    accounts: Callable[[Grid], GoogleSheet], google: GoogleSheetsServer, fault: Any
) -> None:
    sheet = accounts([HEADER, ACME])
    google.fail(fault, matching=BATCH)
    assert 2 == sheet.append("accounts", [bamboo(), volga()])
    assert ["acme", "bamboo", "volga"] == [row[0] for row in cells(google, sheet)[1:]]


def test_what_a_cut_line_may_still_bring_is_not_sent_again(
    accounts: Callable[[Grid], GoogleSheet], google: GoogleSheetsServer
) -> None:
    sheet = accounts([HEADER, ACME])
    google.fail("drop_before", matching=BATCH)
    with pytest.raises(InDoubt):
        sheet.append("accounts", [bamboo()])
    assert 1 == len(cells(google, sheet)[1:])
    assert 1 == sheet.append("accounts", [bamboo()])


def test_a_row_stays_in_doubt_when_google_falls_silent_after_the_line_was_cut(
    accounts: Callable[[Grid], GoogleSheet], google: GoogleSheetsServer
) -> None:
    sheet = accounts([HEADER, ACME])
    google.fail("drop_before", matching=BATCH)
    google.fail(503, times=20, matching="^GET", skip=4)
    with pytest.raises(InDoubt):
        sheet.append("accounts", [bamboo()])


def test_it_gives_up_when_google_takes_nothing(
    accounts: Callable[[Grid], GoogleSheet], google: GoogleSheetsServer
) -> None:
    sheet = accounts([HEADER])
    google.fail(503, times=10, matching=BATCH)
    before = google.calls.sheets_writes()
    with pytest.raises(Unavailable, match="does not answer"):
        sheet.append("accounts", [bamboo()])
    assert 3 == google.calls.sheets_writes() - before


def test_rows_that_nothing_tells_apart_are_sent_once(
    sheet_of: Callable[..., GoogleSheet], google: GoogleSheetsServer
) -> None:
    sheet = sheet_of({"Rates": [["Currency", "Rate"]]})
    google.fail("drop_after", matching=BATCH)
    with pytest.raises(Unavailable):
        sheet.append("rates", [{"currency": "EUR", "rate": 1.1}])
    assert [["Currency", "Rate"], ["EUR", 1.1]] == cells(google, sheet, "Rates")


def test_many_rows_go_in_calls_that_google_bears(
    accounts: Callable[[Grid], GoogleSheet], google: GoogleSheetsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(appending, "_CALL_BYTES", 5_000)
    sheet = accounts([HEADER, ACME])
    rows = [{**bamboo(), "account_id": f"b{number}"} for number in range(100)]
    before = google.calls.sheets_writes()
    google.fail(503, matching=BATCH, skip=1)
    assert 100 == sheet.append("accounts", rows)
    assert ["acme", *(row["account_id"] for row in rows)] == [row[0] for row in cells(google, sheet)[1:]]
    assert 3 < google.calls.sheets_writes() - before < 10


def test_it_costs_four_reads_and_a_write(accounts: Callable[[Grid], GoogleSheet], google: GoogleSheetsServer) -> None:
    sheet = accounts([HEADER, ACME])
    before = google.calls.sheets_reads(), google.calls.sheets_writes()
    sheet.append("accounts", [bamboo(), volga()])
    assert (4, 1) == (google.calls.sheets_reads() - before[0], google.calls.sheets_writes() - before[1])


def test_a_tab_that_was_shortened_meanwhile_is_looked_at_again(
    accounts: Callable[[Grid], GoogleSheet], google: GoogleSheetsServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = accounts([HEADER, ACME, *[["lotus"]] * 8])
    send = sheet.client.batch_update
    gone = {"deleteDimension": {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 5}}}

    def after_a_person(spreadsheet: str, body: Mapping[str, Any]) -> Any:
        monkeypatch.setattr(sheet.client, "batch_update", send)
        update(sheet, gone)
        return send(spreadsheet, body)

    monkeypatch.setattr(sheet.client, "batch_update", after_a_person)
    assert 1 == sheet.append("accounts", [bamboo()])
    assert ["acme", *["lotus"] * 3, "bamboo"] == [row[0] for row in cells(google, sheet)[1:]]


@pytest.mark.parametrize(
    ("read", "body"),
    [
        *((1, body) for body in ([], {}, {"sheets": []}, {"sheets": [{}]}, {"sheets": [7]}, {"sheets": 7})),
        *((2, body) for body in ([], {}, {"valueRanges": []}, {"valueRanges": [{"values": 7}]})),
        *((3, body) for body in ([], {"values": 7}, {"values": [7]})),
    ],
)
def test_an_answer_of_another_shape_is_none(
    accounts: Callable[[Grid], GoogleSheet],
    google: GoogleSheetsServer,
    monkeypatch: pytest.MonkeyPatch,
    read: int,
    body: Any,
) -> None:
    sheet = accounts([HEADER, ACME])
    reads = google.calls.sheets_reads() + read
    respond = google.respond

    def instead(request: Any, authorization: str) -> Any:
        whole = respond(request, authorization)
        return (*whole[:2], json.dumps(body).encode()) if google.calls.sheets_reads() == reads + 1 and whole else whole

    monkeypatch.setattr(google, "respond", instead)
    with pytest.raises(Unavailable, match="Google's answer does not say"):
        sheet.append("accounts", [bamboo()])
    assert [HEADER, ["acme"]] == [row[:width] for row, width in zip(cells(google, sheet), (4, 1), strict=True)]


def test_it_names_the_tab_that_lacks_and_the_header_that_is_none(accounts: Callable[[Grid], GoogleSheet]) -> None:
    sheet = accounts([["Our accounts"], HEADER])
    with pytest.raises(InputError, match="amber init --tabs deals"):
        sheet.append("deals", [{"deal_id": "d1"}])
    with pytest.raises(InputError, match="put the headers into row 1"):
        sheet.append("accounts", [bamboo()])


def test_a_tab_that_people_keep_from_amber_says_how_to_let_it_in(
    accounts: Callable[[Grid], GoogleSheet], google: GoogleSheetsServer
) -> None:
    sheet = accounts([HEADER, ACME])
    [tab] = google.service.files[sheet.spreadsheet].book.sheets
    tab.protected_ranges = [{"protectedRangeId": 1, "range": {"sheetId": 0}, "requestingUserCanEdit": False}]
    before = cells(google, sheet)
    with pytest.raises(SetupError, match=f"let {sheet.client.address} edit it"):
        sheet.append("accounts", [bamboo()])
    assert before == cells(google, sheet)


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(
    labels=st.permutations(["Account ID", "Name", "Owner ID", "Colour", "", "Tier"]).map(lambda all_: all_[:5]),
    body=st.lists(st.lists(st.sampled_from(["", "x", 7, 7.5, False, True, "acme", "=1"]), max_size=6), max_size=6),
    names=st.lists(st.sampled_from(["acme", "7", "b1", "b2", "b3"]), min_size=1, max_size=4),
)
def test_whatever_stands_there_stays_and_each_row_is_added_once(
    accounts: Callable[[Grid], GoogleSheet],
    google: GoogleSheetsServer,
    labels: list[str],
    body: list[list[Cell]],
    names: list[str],
) -> None:
    sheet = accounts([["account_id", *labels], *body])
    before = cells(google, sheet)
    known = {str(row[0]) for row in before[1:] if row}
    added = [name for name in dict.fromkeys(names) if name not in known]
    rows = [{"account_id": name, "tier": "key"} for name in names]
    assert len(added) == sheet.append("accounts", rows)
    assert 0 == sheet.append("accounts", rows)
    after = cells(google, sheet)
    place = [number for number, row in enumerate(after) if number and row and row[0] in added]
    assert added == [after[number][0] for number in place]
    left = [row for number, row in enumerate(after) if number not in place]
    width = len(before[0])
    assert [_trimmed(row[:width]) for row in before] == [_trimmed(row[:width]) for row in left]


def _trimmed(row: list[Cell]) -> list[Cell]:
    while row and row[-1] == "":
        row = row[:-1]
    return row
