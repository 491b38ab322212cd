"""Requests that write cells: updateCells, appendCells, repeatCell, data validation, merges."""

from __future__ import annotations

import copy
from collections.abc import Iterable

from tests.emulators.google_sheets import entering, masks
from tests.emulators.google_sheets.errors import bad, unsupported
from tests.emulators.google_sheets.masks import Mask
from tests.emulators.google_sheets.model import BARE, Area, Json, Mark, Sheet, Spreadsheet, Value
from tests.emulators.google_sheets.requests.places import cells, grid, range_json
from tests.emulators.google_sheets.requests.proto import both_spellings, canonical, overlay, required

FIELDS = ("userEnteredValue", "userEnteredFormat", "note", "dataValidation")


def update_cells(book: Spreadsheet, request: Json) -> Json:
    mask = cell_mask(request)
    rows = request.get("rows", [])
    if "start" in request:
        start = request["start"]
        sheet = grid(book, start.get("sheetId", 0))
        area = _filled_by(sheet, rows, start.get("rowIndex", 0), start.get("columnIndex", 0))
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
    rows, columns = sheet.clip(area)
    cell = request.get("cell", {})
    made: dict[int, tuple[Mark, Mark]] = {}  # by the mark before: a column is a thousand cells alike
    for row in rows:
        for column in columns:
            mark = sheet.mark(row, column)
            if id(mark) not in made:
                made[id(mark)] = mark, _marked(mark, cell, mask)
            _put(sheet, row, column, cell, mask, made[id(mark)][1])
    return {}


def set_data_validation(book: Spreadsheet, request: Json) -> Json:
    sheet, area = cells(book, request)
    rule = canonical(request["rule"]) if request.get("rule") else None
    rows, columns = sheet.clip(area)
    for row in rows:
        for column in columns:
            if rule or row < len(sheet.marks):
                sheet.change_mark(row, column, validation=rule)
    return {}


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
    _put(sheet, row, column, cell, mask, _marked(sheet.mark(row, column), cell, mask))


def _put(sheet: Sheet, row: int, column: int, cell: Json, mask: Mask, mark: Mark) -> None:
    if "userEnteredValue" in mask:
        sheet.put(row, column, _entered(cell.get("userEnteredValue") or {})[0])
    if mark != sheet.mark(row, column):
        sheet.set_mark(row, column, mark)


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


def _filled_by(sheet: Sheet, rows: list[Json], top: int, left: int) -> Area:
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


def merge_cells(book: Spreadsheet, request: Json) -> Json:
    sheet, area = cells(book, request)
    blocks = list(_blocks(area, request.get("mergeType", "MERGE_ALL")))
    for merge in list(sheet.merges):
        old = Area.of(merge)
        if any(_contains(block, old) for block in blocks):
            sheet.merges.remove(merge)
        elif any(_overlap(block, old) for block in blocks):
            raise bad("You must select all cells in a merged range to merge or unmerge them.")
    for block in blocks:
        if _size(block) > 1:
            sheet.merges.append(range_json(block))
            _blank_but_first(sheet, block)
    return {}


def unmerge_cells(book: Spreadsheet, request: Json) -> Json:
    sheet, area = cells(book, request)
    for merge in list(sheet.merges):
        old = Area.of(merge)
        if _contains(area, old):
            sheet.merges.remove(merge)
        elif _overlap(area, old):
            raise bad("You must select all cells in a merged range to merge or unmerge them.")
    return {}


def _blocks(area: Area, kind: str) -> Iterable[Area]:
    top, left, bottom, right = (edge or 0 for edge in area[1:])
    match kind:
        case "MERGE_ALL":
            return [area]
        case "MERGE_ROWS":
            return [Area(area.sheet_id, row, left, row + 1, right) for row in range(top, bottom)]
        case "MERGE_COLUMNS":
            return [Area(area.sheet_id, top, column, bottom, column + 1) for column in range(left, right)]
    raise bad("mergeType is required")


def _blank_but_first(sheet: Sheet, area: Area) -> None:
    """Keep only the value at the top left, as merging does."""
    rows, columns = sheet.clip(area)
    for row in rows:
        for column in columns:
            if (row, column) != (area.top, area.left):
                sheet.put(row, column, None)
                if sheet.mark(row, column).formula:
                    sheet.change_mark(row, column, formula="")


def _size(area: Area) -> int:
    return ((area.bottom or 0) - (area.top or 0)) * ((area.right or 0) - (area.left or 0))


def _contains(outer: Area, inner: Area) -> bool:
    return (
        (outer.top or 0) <= (inner.top or 0)
        and (outer.left or 0) <= (inner.left or 0)
        and (inner.bottom or 0) <= (outer.bottom or 0)
        and (inner.right or 0) <= (outer.right or 0)
    )


def _overlap(one: Area, other: Area) -> bool:
    rows = max(one.top or 0, other.top or 0) < min(one.bottom or 0, other.bottom or 0)
    return rows and max(one.left or 0, other.left or 0) < min(one.right or 0, other.right or 0)


HANDLERS = {
    "updateCells": update_cells,
    "appendCells": append_cells,
    "repeatCell": repeat_cell,
    "setDataValidation": set_data_validation,
    "mergeCells": merge_cells,
    "unmergeCells": unmerge_cells,
}
