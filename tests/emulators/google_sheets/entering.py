"""What becomes of a value that is written: as it is (RAW), or as if a person had typed it (USER_ENTERED)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tests.emulators.google_sheets.model import Json, Spreadsheet, Value

EPOCH = datetime(1899, 12, 30)
DATE_FORMAT: Json = {"type": "DATE", "pattern": "yyyy-mm-dd"}
DATE_TIME_FORMAT: Json = {"type": "DATE_TIME", "pattern": "yyyy-mm-dd hh:mm:ss"}


@dataclass(frozen=True, slots=True)
class Entered:
    """A cell's new content; a number format is only proposed, a cell that has one keeps it."""

    value: Value
    formula: str = ""
    number_format: Json | None = None


def raw(value: object) -> Entered:
    """Keep what JSON gave; an empty text blanks the cell."""
    if value == "":
        return Entered(None)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return Entered(int(value))
    return Entered(value)  # type: ignore[arg-type]


def typed(value: object, locale: str) -> Entered:
    """Read a text as the sheet reads what a person types."""
    if not isinstance(value, str):
        return raw(value)
    return Entered(value or None)


def from_python(value: Value | date) -> Entered:
    """Return what a cell of a test's grid becomes: dates are serial numbers with a format."""
    if isinstance(value, datetime):
        return Entered(serial(value), number_format=DATE_TIME_FORMAT)
    if isinstance(value, date):
        return Entered(serial(value), number_format=DATE_FORMAT)
    return raw(value)


def serial(moment: date) -> int | float:
    """Return the days since 1899-12-30, a time being a fraction of a day."""
    if not isinstance(moment, datetime):
        return moment.toordinal() - EPOCH.toordinal()
    days = (moment - EPOCH) / timedelta(days=1)
    return int(days) if days.is_integer() else days


def recalculate(book: Spreadsheet) -> None:
    """Compute every formula of the book anew."""


NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
