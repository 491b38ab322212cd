"""What a cell looks like in an answer: its value, its formula, or the text a person sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.emulators.google_sheets.model import Area, Sheet, Value


@dataclass(frozen=True, slots=True)
class Options:
    """How the caller wants values and dates."""

    locale: str
    value: str = "FORMATTED_VALUE"
    date_time: str = "SERIAL_NUMBER"

    @classmethod
    def of(cls, locale: str, options: Mapping[str, str]) -> Options:
        """Read them from a query or a body."""
        value = options.get("valueRenderOption") or "FORMATTED_VALUE"
        return cls(locale, value, options.get("dateTimeRenderOption") or "SERIAL_NUMBER")


def render(sheet: Sheet, area: Area, options: Options) -> list[list[Value]]:
    """Return the area's cells by rows, as far down as there are values; blank is None."""
    columns = slice(area.left, area.right)
    rows = [row[columns] for row in sheet.values[area.top : area.bottom]]
    if options.value == "FORMATTED_VALUE":
        return [[value if value is None or isinstance(value, str) else plain(value) for value in row] for row in rows]
    if options.value == "FORMULA":
        for row, marks in enumerate(sheet.marks[area.top : area.bottom]):
            for column, mark in marks.items():
                place = column - (area.left or 0)
                if mark.formula and row < len(rows) and 0 <= place < len(rows[row]):
                    rows[row][place] = mark.formula
    return rows


def plain(value: Value) -> str:
    """Return a value without a number format as a person sees it."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value)
