"""What moves when rows or columns come, go or change places. References in formulas do not follow."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from tests.emulators.google_sheets.model import Json, Mark, Sheet, Spreadsheet, Value

T = TypeVar("T")
Bounds = tuple[int, int]


class Change(Protocol):
    """A change of one dimension of a grid."""

    def place(self, index: int) -> int | None:
        """Return where this row or column is afterwards; None when it is gone."""

    def bounds(self, start: int, end: int) -> Bounds | None:
        """Return what becomes of a half-open span; None when nothing is left of it."""

    def apply(self, items: list[T], blank: Callable[[], T]) -> None:
        """Change a list that has an item for each row or column, and may end early."""

    def size(self, count: int) -> int:
        """Return how many rows or columns there are afterwards."""


@dataclass(frozen=True, slots=True)
class Insertion:
    """New rows or columns before index `at`. What contains that edge grows, what begins at it moves."""

    at: int
    count: int

    def place(self, index: int) -> int:
        return index + self.count if index >= self.at else index

    def bounds(self, start: int, end: int) -> Bounds:
        return self.place(start), end + self.count if end > self.at else end

    def apply(self, items: list[T], blank: Callable[[], T]) -> None:
        if self.at < len(items):
            items[self.at : self.at] = [blank() for _ in range(self.count)]

    def size(self, count: int) -> int:
        return count + self.count


@dataclass(frozen=True, slots=True)
class Deletion:
    """Rows or columns from `start` to before `end` go."""

    start: int
    end: int

    def place(self, index: int) -> int | None:
        return None if self.start <= index < self.end else self._edge(index)

    def bounds(self, start: int, end: int) -> Bounds | None:
        start, end = self._edge(start), self._edge(end)
        return (start, end) if start < end else None

    def _edge(self, index: int) -> int:
        return index if index <= self.start else max(self.start, index - (self.end - self.start))

    def apply(self, items: list[T], blank: Callable[[], T]) -> None:
        del items[self.start : self.end]

    def size(self, count: int) -> int:
        return count - (min(self.end, count) - self.start)


@dataclass(frozen=True, slots=True)
class Move:
    """Rows or columns from `start` to before `end` go to before `to`, an index from before the move."""

    start: int
    end: int
    to: int

    def place(self, index: int) -> int:
        count = self.end - self.start
        if self.start <= index < self.end:
            return index + (self.to - self.start if self.to < self.start else self.to - self.end)
        if self.to <= index < self.start:
            return index + count
        return index - count if self.end <= index < self.to else index

    def bounds(self, start: int, end: int) -> Bounds:
        moved = sorted({self.place(start), self.place(end - 1)})
        together = moved[-1] - moved[0] == end - 1 - start
        return (moved[0], moved[-1] + 1) if together else (start, end)

    def apply(self, items: list[T], blank: Callable[[], T]) -> None:
        items.extend(blank() for _ in range(max(self.end, self.to) - len(items)))
        moved = items[self.start : self.end]
        del items[self.start : self.end]
        to = self.to if self.to <= self.start else self.to - len(moved)
        items[to:to] = moved

    def size(self, count: int) -> int:
        return count


def shift(book: Spreadsheet, sheet: Sheet, change: Change, *, by_rows: bool) -> None:
    """Change a tab's grid and everything that is bound to places in it."""
    if by_rows:
        change.apply(sheet.values, list)
        change.apply(sheet.marks, dict)
        sheet.row_metadata = _replaced(sheet.row_metadata, change)
        sheet.row_count = change.size(sheet.row_count)
    else:
        for cells in sheet.values:
            change.apply(cells, lambda: None)
        sheet.marks = [_replaced(marks, change) for marks in sheet.marks]
        sheet.column_metadata = _replaced(sheet.column_metadata, change)
        sheet.column_count = change.size(sheet.column_count)
    _shift_frozen(sheet, change, by_rows=by_rows)
    _shift_metadata(sheet, by_rows=by_rows)
    _shift_ranges(book, sheet, change, by_rows=by_rows)


def _replaced(items: dict[int, T], change: Change) -> dict[int, T]:
    return {place: item for index, item in items.items() if (place := change.place(index)) is not None}


