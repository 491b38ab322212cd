"""The requests of a batchUpdate, which Google does all or not at all: pure JSON, made of cells and places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

from kpi_core.schema import Kind
from sheets.filling import is_blank, is_moment, serial
from sheets.grid import Link
from sheets.layout import NUMBER_FORMATS, fitting

if TYPE_CHECKING:
    from sheets.grid import Cell

Json = Mapping[str, Any]

TEXT_LIMIT = 50_000  # characters a cell can hold
VALUE = "userEnteredValue"
NUMBER_FORMAT = "userEnteredFormat.numberFormat"
_FORMAT_TYPES: Mapping[Kind, str] = {
    Kind.DATE: "DATE",
    Kind.DATETIME: "DATE_TIME",
    Kind.MONEY: "NUMBER",
    Kind.PERCENT: "PERCENT",
    Kind.INTEGER: "NUMBER",
}
_WHITE = {"red": 1, "green": 1, "blue": 1}


def value_of(cell: Cell) -> Json:
    """Return a cell's value, typed: a text is no formula, whatever it begins with. Raises InputError when too long.

    A blank cell is {}; a moment is its serial number, which a date format shows as a date.
    """
    if is_blank(cell):
        return {}
    match cell:
        case bool():
            return {"boolValue": cell}
        case int() | float():
            return {"numberValue": cell}
        case date() if is_moment(cell):
            return {"numberValue": serial(cell)}
        case date():
            return {"stringValue": cell.isoformat()}
        case _:
            return {"stringValue": fitting(str(cell), TEXT_LIMIT)}


def cell_data(cell: Cell, form: Json | None = None) -> Json:
    """Return a cell with its value, a format, and a link when it is one."""
    value = value_of(cell)
    if isinstance(cell, Link):
        form = {**(form or {}), "textFormat": {**(form or {}).get("textFormat", {}), "link": {"uri": cell.url}}}
    return ({VALUE: value} if value else {}) | ({"userEnteredFormat": form} if form else {})


def number_format(kind: Kind) -> Json:
    """Return the number format of a column; ids and words are texts, a number is shown as it comes ({})."""
    code = NUMBER_FORMATS[kind]
    if code == "General":
        return {}
    return {"type": _FORMAT_TYPES.get(kind, "TEXT")} | ({} if code == "@" else {"pattern": code})


def moment_format(moment: Cell) -> Json:
    """Return the number format that shows a moment; {} for any other cell."""
    if not is_moment(moment):
        return {}
    return number_format(Kind.DATETIME if isinstance(moment, datetime) else Kind.DATE)


def colour(code: str) -> Json:
    """Return a colour such as "#8A5A00"."""
    parts = (int(code[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return {"rgbColor": dict(zip(("red", "green", "blue"), parts, strict=True))}


def header_format(code: str) -> Json:
    """Return the look of a header: bold white letters on a colour."""
    letters = {"bold": True, "foregroundColorStyle": {"rgbColor": _WHITE}}
    return {"backgroundColorStyle": colour(code), "textFormat": letters}


def area(gid: int, rows: tuple[int, int | None] | None = None, columns: tuple[int, int] | None = None) -> Json:
    """Return a rectangle of a tab, from 0, half open; without an end it goes on to the tab's."""
    bounds = {
        "startRowIndex": rows and rows[0],
        "endRowIndex": rows and rows[1],
        "startColumnIndex": columns and columns[0],
        "endColumnIndex": columns and columns[1],
    }
    return {"sheetId": gid} | {name: bound for name, bound in bounds.items() if bound is not None}


def insert(gid: int, dimension: Literal["ROWS", "COLUMNS"], start: int, count: int, *, like_before: bool) -> Json:
    """Return the request for blank rows or columns from an index on; what stood there moves on and keeps everything."""
    place = {"sheetId": gid, "dimension": dimension, "startIndex": start, "endIndex": start + count}
    return {"insertDimension": {"range": place, "inheritFromBefore": like_before}}


def put(gid: int, row: int, column: int, cells: Sequence[Sequence[Json]], fields: str) -> Json:
    """Return the request that sets these fields of cells, from one cell on."""
    start = {"sheetId": gid, "rowIndex": row, "columnIndex": column}
    return {"updateCells": {"start": start, "rows": [{"values": list(each)} for each in cells], "fields": fields}}


def repeat(where: Json, cell: Json, fields: str) -> Json:
    """Return the request that gives all cells of an area the same fields; what `cell` lacks of them is cleared."""
    return {"repeatCell": {"range": where, "cell": cell, "fields": fields}}
