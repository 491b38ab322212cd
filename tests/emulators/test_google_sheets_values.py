"""spreadsheets.values: what is read where, what is written where, and what is refused."""

from datetime import date
from typing import Any

import pytest

from tests.emulators.google_sheets import values
from tests.emulators.google_sheets.errors import ApiError
from tests.emulators.google_sheets.model import Area, Mark, Sheet, Spreadsheet
from tests.emulators.google_sheets.server import GoogleSheetsServer

TWO_TABLES = [["a", "b", "c"], ["d", "e", "f"], [], [None, "x", "y", "z"], [None, "1", "2", "3"], [None, "4", "5", "6"]]


def book_of(*rows: list[Any], title: str = "Accounts", locale: str = "en_US", size: tuple[int, int] = (20, 8)) -> Any:
    book = Spreadsheet.blank("book", "Team", locale)
    book.sheets.append(Sheet.blank(0, title, *size))
    book.sheets[0].values = [list(row) for row in rows]
    return book


def read(book: Spreadsheet, text: str, **options: str) -> list[list[Any]]:
    return values.get(book, text, {"valueRenderOption": "UNFORMATTED_VALUE", **options}).get("values", [])


def write(book: Spreadsheet, text: str, rows: Any, **options: str) -> dict[str, Any]:
    return values.update(book, text, {"values": rows}, {"valueInputOption": "RAW", **options})


def append(book: Spreadsheet, text: str, rows: Any, **options: str) -> dict[str, Any]:
    return values.append(book, text, {"values": rows}, {"valueInputOption": "RAW", **options})


def refusal(call: Any, *given: Any, **options: str) -> str:
    with pytest.raises(ApiError) as refused:
        call(*given, **options)
    assert 400 == refused.value.code
    return refused.value.message


def test_it_leaves_out_blank_ends_of_rows_and_of_the_range_but_not_their_middle() -> None:
    book = book_of(["Acme", None, "Linh", None], [], ["Volga"], [None])
    assert [["Acme", "", "Linh"], [], ["Volga"]] == read(book, "Accounts!A1:F9")


def test_it_answers_by_columns() -> None:
    book = book_of(["Acme", "Linh"], ["Bamboo"], ["Volga", "Olga"])
    assert [["Acme", "Bamboo", "Volga"], ["Linh", "", "Olga"]] == read(book, "Accounts", majorDimension="COLUMNS")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Accounts", "Accounts!A1:H20"),
        ("accounts!b2", "Accounts!B2"),
        ("'Accounts'!B3:A2", "Accounts!A2:B3"),
        ("Accounts!B:C", "Accounts!B1:C20"),
        ("Accounts!B2:C", "Accounts!B2:C20"),
        ("Accounts!2:3", "Accounts!A2:H3"),
        ("Accounts!B:C3", "Accounts!B1:C3"),
        ("Accounts!$A$1:B999", "Accounts!A1:B20"),
        ("Accounts!R2C1:R3C2", "Accounts!A2:B3"),
        ("B2", "Accounts!B2"),
        ("owners", "Accounts!B1:B20"),
        ("Accounts!owners", "Accounts!B1:B20"),
    ],
)
def test_it_reads_every_way_to_name_a_range(text: str, address: str) -> None:
    book = book_of(["Acme"])
    book.named_ranges.append(
        {"name": "Owners", "namedRangeId": "1", "range": Area(0, None, 1, None, 2).json() | {"sheetId": 0}}
    )
    assert address == values.get(book, text, {})["range"]


@pytest.mark.parametrize(
    ("title", "text", "address"),
    [
        ("Gọi điện", "'Gọi điện'!A1", "'Gọi điện'!A1"),
        ("It's", "'It''s'!A1", "'It''s'!A1"),
        ("Q1", "'Q1'", "'Q1'!A1:H20"),
        ("a!b", "'a!b'!A1", "'a!b'!A1"),
        ("Plain_1", "Plain_1!A1", "Plain_1!A1"),
    ],
)
def test_it_quotes_titles_that_are_not_plain_words(title: str, text: str, address: str) -> None:
    assert address == values.get(book_of(["x"], title=title), text, {})["range"]


def test_it_takes_an_unquoted_title_that_looks_like_a_cell_for_that_cell() -> None:
    assert "Unable to parse range" not in refusal(read, book_of(["x"], title="TAB1"), "TAB1")


