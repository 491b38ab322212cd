"""What rows bring to a tab: which columns they fill, what is blank, how a moment is stored."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from math import isfinite
from typing import TYPE_CHECKING

from kpi_core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpi_core.schema import Table
    from sheets.grid import Cell

_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  # serial dates know no zone
_FIRST_SERIAL_DAY = date(1900, 3, 1)  # before it, sheets count a 29 February 1900 that never was


def filled_columns(table: Table, rows: Sequence[Mapping[str, Cell]]) -> set[str]:
    """Return the keys of the columns that hold something. Raises InputError for one that is not declared."""
    filled = {key for row in rows for key, cell in row.items() if not is_blank(cell)}
    unknown = filled - {column.key for column in table.columns}
    if unknown:
        raise InputError(f"the tab {table.key} has no column {', '.join(sorted(unknown))}")
    return filled


def is_blank(cell: Cell) -> bool:
    """Whether a cell has nothing to write: None, an empty text, not a number."""
    return cell is None or cell == "" or (isinstance(cell, float) and not isfinite(cell))


def is_moment(cell: Cell) -> bool:
    """Whether a cell is written as a serial date, which only its style tells from a number."""
    return isinstance(cell, date) and _day(cell) >= _FIRST_SERIAL_DAY


def serial(moment: date) -> float:
    """Return a date as sheets store it: days since 1899-12-30. `moment` is naive."""
    instant = moment if isinstance(moment, datetime) else datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001  # naive too
    return (instant - _EPOCH) / timedelta(days=1)


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
