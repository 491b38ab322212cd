"""spreadsheets.get: what a book and its tabs are."""

from __future__ import annotations

from collections.abc import Sequence

from tests.emulators.google_sheets import masks
from tests.emulators.google_sheets.model import Json, Sheet, Spreadsheet

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


def spreadsheet(book: Spreadsheet, fields: str = "", ranges: Sequence[str] = (), *, with_grid: bool = False) -> Json:
    """Return the Spreadsheet resource as the mask wants it; a mask alone decides whether grid data comes."""
    mask = masks.parse(fields) if fields else None
    answer: Json = {
        "spreadsheetId": book.book_id,
        "properties": book.properties,
        "sheets": [sheet_of(sheet, index) for index, sheet in enumerate(book.sheets)],
        "spreadsheetUrl": f"https://docs.google.com/spreadsheets/d/{book.book_id}/edit",
    }
    if book.named_ranges:
        answer["namedRanges"] = book.named_ranges
    if book.developer_metadata:
        answer["developerMetadata"] = book.developer_metadata
    return masks.select(answer, mask)


def sheet_of(sheet: Sheet, index: int) -> Json:
    """Return the Sheet resource without its grid."""
    parts = {key: part for name, key in PARTS.items() if (part := getattr(sheet, name))}
    return {"properties": {**sheet.properties, "index": index}, **parts}