@pytest.mark.parametrize(
    "text", ["Contracts", "Contracts!A1", "'Accounts", "Accounts!", "Accounts!A1:B2:C3", "Accounts!A0"]
)
def test_it_refuses_a_range_it_cannot_read(text: str) -> None:
    assert f"Unable to parse range: {text}" == refusal(read, book_of(["x"]), text)


def test_it_refuses_a_whole_batch_for_one_unknown_tab() -> None:
    book = book_of(["x"])
    assert "Unable to parse range: Gone!A1" == refusal(values.batch_get, book, ["Accounts!A1", "Gone!A1"], {})


def test_it_refuses_to_read_and_write_outside_the_grid() -> None:
    book = book_of(["x"])
    expected = "exceeds grid limits. Max rows: 20, max columns: 8"
    assert f"Range (Accounts!A21:B21) {expected}" == refusal(read, book, "Accounts!A21:B21")
    assert f"Range (Accounts!A21) {expected}" == refusal(write, book, "Accounts!A21", [["y"]])
    assert f"Range (Accounts!H1:I1) {expected}" == refusal(write, book, "Accounts!H1", [["y", "z"]])


def test_it_refuses_more_rows_or_columns_than_the_range_has() -> None:
    book = book_of(["x"])
    asked = "Requested writing within range [Accounts!A1:B2], but tried writing to"
    assert f"{asked} row [3]" == refusal(write, book, "Accounts!A1:B2", [["1"], ["2"], ["3"]])
    assert f"{asked} column [C]" == refusal(write, book, "Accounts!A1:B2", [["1", "2", "3"]])


def test_it_leaves_a_cell_for_null_and_blanks_it_for_an_empty_text() -> None:
    book = book_of(["Acme", "Linh", "vip"])
    written = write(book, "Accounts!A1", [[None, "", "key"]])
    assert [["Acme", "", "key"]] == read(book, "Accounts")
    assert (2, "Accounts!A1:C1") == (written["updatedCells"], written["updatedRange"])


def test_it_writes_by_columns() -> None:
    book = book_of()
    body = {"majorDimension": "COLUMNS", "values": [["Acme", "Volga"], ["Linh"]]}
    values.update(book, "Accounts!A1", body, {"valueInputOption": "RAW"})
    assert [["Acme", "Linh"], ["Volga"]] == read(book, "Accounts")


def test_it_keeps_a_raw_formula_and_a_raw_number_as_text() -> None:
    book = book_of()
    write(book, "Accounts!A1", [["=1+1", "5%", "2026-01-05", 1.0, True]])
    assert [["=1+1", "5%", "2026-01-05", 1, True]] == read(book, "Accounts")
    assert int is type(read(book, "Accounts!D1")[0][0])


def test_it_answers_with_what_was_written_when_asked() -> None:
    asked = {"includeValuesInResponse": "true", "responseValueRenderOption": "UNFORMATTED_VALUE"}
    assert [[5]] == write(book_of(), "Accounts!B2", [[5]], **asked)["updatedData"]["values"]


def test_it_wants_to_be_told_how_values_are_meant() -> None:
    book = book_of()
    assert "'valueInputOption' is required but not specified" == refusal(write, book, "A1", [[1]], valueInputOption="")
    message = refusal(write, book, "A1", [[1]], valueInputOption="TYPED")
    assert message.startswith("Invalid value at 'value_input_option'")
    assert refusal(read, book, "A1", valueRenderOption="PRETTY").startswith("Invalid value at 'value_render_option'")


@pytest.mark.parametrize("rows", ["X", ["X"], [[["X"]]], [["x" * 50_001]]])
def test_it_refuses_values_that_are_not_rows_of_plain_cells(rows: Any) -> None:
    assert refusal(write, book_of(), "Accounts!A1", rows)


def test_it_writes_several_ranges_or_none() -> None:
    book = book_of()
    good, bad = {"range": "Accounts!A1", "values": [["Acme"]]}, {"range": "Gone!A1", "values": [["x"]]}
    assert "Unable to parse range: Gone!A1" == refusal(
        values.batch_update, book, {"valueInputOption": "RAW", "data": [good, bad]}
    )
    assert [] == read(book, "Accounts")
    answer = values.batch_update(book, {"valueInputOption": "RAW", "data": [good, {**good, "range": "Accounts!B2"}]})
    assert (2, 2, 1) == tuple(answer[f"totalUpdated{what}"] for what in ("Cells", "Rows", "Sheets"))


