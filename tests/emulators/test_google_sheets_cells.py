"""spreadsheets.batchUpdate: cells, and what is kept beside them."""

from typing import Any

import pytest

from tests.emulators.batches import do, refusal
from tests.emulators.google_sheets.errors import ApiError
from tests.emulators.google_sheets.model import Sheet, Spreadsheet, Value
from tests.emulators.google_sheets.references import moved
from tests.emulators.google_sheets.requests import metadata

ALL = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 2}
OWNERS = {**ALL, "startRowIndex": 1, "startColumnIndex": 1}
FIRST = {**ALL, "endRowIndex": 1, "endColumnIndex": 1}


@pytest.fixture
def book() -> Spreadsheet:
    made = Spreadsheet.blank("book", "Accounts of the team")
    made.sheets.append(Sheet.blank(0, "Accounts", rows=6, columns=4))
    made.sheets[0].values = [["name", "owner"], ["Acme", "Linh"], ["Bamboo", "Minh"], ["Volga", "Olga"]]
    return made


def grid(book: Spreadsheet) -> list[list[Value]]:
    return [row for row in book.sheets[0].values if any(value is not None for value in row)]


def text(*values: str) -> dict[str, Any]:
    return {"values": [{"userEnteredValue": {"stringValue": value}} for value in values]}


def test_it_writes_values_of_every_kind(book: Spreadsheet) -> None:
    values = [{"numberValue": 2.5}, {"boolValue": False}, {"stringValue": "=1+1"}, {"formulaValue": "=1+1"}]
    cells = [{"values": [{"userEnteredValue": value} for value in values]}]
    do(book, updateCells={"start": {"rowIndex": 5}, "rows": cells, "fields": "userEnteredValue"})
    assert [2.5, False, "=1+1", 2] == book.sheets[0].values[5]
    assert ["", "", "", "=1+1"] == [book.sheets[0].mark(5, column).formula for column in range(4)]


def test_it_blanks_the_cells_of_a_range_that_the_rows_do_not_fill(book: Spreadsheet) -> None:
    do(book, updateCells={"range": ALL, "rows": [text("name"), text("Acme", "Minh")], "fields": "userEnteredValue"})
    assert [["name", None], ["Acme", "Minh"]] == grid(book)


def test_it_refuses_cells_beyond_the_range(book: Spreadsheet) -> None:
    wide = {"range": FIRST, "rows": [text("name", "owner")], "fields": "userEnteredValue"}
    expected = "Attempting to write column: 1, beyond the last requested column of: 0"
    assert f"Invalid requests[0].updateCells: {expected}" == refusal(book, updateCells=wide)


def test_it_appends_cells_after_the_last_row_and_grows_the_grid(book: Spreadsheet) -> None:
    rows = [text("Delta"), text("Echo"), text("Fox")]
    do(book, appendCells={"sheetId": 0, "rows": rows, "fields": "userEnteredValue"})
    assert ["Delta", "Echo", "Fox"] == [row[0] for row in grid(book)[4:]]
    assert 7 == book.sheets[0].row_count


def test_it_repeats_only_what_the_mask_names(book: Spreadsheet) -> None:
    bold = {"userEnteredFormat": {"textFormat": {"bold": True, "italic": True}}, "note": "not meant"}
    do(book, repeatCell={"range": ALL, "cell": bold, "fields": "userEnteredFormat.textFormat.bold"})
    do(book, repeatCell={"range": FIRST, "cell": {"note": "the account"}, "fields": "note"})
    mark = book.sheets[0].mark(0, 0)
    assert ({"textFormat": {"bold": True}}, "the account") == (mark.format, mark.note)
    assert "name" == book.sheets[0].value(0, 0)


