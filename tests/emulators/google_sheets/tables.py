"""Where values.append finds the table it adds rows to."""

from __future__ import annotations

from tests.emulators.google_sheets.model import Area, Sheet


def table_at(sheet: Sheet, searched: Area) -> Area | None:
    """Return the last table with a value in the searched area: the filled cells around it; None when all is blank."""
    found = _last_filled(sheet, searched)
    if found is None:
        return None
    top, left = found
    bottom, right = top + 1, left + 1
    while True:
        grown = _grown(sheet, top, left, bottom, right)
        if grown == (top, left, bottom, right):
            return Area(sheet.sheet_id, top, left, bottom, right)
        top, left, bottom, right = grown


def _last_filled(sheet: Sheet, searched: Area) -> tuple[int, int] | None:
    left, right = searched.left or 0, searched.right or 0
    for row in range(min(searched.bottom or 0, len(sheet.values)) - 1, (searched.top or 0) - 1, -1):
        cells = sheet.values[row]
        for column in range(min(right, len(cells)) - 1, left - 1, -1):
            if cells[column] is not None:
                return row, column
    return None


def _grown(sheet: Sheet, top: int, left: int, bottom: int, right: int) -> tuple[int, int, int, int]:
    """Return the rectangle with every neighbouring line that has a value beside it taken in."""
    near = slice(max(left - 1, 0), right + 1)
    while bottom < len(sheet.values) and any(value is not None for value in sheet.values[bottom][near]):
        bottom += 1
    while top and any(value is not None for value in sheet.values[top - 1][near]):
        top -= 1
    rows = sheet.values[max(top - 1, 0) : bottom + 1]
    if any(len(cells) > right and cells[right] is not None for cells in rows):
        right += 1
    if left and any(len(cells) >= left and cells[left - 1] is not None for cells in rows):
        left -= 1
    return top, left, bottom, right
