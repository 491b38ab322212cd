"""spreadsheets.batchUpdate: tabs, rows and columns, and a batch as a whole."""

import pytest

from tests.emulators.batches import do, refusal
from tests.emulators.google_sheets import batch, values
from tests.emulators.google_sheets.errors import ApiError
from tests.emulators.google_sheets.model import Sheet, Spreadsheet, Value

ROWS = {"sheetId": 0, "dimension": "ROWS"}
COLUMNS = {"sheetId": 0, "dimension": "COLUMNS"}


@pytest.fixture
def book() -> Spreadsheet:
    made = Spreadsheet.blank("book", "Accounts of the team")
    made.sheets.append(Sheet.blank(0, "Accounts", rows=5, columns=3))
    made.sheets[0].values = [["name", "owner"], ["Acme", "Linh"], ["Bamboo", "Minh"], ["Volga", "Olga"]]
    return made


def column(book: Spreadsheet, number: int) -> list[Value]:
    sheet = book.sheets[0]
    return [sheet.value(row, number) for row in range(sheet.row_count)]


def test_it_does_nothing_of_a_batch_with_one_bad_request(book: Spreadsheet) -> None:
    requests = [{"addSheet": {"properties": {"title": "Contracts"}}}, {"deleteSheet": {"sheetId": 7}}]
    with pytest.raises(ApiError, match=r"Invalid requests\[1\]\.deleteSheet: No sheet with id: 7"):
        batch.update(book, {"requests": requests})
    assert ["Accounts"] == [sheet.title for sheet in book.sheets]


def test_it_names_a_request_it_does_not_know(book: Spreadsheet) -> None:
    with pytest.raises(ApiError, match="addChart") as refused:
        do(book, addChart={})
    assert refused.value.code == 501


def test_it_answers_with_the_spreadsheet_when_asked(book: Spreadsheet) -> None:
    body = {"requests": [{"deleteDimension": {"range": {**ROWS, "startIndex": 1, "endIndex": 2}}}]}
    answer = batch.update(book, {**body, "includeSpreadsheetInResponse": True})
    assert 4 == answer["updatedSpreadsheet"]["sheets"][0]["properties"]["gridProperties"]["rowCount"]


def test_it_refuses_a_second_tab_of_the_same_name_in_any_case(book: Spreadsheet) -> None:
    expected = (
        'Invalid requests[0].addSheet: A sheet with the name "ACCOUNTS" already exists. Please enter another name.'
    )
    assert expected == refusal(book, addSheet={"properties": {"title": "ACCOUNTS"}})


def test_it_names_a_new_tab_itself_when_nobody_does(book: Spreadsheet) -> None:
    [reply] = do(book, addSheet={})
    added = reply["addSheet"]["properties"]
    assert ("Sheet2", 1, "GRID") == (added["title"], added["index"], added["sheetType"])
    assert {"rowCount": 1000, "columnCount": 26} == added["gridProperties"]


def test_it_refuses_a_title_of_more_than_100_characters(book: Spreadsheet) -> None:
    assert "greater than 100 characters." in refusal(book, addSheet={"properties": {"title": "A" * 101}})


def test_it_duplicates_a_tab_with_its_cells_and_ids_of_its_own(book: Spreadsheet) -> None:
    do(book, addProtectedRange={"protectedRange": {"range": {"sheetId": 0}}})
    [reply] = do(book, duplicateSheet={"sourceSheetId": 0, "insertSheetIndex": 1, "newSheetName": "Copy"})
    original, duplicate = book.sheets
    assert "Copy" == reply["duplicateSheet"]["properties"]["title"]
    assert original.values == duplicate.values
    assert duplicate.sheet_id == duplicate.protected_ranges[0]["range"]["sheetId"]
    assert original.protected_ranges[0]["protectedRangeId"] != duplicate.protected_ranges[0]["protectedRangeId"]


