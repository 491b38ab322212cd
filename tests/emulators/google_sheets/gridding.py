"""The cells of a tab as spreadsheets.get gives them: GridData, RowData, CellData."""

from __future__ import annotations

import re

from tests.emulators.google_sheets import patterns
from tests.emulators.google_sheets.model import DEFAULT_FORMAT, Area, ErrorValue, Json, Mark, Sheet, Value
from tests.emulators.google_sheets.rendering import formatted

ROW_PIXELS, COLUMN_PIXELS = 21, 100
ERROR_TYPES = {
    "#DIV/0!": "DIVIDE_BY_ZERO",
    "#N/A": "N_A",
    "#REF!": "REF",
    "#VALUE!": "VALUE",
    "#NAME?": "NAME",
    "#NUM!": "NUM",
    "#NULL!": "NULL_VALUE",
}
_LINK = re.compile(r'=HYPERLINK\(\s*"([^"]*)"', re.IGNORECASE)


def grid_data(sheet: Sheet, area: Area, locale: str) -> Json:
    """Return what stands in a bounded area, without blank cells and rows at its ends."""
    top, left, bottom, right = area.top or 0, area.left or 0, area.bottom or 0, area.right or 0
    filled = min(bottom, max(len(sheet.values), len(sheet.marks)))
    rows = [_row_data(sheet, row, left, right, locale) for row in range(top, filled)]
    while rows and not rows[-1]:
        rows.pop()
    data: Json = {
        "rowMetadata": [{"pixelSize": ROW_PIXELS, **sheet.row_metadata.get(row, {})} for row in range(top, bottom)],
        "columnMetadata": [
            {"pixelSize": COLUMN_PIXELS, **sheet.column_metadata.get(column, {})} for column in range(left, right)
        ],
    }
    starts = {"startRow": top, "startColumn": left}
    return {**{key: start for key, start in starts.items() if start}, **({"rowData": rows} if rows else {}), **data}


def _row_data(sheet: Sheet, row: int, left: int, right: int, locale: str) -> Json:
    cells = [cell_data(sheet.value(row, column), sheet.mark(row, column), locale) for column in range(left, right)]
    while cells and not cells[-1]:
        cells.pop()
    return {"values": cells} if cells else {}


def cell_data(value: Value, mark: Mark, locale: str) -> Json:
    """Return one cell; a blank one without marks is empty."""
    cell: Json = {}
    if mark.formula:
        cell["userEnteredValue"] = {"formulaValue": mark.formula}
    elif value is not None:
        cell["userEnteredValue"] = _extended(value)
    number_format = mark.format.get("numberFormat", {})
    if value is not None:
        cell["effectiveValue"] = _extended(value)
        cell["formattedValue"] = formatted(value, number_format, locale)
    if mark.format:
        cell["userEnteredFormat"] = mark.format
    if cell:
        cell["effectiveFormat"] = _merged(DEFAULT_FORMAT, _with_pattern(mark.format, locale))
    if link := _hyperlink(mark):
        cell["hyperlink"] = link
    if mark.note:
        cell["note"] = mark.note
    if mark.validation:
        cell["dataValidation"] = mark.validation
    return cell


def _extended(value: Value) -> Json:
    if isinstance(value, ErrorValue):
        kind = ERROR_TYPES.get(value, "ERROR")
        return {"errorValue": {"type": kind, "message": f"{value} in the emulator"}}
    kinds = {bool: "boolValue", str: "stringValue"}
    return {kinds.get(type(value), "numberValue"): value}


def _hyperlink(mark: Mark) -> str:
    found = _LINK.match(mark.formula)
    return found[1] if found else mark.format.get("textFormat", {}).get("link", {}).get("uri", "")


def _with_pattern(given: Json, locale: str) -> Json:
    kind = given.get("numberFormat", {}).get("type", "")
    if not kind or kind == "TEXT" or given["numberFormat"].get("pattern"):
        return given
    return {**given, "numberFormat": {"type": kind, "pattern": patterns.default_pattern(kind, locale)}}


def _merged(base: Json, over: Json) -> Json:
    both = {key: _merged(base[key], over[key]) for key in base.keys() & over.keys() if isinstance(over[key], dict)}
    return {**base, **over, **both}
