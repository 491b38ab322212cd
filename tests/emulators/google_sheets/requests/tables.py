"""Requests about tables: a named range whose columns have names and types. A header cell is its column's name."""

from __future__ import annotations

import copy

from tests.emulators.google_sheets import masks
from tests.emulators.google_sheets.errors import bad
from tests.emulators.google_sheets.model import BARE, Area, Json, Sheet, Spreadsheet
from tests.emulators.google_sheets.requests.places import cells, range_json
from tests.emulators.google_sheets.requests.proto import canonical, required


def add_table(book: Spreadsheet, request: Json) -> Json:
    wanted = request.get("table", {})
    sheet, area = cells(book, wanted)
    name = required(wanted, "name")
    _refuse_taken(book, name)
    _refuse_overlap(sheet, area, None)
    table = {
        **canonical({"rowsProperties": wanted.get("rowsProperties")}),
        "tableId": wanted.get("tableId") or book.new_name(),
        "name": name,
        "range": range_json(area),
    }
    table["columnProperties"] = _columns(sheet, area, wanted.get("columnProperties", []), new=True)
    sheet.tables.append(table)
    return {"addTable": {"table": copy.deepcopy(table)}}


def update_table(book: Spreadsheet, request: Json) -> Json:
    wanted = request.get("table", {})
    mask = masks.parse(required(request, "fields"))
    sheet, table = _table(book, wanted.get("tableId", ""))
    named = {"name", "range", "columnProperties", "rowsProperties"}
    changed = named if "*" in mask else mask.keys()
    if "name" in changed and wanted.get("name") != table["name"]:
        _refuse_taken(book, required(wanted, "name"))
        table["name"] = wanted["name"]
    if "range" in changed:
        _, area = cells(book, wanted)
        _refuse_overlap(sheet, area, table)
        table["range"] = range_json(area)
    if {"columnProperties", "range"} & changed:
        given = wanted.get("columnProperties", []) if "columnProperties" in changed else table["columnProperties"]
        table["columnProperties"] = _columns(sheet, Area.of(table["range"]), given, new=False)
    if "rowsProperties" in changed:
        table.pop("rowsProperties", None)
        table |= canonical({"rowsProperties": wanted.get("rowsProperties")})
    return {}


def delete_table(book: Spreadsheet, request: Json) -> Json:
    """Delete a table with what is in it."""
    sheet, table = _table(book, request.get("tableId", ""))
    sheet.tables.remove(table)
    rows, columns = sheet.clip(Area.of(table["range"]))
    for row in rows:
        for column in columns:
            sheet.put(row, column, None)
            sheet.set_mark(row, column, BARE)
    return {}


def _columns(sheet: Sheet, area: Area, given: list[Json], *, new: bool) -> list[Json]:
    """Return a table's columns, all of them; names that are given are written into the header cells."""
    sent = {column.get("columnIndex", 0): canonical(column) for column in given}
    width = (area.right or 0) - (area.left or 0)
    columns, unnamed = [], 0
    for place in range(width):
        column = sent.get(place, {})
        _check(column)
        if place in sent and not column.get("columnName"):
            if not new:
                raise bad("Table header row cell must have a value.")
            unnamed += 1
            column["columnName"] = f"Column {unnamed}"
        columns.append(_named(sheet, area, place, column))
    if beyond := [place for place in sent if place >= width]:
        raise bad(f"columnIndex {beyond[0]} is outside of the table")
    return columns


def _named(sheet: Sheet, area: Area, place: int, column: Json) -> Json:
    top, left = area.top or 0, (area.left or 0) + place
    if column.get("columnName"):
        sheet.put(top, left, column["columnName"])
    elif sheet.value(top, left) is None:
        sheet.put(top, left, f"Column {place + 1}")
    index = {"columnIndex": place} if place else {}
    return {**index, **column, "columnName": str(sheet.value(top, left))}


def _check(column: Json) -> None:
    condition = column.get("dataValidationRule", {}).get("condition")
    is_dropdown = column.get("columnType") == "DROPDOWN"
    if is_dropdown and not condition:
        raise bad("Condition must be set for dropdown column type.")
    if condition and not is_dropdown:
        raise bad("Cannot set condition for non-dropdown column type.")


def _refuse_taken(book: Spreadsheet, name: str) -> None:
    if any(table["name"].casefold() == name.casefold() for sheet in book.sheets for table in sheet.tables):
        raise bad(f"A table with the name {name} already exists.")


def _refuse_overlap(sheet: Sheet, area: Area, itself: Json | None) -> None:
    rows, columns = sheet.clip(area)
    for table in sheet.tables:
        other_rows, other_columns = sheet.clip(Area.of(table["range"]))
        apart = (
            rows.stop <= other_rows.start
            or other_rows.stop <= rows.start
            or columns.stop <= other_columns.start
            or other_columns.stop <= columns.start
        )
        if table is not itself and not apart:
            raise bad("A table cannot overlap another table.")


def _table(book: Spreadsheet, table_id: str) -> tuple[Sheet, Json]:
    for sheet in book.sheets:
        for table in sheet.tables:
            if table["tableId"] == table_id:
                return sheet, table
    raise bad(f"No table with id: {table_id}")


HANDLERS = {"addTable": add_table, "updateTable": update_table, "deleteTable": delete_table}
