"""Requests about merged cells."""

from __future__ import annotations

from collections.abc import Iterable

from tests.emulators.google_sheets.errors import bad
from tests.emulators.google_sheets.model import Area, Json, Sheet, Spreadsheet
from tests.emulators.google_sheets.requests.places import cells, range_json


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


HANDLERS = {"mergeCells": merge_cells, "unmergeCells": unmerge_cells}
