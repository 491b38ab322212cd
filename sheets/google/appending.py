"""Rows added to a tab of a spreadsheet.

Rows are inserted below the tab's last filled one and filled in the same batchUpdate, which Google does all or not at
all. The API's own ways of appending do less:

- values.append looks for a "table" around A1 that ends at the first blank row, so rows would land between people's;
- appendCells goes below the last row that holds anything, and one column of check-boxes fills a thousand;
- writing into the blank rows below would overwrite what somebody types there at that moment.

What stands below the new rows moves down with its formulas and formats, whoever works in the sheet meanwhile. New rows
look like the one before and have its drop-downs, and the formulas of columns that have one in every row; a table or
filter that ended there is drawn out over them. Texts are sent as texts, so nothing that was typed in Slack becomes a
formula.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gspread.utils import absolute_range_name

from kpi_core.errors import InputError, Unavailable
from kpi_core.schema import Kind
from sheets.filling import filled_columns, is_moment
from sheets.google.dressing import added_columns
from sheets.google.edits import NUMBER_FORMAT, VALUE, area, cell_data, insert, number_format, put, repeat
from sheets.google.faults import Failed
from sheets.google.reading import outline_of
from sheets.headers import book_language, recognise_columns, recognise_tab
from sheets.identity import unknown_rows
from sheets.layout import column_letters

if TYPE_CHECKING:
    from kpi_core.schema import Column, Table
    from kpi_core.text import Language
    from sheets.google.client import SheetsClient
    from sheets.google.edits import Json
    from sheets.grid import Cell

Rows = Sequence[Mapping[str, "Cell"]]

_TRIES = 3
_TOP_ROWS = 3
_CALL_BYTES = 1_500_000  # Google advises at most 2 MB
_RAW: dict[str, Any] = {"valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "SERIAL_NUMBER"}
_TOP_FIELDS = (
    "sheets(properties(sheetId,gridProperties),tables(tableId,range),basicFilter,"
    "data.rowData.values(formattedValue,userEnteredValue.formulaValue,effectiveFormat.numberFormat))"
)


def append_rows(client: SheetsClient, spreadsheet: str, table: Table, rows: Rows) -> int:
    """Put rows below the last filled one of the table's tab, each identity once; return how many.

    When the answer to a write is lost, the tab is looked at: what stands there is not written again. Raises InputError,
    and Unavailable when it is not known what became of the rows; the same call again then writes those that lack.
    """
    filled_columns(table, rows)
    added: int | None = None
    failure: Unavailable | None = None
    for _ in range(_TRIES):
        tab = _look(client, spreadsheet, table)
        new = _unknown(tab, table, rows)
        added = len(new) if added is None else added
        if not new:
            return added
        if failure and not isinstance(failure.__cause__, Failed):
            raise failure  # the line was cut: what was sent may still arrive
        try:
            for edits in _batches(tab, table, new):
                client.batch_update(spreadsheet, {"requests": edits})
        except Unavailable as error:
            if not table.identity:
                raise  # nothing would tell the rows that arrived from those that did not
            failure = error
            client.patience.sleep(client.patience.first_wait_seconds)
        else:
            return added
    raise failure or Unavailable("Google takes no rows for now")


@dataclass(frozen=True)
class _Tab:
    """A tab as it is now; rows and columns count from 0."""

    title: str
    gid: int
    row_count: int
    last: int  # rows up to the last filled one, the header included
    header: Sequence[Cell]
    columns: Mapping[str, int]  # by key
    formats: Sequence[Json]  # the number format of each column's first row, {} for none
    computed: frozenset[int]  # columns whose rows each have a formula of their own: the first two have
    standing: Mapping[str, Sequence[Cell]]  # the identity columns' cells below the header
    growing: Sequence[Json]  # the tables and the filter that end with the last filled row
    locale: str
    language: Language


def _look(client: SheetsClient, spreadsheet: str, table: Table) -> _Tab:
    """Return the table's tab, in four reads: the tabs, the header, the identities, what stands below the last."""
    outline = outline_of(client, spreadsheet)
    found = next((tab for tab in outline.tabs if recognise_tab(tab.title) == table.key), None)
    if found is None:
        raise InputError(f"the spreadsheet has no tab for {table.key}; amber init --tabs {table.key} makes one")
    name = absolute_range_name(found.title)
    params: dict[str, Any] = {"ranges": f"{name}!1:{min(_TOP_ROWS, found.row_count)}", "fields": _TOP_FIELDS}
    sheet = client.spreadsheets_get(spreadsheet, params)["sheets"][0]
    top = [row.get("values", []) for data in sheet.get("data", ()) for row in data.get("rowData", ())]
    top += [[] for _ in range(_TOP_ROWS - len(top))]
    header = [cell.get("formattedValue", "") for cell in top[0]]
    columns = recognise_columns(header, table)
    if any(header) and not columns:
        raise InputError(f"row 1 has no column of the tab {table.key}; put the headers into row 1", found.title)
    keys = [column.key for column in table.identity if column.key in columns]
    standing = _columns(client, spreadsheet, name, {key: columns[key] for key in keys})
    last = max((len(cells) for cells in standing.values()), default=0) + 1
    if last < found.row_count:
        last += _filled_below(client, spreadsheet, f"{name}!{last + 1}:{found.row_count}", columns.values())
    return _Tab(
        title=found.title,
        gid=found.gid,
        row_count=found.row_count,
        last=last,
        header=header,
        columns=columns,
        formats=[cell.get("effectiveFormat", {}).get("numberFormat", {}) for cell in top[1]],
        computed=_formulas(top[1]) & _formulas(top[2]),
        standing=standing,
        growing=[
            each
            for each in (*sheet.get("tables", ()), sheet.get("basicFilter"))
            if each and each["range"].get("endRowIndex") == last
        ],
        locale=outline.locale,
        language=book_language([tab.title for tab in outline.tabs]),
    )


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