def test_it_keeps_one_visible_tab(book: Spreadsheet) -> None:
    assert "You can't remove all the sheets in a document." in refusal(book, deleteSheet={"sheetId": 0})
    do(book, addSheet={"properties": {"title": "Hidden", "hidden": True}})
    assert "You can't remove all the visible sheets" in refusal(book, deleteSheet={"sheetId": 0})
    hiding = {"properties": {"sheetId": 0, "hidden": True}, "fields": "hidden"}
    assert "You can't hide all the sheets in a document." in refusal(book, updateSheetProperties=hiding)


def test_it_forgets_names_of_a_deleted_tab(book: Spreadsheet) -> None:
    do(book, addSheet={"properties": {"title": "Contracts", "sheetId": 9}})
    do(book, addNamedRange={"namedRange": {"name": "All", "range": {"sheetId": 9}}}, deleteSheet={"sheetId": 9})
    assert [] == book.named_ranges


def test_it_changes_only_what_the_mask_names(book: Spreadsheet) -> None:
    properties = {"sheetId": 0, "title": "Customers", "gridProperties": {"frozenRowCount": 1}, "hidden": False}
    do(book, updateSheetProperties={"properties": properties, "fields": "gridProperties.frozenRowCount"})
    assert "Accounts" == book.sheets[0].title
    assert {"rowCount": 5, "columnCount": 3, "frozenRowCount": 1} == book.sheets[0].properties["gridProperties"]


def test_it_refuses_a_change_without_a_mask(book: Spreadsheet) -> None:
    expected = "At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)"
    assert expected in refusal(book, updateSheetProperties={"properties": {"sheetId": 0, "title": "Customers"}})


def test_it_moves_a_tab_before_the_one_now_at_the_index(book: Spreadsheet) -> None:
    do(book, addSheet={"properties": {"title": "Second"}})
    do(book, addSheet={"properties": {"title": "Third"}})
    do(book, updateSheetProperties={"properties": {"sheetId": 0, "index": 2}, "fields": "index"})
    assert ["Second", "Accounts", "Third"] == [sheet.title for sheet in book.sheets]


def test_it_cuts_cells_off_with_the_grid(book: Spreadsheet) -> None:
    grid = {"sheetId": 0, "gridProperties": {"rowCount": 2}}
    do(book, updateSheetProperties={"properties": grid, "fields": "gridProperties.rowCount"})
    assert [["name", "owner"], ["Acme", "Linh"]] == book.sheets[0].values


@pytest.mark.parametrize(
    ("grid", "fields", "expected"),
    [
        ({"frozenRowCount": 5}, "gridProperties.frozenRowCount", "You can't freeze all visible rows on the sheet."),
        ({"frozenRowCount": 1}, "gridProperties", "You can't delete all the rows on the sheet."),
    ],
)
def test_it_refuses_a_grid_without_rows_to_scroll(
    book: Spreadsheet, grid: dict[str, int], fields: str, expected: str
) -> None:
    update = {"properties": {"sheetId": 0, "gridProperties": grid}, "fields": fields}
    assert expected in refusal(book, updateSheetProperties=update)


def test_it_refuses_a_time_zone_that_is_none(book: Spreadsheet) -> None:
    update = {"properties": {"timeZone": "Asia/Atlantis"}, "fields": "timeZone"}
    assert "Asia/Atlantis" in refusal(book, updateSpreadsheetProperties=update)


