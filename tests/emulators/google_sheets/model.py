"""What a spreadsheet is made of: values row by row, marks beside them, and Google's own JSON for the rest."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from tests.emulators.google_sheets.errors import bad

Json = dict[str, Any]
CELL_LIMIT = 10_000_000


class ErrorValue(str):
    """The value of a formula that failed: "#DIV/0!", "#N/A", …"""

    __slots__ = ()


Value = str | int | float | bool | None  # None is blank; dates are serial numbers with a format


@dataclass(frozen=True, slots=True)
class Mark:
    """What a cell has beside its value. Frozen: one mark may stand in many cells."""

    formula: str = ""
    format: Json = field(default_factory=dict)  # userEnteredFormat; treat as read-only
    note: str = ""
    validation: Json | None = None  # a DataValidationRule

    def __bool__(self) -> bool:
        return self != BARE


BARE = Mark()


class Area(NamedTuple):
    """A rectangle of one sheet, half open, from 0; None is unbounded, as in Google's GridRange."""

    sheet_id: int
    top: int | None = None
    left: int | None = None
    bottom: int | None = None
    right: int | None = None

    @classmethod
    def of(cls, grid_range: Json) -> Area:
        """Read a GridRange."""
        keys = ("startRowIndex", "startColumnIndex", "endRowIndex", "endColumnIndex")
        return cls(grid_range.get("sheetId", 0), *(grid_range.get(key) for key in keys))

    def json(self) -> Json:
        """Return the GridRange, without the bounds it does not have."""
        bounds = {
            "startRowIndex": self.top,
            "endRowIndex": self.bottom,
            "startColumnIndex": self.left,
            "endColumnIndex": self.right,
        }
        return {"sheetId": self.sheet_id, **{key: bound for key, bound in bounds.items() if bound is not None}}


@dataclass(slots=True)
class Sheet:
    """One tab. `values` and `marks` are only as long as they are filled; the grid's size stands in the properties."""

    properties: Json  # SheetProperties without the index, which is its place in the spreadsheet
    values: list[list[Value]] = field(default_factory=list)
    marks: list[dict[int, Mark]] = field(default_factory=list)  # row by row: column → mark
    merges: list[Json] = field(default_factory=list)
    row_metadata: dict[int, Json] = field(default_factory=dict)  # DimensionProperties where not default
    column_metadata: dict[int, Json] = field(default_factory=dict)
    row_groups: list[Json] = field(default_factory=list)
    column_groups: list[Json] = field(default_factory=list)
    protected_ranges: list[Json] = field(default_factory=list)
    basic_filter: Json | None = None
    tables: list[Json] = field(default_factory=list)
    developer_metadata: list[Json] = field(default_factory=list)

    @classmethod
    def blank(cls, sheet_id: int, title: str, rows: int = 1000, columns: int = 26) -> Sheet:
        """Make an empty tab."""
        grid = {"rowCount": rows, "columnCount": columns}
        return cls({"sheetId": sheet_id, "title": title, "sheetType": "GRID", "gridProperties": grid})

    @property
    def sheet_id(self) -> int:
        return self.properties["sheetId"]

    @property
    def title(self) -> str:
        return self.properties["title"]

    @property
    def row_count(self) -> int:
        return self.properties["gridProperties"]["rowCount"]

    @row_count.setter
    def row_count(self, count: int) -> None:
        self.properties["gridProperties"]["rowCount"] = count

    @property
    def column_count(self) -> int:
        return self.properties["gridProperties"]["columnCount"]

    @column_count.setter
    def column_count(self, count: int) -> None:
        self.properties["gridProperties"]["columnCount"] = count

    def value(self, row: int, column: int) -> Value:
        """Return what the cell holds; None is blank."""
        if row < len(self.values) and column < len(self.values[row]):
            return self.values[row][column]
        return None

    def mark(self, row: int, column: int) -> Mark:
        """Return what the cell has beside its value."""
        return self.marks[row].get(column, BARE) if row < len(self.marks) else BARE

    def put(self, row: int, column: int, value: Value) -> None:
        """Give the cell a value; its marks stay."""
        if row >= len(self.values):
            if value is None:
                return
            self.values.extend([] for _ in range(row + 1 - len(self.values)))
        cells = self.values[row]
        if column >= len(cells):
            if value is None:
                return
            cells.extend([None] * (column + 1 - len(cells)))
        cells[column] = value

    def set_mark(self, row: int, column: int, mark: Mark) -> None:
        """Give the cell this mark instead of the one it has."""
        if not mark:
            if row < len(self.marks):
                self.marks[row].pop(column, None)
            return
        if row >= len(self.marks):
            self.marks.extend({} for _ in range(row + 1 - len(self.marks)))
        self.marks[row][column] = mark

    def change_mark(self, row: int, column: int, **fields: Any) -> None:
        """Change some of what the cell has beside its value."""
        self.set_mark(row, column, replace(self.mark(row, column), **fields))

    def clip(self, area: Area) -> tuple[range, range]:
        """Return the rows and columns of the grid that the area covers."""
        rows = range(area.top or 0, min(self.row_count, self.row_count if area.bottom is None else area.bottom))
        right = self.column_count if area.right is None else area.right
        return rows, range(area.left or 0, min(self.column_count, right))

    def whole(self) -> Area:
        """Return the area of the whole grid."""
        return Area(self.sheet_id, 0, 0, self.row_count, self.column_count)

    def filled_rows(self) -> int:
        """Return how many rows there are up to the last one with a value."""
        for row in range(len(self.values) - 1, -1, -1):
            if any(value is not None for value in self.values[row]):
                return row + 1
        return 0

    def formulas(self) -> Iterator[tuple[int, int, str]]:
        """Yield row, column and text of every formula."""
        for row, marks in enumerate(self.marks):
            for column, mark in marks.items():
                if mark.formula:
                    yield row, column, mark.formula

    def copy(self) -> Sheet:
        """Return a tab that shares nothing that can change."""
        rest = {name: copy.deepcopy(getattr(self, name)) for name in self.__slots__ if name not in {"values", "marks"}}
        return Sheet(values=[row[:] for row in self.values], marks=[dict(row) for row in self.marks], **rest)