def test_it_answers_a_colour_in_both_spellings_in_steps_of_a_byte(book: Spreadsheet) -> None:
    cell = {"userEnteredFormat": {"backgroundColor": {"red": 0.5, "green": 0, "blue": 1}}}
    do(book, repeatCell={"range": FIRST, "cell": cell, "fields": "userEnteredFormat.backgroundColor"})
    colour = {"red": 0.49803922, "blue": 1}
    expected = {"backgroundColor": colour, "backgroundColorStyle": {"rgbColor": colour}}
    assert expected == book.sheets[0].mark(0, 0).format


def test_it_clears_a_format_with_an_empty_cell(book: Spreadsheet) -> None:
    bold = {"userEnteredFormat": {"textFormat": {"bold": True}}}
    do(book, repeatCell={"range": ALL, "cell": bold, "fields": "userEnteredFormat"})
    do(book, updateCells={"range": ALL, "fields": "userEnteredFormat"})
    assert not any(book.sheets[0].marks)


def test_it_sets_and_takes_away_validation(book: Spreadsheet) -> None:
    rule = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "Linh"}]}, "strict": False}
    do(book, setDataValidation={"range": OWNERS, "rule": rule})
    assert {"condition": rule["condition"]} == book.sheets[0].mark(3, 1).validation
    do(book, setDataValidation={"range": OWNERS})
    assert not any(book.sheets[0].marks)


def test_it_names_what_cells_here_do_not_have(book: Spreadsheet) -> None:
    with pytest.raises(ApiError, match="pivotTable") as refused:
        do(book, updateCells={"range": FIRST, "fields": "pivotTable"})
    assert refused.value.code == 501


def test_it_keeps_the_first_value_of_merged_cells(book: Spreadsheet) -> None:
    do(book, mergeCells={"range": {**ALL, "endRowIndex": 2}, "mergeType": "MERGE_ROWS"})
    assert [["name", None], ["Acme", None]] == grid(book)[:2]
    assert [(0, 1), (1, 2)] == [(merge["startRowIndex"], merge["endRowIndex"]) for merge in book.sheets[0].merges]


def test_it_inserts_at_the_end_only_what_takes_after_the_row_before(book: Spreadsheet) -> None:
    end = {"sheetId": 0, "dimension": "ROWS", "startIndex": 6, "endIndex": 7}
    expected = "range.startIndex must be less than the grid size (6) if inheritFromBefore is false."
    assert expected in refusal(book, insertDimension={"range": end})
    do(book, insertDimension={"range": end, "inheritFromBefore": True})
    assert 7 == book.sheets[0].row_count


def test_it_does_not_cut_merged_cells(book: Spreadsheet) -> None:
    do(book, mergeCells={"range": ALL, "mergeType": "MERGE_ALL"})
    expected = "You must select all cells in a merged range to merge or unmerge them."
    assert expected in refusal(book, unmergeCells={"range": OWNERS})
    do(book, unmergeCells={"range": ALL})
    assert [] == book.sheets[0].merges


def test_it_fills_a_destination_with_copies(book: Spreadsheet) -> None:
    line = {**ALL, "startRowIndex": 1, "endRowIndex": 2}
    do(book, copyPaste={"source": line, "destination": {**ALL, "startRowIndex": 2}})
    assert [["name", "owner"], *[["Acme", "Linh"]] * 3] == grid(book)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=A1+b$2*$C3+$D$4", "=B3+C$2*$C5+$D$4"),
        ("=SUM(A1:Z9)", "=SUM(B3:AA11)"),
        ("='Q1 A1'!A1&Deals!A1", "='Q1 A1'!B3&Deals!B3"),
        ('=LOG10(A1)&"A1 ""A1"""', '=LOG10(B3)&"A1 ""A1"""'),
        ("=Rate_2026+1.5E3", "=Rate_2026+1.5E3"),
    ],
)
def test_a_copied_formula_means_the_cells_as_far_away(formula: str, expected: str) -> None:
    assert expected == moved(formula, 2, 1)