def test_it_moves_everything_below_inserted_rows(book: Spreadsheet) -> None:
    volga = {"sheetId": 0, "startRowIndex": 3, "endRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 2}
    all_rows = {**volga, "startRowIndex": 1}
    do(book, addNamedRange={"namedRange": {"name": "Volga", "range": volga}})
    do(book, addProtectedRange={"protectedRange": {"range": all_rows}})
    do(book, mergeCells={"range": volga, "mergeType": "MERGE_ALL"})
    do(book, insertDimension={"range": {**ROWS, "startIndex": 2, "endIndex": 4}, "inheritFromBefore": True})
    sheet = book.sheets[0]
    assert ["name", "Acme", None, None, "Bamboo", "Volga", None] == column(book, 0)
    assert (5, 6) == (book.named_ranges[0]["range"]["startRowIndex"], book.named_ranges[0]["range"]["endRowIndex"])
    assert 5 == sheet.merges[0]["startRowIndex"]
    assert (1, 6) == (
        sheet.protected_ranges[0]["range"]["startRowIndex"],
        sheet.protected_ranges[0]["range"]["endRowIndex"],
    )


def test_it_gives_new_rows_the_format_and_validation_of_their_neighbour(book: Spreadsheet) -> None:
    rule = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "Linh"}]}}
    second = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 2, "startColumnIndex": 1, "endColumnIndex": 2}
    do(book, setDataValidation={"range": second, "rule": rule})
    do(book, insertDimension={"range": {**ROWS, "startIndex": 2, "endIndex": 3}, "inheritFromBefore": True})
    do(book, insertDimension={"range": {**ROWS, "startIndex": 1, "endIndex": 2}, "inheritFromBefore": False})
    assert [False, True, True, True, False] == [book.sheets[0].mark(row, 1).validation == rule for row in range(5)]


def test_it_drops_what_lay_in_deleted_rows(book: Spreadsheet) -> None:
    volga = {"sheetId": 0, "startRowIndex": 3, "endRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 2}
    do(book, addNamedRange={"namedRange": {"name": "Volga", "range": volga}})
    do(book, addProtectedRange={"protectedRange": {"range": {**volga, "startRowIndex": 0}}})
    do(book, deleteDimension={"range": {**ROWS, "startIndex": 3, "endIndex": 4}})
    assert ["name", "Acme", "Bamboo", None] == column(book, 0)
    assert [] == book.named_ranges
    assert 3 == book.sheets[0].protected_ranges[0]["range"]["endRowIndex"]


def test_it_shrinks_frozen_rows_with_a_deletion(book: Spreadsheet) -> None:
    grid = {"sheetId": 0, "gridProperties": {"frozenRowCount": 2}}
    do(book, updateSheetProperties={"properties": grid, "fields": "gridProperties.frozenRowCount"})
    do(book, deleteDimension={"range": {**ROWS, "startIndex": 0, "endIndex": 1}})
    assert 1 == book.sheets[0].properties["gridProperties"]["frozenRowCount"]


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ((5, 6), "Cannot delete a row that doesn't exist. Tried to delete row index 5 but there are only 5 rows."),
        ((0, 5), "You can't delete all the rows on the sheet."),
        ((-1, 2), "DimensionRange indexes must be >= 0"),
    ],
)
def test_it_refuses_to_delete_rows(book: Spreadsheet, span: tuple[int, int], expected: str) -> None:
    message = refusal(book, deleteDimension={"range": {**ROWS, "startIndex": span[0], "endIndex": span[1]}})
    assert f"Invalid requests[0].deleteDimension: {expected}" == message


def test_it_keeps_a_row_that_is_not_frozen(book: Spreadsheet) -> None:
    grid = {"sheetId": 0, "gridProperties": {"frozenRowCount": 1}}
    do(book, updateSheetProperties={"properties": grid, "fields": "gridProperties.frozenRowCount"})
    message = refusal(book, deleteDimension={"range": {**ROWS, "startIndex": 1, "endIndex": 5}})
    assert "Sorry, it is not possible to delete all non-frozen rows." in message


def test_it_appends_rows_without_moving_anything(book: Spreadsheet) -> None:
    do(book, appendDimension={"sheetId": 0, "dimension": "ROWS", "length": 2})
    assert ["name", "Acme", "Bamboo", "Volga", None, None, None] == column(book, 0)


