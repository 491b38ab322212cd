"""spreadsheets.values: get, update, append, clear, and their batches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.emulators.google_sheets import a1, entering, formulas, guarding, rendering
from tests.emulators.google_sheets.errors import bad, invalid_value, invalid_word
from tests.emulators.google_sheets.model import Area, Json, Sheet, Spreadsheet, trimmed
from tests.emulators.google_sheets.requests.shifting import Insertion, inherit, shift
from tests.emulators.google_sheets.tables import table_at

CELL_CHARACTERS = 50_000
INPUT_OPTIONS = ("RAW", "USER_ENTERED")


def get(book: Spreadsheet, text: str, options: Mapping[str, str]) -> Json:
    """Return one ValueRange; trailing blank rows and cells are left out."""
    sheet, area = a1.locate(book, text)
    area = a1.bounded(sheet, area)
    by_columns = _dimension(options.get("majorDimension")) == "COLUMNS"
    rows = rendering.render(sheet, area, rendering.Options.of(book.locale, options))
    rows = trimmed(transposed(rows) if by_columns else rows)
    answer: Json = {"range": a1.address(sheet, area), "majorDimension": "COLUMNS" if by_columns else "ROWS"}
    if rows:
        answer["values"] = [["" if value is None else value for value in row] if None in row else row for row in rows]
    return answer


def batch_get(book: Spreadsheet, texts: Sequence[str], options: Mapping[str, str]) -> Json:
    """Return a ValueRange for each range; one that cannot be parsed refuses all."""
    return {"spreadsheetId": book.book_id, "valueRanges": [get(book, text, options) for text in texts]}


def update(book: Spreadsheet, text: str, body: Json, options: Mapping[str, str]) -> Json:
    """Write the body's values from the range's first cell on; null leaves a cell as it is."""
    sheet, area = a1.locate(book, text)
    if body.get("range") and a1.locate(book, body["range"]) != (sheet, area):
        raise bad(f"Requested writing within range [{text}] but the body's range is [{body['range']}]")
    rows = _rows(body)
    target = _target(sheet, area, rows)
    _write(book, sheet, target, rows, _input_option(options))
    return _updated(book, sheet, target, rows, options)


def batch_update(book: Spreadsheet, body: Json) -> Json:
    """Write several ranges, all or none."""
    options = {key: str(value) for key, value in body.items() if key != "data"}
    writes = []
    for data in body.get("data", []):
        sheet, area = a1.locate(book, data.get("range", ""))
        rows = _rows(data)
        writes.append((sheet, _target(sheet, area, rows), rows))
    option = _input_option(options)
    for sheet, target, rows in writes:
        _write(book, sheet, target, rows, option)
    responses = [_updated(book, sheet, target, rows, options) for sheet, target, rows in writes]
    totals = {
        "totalUpdatedRows": sum(response.get("updatedRows", 0) for response in responses),
        "totalUpdatedColumns": sum(response.get("updatedColumns", 0) for response in responses),
        "totalUpdatedCells": sum(response.get("updatedCells", 0) for response in responses),
        "totalUpdatedSheets": len({sheet.sheet_id for sheet, _, rows in writes if rows}),
    }
    return {
        "spreadsheetId": book.book_id,
        **{key: total for key, total in totals.items() if total},
        "responses": responses,
    }


def append(book: Spreadsheet, text: str, body: Json, options: Mapping[str, str]) -> Json:
    """Write rows after the last row of the table found in the range, which may be moved right to that table."""
    sheet, area = a1.locate(book, text)
    searched = a1.bounded(sheet, area)
    rows = _rows(body)
    option = _input_option(options)
    table = table_at(sheet, searched)
    top = (table.bottom if table else searched.top) or 0
    left = (table or searched).left or 0
    width = max((len(row) for row in rows), default=0)
    target = Area(sheet.sheet_id, top, left, top + max(len(rows), 1), left + max(width, 1))
    if left + width > sheet.column_count:
        raise a1.exceeds(sheet, target)
    guarding.check_area(sheet, target)
    _make_room(book, sheet, table, target, len(rows), options.get("insertDataOption", "OVERWRITE"))
    _write(book, sheet, target, rows, option)
    answer: Json = {"spreadsheetId": book.book_id}
    if table:
        answer["tableRange"] = a1.address(sheet, table)
    return {**answer, "updates": _updated(book, sheet, target, rows, options)}


def _make_room(book: Spreadsheet, sheet: Sheet, table: Area | None, target: Area, count: int, option: str) -> None:
    top = target.top or 0
    inserted = count if option == "INSERT_ROWS" else max(top + count - sheet.row_count, 0)
    book.check_size(inserted * sheet.column_count)
    if option == "INSERT_ROWS" and top < sheet.row_count:
        room = Insertion(top, count)
        shift(book, sheet, room, by_rows=True)
        if table:
            inherit(sheet, room, top - 1, by_rows=True)
    elif option not in {"INSERT_ROWS", "OVERWRITE"}:
        raise invalid_word("insert_data_option", option, "InsertDataOption")
    sheet.row_count = max(sheet.row_count, top + count)


def clear(book: Spreadsheet, text: str) -> Json:
    """Blank a range's values; formats, notes and validation stay."""
    return {"spreadsheetId": book.book_id, "clearedRange": _clear(book, text)}


