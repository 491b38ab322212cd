"""Where a request wants something done: a tab, cells, rows or columns."""

from __future__ import annotations

from dataclasses import dataclass

from tests.emulators.google_sheets import a1
from tests.emulators.google_sheets.errors import bad
from tests.emulators.google_sheets.model import Area, Json, Sheet, Spreadsheet


def tab(book: Spreadsheet, sheet_id: int) -> Sheet:
    """Return the tab with this number. Raises ApiError 400."""
    sheet = book.sheet(sheet_id)
    if sheet is None:
        raise bad(f"No sheet with id: {sheet_id}")
    return sheet


def grid(book: Spreadsheet, sheet_id: int) -> Sheet:
    """Return the tab whose cells are meant. Raises ApiError 400."""
    sheet = book.sheet(sheet_id)
    if sheet is None:
        raise bad(f"No grid with id: {sheet_id}")
    return sheet


def cells(book: Spreadsheet, message: Json, key: str = "range") -> tuple[Sheet, Area]:
    """Return the tab and the area, within the grid, of a GridRange in a request. Raises ApiError 400."""
    if not message.get(key):
        raise bad("range is required")
    area = Area.of(message[key])
    sheet = grid(book, area.sheet_id)
    for start, end, name in ((area.top, area.bottom, "Row"), (area.left, area.right, "Column")):
        if end is not None and end < (start or 0):
            raise bad(f"range.end{name}Index must be after range.start{name}Index")
    return sheet, a1.bounded(sheet, area)


def corner(book: Spreadsheet, coordinate: Json) -> tuple[Sheet, int, int]:
    """Return the tab, row and column of a GridCoordinate in a request. Raises ApiError 400."""
    sheet = grid(book, coordinate.get("sheetId", 0))
    row, column = coordinate.get("rowIndex", 0), coordinate.get("columnIndex", 0)
    for index, size, name in ((row, sheet.row_count, "row"), (column, sheet.column_count, "column")):
        if index >= size:
            raise bad(f"GridCoordinate.{name}Index[{index}] is after last {name} in grid[{size - 1}]")
    return sheet, row, column


def range_json(area: Area) -> Json:
    """Return the GridRange as Google answers it: the first tab's number, zero, is not said."""
    return {key: value for key, value in area.json().items() if key != "sheetId" or value}


def asked_range(book: Spreadsheet, grid_range: Json) -> Json:
    """Return a GridRange of a request as it is kept: open sides stay open. Raises ApiError 400."""
    cells(book, {"range": grid_range})
    return range_json(Area.of(grid_range))


@dataclass(frozen=True, slots=True)
class Span:
    """Rows or columns of a tab, half open, from 0."""

    sheet: Sheet
    by_rows: bool
    start: int
    end: int

    @classmethod
    def of(cls, book: Spreadsheet, dimension_range: Json) -> Span:
        """Read a DimensionRange; open sides reach to the grid's edges. Raises ApiError 400."""
        sheet = grid(book, dimension_range.get("sheetId", 0))
        by_rows = is_rows(dimension_range)
        size = sheet.row_count if by_rows else sheet.column_count
        start, end = dimension_range.get("startIndex", 0), dimension_range.get("endIndex", size)
        if start < 0 or end < 0:
            raise bad("DimensionRange indexes must be >= 0")
        if end <= start:
            raise bad("DimensionRange.endIndex must be after DimensionRange.startIndex")
        return cls(sheet, by_rows, start, end)

    @property
    def count(self) -> int:
        return self.end - self.start

    @property
    def size(self) -> int:
        """Return how many rows or columns the grid has."""
        return self.sheet.row_count if self.by_rows else self.sheet.column_count

    @property
    def name(self) -> str:
        return "row" if self.by_rows else "column"

    def json(self) -> Json:
        """Return the DimensionRange as Google answers it."""
        tab = {"sheetId": self.sheet.sheet_id} if self.sheet.sheet_id else {}
        dimension = "ROWS" if self.by_rows else "COLUMNS"
        return {**tab, "dimension": dimension, "startIndex": self.start, "endIndex": self.end}


def is_rows(message: Json) -> bool:
    """Tell rows from columns. Raises ApiError 400 when the dimension is neither."""
    dimension = message.get("dimension")
    if dimension not in {"ROWS", "COLUMNS"}:
        raise bad("No dimension specified.")
    return dimension == "ROWS"
