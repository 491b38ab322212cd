"""A tab as it stands before rows are added to it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gspread.utils import absolute_range_name

from kpi_core.errors import InputError
from sheets.google.faults import understanding
from sheets.google.reading import outline_of
from sheets.headers import book_language, known_columns, recognise_tab
from sheets.layout import column_letters

if TYPE_CHECKING:
    from kpi_core.schema import Table
    from kpi_core.text import Language
    from sheets.google.client import SheetsClient
    from sheets.google.edits import Json
    from sheets.grid import Cell

_TOP_ROWS = 3
_TOP_FIELDS = (
    "sheets(properties(sheetId,gridProperties),tables(tableId,range),basicFilter,"
    "data.rowData.values(formattedValue,userEnteredValue.formulaValue,effectiveFormat.numberFormat))"
)
_RAW: dict[str, Any] = {"valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "SERIAL_NUMBER"}


@dataclass(frozen=True)
class Standing:
    """A tab as it is now, as far as somebody who adds rows needs to know; columns count from 0."""

    title: str
    gid: int
    row_count: int
    last: int  # rows up to the last filled one, the header included
    width: int  # columns up to the last one with a header
    columns: Mapping[str, int]  # by key
    formats: Sequence[Json]  # the number format of each column's first row, {} for none
    computed: frozenset[int]  # columns with a formula in every row: in the first two, which a spilled one has not
    standing: Mapping[str, Sequence[Cell]]  # the identity columns' cells below the header
    growing: Sequence[Json]  # the tables and the filter that end with the last filled row
    locale: str
    language: Language


@understanding("how the tab stands")
def look(client: SheetsClient, spreadsheet: str, table: Table) -> Standing:
    """Return the table's tab, in four reads: the tabs, the header, the identities, what stands below the last."""
    outline = outline_of(client, spreadsheet)
    found = next((tab for tab in outline.tabs if recognise_tab(tab.title) == table.key), None)
    if found is None:
        raise InputError(f"the spreadsheet has no tab for {table.key}; amber init --tabs {table.key} makes one")
    name = absolute_range_name(found.title)
    params: dict[str, Any] = {"ranges": f"{name}!1:{min(_TOP_ROWS, found.row_count)}", "fields": _TOP_FIELDS}
    sheet = client.spreadsheets_get(spreadsheet, params)["sheets"][0]
    row_count = sheet["properties"]["gridProperties"]["rowCount"]
    top = [*rows_in(sheet), *[[]] * _TOP_ROWS]
    texts = texts_of(top)
    columns, width = known_columns(texts, table, found.title), width_of(texts[0])
    keys = [column.key for column in table.identity if column.key in columns]
    standing = _columns(client, spreadsheet, name, {key: columns[key] for key in keys})
    last = max((len(cells) for cells in standing.values()), default=0) + 1
    if last < row_count:
        last += _filled_below(client, spreadsheet, f"{name}!{last + 1}:{row_count}", columns.values())
    return Standing(
        title=found.title,
        gid=found.gid,
        row_count=row_count,
        last=last,
        width=width,
        columns=columns,
        formats=[cell.get("effectiveFormat", {}).get("numberFormat", {}) for cell in top[1]],
        computed=frozenset(index for index in _formulas(top[1]) & _formulas(top[2]) if index < width),
        standing=standing,
        growing=[
            each
            for each in (*sheet.get("tables", ()), _filter(sheet))
            if each.get("range", {}).get("endRowIndex") == last
        ],
        locale=outline.locale,
        language=book_language([tab.title for tab in outline.tabs]),
    )


def rows_in(sheet: Json) -> Sequence[Sequence[Json]]:
    """Return the cells of a sheet that spreadsheets.get answered with, row by row."""
    return [row.get("values", []) for data in sheet.get("data", ()) for row in data.get("rowData", ())]


def texts_of(rows: Sequence[Sequence[Json]]) -> Sequence[Sequence[str]]:
    """Return what the cells of rows show."""
    return [[cell.get("formattedValue", "") for cell in row] for row in rows]


def width_of(header: Sequence[str]) -> int:
    """Return up to which column there are headers."""
    return max((index + 1 for index, label in enumerate(header) if label), default=0)


def _filter(sheet: Json) -> Json:
    """Return the filter over the tab, {} when there is none; a table's own grows with the table."""
    found: Json = sheet.get("basicFilter", {})
    return {} if "tableId" in found else found


def _formulas(row: Sequence[Json]) -> frozenset[int]:
    return frozenset(index for index, cell in enumerate(row) if "formulaValue" in cell.get("userEnteredValue", {}))


def _columns(
    client: SheetsClient, spreadsheet: str, name: str, columns: Mapping[str, int]
) -> Mapping[str, Sequence[Cell]]:
    """Return the cells of columns below the header, all of one length, without the blank ones at the end."""
    if not columns:
        return {}
    letters = map(column_letters, columns.values())
    params: dict[str, Any] = {**_RAW, "majorDimension": "COLUMNS"}
    answer = client.values_batch_get(spreadsheet, [f"{name}!{letter}:{letter}" for letter in letters], params)
    cells = [found.get("values", [[]])[0][1:] for found in answer["valueRanges"]]
    for column in cells:
        while column and column[-1] == "":  # a formula that shows nothing
            column.pop()
    longest = max(map(len, cells))
    return {key: [*found, *[None] * (longest - len(found))] for key, found in zip(columns, cells, strict=True)}


def _filled_below(client: SheetsClient, spreadsheet: str, where: str, columns: Collection[int]) -> int:
    """Return how many rows of a range there are up to the last one with a known column filled.

    A check-box that is not ticked is nothing, and formulas prepared beside what people type are in other columns.
    """
    rows = client.values_get(spreadsheet, where, _RAW).get("values", [])
    for number in range(len(rows), 0, -1):
        row = rows[number - 1]
        if any(row[index] not in {"", False} for index in columns if index < len(row)):
            return number
    return 0
