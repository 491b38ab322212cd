"""spreadsheets.get: what a book and its tabs are."""

from __future__ import annotations

from collections.abc import Sequence

from tests.emulators.google_sheets import a1, masks
from tests.emulators.google_sheets.errors import invalid_argument
from tests.emulators.google_sheets.gridding import grid_data
from tests.emulators.google_sheets.masks import Mask
from tests.emulators.google_sheets.model import Area, Json, Sheet, Spreadsheet

# Parts of a tab that are left out of the answer when there are none.
PARTS = {
    "merges": "merges",
    "protected_ranges": "protectedRanges",
    "basic_filter": "basicFilter",
    "tables": "tables",
    "developer_metadata": "developerMetadata",
    "row_groups": "rowGroups",
    "column_groups": "columnGroups",
}
SHEET_FIELDS = {"*", "properties", "data", *PARTS.values(), "charts", "slicers", "bandedRanges"}
SHEET_FIELDS |= {"filterViews", "conditionalFormats"}
BOOK_FIELDS = {"*", "spreadsheetId", "properties", "sheets", "namedRanges", "spreadsheetUrl", "developerMetadata"}
BOOK_FIELDS |= {"dataSources", "dataSourceSchedules"}


def spreadsheet(book: Spreadsheet, fields: str = "", ranges: Sequence[str] = (), *, with_grid: bool = False) -> Json:
    """Return the Spreadsheet resource; ranges leave their tabs only, a mask alone decides whether cells come."""
    mask = masks.parse(fields)
    _check(mask)
    places = [a1.locate(book, text) for text in ranges] or [(sheet, sheet.whole()) for sheet in book.sheets]
    with_cells = _asks_cells(mask) if mask else with_grid
    answer: Json = {
        "spreadsheetId": book.book_id,
        "properties": book.properties,
        "sheets": [
            _sheet(sheet, index, [area for home, area in places if home is sheet] if with_cells else [], book.locale)
            for index, sheet in enumerate(book.sheets)
            if any(home is sheet for home, _ in places)
        ],
        "spreadsheetUrl": f"https://docs.google.com/spreadsheets/d/{book.book_id}/edit",
    }
    if book.named_ranges:
        answer["namedRanges"] = book.named_ranges
    if book.developer_metadata:
        answer["developerMetadata"] = book.developer_metadata
    return masks.select(answer, mask)


def properties(sheet: Sheet, index: int) -> Json:
    """Return the SheetProperties resource."""
    return {**sheet.properties, "index": index}


def _sheet(sheet: Sheet, index: int, areas: Sequence[Area], locale: str) -> Json:
    parts = {key: part for name, key in PARTS.items() if (part := getattr(sheet, name))}
    data = {"data": [grid_data(sheet, a1.bounded(sheet, area), locale) for area in areas]} if areas else {}
    return {"properties": properties(sheet, index), **data, **parts}


def _asks_cells(mask: Mask) -> bool:
    sheets = mask.get("sheets")
    return "*" in mask or (sheets is not None and (not sheets or "*" in sheets or "data" in sheets))


def _check(mask: Mask) -> None:
    """Refuse a mask that names a field that is not there, as a typing error would."""
    unknown = [name for name in mask if name not in BOOK_FIELDS]
    unknown += [f"sheets.{name}" for name in mask.get("sheets", {}) if name not in SHEET_FIELDS]
    if unknown:
        found = f"Error expanding 'fields' parameter. Cannot find matching fields for path '{unknown[0]}'."
        raise invalid_argument("Request contains an invalid argument.", unknown[0], found)
