"""Addresses of cells: A1 and R1C1 notation, whole columns and rows, titles in quotes, named ranges."""

from __future__ import annotations

import re
from functools import cache

from tests.emulators.google_sheets.errors import ApiError, bad
from tests.emulators.google_sheets.model import Area, Sheet, Spreadsheet

LAST_COLUMN = 18_278  # ZZZ

_CORNER = re.compile(r"\$?([A-Za-z]{1,3})?\$?([1-9]\d*)?")
_R1C1 = re.compile(r"[Rr]([1-9]\d*)[Cc]([1-9]\d*)")
_TITLED = re.compile(r"(?:'(?P<quoted>(?:[^']|'')*)'|(?P<bare>[^'!]+))(?:!(?P<cells>.*))?", re.DOTALL)
_PLAIN_TITLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")

Corner = tuple[int | None, int | None]


@cache
def letters(column: int) -> str:
    """Return the letters of a column counted from 0."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def number(text: str) -> int:
    """Return the column, counted from 0, that has these letters."""
    total = 0
    for letter in text.upper():
        total = total * 26 + ord(letter) - 64
    return total - 1


def locate(book: Spreadsheet, text: str) -> tuple[Sheet, Area]:
    """Find what a range names; unbounded sides stay None. Raises ApiError 400 for what cannot be parsed."""
    found = _TITLED.fullmatch(text)
    if not found:
        raise _unparsable(text)
    cells = found["cells"]
    if found["quoted"] is None and cells is None:
        return _without_title(book, text)
    title = found["bare"] if found["quoted"] is None else found["quoted"].replace("''", "'")
    sheet = book.titled(title)
    if sheet is None:
        raise _unparsable(text)
    if cells is None:
        return sheet, Area(sheet.sheet_id)
    area = _area(sheet, cells) or _named(book, cells, sheet)
    if area is None:
        raise _unparsable(text)
    return sheet, area


def _without_title(book: Spreadsheet, text: str) -> tuple[Sheet, Area]:
    """Find cells of the first tab, a named range, or a tab, in Google's order."""
    visible = book.sheets[0]
    if area := _area(visible, text):
        return visible, area
    if area := _named(book, text):
        sheet = book.sheet(area.sheet_id)
        if sheet is not None:
            return sheet, area
    titled = book.titled(text)
    if titled is None:
        raise _unparsable(text)
    return titled, Area(titled.sheet_id)


def _unparsable(text: str) -> ApiError:
    return bad(f"Unable to parse range: {text}")


def _named(book: Spreadsheet, name: str, sheet: Sheet | None = None) -> Area | None:
    for named in book.named_ranges:
        area = Area.of(named["range"])
        if named["name"].casefold() == name.casefold() and (sheet is None or area.sheet_id == sheet.sheet_id):
            return area
    return None


def _area(sheet: Sheet, cells: str) -> Area | None:
    """Read "B2", "A1:C", "2:3", "R1C1:R2C2"; None when it is none of these."""
    first, colon, second = cells.partition(":")
    start = _corner(first)
    end = _corner(second) if colon else start
    if start is None or end is None or (not colon and None in start):
        return None
    rows = _span(start[0], end[0])
    columns = _span(start[1], end[1])
    if rows == (None, None) and columns == (None, None):
        return None
    return Area(sheet.sheet_id, rows[0], columns[0], rows[1], columns[1])


def _corner(text: str) -> Corner | None:
    """Return row and column counted from 0; None for a side that is not given."""
    if found := _R1C1.fullmatch(text):
        return int(found[1]) - 1, int(found[2]) - 1
    found = _CORNER.fullmatch(text)
    if not found or not text:
        return None
    column = number(found[1]) if found[1] else None
    if column is not None and column >= LAST_COLUMN:
        return None
    return int(found[2]) - 1 if found[2] else None, column


def _span(one: int | None, other: int | None) -> Corner:
    """Return the half-open span between two coordinates, in whatever order; a missing one leaves its side open."""
    if other is None:
        return one, None
    if one is None:
        return None, other + 1
    return min(one, other), max(one, other) + 1


def bounded(sheet: Sheet, area: Area) -> Area:
    """Return the area within the grid. Raises ApiError 400 when it begins outside."""
    top, left = area.top or 0, area.left or 0
    if top >= sheet.row_count or left >= sheet.column_count:
        raise exceeds(sheet, area)
    bottom = sheet.row_count if area.bottom is None else min(area.bottom, sheet.row_count)
    right = sheet.column_count if area.right is None else min(area.right, sheet.column_count)
    return Area(area.sheet_id, top, left, bottom, right)


def exceeds(sheet: Sheet, area: Area) -> ApiError:
    """Return the refusal of a range that is not in the grid."""
    limits = f"Max rows: {sheet.row_count}, max columns: {sheet.column_count}"
    return bad(f"Range ({address(sheet, area)}) exceeds grid limits. {limits}")


def quoted(title: str) -> str:
    """Return the title as Google writes it in addresses: in quotes unless it is a plain word and no address."""
    plain = _PLAIN_TITLE.fullmatch(title) and _corner(title) is None
    return title if plain else "'" + title.replace("'", "''") + "'"


def address(sheet: Sheet, area: Area) -> str:
    """Return the address of an area, with the tab's title."""
    top, left = area.top or 0, area.left or 0
    start = f"{letters(left)}{top + 1}"
    end = f"{'' if area.right is None else letters(area.right - 1)}{'' if area.bottom is None else area.bottom}"
    return f"{quoted(sheet.title)}!{start}" + ("" if end in {start, ""} else f":{end}")