@pytest.mark.parametrize(
    ("start", "end", "to", "expected"),
    [
        (1, 2, 4, ["name", "Bamboo", "Volga", "Acme", None]),
        (2, 4, 1, ["name", "Bamboo", "Volga", "Acme", None]),
        (3, 5, 0, ["Volga", None, "name", "Acme", "Bamboo"]),
        (1, 2, 2, ["name", "Acme", "Bamboo", "Volga", None]),
    ],
)
def test_it_moves_rows_to_an_index_from_before_the_move(
    book: Spreadsheet, start: int, end: int, to: int, expected: list[Value]
) -> None:
    source = {**ROWS, "startIndex": start, "endIndex": end}
    do(book, moveDimension={"source": source, "destinationIndex": to})
    assert expected == column(book, 0)


def test_it_moves_columns_with_what_is_bound_to_them(book: Spreadsheet) -> None:
    owners = {"sheetId": 0, "startColumnIndex": 1, "endColumnIndex": 2}
    do(book, addNamedRange={"namedRange": {"name": "Owners", "range": owners}})
    hidden = {"range": {**COLUMNS, "startIndex": 1, "endIndex": 2}, "properties": {"hiddenByUser": True}}
    do(book, updateDimensionProperties={**hidden, "fields": "hiddenByUser"})
    do(book, moveDimension={"source": {**COLUMNS, "startIndex": 1, "endIndex": 2}, "destinationIndex": 0})
    assert ["owner", "Linh", "Minh", "Olga", None] == column(book, 0)
    assert {"startColumnIndex": 0, "endColumnIndex": 1} == book.named_ranges[0]["range"]
    assert {0: {"hiddenByUser": True}} == book.sheets[0].column_metadata


def test_it_deletes_and_inserts_columns(book: Spreadsheet) -> None:
    do(book, deleteDimension={"range": {**COLUMNS, "startIndex": 0, "endIndex": 1}})
    do(book, insertDimension={"range": {**COLUMNS, "startIndex": 1, "endIndex": 3}, "inheritFromBefore": True})
    assert (4, ["owner", "Linh", "Minh", "Olga", None]) == (book.sheets[0].column_count, column(book, 0))


def test_it_nests_groups_where_they_overlap(book: Spreadsheet) -> None:
    do(book, addDimensionGroup={"range": {**ROWS, "startIndex": 0, "endIndex": 3}})
    [reply] = do(book, addDimensionGroup={"range": {**ROWS, "startIndex": 2, "endIndex": 4}})
    expected = [
        {"range": {"dimension": "ROWS", "startIndex": 0, "endIndex": 4}, "depth": 1},
        {"range": {"dimension": "ROWS", "startIndex": 2, "endIndex": 3}, "depth": 2},
    ]
    assert expected == reply["addDimensionGroup"]["dimensionGroups"]


def test_it_hides_the_rows_of_a_collapsed_group(book: Spreadsheet) -> None:
    lines = {**ROWS, "startIndex": 1, "endIndex": 3}
    do(book, addDimensionGroup={"range": lines})
    group = {"range": lines, "depth": 1, "collapsed": True}
    do(book, updateDimensionGroup={"dimensionGroup": group, "fields": "collapsed"})
    assert {1: {"hiddenByUser": True}, 2: {"hiddenByUser": True}} == book.sheets[0].row_metadata
    assert book.sheets[0].row_groups[0]["collapsed"]


def test_it_moves_names_below_rows_that_are_appended_by_insertion(book: Spreadsheet) -> None:
    last = {"sheetId": 0, "startRowIndex": 4, "endRowIndex": 5, "startColumnIndex": 0, "endColumnIndex": 1}
    do(book, addNamedRange={"namedRange": {"name": "Last", "range": last}})
    options = {"valueInputOption": "RAW", "insertDataOption": "INSERT_ROWS"}
    values.append(book, "Accounts!A1", {"values": [["Delta", "Linh"]]}, options)
    assert ["name", "Acme", "Bamboo", "Volga", "Delta", None] == column(book, 0)
    assert 5 == book.named_ranges[0]["range"]["startRowIndex"]
