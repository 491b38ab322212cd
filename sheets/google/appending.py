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
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from kpi_core.errors import InDoubt, InputError, Unavailable
from kpi_core.schema import Kind
from kpi_core.text import Text
from sheets.filling import filled_columns, is_moment
from sheets.google.dressing import added_columns
from sheets.google.edits import NUMBER_FORMAT, VALUE, area, cell_data, insert, number_format, put, repeat
from sheets.google.faults import Failed
from sheets.google.standing import Standing, look
from sheets.identity import unknown_rows

if TYPE_CHECKING:
    from kpi_core.schema import Column, Table
    from sheets.google.client import SheetsClient
    from sheets.google.edits import Json
    from sheets.grid import Cell

Rows = Sequence[Mapping[str, "Cell"]]

_TRIES = 3
_CALL_BYTES = 1_500_000  # Google advises at most 2 MB


def append_rows(client: SheetsClient, spreadsheet: str, table: Table, rows: Rows) -> int:
    """Put rows below the last filled one of the table's tab, each identity once; return how many.

    When the answer to a write is lost, the tab is looked at: what stands there is not written again. Raises InputError,
    Unavailable, and InDoubt while rows that are not there may still arrive; the same call again writes those that lack.
    """
    if not filled_columns(table, rows):
        return 0
    added: int | None = None
    failure: Unavailable | None = None
    for _ in range(_TRIES):
        try:
            tab = look(client, spreadsheet, table)
        except Unavailable as error:
            raise _of_write(failure) or error from error
        new = _unknown(tab, table, rows)
        added = len(new) if added is None else added
        if not new:
            return added
        if in_doubt := _of_write(failure):
            raise in_doubt
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
    raise failure or Unavailable(
        Text("Google takes no rows for now", "Google tạm không nhận dòng mới", "Google пока не принимает строки")
    )


def _of_write(failure: Unavailable | None) -> InDoubt | None:
    """Return the doubt that a write's failure leaves: when the line was cut, what was sent may still arrive."""
    if failure is None or isinstance(failure.__cause__, Failed):
        return None
    return InDoubt(failure.text, failure.retry_after, failure.system)


def _unknown(tab: Standing, table: Table, rows: Rows) -> Rows:
    try:
        return unknown_rows(table, rows, tab.standing, tab.locale)
    except InputError as error:
        raise InputError(str(error), tab.title) from None


def _batches(tab: Standing, table: Table, rows: Rows) -> Iterator[Sequence[Json]]:
    """Yield the requests of each call: the columns that lack with the first, and as many rows as one call bears."""
    keys = filled_columns(table, rows)
    missing = [column for column in table.columns if column.key in keys - tab.columns.keys()]
    places = {**tab.columns, **{column.key: tab.width + number for number, column in enumerate(missing)}}
    heading = added_columns(tab.gid, tab.width, missing, tab.language)
    computed = tab.computed - {places[key] for key in keys}
    moments = {
        places[column.key]: _moment_format(tab, places[column.key], column)
        for column in table.columns
        if any(is_moment(row.get(column.key)) for row in rows)
    }
    left, last = min(places.values()), tab.last
    for part in _parts([_cells(places, left, row) for row in rows]):
        new = last, last + len(part)
        # Rows right below the header take after the blank ones that follow: they are no headers.
        like_before = last > 1 or tab.row_count == 1
        # The second of the rows that were there before: the first may begin what the others go on with.
        example = min(last - 1, 2) if last > 1 else new[1]
        yield [
            insert(tab.gid, "ROWS", last, len(part), like_before=like_before),
            *heading,
            put(tab.gid, last, left, part, VALUE),
            *(_computed(tab.gid, index, example, new) for index in sorted(computed)),
            *(_shown(area(tab.gid, new, (index, index + 1)), form) for index, form in moments.items()),
            *(_drawn_out(each, new[1]) for each in tab.growing),
        ]
        heading, last = [], new[1]


def _computed(gid: int, index: int, example: int, rows: tuple[int, int]) -> Json:
    """Return the request that gives rows the formula of an example, as dragging it down does."""
    column = index, index + 1
    source, destination = area(gid, (example, example + 1), column), area(gid, rows, column)
    return {"copyPaste": {"source": source, "destination": destination, "pasteType": "PASTE_FORMULA"}}


def _shown(where: Json, form: Json) -> Json:
    return repeat(where, {"userEnteredFormat": {"numberFormat": form}}, NUMBER_FORMAT)


def _moment_format(tab: Standing, index: int, column: Column) -> Json:
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