@pytest.mark.parametrize("text", ["Accounts", "Accounts!B4", "Accounts!C5:D5", "Accounts!B2:D4", "Accounts!A3:G10"])
def test_it_appends_to_the_last_table_that_the_range_touches(text: str) -> None:
    book = book_of(*TWO_TABLES)
    answer = append(book, text, [["new"]])
    assert ("Accounts!B4:D6", "Accounts!B7") == (answer["tableRange"], answer["updates"]["updatedRange"])


def test_it_appends_under_the_first_table_when_that_is_named() -> None:
    assert "Accounts!A3" == append(book_of(*TWO_TABLES), "Accounts!A1", [["new"]])["updates"]["updatedRange"]


@pytest.mark.parametrize("cell", ["E4", "A4"])
def test_it_appends_in_place_beside_every_table(cell: str) -> None:
    answer = append(book_of(*TWO_TABLES), f"Accounts!{cell}", [["new"]])
    assert (None, f"Accounts!{cell}") == (answer.get("tableRange"), answer["updates"]["updatedRange"])


def test_it_shifts_a_row_right_when_the_last_one_has_a_gap_and_no_table_is_named() -> None:
    book = book_of(["Acme", None, "Linh"])
    assert "Accounts!C2" == append(book, "Accounts", [["x"]])["updates"]["updatedRange"]


@pytest.mark.parametrize(
    ("option", "rows"),
    [
        ("OVERWRITE", [["id"], ["1"], ["2"], ["3"]]),
        ("INSERT_ROWS", [["id"], ["1"], ["2"], ["3"], [], ["note of Ha"]]),
    ],
)
def test_it_overwrites_what_stands_below_a_table_unless_rows_are_inserted(option: str, rows: list[list[Any]]) -> None:
    book = book_of(["id"], ["1"], [], ["note of Ha"])
    append(book, "Accounts!A1", [["2"], ["3"]], insertDataOption=option)
    assert rows == read(book, "Accounts")


def test_it_makes_the_grid_longer_but_not_wider_for_appended_rows() -> None:
    book = book_of(["a"], ["b"], size=(2, 2))
    append(book, "Accounts!A1", [["c"], ["d"]])
    assert 4 == book.sheets[0].row_count
    assert "exceeds grid limits" in refusal(append, book, "Accounts!A1", [["x", "y", "z"]])


def test_it_gives_inserted_rows_the_look_of_the_row_above() -> None:
    book = book_of(["id"], ["1"])
    bold = Mark(format={"textFormat": {"bold": True}}, note="stays above")
    book.sheets[0].set_mark(1, 0, bold)
    append(book, "Accounts!A1", [["2"]], insertDataOption="INSERT_ROWS")
    assert Mark(format=bold.format) == book.sheets[0].mark(2, 0)


def test_it_clears_values_and_formulas_but_keeps_notes_and_formats() -> None:
    book = book_of(["Acme", 2], ["Volga", 3])
    book.sheets[0].set_mark(0, 1, Mark(formula="=1+1", format={"wrapStrategy": "WRAP"}, note="n"))
    assert "Accounts!B1:B2" == values.clear(book, "Accounts!B1:B2")["clearedRange"]
    assert [["Acme"], ["Volga"]] == read(book, "Accounts")
    assert Mark(format={"wrapStrategy": "WRAP"}, note="n") == book.sheets[0].mark(0, 1)


def test_it_refuses_a_book_of_more_than_ten_million_cells() -> None:
    book = book_of(["x"], size=(1_250_000, 8))
    assert "above the limit of 10000000 cells" in refusal(append, book, "A1", [["y"]], insertDataOption="INSERT_ROWS")


def test_it_keeps_a_tests_own_grid_as_a_person_would_have_left_it(google: GoogleSheetsServer) -> None:
    book_id = google.new_book(tabs={"Accounts": [["name", "since"], ["Acme", date(2026, 1, 5)], ["", 2.0]]})
    google.put(book_id, "Accounts", "A3", [["=1+1", None, "new"]])
    assert [["name", "since"], ["Acme", 46027], ["=1+1", 2, "new"]] == google.cells(book_id, "Accounts")
    book = google.service.files[book_id].book
    assert [["2026-01-05"]] == read(book, "Accounts!B2", valueRenderOption="FORMATTED_VALUE")
