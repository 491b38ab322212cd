"""Raw cells kept by column, told apart by type: a tenth of the memory that a Python object for each cell takes.

A backend that gives columns makes a `ColumnGrid`; row for row it reads like any other grid.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from operator import itemgetter
from typing import Any, cast, overload

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sheets.grid import Cell, Grid

_EXACT = 2**53  # from here on a float no longer tells a whole number from its neighbours
_LONGEST_DIGITS = 10**400  # of a number whose digits are kept
_PLAIN = {str, float, bool, datetime}
_Floats = np.ndarray[Any, np.dtype[np.float64]]
_Moments = np.ndarray[Any, np.dtype[np.datetime64]]


@dataclass(frozen=True, eq=False)
class Cells(Sequence[Cell]):
    """The raw cells of one column: an array for each type of cell, as long as the column, None when it has none.

    Where a cell is of another type, its array is null, NaN or NaT.
    """

    length: int
    texts: Any = None  # a pyarrow array of large_string
    numbers: _Floats | None = None
    flags: _Floats | None = None  # 1.0 and 0.0
    moments: _Moments | None = None  # in microseconds

    @classmethod
    def of(cls, cells: Sequence[Any]) -> Cells:
        """Return the cells packed; packed ones as they are. A whole number too large for a float becomes its text."""
        if isinstance(cells, Cells):
            return cells
        if not cells:
            return cls(0)
        with suppress(pa.ArrowTypeError):  # not only texts
            return cls(len(cells), texts=_texts(cells))
        if "" in cells:  # a blank among others
            cells = [None if cell == "" else cell for cell in cells]
        kinds = _kinds(cells)
        if kinds <= {int, float}:
            with suppress(pa.ArrowInvalid):  # too large
                return cls(len(cells), numbers=_floats(cells))
        return cls._sorted_out(cells if kinds <= _PLAIN else list(map(_plain, cells)))

    @classmethod
    def _sorted_out(cls, cells: Sequence[Cell]) -> Cells:
        """Return mixed cells, each of one of the types that `_plain` leaves."""
        kinds = _kinds(cells)

        def only(kind: type, pack: Callable[[Sequence[Any]], Any]) -> Any:
            return pack([cell if type(cell) is kind else None for cell in cells]) if kind in kinds else None

        return cls(len(cells), only(str, _texts), only(float, _floats), only(bool, _flags), only(datetime, _moments))

    @classmethod
    def joined(cls, parts: Sequence[Cells]) -> Cells:
        """Return parts one below the other."""
        if len(parts) == 1:
            return parts[0]

        def along(name: str, blank: Callable[[int], Any], join: Callable[[Sequence[Any]], Any]) -> Any:
            if all(getattr(part, name) is None for part in parts):
                return None
            return join([blank(part.length) if (one := getattr(part, name)) is None else one for part in parts])

        return cls(
            sum(part.length for part in parts),
            along("texts", lambda length: pa.nulls(length, pa.large_string()), pa.concat_arrays),
            along("numbers", lambda length: np.full(length, np.nan), np.concatenate),
            along("flags", lambda length: np.full(length, np.nan), np.concatenate),
            along("moments", lambda length: np.full(length, np.datetime64("NaT", "us")), np.concatenate),
        )

    def stretched(self, length: int) -> Cells:
        """Return the cells with blank ones below, up to this length."""
        return self if length == self.length else Cells.joined([self, Cells(length - self.length)])

    def say_something(self) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Return which cells hold something: an unticked box or a 0, as formulas fill columns with, is nothing."""
        found = np.zeros(self.length, dtype=bool)
        if self.texts is not None:
            found |= pc.greater(pc.binary_length(self.texts), 0).fill_null(False).to_numpy(zero_copy_only=False)
        for numbers in (self.numbers, self.flags):
            if numbers is not None:
                found |= np.nan_to_num(numbers) != 0
        if self.moments is not None:
            found |= ~np.isnat(self.moments)
        return found

    def __len__(self) -> int:
        return self.length

    @overload
    def __getitem__(self, place: int) -> Cell: ...
    @overload
    def __getitem__(self, place: slice) -> Cells: ...
    def __getitem__(self, place: int | slice) -> Cell | Cells:
        if isinstance(place, slice):
            arrays: tuple[Any, ...] = (self.texts, self.numbers, self.flags, self.moments)
            length = len(range(*place.indices(self.length)))
            return Cells(length, *(None if array is None else array[place] for array in arrays))
        return self._cell(range(self.length)[place])

    def _cell(self, place: int) -> Cell:
        if self.texts is not None and (text := self.texts[place].as_py()):
            return cast("str", text)
        if self.numbers is not None and not np.isnan(self.numbers[place]):
            return float(self.numbers[place])
        if self.flags is not None and not np.isnan(self.flags[place]):
            return bool(self.flags[place])
        if self.moments is not None and not np.isnat(self.moments[place]):
            return cast("datetime", self.moments[place].item())
        return None


