"""What Amber's tabs and columns look like in a spreadsheet, as requests of a batchUpdate."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from sheets.google.edits import VALUE, area, cell_data, colour, header_format, insert, number_format, put, repeat
from sheets.layout import (
    BOT_COLOUR,
    BOT_TAB_NOTE,
    OPTIONAL_COLOUR,
    REQUIRED_COLOUR,
    header_note,
    width,
    words,
)

if TYPE_CHECKING:
    from kpi_core.schema import BotTab, Column, Table
    from kpi_core.text import Language
    from sheets.google.edits import Json

_NEW_ROWS, _NEW_COLUMNS = 1000, 26  # as Google makes them
_CHARACTER_PIXELS, _PADDING_PIXELS = 7, 12


def people_tab_added(gid: int, table: Table, language: Language) -> list[Json]:
    """Return the requests for a tab of people's, with its header frozen."""
    return [{"addSheet": {"properties": _people_tab(gid, table, language)}}, *_dressed_header(gid, table, language)]


def people_tab_from(gid: int, table: Table, language: Language) -> list[Json]:
    """Return the requests that make an empty tab a tab of people's."""
    fields = "title,gridProperties(rowCount,columnCount,frozenRowCount,frozenColumnCount)"
    properties = _people_tab(gid, table, language)
    change = {"updateSheetProperties": {"properties": properties, "fields": fields}}
    return [change, *_dressed_header(gid, table, language)]


def _people_tab(gid: int, table: Table, language: Language) -> Json:
    grid = {"rowCount": _NEW_ROWS, "columnCount": len(table.columns), "frozenRowCount": 1, "frozenColumnCount": 1}
    return {"sheetId": gid, "title": table.label.to(language), "gridProperties": grid}


def _dressed_header(gid: int, table: Table, language: Language) -> list[Json]:
    return [edit for index, column in enumerate(table.columns) for edit in dressed(gid, index, column, language)]


def added_columns(gid: int, end: int, columns: Sequence[Column], language: Language) -> list[Json]:
    """Return the requests for new columns at the end of a header; what stands to the right of it moves on."""
    if not columns:
        return []
    new = area(gid, (1, None), (end, end + len(columns)))
    # Check-boxes that are inherited are not ticked: FALSE stands in each row.
    made = [insert(gid, "COLUMNS", end, len(columns), like_before=end > 0), repeat(new, {}, VALUE)]
    for number, column in enumerate(columns):
        made += dressed(gid, end + number, column, language)
    return made


def bot_tab_added(gid: int, tab: BotTab, language: Language, address: str) -> list[Json]:
    """Return the requests for one of the bot's own tabs: marked by its colour, and for nobody else to edit.

    People who sort or filter there do so in a filter view of their own, which a protected tab allows.
    """
    grid = {"rowCount": _NEW_ROWS, "columnCount": _NEW_COLUMNS, "frozenRowCount": 1}
    facts = {"title": tab.label.to(language), "tabColorStyle": colour(BOT_COLOUR), "gridProperties": grid}
    return [{"addSheet": {"properties": {"sheetId": gid, **facts}}}, protection(gid, language, address)]


def protection(gid: int, language: Language, address: str) -> Json:
    """Return the request that lets only the bot (and the spreadsheet's owner, by Google's rule) edit a tab."""
    users = [address] if "@" in address else []
    facts = {"range": area(gid), "description": BOT_TAB_NOTE.to(language), "editors": {"users": users}}
    return {"addProtectedRange": {"protectedRange": {**facts, "warningOnly": False}}}


def new_gid(key: str, taken: Collection[int]) -> int:
    """Return a number for a new tab, so that the requests that follow in the same call can name it."""
    gid = zlib.crc32(key.encode()) >> 1
    while gid in taken:
        gid += 1
    return gid


def wide(gid: int, index: int, characters: int) -> Json:
    """Return the request for a column's width."""
    place = {"sheetId": gid, "dimension": "COLUMNS", "startIndex": index, "endIndex": index + 1}
    size = {"pixelSize": characters * _CHARACTER_PIXELS + _PADDING_PIXELS}
    return {"updateDimensionProperties": {"range": place, "properties": size, "fields": "pixelSize"}}


def dressed(gid: int, index: int, column: Column, language: Language) -> list[Json]:
    """Return the requests that make a column Amber's: its header with a note, its format, drop-down and width."""
    header = header_format(REQUIRED_COLOUR if column.required else OPTIONAL_COLOUR)
    top = {**cell_data(column.label.to(language), header), "note": header_note(column, language)}
    body = {"userEnteredFormat": {"numberFormat": number_format(column.kind)}} | drop_down(column)
    return [
        put(gid, 0, index, [[top]], "userEnteredValue,userEnteredFormat,note"),
        repeat(area(gid, (1, None), (index, index + 1)), body, "userEnteredFormat,dataValidation"),
        wide(gid, index, width(column, language)),
    ]


def drop_down(column: Column) -> dict[str, Json]:
    """Return a column's drop-down as a cell has it, {} when it has none.

    Another word is warned of, not refused: labels in any language are welcome.
    """
    values = [{"userEnteredValue": word} for word in words(column)]
    rule = {"condition": {"type": "ONE_OF_LIST", "values": values}, "strict": False, "showCustomUi": True}
    return {"dataValidation": rule} if values else {}