def batch_clear(book: Spreadsheet, body: Json) -> Json:
    """Blank several ranges."""
    texts = body.get("ranges", [])
    for text in texts:
        a1.bounded(*a1.locate(book, text))
    return {"spreadsheetId": book.book_id, "clearedRanges": [_clear(book, text) for text in texts]}


def _clear(book: Spreadsheet, text: str) -> str:
    sheet, area = a1.locate(book, text)
    area = a1.bounded(sheet, area)
    guarding.check_area(sheet, area)
    for row in range(area.top or 0, min(area.bottom or 0, len(sheet.values))):
        cells = sheet.values[row]
        for column in range(area.left or 0, min(area.right or 0, len(cells))):
            cells[column] = None
    for row in range(area.top or 0, min(area.bottom or 0, len(sheet.marks))):
        for column, mark in list(sheet.marks[row].items()):
            if mark.formula and (area.left or 0) <= column < (area.right or 0):
                sheet.change_mark(row, column, formula="")
    formulas.recalculate(book)
    return a1.address(sheet, area)


def _rows(body: Json) -> list[list[object]]:
    """Return the body's values by rows. Raises ApiError 400 for what is not a list of lists of plain values."""
    values = body.get("values", [])
    if not isinstance(values, list):
        raise invalid_value("data.values", "type.googleapis.com/google.protobuf.ListValue", values)
    for number, row in enumerate(values):
        if not isinstance(row, list):
            raise invalid_value(f"data.values[{number}]", "type.googleapis.com/google.protobuf.ListValue", row)
        for place, value in enumerate(row):
            if isinstance(value, list | dict):
                kind = "list_value" if isinstance(value, list) else "struct_value"
                raise bad(f"Invalid data[{number}]: Unable to parse value at [{number}][{place}]: {kind}")
            if isinstance(value, str) and len(value) > CELL_CHARACTERS:
                raise bad(
                    f"Your input contains more than the maximum of {CELL_CHARACTERS} characters in a single cell."
                )
    return transposed(values) if _dimension(body.get("majorDimension")) == "COLUMNS" else values


def transposed(rows: Sequence[Sequence[object]]) -> list[list[object]]:
    """Swap rows and columns; ragged rows are filled with None."""
    width = max((len(row) for row in rows), default=0)
    return [[row[column] if column < len(row) else None for row in rows] for column in range(width)]


def _target(sheet: Sheet, area: Area, rows: Sequence[Sequence[object]]) -> Area:
    """Return where the rows go: from the area's corner, as large as they are, within the area and the grid."""
    top, left = area.top or 0, area.left or 0
    width = max((len(row) for row in rows), default=0)
    single = area.bottom == top + 1 and area.right == left + 1
    target = Area(sheet.sheet_id, top, left, top + max(len(rows), 1), left + max(width, 1))
    if top >= sheet.row_count or left >= sheet.column_count:
        raise a1.exceeds(sheet, area)
    asked = f"Requested writing within range [{a1.address(sheet, area)}], but tried writing to"
    if not single and area.bottom is not None and target.bottom > area.bottom:
        raise bad(f"{asked} row [{area.bottom + 1}]")
    if not single and area.right is not None and target.right > area.right:
        raise bad(f"{asked} column [{a1.letters(area.right)}]")
    if target.bottom > sheet.row_count or target.right > sheet.column_count:
        raise a1.exceeds(sheet, target)
    return target


def _write(book: Spreadsheet, sheet: Sheet, target: Area, rows: Sequence[Sequence[object]], option: str) -> None:
    guarding.check_area(sheet, target)
    top, left = target.top or 0, target.left or 0
    for row, values in enumerate(rows, top):
        for column, value in enumerate(values, left):
            if value is None:
                continue
            entered = (
                entering.raw(value) if option == "RAW" else entering.typed(value, book.locale, sheet.mark(row, column))
            )
            entering.enter(sheet, row, column, entered)
    formulas.recalculate(book)


def _updated(
    book: Spreadsheet, sheet: Sheet, target: Area, rows: Sequence[Sequence[object]], options: Mapping[str, str]
) -> Json:
    """Return what was written: nulls are in the range, but are not counted."""
    written = [[value is not None for value in row] for row in rows]
    counts = {
        "updatedRows": sum(any(row) for row in written),
        "updatedColumns": sum(any(column) for column in transposed(written)),
        "updatedCells": sum(map(sum, written)),
    }
    answer: Json = {"spreadsheetId": book.book_id, "updatedRange": a1.address(sheet, target)}
    answer |= {key: count for key, count in counts.items() if count}
    if options.get("includeValuesInResponse", "").lower() == "true":
        asked = {
            "valueRenderOption": options.get("responseValueRenderOption", "FORMATTED_VALUE"),
            "dateTimeRenderOption": options.get("responseDateTimeRenderOption", "SERIAL_NUMBER"),
        }
        answer["updatedData"] = get(book, a1.address(sheet, target), asked)
    return answer


def _dimension(text: str | None) -> str:
    if text in {None, "", "DIMENSION_UNSPECIFIED"}:
        return "ROWS"
    if text not in {"ROWS", "COLUMNS"}:
        raise invalid_word("major_dimension", text, "Dimension")
    return text


def _input_option(options: Mapping[str, str]) -> str:
    option = options.get("valueInputOption", "")
    if option in INPUT_OPTIONS:
        return option
    if option in {"", "INPUT_VALUE_OPTION_UNSPECIFIED"}:
        raise bad("'valueInputOption' is required but not specified")
    raise invalid_word("value_input_option", option, "ValueInputOption")
