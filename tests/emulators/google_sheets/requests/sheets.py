"""Requests about the book and its tabs: add, delete, duplicate, and the properties of both."""

from __future__ import annotations

import copy
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tests.emulators.google_sheets import masks
from tests.emulators.google_sheets.errors import bad
from tests.emulators.google_sheets.model import Json, Sheet, Spreadsheet
from tests.emulators.google_sheets.requests.dimensions import drop
from tests.emulators.google_sheets.requests.places import Span, tab
from tests.emulators.google_sheets.requests.proto import both_spellings, canonical, overlay, required

LONGEST_TITLE = 100
GRID = {"rowCount": 1000, "columnCount": 26}
SHEET_FIELDS = (
    "sheetId", "title", "index", "sheetType", "gridProperties", "hidden", "tabColor", "tabColorStyle", "rightToLeft",
)  # fmt: skip
BOOK_FIELDS = (
    "title", "locale", "autoRecalc", "timeZone", "defaultFormat", "iterativeCalculationSettings", "spreadsheetTheme",
)  # fmt: skip


def add_sheet(book: Spreadsheet, request: Json) -> Json:
    wanted = request.get("properties", {})
    sheet_id = wanted.get("sheetId")
    sheet_id = book.new_number() if sheet_id is None else sheet_id
    title = wanted.get("title") or _free_title(book)
    _refuse_duplicate(book, title, sheet_id)
    properties = {**canonical(wanted), "sheetId": sheet_id, "title": title, "sheetType": "GRID"}
    properties["gridProperties"] = {**GRID, **properties.get("gridProperties", {})}
    properties.pop("index", None)
    sheet = Sheet(properties)
    _refuse_frozen(sheet)
    return {"addSheet": {"properties": _inserted(book, sheet, wanted.get("index"))}}


def duplicate_sheet(book: Spreadsheet, request: Json) -> Json:
    source = tab(book, request.get("sourceSheetId", 0))
    sheet = source.copy()
    sheet_id = request.get("newSheetId") or book.new_number()
    title = request.get("newSheetName") or _copy_title(book, source.title)
    _refuse_duplicate(book, title, sheet_id)
    sheet.properties |= {"sheetId": sheet_id, "title": title}
    ranges = [*sheet.merges, *(item["range"] for item in (*sheet.protected_ranges, *sheet.tables))]
    ranges += [group["range"] for group in (*sheet.row_groups, *sheet.column_groups)]
    for place in [*ranges, *([sheet.basic_filter["range"]] if sheet.basic_filter else [])]:
        place["sheetId"] = sheet_id
    for protected in sheet.protected_ranges:
        protected["protectedRangeId"] = book.new_number()
    for table in sheet.tables:
        table["tableId"] = book.new_name()
    sheet.developer_metadata = []
    for line in (*sheet.row_metadata.values(), *sheet.column_metadata.values()):
        line.pop("developerMetadata", None)
    return {"duplicateSheet": {"properties": _inserted(book, sheet, request.get("insertSheetIndex", 0))}}


def _inserted(book: Spreadsheet, sheet: Sheet, index: int | None) -> Json:
    index = len(book.sheets) if index is None else min(index, len(book.sheets))
    book.sheets.insert(index, sheet)
    return {**copy.deepcopy(sheet.properties), "index": index}


def _free_title(book: Spreadsheet) -> str:
    number = len(book.sheets) + 1
    while book.titled(f"Sheet{number}"):
        number += 1
    return f"Sheet{number}"


def _copy_title(book: Spreadsheet, title: str) -> str:
    copies = (f"Copy of {title}", *(f"Copy of {title} {number}" for number in range(2, len(book.sheets) + 2)))
    return next(copied for copied in copies if not book.titled(copied))


def _refuse_long(title: str) -> None:
    if len(title) > LONGEST_TITLE:
        raise bad(f"The sheet name cannot be greater than {LONGEST_TITLE} characters.")


def _refuse_duplicate(book: Spreadsheet, title: str, sheet_id: int) -> None:
    _refuse_long(title)
    if book.titled(title):
        raise bad(f'A sheet with the name "{title}" already exists. Please enter another name.')
    if book.sheet(sheet_id):
        raise bad(f"A sheet with the id {sheet_id} already exists.")