def test_copies_of_a_formula_go_on(book: Spreadsheet) -> None:
    number = {**ALL, "startRowIndex": 1, "endRowIndex": 2, "startColumnIndex": 2, "endColumnIndex": 3}
    formula = {"userEnteredValue": {"formulaValue": "=A2"}}
    do(book, repeatCell={"range": number, "cell": formula, "fields": "userEnteredValue"})
    below = {**number, "startRowIndex": 2, "endRowIndex": 4}
    do(book, copyPaste={"source": number, "destination": below, "pasteType": "PASTE_FORMULA"})
    assert ["=A3", "=A4"] == [book.sheets[0].mark(row, 2).formula for row in (2, 3)]


def test_a_copied_formula_cannot_mean_what_is_above_the_first_row() -> None:
    assert "=#REF!" == moved("=A1", -1, 0)


def test_it_pastes_formats_without_values(book: Spreadsheet) -> None:
    bold = {"userEnteredFormat": {"textFormat": {"bold": True}}, "note": "the account"}
    do(book, repeatCell={"range": FIRST, "cell": bold, "fields": "userEnteredFormat,note"})
    do(book, copyPaste={"source": FIRST, "destination": OWNERS, "pasteType": "PASTE_FORMAT"})
    assert "Olga" == book.sheets[0].value(3, 1)
    assert {"textFormat": {"bold": True}} == book.sheets[0].mark(3, 1).format
    assert "" == book.sheets[0].mark(3, 1).note


def test_it_moves_cut_cells(book: Spreadsheet) -> None:
    do(book, cutPaste={"source": OWNERS, "destination": {"rowIndex": 1, "columnIndex": 2}})
    assert [["Acme", None, "Linh"], ["Bamboo", None, "Minh"], ["Volga", None, "Olga"]] == grid(book)[1:]


@pytest.mark.parametrize(
    ("order", "expected"),
    [("ASCENDING", [-1, 3, "Acme", "bamboo", False, None]), ("DESCENDING", [False, "bamboo", "Acme", 3, -1, None])],
)
def test_it_sorts_numbers_then_texts_then_booleans_and_blanks_last(
    book: Spreadsheet, order: str, expected: list[Value]
) -> None:
    book.sheets[0].values = [["bamboo"], [3], [None], [False], ["Acme"], [-1]]
    do(book, sortRange={"range": {"sheetId": 0}, "sortSpecs": [{"dimensionIndex": 0, "sortOrder": order}]})
    assert expected == [book.sheets[0].value(row, 0) for row in range(6)]


def test_it_refuses_a_range_that_begins_outside_the_grid(book: Spreadsheet) -> None:
    below = {**ALL, "startRowIndex": 6, "endRowIndex": 8}
    expected = "Range (Accounts!A7:B8) exceeds grid limits. Max rows: 6, max columns: 4"
    assert expected in refusal(book, repeatCell={"range": below, "cell": {}, "fields": "note"})
    assert "No grid with id: 7" in refusal(book, repeatCell={"range": {"sheetId": 7}, "cell": {}, "fields": "note"})


def test_it_refuses_a_corner_outside_the_grid(book: Spreadsheet) -> None:
    outside = {"start": {"rowIndex": 6}, "rows": [text("Delta")], "fields": "userEnteredValue"}
    assert "GridCoordinate.rowIndex[6] is after last row in grid[5]" in refusal(book, updateCells=outside)


def test_it_keeps_one_named_range_of_a_name(book: Spreadsheet) -> None:
    do(book, addNamedRange={"namedRange": {"name": "Owners", "range": OWNERS}})
    expected = "Cannot add named range with name owners, a named range with that name already exists."
    assert expected in refusal(book, addNamedRange={"namedRange": {"name": "owners", "range": ALL}})