def _unknown(tab: _Tab, table: Table, rows: Rows) -> Rows:
    try:
        return unknown_rows(table, rows, tab.standing, tab.locale)
    except InputError as error:
        raise InputError(str(error), tab.title) from None


def _batches(tab: _Tab, table: Table, rows: Rows) -> Iterator[Sequence[Json]]:
    """Yield the requests of each call: the columns that lack with the first, and as many rows as one call bears."""
    keys = filled_columns(table, rows)
    missing = [column for column in table.columns if column.key in keys - tab.columns.keys()]
    end = max((index + 1 for index, cell in enumerate(tab.header) if cell), default=0)
    places = {**tab.columns, **{column.key: end + number for number, column in enumerate(missing)}}
    heading = added_columns(tab.gid, end, missing, tab.language)
    first = min(places.values())
    filled = {places[key] for key in keys}
    moments = {
        places[column.key]: _moment_format(tab, places[column.key], column)
        for column in table.columns
        if any(is_moment(row.get(column.key)) for row in rows)
    }
    last = tab.last
    for part in _parts([_cells(places, first, row) for row in rows]):
        end = last + len(part)
        # Rows right below the header take after the blank ones that follow: they are no headers.
        like_before = last > 1 or tab.row_count == 1
        example = 1 if last > 1 else end  # the first row that was there before
        yield [
            *heading,
            insert(tab.gid, "ROWS", last, len(part), like_before=like_before),
            put(tab.gid, last, first, part, VALUE),
            *(
                _computed(tab.gid, index, 1 if last > 1 else end, (last, end))
                for index in sorted(tab.computed - filled)
            ),
            *(_shown(area(tab.gid, (last, end), (index, index + 1)), form) for index, form in moments.items()),
            *(_drawn_out(each, end) for each in tab.growing),
        ]
        heading, last = [], end


def _computed(gid: int, index: int, example: int, rows: tuple[int, int]) -> Json:
    """Return the request that gives rows the formula of an example, as dragging it down does."""
    column = index, index + 1
    source, destination = area(gid, (example, example + 1), column), area(gid, rows, column)
    return {"copyPaste": {"source": source, "destination": destination, "pasteType": "PASTE_FORMULA"}}


def _shown(where: Json, form: Json) -> Json:
    return repeat(where, {"userEnteredFormat": {"numberFormat": form}}, NUMBER_FORMAT)


def _moment_format(tab: _Tab, index: int, column: Column) -> Json:
    """Return the format in which the column's first row shows moments, else the declared one."""
    form = tab.formats[index] if index < len(tab.formats) else {}
    if form.get("type") in {"DATE", "DATE_TIME"}:
        return form
    return number_format(Kind.DATE if column.kind is Kind.DATE else Kind.DATETIME)


def _drawn_out(ending: Json, end: int) -> Json:
    """Return the request that lets a table or filter end there."""
    grown = {**ending, "range": {**ending["range"], "endRowIndex": end}}
    if "tableId" in ending:
        return {"updateTable": {"table": grown, "fields": "range"}}
    return {"setBasicFilter": {"filter": grown}}


def _cells(places: Mapping[str, int], first: int, row: Mapping[str, Cell]) -> list[Json]:
    """Return a row's cells from the first known column to the last. Raises InputError for a text too long."""
    by_index = {index: row.get(key) for key, index in places.items()}
    return [cell_data(by_index.get(index)) for index in range(first, max(by_index) + 1)]


def _parts(rows: Sequence[Sequence[Json]]) -> Iterator[Sequence[Sequence[Json]]]:
    """Yield the rows in parts that one call bears."""
    part: list[Sequence[Json]] = []
    size_bytes = 0
    for row in rows:
        row_bytes = len(json.dumps(row))
        if part and size_bytes + row_bytes > _CALL_BYTES:
            yield part
            part, size_bytes = [], 0
        part.append(row)
        size_bytes += row_bytes
    yield part
