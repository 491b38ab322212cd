"""Requests that write cells: updateCells, appendCells, repeatCell, data validation."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace

from tests.emulators.google_sheets import entering, masks
from tests.emulators.google_sheets.errors import bad, unsupported
from tests.emulators.google_sheets.masks import Mask
from tests.emulators.google_sheets.model import BARE, Area, Json, Mark, Sheet, Spreadsheet, Value
from tests.emulators.google_sheets.requests.places import cells, corner, grid
from tests.emulators.google_sheets.requests.proto import both_spellings, canonical, overlay, required

FIELDS = ("userEnteredValue", "userEnteredFormat", "note", "dataValidation")


def update_cells(book: Spreadsheet, request: Json) -> Json:
    mask = cell_mask(request)
    rows = request.get("rows", [])
    if "start" in request:
        sheet, top, left = corner(book, request["start"])
        area = _filled_by(sheet, top, left, rows)
    else:
        sheet, area = cells(book, request)
        _refuse_overflow(rows, area)
    for row in range(area.top or 0, area.bottom or 0):
        given = _given(rows, row - (area.top or 0))
        for column in range(area.left or 0, area.right or 0):
            place = column - (area.left or 0)
            write(sheet, row, column, given[place] if place < len(given) else {}, mask)
    return {}


def append_cells(book: Spreadsheet, request: Json) -> Json:
    """Write rows after the last row of the tab that has anything in it."""
    if "tableId" in request:
        raise unsupported("appendCells into a table")
    mask = cell_mask(request)
    sheet = grid(book, request.get("sheetId", 0))
    rows = request.get("rows", [])
    top = max(sheet.filled_rows(), _marked_rows(sheet))
    sheet.row_count = max(sheet.row_count, top + len(rows))
    sheet.column_count = max(sheet.column_count, *(len(row.get("values", [])) for row in rows), 0)
    for row, given in enumerate(rows, top):
        for column, cell in enumerate(given.get("values", [])):
            write(sheet, row, column, cell, mask)
    return {}


def repeat_cell(book: Spreadsheet, request: Json) -> Json:
    sheet, area = cells(book, request)
    mask = cell_mask(request)
    cell = request.get("cell", {})
    _remark(sheet, area, lambda mark: _marked(mark, cell, mask))
    if "userEnteredValue" in mask:
        value, _ = _entered(cell.get("userEnteredValue") or {})
        rows, columns = sheet.clip(area)
        for row in rows:
            for column in columns:
                sheet.put(row, column, value)
    return {}


def set_data_validation(book: Spreadsheet, request: Json) -> Json:
    sheet, area = cells(book, request)
    rule = canonical(request["rule"]) if request.get("rule") else None
    _remark(sheet, area, lambda mark: replace(mark, validation=rule))
    return {}


def _remark(sheet: Sheet, area: Area, change: Callable[[Mark], Mark]) -> None:
    """Change the marks of an area: marks that were one stay one, so a column of cells alike costs little."""
    rows, columns = sheet.clip(area)
    changed: dict[int, tuple[Mark, Mark | None]] = {}

    def after(before: Mark) -> Mark | None:
        if id(before) not in changed:
            changed[id(before)] = before, change(before) or None
        return changed[id(before)][1]

    bare = after(BARE)
    blank_row = dict.fromkeys(columns, bare) if bare else {}
    if bare:
        sheet.marks.extend({} for _ in range(rows.stop - len(sheet.marks)))
    for row in range(rows.start, min(rows.stop, len(sheet.marks))):
        marks = sheet.marks[row]
        new = {column: after(marks.get(column, BARE)) for column in columns} if marks else blank_row
        sheet.marks[row] = {column: mark for column, mark in (marks | new).items() if mark is not None}


def cell_mask(request: Json) -> Mask:
    """Return the field mask of cells. Raises ApiError 400 without one, 501 for what cells here do not have."""
    mask = masks.parse(required(request, "fields"))
    if "*" in mask:
        return {key: {} for key in FIELDS}
    if unknown := [key for key in mask if key not in FIELDS]:
        raise unsupported(f"cells' {unknown[0]}")
    return both_spellings(mask)


def write(sheet: Sheet, row: int, column: int, cell: Json, mask: Mask) -> None:
    """Give a cell what the mask names of a CellData; what that lacks is taken away."""
    if "userEnteredValue" in mask:
        sheet.put(row, column, _entered(cell.get("userEnteredValue") or {})[0])
    before = sheet.mark(row, column)
    after = _marked(before, cell, mask)
    if after != before:
        sheet.set_mark(row, column, after)


def _marked(mark: Mark, cell: Json, mask: Mask) -> Mark:
    """Return what a cell has beside its value, once it got what the mask names of a CellData."""
    formula, note, validation, form = mark.formula, mark.note, mark.validation, mark.format
    if "userEnteredValue" in mask:
        _, formula = _entered(cell.get("userEnteredValue") or {})
    if "note" in mask:
        note = cell.get("note") or ""
    if "dataValidation" in mask:
        validation = canonical(cell["dataValidation"]) if cell.get("dataValidation") else None
    if "userEnteredFormat" in mask:
        form = copy.deepcopy(form)
        overlay(form, canonical(cell.get("userEnteredFormat") or {}), mask["userEnteredFormat"])
    return Mark(formula, form, note, validation)


def _entered(value: Json) -> tuple[Value, str]:
    """Return the value and the formula of an ExtendedValue."""
    match value:
        case {"formulaValue": formula}:
            return None, formula
        case {"stringValue": str(text)}:
            return text or None, ""
        case {"numberValue": number}:
            return entering.raw(number).value, ""
        case {"boolValue": flag}:
            return bool(flag), ""
        case {"errorValue": _}:
            raise bad("errorValue can not be set")
    return None, ""


def _given(rows: list[Json], place: int) -> list[Json]:
    return rows[place].get("values", []) if place < len(rows) else []


def _filled_by(sheet: Sheet, top: int, left: int, rows: list[Json]) -> Area:
    """Return the area that rows fill from a corner on. Raises ApiError 400 when the grid is smaller."""
    width = max((len(row.get("values", [])) for row in rows), default=0)
    area = Area(sheet.sheet_id, top, left, top + len(rows), left + width)
    _refuse_overflow(rows, Area(sheet.sheet_id, top, left, sheet.row_count, sheet.column_count))
    return area


def _refuse_overflow(rows: list[Json], area: Area) -> None:
    bottom, right = area.bottom or 0, area.right or 0
    lowest = (area.top or 0) + len(rows) - 1
    rightmost = (area.left or 0) + max((len(row.get("values", [])) for row in rows), default=0) - 1
    if lowest >= bottom:
        raise bad(f"Attempting to write row: {bottom}, beyond the last requested row of: {bottom - 1}")
    if rightmost >= right:
        raise bad(f"Attempting to write column: {right}, beyond the last requested column of: {right - 1}")


def _marked_rows(sheet: Sheet) -> int:
    return max(
        (row + 1 for row, marks in enumerate(sheet.marks) if any(mark != BARE for mark in marks.values())), default=0
    )


HANDLERS = {
    "updateCells": update_cells,
    "appendCells": append_cells,
    "repeatCell": repeat_cell,
    "setDataValidation": set_data_validation,
}