def test_it_lets_who_protects_a_range_edit_it(book: Spreadsheet) -> None:
    editors = {"users": ["linh@example.com"]}
    [reply] = do(book, addProtectedRange={"protectedRange": {"range": OWNERS, "editors": editors}})
    added = reply["addProtectedRange"]["protectedRange"]
    kept = book.sheets[0].protected_ranges[0]
    assert (editors, True) == (added["editors"], added["requestingUserCanEdit"])
    assert ["amber@emulator.iam.gserviceaccount.com", "linh@example.com"] == kept["editors"]["users"]


def test_it_changes_a_protection_by_its_mask(book: Spreadsheet) -> None:
    wanted = {"range": OWNERS, "protectedRangeId": 5, "description": "Amber's", "warningOnly": True}
    do(book, addProtectedRange={"protectedRange": wanted})
    changed = {"protectedRangeId": 5, "description": "of Amber", "warningOnly": False}
    do(book, updateProtectedRange={"protectedRange": changed, "fields": "description"})
    kept = book.sheets[0].protected_ranges[0]
    assert ("of Amber", True) == (kept["description"], kept["warningOnly"])
    do(book, deleteProtectedRange={"protectedRangeId": 5})
    assert "No protected range with id: 5" in refusal(book, deleteProtectedRange={"protectedRangeId": 5})


def note(key: str, value: str, **location: Any) -> dict[str, Any]:
    piece = {"metadataKey": key, "metadataValue": value, "visibility": "DOCUMENT", "location": location}
    return {"developerMetadata": piece}


def lookup(**wanted: Any) -> dict[str, Any]:
    return {"dataFilters": [{"developerMetadataLookup": wanted}]}


def found(book: Spreadsheet, **wanted: Any) -> list[str]:
    matched = metadata.search(book, lookup(**wanted)).get("matchedDeveloperMetadata", [])
    return [match["developerMetadata"]["metadataValue"] for match in matched]


def test_it_finds_metadata_of_the_book_the_tab_and_a_row(book: Spreadsheet) -> None:
    row = {"sheetId": 0, "dimension": "ROWS", "startIndex": 2, "endIndex": 3}
    do(book, createDeveloperMetadata=note("amber", "book", spreadsheet=True))
    do(book, createDeveloperMetadata=note("amber", "tab", sheetId=0))
    do(book, createDeveloperMetadata=note("amber", "row", dimensionRange=row))
    assert ["book", "tab", "row"] == found(book, metadataKey="amber")
    assert ["row"] == found(book, locationType="ROW")
    assert ["tab", "row"] == found(book, metadataLocation={"sheetId": 0})
    exact = {"locationMatchingStrategy": "EXACT_LOCATION"}
    assert ["tab"] == found(book, metadataLocation={"sheetId": 0}, **exact)
    assert [] == found(book, metadataKey="of another")


def test_it_moves_metadata_with_its_row(book: Spreadsheet) -> None:
    row = {"sheetId": 0, "dimension": "ROWS", "startIndex": 2, "endIndex": 3}
    do(book, createDeveloperMetadata=note("amber", "Bamboo", dimensionRange=row))
    do(book, insertDimension={"range": {**row, "startIndex": 0, "endIndex": 2}})
    matched = metadata.search(book, lookup(metadataKey="amber"))["matchedDeveloperMetadata"][0]["developerMetadata"]
    moved = {"dimension": "ROWS", "startIndex": 4, "endIndex": 5}
    assert {"locationType": "ROW", "dimensionRange": moved} == matched["location"]


def test_it_changes_and_deletes_metadata_that_a_filter_finds(book: Spreadsheet) -> None:
    do(book, createDeveloperMetadata=note("amber.schema", "1", spreadsheet=True))
    changed = {"developerMetadata": {"metadataValue": "2"}, "fields": "metadataValue"}
    do(book, updateDeveloperMetadata={**changed, **lookup(metadataKey="amber.schema")})
    assert ["2"] == found(book, metadataKey="amber.schema")
    [data_filter] = lookup(metadataKey="amber.schema")["dataFilters"]
    [reply] = do(book, deleteDeveloperMetadata={"dataFilter": data_filter})
    assert "2" == reply["deleteDeveloperMetadata"]["deletedDeveloperMetadata"][0]["metadataValue"]
    assert [] == book.developer_metadata