def _shift_frozen(sheet: Sheet, change: Change, *, by_rows: bool) -> None:
    grid = sheet.properties["gridProperties"]
    key = "frozenRowCount" if by_rows else "frozenColumnCount"
    if frozen := grid.pop(key, 0):
        bounds = change.bounds(0, frozen)
        if bounds and not isinstance(change, Move):
            grid[key] = bounds[1]
        elif isinstance(change, Move):
            grid[key] = frozen


def _shift_metadata(sheet: Sheet, *, by_rows: bool) -> None:
    for index, line in (sheet.row_metadata if by_rows else sheet.column_metadata).items():
        for metadata in line.get("developerMetadata", []):
            metadata["location"]["dimensionRange"] |= {"startIndex": index, "endIndex": index + 1}


def _shift_ranges(book: Spreadsheet, sheet: Sheet, change: Change, *, by_rows: bool) -> None:
    edges = ("startRowIndex", "endRowIndex") if by_rows else ("startColumnIndex", "endColumnIndex")
    sheet.merges = [merge for merge in sheet.merges if _shifted(merge, change, edges)]
    sheet.protected_ranges = _still_there(sheet.protected_ranges, change, edges)
    sheet.tables = _still_there(sheet.tables, change, edges)
    groups = sheet.row_groups if by_rows else sheet.column_groups
    groups[:] = _still_there(groups, change, ("startIndex", "endIndex"))
    if sheet.basic_filter and not _shifted(sheet.basic_filter["range"], change, edges):
        sheet.basic_filter = None
    here = [named for named in book.named_ranges if named["range"].get("sheetId", 0) == sheet.sheet_id]
    gone = [named for named in here if not _shifted(named["range"], change, edges)]
    book.named_ranges = [named for named in book.named_ranges if named not in gone]


def _still_there(items: Iterable[Json], change: Change, edges: tuple[str, str]) -> list[Json]:
    return [item for item in items if "range" not in item or _shifted(item["range"], change, edges)]


def _shifted(place: Json, change: Change, edges: tuple[str, str]) -> bool:
    """Move the range; open sides stay open. Return whether anything is left of it."""
    first, last = edges
    if last not in place:
        if first in place and (moved := change.place(place[first])) is not None:
            place[first] = moved
        return True
    bounds = change.bounds(place.get(first, 0), place[last])
    if bounds is None:
        return False
    place[first], place[last] = bounds
    return True


def inherit(sheet: Sheet, change: Insertion, neighbour: int, *, by_rows: bool) -> None:
    """Give new rows or columns the format, validation and size of the line next to them, and no tick in a check-box."""
    new = range(change.at, change.at + change.count)
    if by_rows:
        like = dict(sheet.marks[neighbour]) if neighbour < len(sheet.marks) else {}
        places = [(row, column, mark) for column, mark in like.items() for row in new]
    else:
        lines = [(row, marks.get(neighbour)) for row, marks in enumerate(sheet.marks)]
        places = [(row, column, mark) for row, mark in lines if mark for column in new]
    for row, column, mark in places:
        sheet.set_mark(row, column, Mark(format=mark.format, validation=mark.validation))
        if mark.validation and mark.validation["condition"]["type"] == "BOOLEAN":
            sheet.put(row, column, _unticked(mark.validation))
    metadata = sheet.row_metadata if by_rows else sheet.column_metadata
    line = {key: value for key, value in metadata.get(neighbour, {}).items() if key == "pixelSize"}
    if line:
        metadata.update({index: dict(line) for index in new})


def _unticked(validation: Json) -> Value:
    """Return what a check-box holds that is not ticked: FALSE, or the second of its own two values."""
    own = validation["condition"].get("values", [])
    return own[1]["userEnteredValue"] if len(own) > 1 else False


def extend_tables(sheet: Sheet, change: Insertion) -> None:
    """Take rows that were inserted below the last one of a table, and look like it, into that table."""
    for table in sheet.tables:
        if table["range"]["endRowIndex"] == change.at:
            table["range"]["endRowIndex"] += change.count
