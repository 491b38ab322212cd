"""One of the bot's own tabs rewritten whole, in one batchUpdate: readers see the old content or the new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi_core.errors import InputError
from kpi_core.schema import BOT_TABS
from sheets.google.dressing import bot_tab_added, new_gid, wide
from sheets.google.edits import area, cell_data, header_format, moment_format
from sheets.google.reading import outline_of
from sheets.headers import book_language, recognise_bot_tab
from sheets.layout import REQUIRED_COLOUR

if TYPE_CHECKING:
    from sheets.google.client import SheetsClient
    from sheets.google.edits import Json
    from sheets.grid import Cell, Grid

_WIDEST_CHARACTERS = 60
_FIELDS = "userEnteredValue,userEnteredFormat,note"


def replace_tab(client: SheetsClient, spreadsheet: str, key: str, grid: Grid) -> None:
    """Give a tab of the bot's new content, row 1 as its header; the tab is made when it is missing.

    Charts and filter views that people put on the tab stay. Raises InputError for a tab that is not the bot's.
    """
    tab = next((known for known in BOT_TABS if known.key == key), None)
    if tab is None:
        raise InputError(f"{key} is not a tab of Amber's own: only those are rewritten")
    outline = outline_of(client, spreadsheet)
    gid = next((found.gid for found in outline.tabs if recognise_bot_tab(found.title) == key), None)
    edits: list[Json] = []
    if gid is None:
        gid = new_gid(key, [found.gid for found in outline.tabs])
        edits += bot_tab_added(gid, tab, book_language([found.title for found in outline.tabs]), client.address)
    client.batch_update(spreadsheet, {"requests": [*edits, *_filled(gid, grid)]})


def _filled(gid: int, grid: Grid) -> list[Json]:
    columns = max((len(row) for row in grid), default=0)
    rows = [{"values": [_cell(cell, number) for cell in row]} for number, row in enumerate(grid)]
    # A tab cannot be all frozen rows or columns, nor have no column.
    size = {"rowCount": max(len(grid), 2), "columnCount": max(columns, 1), "frozenRowCount": 1, "frozenColumnCount": 0}
    fields = ",".join(f"gridProperties.{name}" for name in size)
    return [
        {"updateSheetProperties": {"properties": {"sheetId": gid, "gridProperties": size}, "fields": fields}},
        {"updateCells": {"range": area(gid), "rows": rows, "fields": _FIELDS}},
        *(wide(gid, index, _characters(grid, index)) for index in range(columns)),
    ]


def _cell(cell: Cell, row: int) -> Json:
    if row == 0:
        return cell_data(cell, header_format(REQUIRED_COLOUR))
    form = moment_format(cell)
    return cell_data(cell, {"numberFormat": form} if form else {})


def _characters(grid: Grid, index: int) -> int:
    shown = (len(str(row[index])) for row in grid if index < len(row) and row[index] is not None)
    return min(_WIDEST_CHARACTERS, 2 + max(shown, default=0))
