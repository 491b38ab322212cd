"""What people have protected from the caller: neither values nor looks of those cells may change."""

from __future__ import annotations

from collections.abc import Iterator

from tests.emulators.google_sheets.errors import ApiError, bad
from tests.emulators.google_sheets.model import Area, Mark, Sheet, Spreadsheet, Value


def refusal() -> ApiError:
    """Return Google's refusal."""
    return bad(
        "You are trying to edit a protected cell or object. "
        "Please contact the spreadsheet owner to remove protection if you need to edit."
    )


def check_area(sheet: Sheet, area: Area) -> None:
    """Raise ApiError 400 when a bounded area has a cell that the caller may not edit."""
    for _, protected in _protected(sheet):
        rows, columns = sheet.clip(protected)
        within_rows = (area.top or 0) < rows.stop and rows.start < (area.bottom or 0)
        if within_rows and (area.left or 0) < columns.stop and columns.start < (area.right or 0):
            raise refusal()


def check_change(book: Spreadsheet, draft: Spreadsheet) -> None:
    """Raise ApiError 400 when the draft has changed such cells, or taken them away; moving them is fine."""
    for sheet in book.sheets:
        for number, area in _protected(sheet):
            changed = draft.sheet(sheet.sheet_id)
            left = dict(_protected(changed)).get(number) if changed else None
            if changed is None or left is None or _content(sheet, area) != _content(changed, left):
                raise refusal()


def _protected(sheet: Sheet) -> Iterator[tuple[int, Area]]:
    for given in sheet.protected_ranges:
        if not given.get("requestingUserCanEdit", True):
            yield given["protectedRangeId"], Area.of(given["range"])


def _content(sheet: Sheet, area: Area) -> list[list[tuple[Value, Mark]]]:
    rows, columns = sheet.clip(area)
    filled = range(rows.start, min(rows.stop, max(len(sheet.values), len(sheet.marks))))
    return [[(sheet.value(row, column), sheet.mark(row, column)) for column in columns] for row in filled]