class ColumnGrid(Sequence[Sequence[Cell]]):
    """A grid kept by column, every one as long as the grid."""

    def __init__(self, columns: Sequence[Cells]) -> None:
        self.columns = columns

    @classmethod
    def of(cls, columns: Sequence[Sequence[Cell]]) -> ColumnGrid:
        """Return columns of cells as a grid; the shorter ones are blank below their end."""
        height = max(map(len, columns), default=0)
        return cls([Cells.of(column).stretched(height) for column in columns])

    @classmethod
    def stacked(cls, parts: Iterable[ColumnGrid], height: int) -> ColumnGrid:
        """Return parts one below the other; each but the last that holds something takes `height` rows."""
        filled = list(parts)
        while filled and not filled[-1]:
            filled.pop()
        heights = [height] * (len(filled) - 1) + [len(part) for part in filled[-1:]]

        def column(index: int) -> Cells:
            cells = (part.columns[index] if index < len(part.columns) else Cells(0) for part in filled)
            return Cells.joined([one.stretched(rows) for one, rows in zip(cells, heights, strict=True)])

        return cls([column(index) for index in range(max((len(part.columns) for part in filled), default=0))])

    def __len__(self) -> int:
        return len(self.columns[0]) if self.columns else 0

    @overload
    def __getitem__(self, place: int) -> list[Cell]: ...
    @overload
    def __getitem__(self, place: slice) -> ColumnGrid: ...
    def __getitem__(self, place: int | slice) -> list[Cell] | ColumnGrid:
        if isinstance(place, slice):
            return ColumnGrid([cells[place] for cells in self.columns])
        row = range(len(self))[place]
        return [cells[row] for cells in self.columns]


def column_of(grid: Grid, index: int) -> Cells:
    """Return one column of a grid; a ragged row is blank beyond its end."""
    if isinstance(grid, ColumnGrid):
        return grid.columns[index]
    try:
        return Cells.of(list(map(itemgetter(index), grid)))
    except IndexError:
        return Cells.of([row[index] if index < len(row) else None for row in grid])


def _kinds(cells: Sequence[Cell]) -> set[type]:
    return set(map(type, cells)) - {type(None)}


def _plain(cell: object) -> Cell:
    """Return a cell as a str, float, bool, datetime or None."""
    match cell:
        case None | bool() | float():
            return cell
        case int() if abs(cell) < _EXACT:
            return float(cell)
        case int():
            return str(cell) if abs(cell) < _LONGEST_DIGITS else f"{Decimal(cell):.3e}"
        case datetime():
            return cell.replace(tzinfo=None)
        case date():
            return datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001  # a day knows no zone
        case _:
            return str(cell)


def _texts(cells: Sequence[Cell]) -> Any:
    """Return the cells packed as texts. Raises pa.ArrowTypeError when there are others among them."""
    try:
        return pa.array(cells, pa.large_string())
    except UnicodeEncodeError:
        return pa.array([mended(cell) if isinstance(cell, str) else cell for cell in cells], pa.large_string())


def mended(text: str) -> str:
    """Return a text with the sign for a broken character in place of each half of one, which no file can hold."""
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _floats(cells: Sequence[float | None]) -> _Floats:
    return cast("_Floats", pa.array(cells, pa.float64()).to_numpy(zero_copy_only=False))


def _flags(cells: Sequence[bool | None]) -> _Floats:
    return np.array(cells, dtype=np.float64)


def _moments(cells: Sequence[datetime | None]) -> _Moments:
    return cast("_Moments", pa.array(cells, pa.timestamp("us")).to_numpy(zero_copy_only=False))