DEFAULT_FORMAT = {
    "backgroundColor": {"blue": 1, "green": 1, "red": 1},
    "backgroundColorStyle": {"rgbColor": {"blue": 1, "green": 1, "red": 1}},
    "padding": {"bottom": 2, "left": 3, "right": 3, "top": 2},
    "textFormat": {
        "bold": False,
        "fontFamily": "arial,sans,sans-serif",
        "fontSize": 10,
        "foregroundColor": {},
        "foregroundColorStyle": {"rgbColor": {}},
        "italic": False,
        "strikethrough": False,
        "underline": False,
    },
    "verticalAlignment": "BOTTOM",
    "wrapStrategy": "OVERFLOW_CELL",
}


@dataclass(slots=True)
class Spreadsheet:
    """A book: its tabs in order and what belongs to the whole."""

    book_id: str
    properties: Json  # SpreadsheetProperties
    sheets: list[Sheet] = field(default_factory=list)
    named_ranges: list[Json] = field(default_factory=list)
    developer_metadata: list[Json] = field(default_factory=list)
    ids: random.Random = field(default_factory=lambda: random.Random(0))

    @classmethod
    def blank(cls, book_id: str, title: str, locale: str = "en_US", timezone: str = "Etc/GMT") -> Spreadsheet:
        """Make a book with no tab yet."""
        properties = {
            "title": title,
            "locale": locale,
            "timeZone": timezone,
            "autoRecalc": "ON_CHANGE",
            "defaultFormat": copy.deepcopy(DEFAULT_FORMAT),
        }
        return cls(book_id, properties, ids=random.Random(book_id))

    @property
    def title(self) -> str:
        return self.properties["title"]

    @property
    def locale(self) -> str:
        return self.properties["locale"]

    def sheet(self, sheet_id: int) -> Sheet | None:
        """Return the tab with this number."""
        return next((sheet for sheet in self.sheets if sheet.sheet_id == sheet_id), None)

    def titled(self, title: str) -> Sheet | None:
        """Return the tab with this title, in any case of letters, as Google compares them."""
        return next((sheet for sheet in self.sheets if sheet.title.casefold() == title.casefold()), None)

    def check_size(self, more: int = 0) -> None:
        """Raise ApiError 400 when the grids, with this many cells more, are larger than a book may be."""
        if sum(sheet.row_count * sheet.column_count for sheet in self.sheets) + more > CELL_LIMIT:
            limit = f"above the limit of {CELL_LIMIT} cells"
            raise bad(f"This action would increase the number of cells in the workbook {limit}.")

    def new_number(self) -> int:
        """Return a number for a tab, a protected range or a piece of metadata."""
        return self.ids.randrange(1, 2**31)

    def new_name(self) -> str:
        """Return an ID for a named range or a table."""
        return "".join(self.ids.choice("0123456789abcdefghijklmnopqrstuvwxyz") for _ in range(12))

    def copy(self) -> Spreadsheet:
        """Return a draft of the book that shares nothing that can change; its new numbers go on from here."""
        return Spreadsheet(
            self.book_id,
            copy.deepcopy(self.properties),
            [sheet.copy() for sheet in self.sheets],
            copy.deepcopy(self.named_ranges),
            copy.deepcopy(self.developer_metadata),
            self.ids,
        )

    def become(self, draft: Spreadsheet) -> None:
        """Take over what a draft holds."""
        self.properties = draft.properties
        self.sheets = draft.sheets
        self.named_ranges = draft.named_ranges
        self.developer_metadata = draft.developer_metadata


def trimmed(rows: Iterable[list[Value]]) -> list[list[Value]]:
    """Return the rows without trailing blank cells, and without trailing blank rows."""
    kept: list[list[Value]] = []
    filled = 0
    for row in rows:
        end = len(row)
        while end and row[end - 1] is None:
            end -= 1
        kept.append(row if end == len(row) else row[:end])
        if end:
            filled = len(kept)
    return kept[:filled]