def test_it_wants_to_know_who_may_see_metadata(book: Spreadsheet) -> None:
    piece = {"metadataKey": "amber", "location": {"spreadsheet": True}}
    assert "visibility" in refusal(book, createDeveloperMetadata={"developerMetadata": piece})


def test_it_bounds_a_basic_filter_by_the_grid(book: Spreadsheet) -> None:
    do(book, setBasicFilter={"filter": {"range": {"sheetId": 0}}})
    whole = {"startRowIndex": 0, "endRowIndex": 6, "startColumnIndex": 0, "endColumnIndex": 4}
    assert {"range": whole} == book.sheets[0].basic_filter


def test_it_names_a_tables_columns_by_their_header_cells(book: Spreadsheet) -> None:
    owner = {"columnIndex": 1, "columnName": "AM", "columnType": "TEXT"}
    [reply] = do(book, addTable={"table": {"name": "Accounts", "range": ALL, "columnProperties": [owner]}})
    assert [{"columnName": "name"}, owner] == reply["addTable"]["table"]["columnProperties"]
    assert "AM" == book.sheets[0].value(0, 1)


def test_it_refuses_a_dropdown_without_its_list(book: Spreadsheet) -> None:
    table = {"name": "Accounts", "range": ALL, "columnProperties": [{"columnIndex": 1, "columnType": "DROPDOWN"}]}
    assert "Condition must be set for dropdown column type." in refusal(book, addTable={"table": table})


def test_it_replaces_all_columns_of_a_table(book: Spreadsheet) -> None:
    owner = {"columnIndex": 1, "columnName": "AM", "columnType": "TEXT"}
    do(book, addTable={"table": {"tableId": "t", "name": "Accounts", "range": ALL, "columnProperties": [owner]}})
    name = {"columnName": "account", "columnType": "TEXT"}
    do(book, updateTable={"table": {"tableId": "t", "columnProperties": [name]}, "fields": "columnProperties"})
    assert [name, {"columnIndex": 1, "columnName": "AM"}] == book.sheets[0].tables[0]["columnProperties"]
    unnamed = {"tableId": "t", "columnProperties": [{"columnType": "TEXT"}]}
    message = refusal(book, updateTable={"table": unnamed, "fields": "columnProperties"})
    assert "Invalid requests[0].updateTable: Table header row cell must have a value." == message


def test_it_deletes_a_table_with_its_cells(book: Spreadsheet) -> None:
    do(book, addTable={"table": {"tableId": "t", "name": "Accounts", "range": ALL}})
    do(book, deleteTable={"tableId": "t"})
    assert ([], []) == (book.sheets[0].tables, grid(book))


@pytest.mark.parametrize(("inherits", "expected"), [(True, 5), (False, 4)])
def test_it_grows_a_table_by_rows_that_look_like_its_last(book: Spreadsheet, inherits: bool, expected: int) -> None:
    do(book, addTable={"table": {"name": "Accounts", "range": ALL}})
    below = {"sheetId": 0, "dimension": "ROWS", "startIndex": 4, "endIndex": 5}
    do(book, insertDimension={"range": below, "inheritFromBefore": inherits})
    assert expected == book.sheets[0].tables[0]["range"]["endRowIndex"]


def test_it_inserts_check_boxes_without_a_tick(book: Spreadsheet) -> None:
    do(book, setDataValidation={"range": OWNERS, "rule": {"condition": {"type": "BOOLEAN"}}})
    below = {"sheetId": 0, "dimension": "ROWS", "startIndex": 4, "endIndex": 5}
    do(book, insertDimension={"range": below, "inheritFromBefore": True})
    assert False is book.sheets[0].value(4, 1)