def delete_sheet(book: Spreadsheet, request: Json) -> Json:
    sheet = tab(book, request.get("sheetId", 0))
    book.sheets.remove(sheet)
    if not _any_visible(book):
        raise bad(f"You can't remove all the {'visible ' if book.sheets else ''}sheets in a document.")
    book.named_ranges = [named for named in book.named_ranges if named["range"].get("sheetId", 0) != sheet.sheet_id]
    return {}


def update_sheet_properties(book: Spreadsheet, request: Json) -> Json:
    wanted = request.get("properties", {})
    mask = _mask(request, SHEET_FIELDS)
    sheet = tab(book, wanted.get("sheetId", 0))
    if "title" in mask:
        _rename(book, sheet, wanted.get("title", ""))
    if "index" in mask:
        _move(book, sheet, wanted.get("index"))
    before = dict(sheet.properties["gridProperties"])
    rest = {key: below for key, below in mask.items() if key not in {"sheetId", "title", "index", "sheetType"}}
    if rest:
        overlay(sheet.properties, canonical(wanted), both_spellings(rest))
    _resize(book, sheet, before)
    if sheet.properties.get("hidden") and not _any_visible(book):
        raise bad("You can't hide all the sheets in a document.")
    return {}


def _mask(request: Json, known: tuple[str, ...]) -> masks.Mask:
    mask = masks.parse(required(request, "fields"))
    if "*" in mask:
        return {key: {} for key in known}
    return mask


def _rename(book: Spreadsheet, sheet: Sheet, title: str) -> None:
    other = book.titled(title)
    _refuse_long(title)
    if not title:
        raise bad("Sheet name cannot be empty.")
    if other and other is not sheet:
        raise bad(f'A sheet with the name "{title}" already exists. Please enter another name.')
    sheet.properties["title"] = title


def _move(book: Spreadsheet, sheet: Sheet, index: int | None) -> None:
    """Move the tab before the one that is at the index now, or to the end."""
    now = book.sheets.index(sheet)
    book.sheets.remove(sheet)
    index = len(book.sheets) if index is None else index
    book.sheets.insert(index - 1 if index > now else index, sheet)


def _any_visible(book: Spreadsheet) -> bool:
    return any(not sheet.properties.get("hidden") for sheet in book.sheets)


def _resize(book: Spreadsheet, sheet: Sheet, before: Json) -> None:
    """Take what was cut off the grid away; check the new size."""
    grid = sheet.properties.setdefault("gridProperties", {})
    wanted = {key: grid.get(key, 0) for key in GRID}
    grid |= {key: before[key] for key in GRID}
    for by_rows, key in ((True, "rowCount"), (False, "columnCount")):
        if wanted[key] < before[key]:
            drop(book, Span(sheet, by_rows, max(wanted[key], 0), before[key]))
        grid[key] = wanted[key]
    _refuse_frozen(sheet)


def _refuse_frozen(sheet: Sheet) -> None:
    grid = sheet.properties["gridProperties"]
    for frozen, count, name in (
        ("frozenRowCount", "rowCount", "rows"),
        ("frozenColumnCount", "columnCount", "columns"),
    ):
        if grid.get(frozen, 0) >= grid[count]:
            raise bad(f"You can't freeze all visible {name} on the sheet.")


def update_spreadsheet_properties(book: Spreadsheet, request: Json) -> Json:
    wanted = request.get("properties", {})
    mask = _mask(request, BOOK_FIELDS)
    if "timeZone" in mask:
        try:
            ZoneInfo(wanted.get("timeZone", ""))
        except (ZoneInfoNotFoundError, ValueError):
            raise bad(f"Unsupported time zone: {wanted.get('timeZone', '')}") from None
    overlay(book.properties, canonical(wanted), both_spellings(mask))
    return {}


HANDLERS = {
    "addSheet": add_sheet,
    "deleteSheet": delete_sheet,
    "duplicateSheet": duplicate_sheet,
    "updateSheetProperties": update_sheet_properties,
    "updateSpreadsheetProperties": update_spreadsheet_properties,
}
