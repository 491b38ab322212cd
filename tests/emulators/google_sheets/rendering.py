"""What a cell looks like in an answer: its value, its formula, or the text a person sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tests.emulators.google_sheets import patterns
from tests.emulators.google_sheets.errors import invalid_word
from tests.emulators.google_sheets.model import Area, Json, Mark, Sheet, Value

SIGNIFICANT_DIGITS = 10  # of a number without a format


@dataclass(frozen=True, slots=True)
class Options:
    """How the caller wants values and dates."""

    locale: str
    value: str = "FORMATTED_VALUE"
    date_time: str = "SERIAL_NUMBER"

    @classmethod
    def of(cls, locale: str, options: Mapping[str, str]) -> Options:
        """Read them from a query or a body. Raises ApiError 400 for a word they do not have."""
        value = options.get("valueRenderOption") or "FORMATTED_VALUE"
        date_time = options.get("dateTimeRenderOption") or "SERIAL_NUMBER"
        if value not in {"FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA"}:
            raise invalid_word("value_render_option", value, "ValueRenderOption")
        if date_time not in {"SERIAL_NUMBER", "FORMATTED_STRING"}:
            raise invalid_word("date_time_render_option", date_time, "DateTimeRenderOption")
        return cls(locale, value, date_time)


def render(sheet: Sheet, area: Area, options: Options) -> list[list[Value]]:
    """Return the area's cells by rows, as far down as there are values; blank is None."""
    columns = slice(area.left, area.right)
    rows = [row[columns] for row in sheet.values[area.top : area.bottom]]
    changes = _marked(sheet, area, rows, options)
    if options.value == "FORMATTED_VALUE":
        mark = patterns.decimal_mark(options.locale)
        rows = [
            [value if value is None or isinstance(value, str) else general(value, mark) for value in row]
            for row in rows
        ]
    for row, column, value in changes:
        rows[row][column] = value
    return rows


def _marked(sheet: Sheet, area: Area, rows: list[list[Value]], options: Options) -> list[tuple[int, int, Value]]:
    """Return the cells of the area whose mark makes them look otherwise than their bare value."""
    if options.value == "UNFORMATTED_VALUE" and options.date_time == "SERIAL_NUMBER":
        return []
    left = area.left or 0
    changes = []
    for row, (marks, cells) in enumerate(zip(sheet.marks[area.top : area.bottom], rows, strict=False)):
        for column, mark in marks.items():
            place = column - left
            if 0 <= place < len(cells) and cells[place] is not None:
                changes.append((row, place, shown(cells[place], mark, options)))
    return changes


def shown(value: Value, mark: Mark, options: Options) -> Value:
    """Return one cell as the options want it."""
    if options.value == "FORMULA" and mark.formula:
        return mark.formula
    number_format = mark.format.get("numberFormat", {})
    as_text = options.value == "FORMATTED_VALUE" or (
        options.date_time == "FORMATTED_STRING" and patterns.is_date(number_format)
    )
    return formatted(value, number_format, options.locale) if as_text else value


def formatted(value: Value, number_format: Json, locale: str) -> str:
    """Return the text a person sees in the cell."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        write = patterns.written(number_format, locale)
        if write:
            return write(value)
    return general(value, patterns.decimal_mark(locale))


def general(value: Value, decimal_mark: str) -> str:
    """Return a value without a number format as a person sees it."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return str(value)
    digits = max(SIGNIFICANT_DIGITS, len(str(int(value or 0))))
    text = f"{value:.{digits}g}"
    if "e" in text and abs(value or 0) < 1:
        text = f"{value:.0E}" if abs(value or 0) < 1e-9 else f"{value:.15f}".rstrip("0")
    return text if decimal_mark == "." else text.replace(".", decimal_mark)
