"""What becomes of a value that is written: as it is (RAW), or as if a person had typed it (USER_ENTERED)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from tests.emulators.google_sheets import days, patterns
from tests.emulators.google_sheets.model import Json, Mark, Sheet, Value

# What a date of Python's becomes, for tests' grids.
FORMATS: Mapping[type, Json] = {
    date: {"type": "DATE", "pattern": "yyyy-mm-dd"},
    datetime: {"type": "DATE_TIME", "pattern": "yyyy-mm-dd hh:mm:ss"},
}
DATE_MARKS = {kind: Mark(format={"numberFormat": given}) for kind, given in FORMATS.items()}

_SYMBOLS = "$€£₽₫¥"
_NUMBER = re.compile(
    rf"(?P<open>\()?(?P<sign>[+-])?(?P<before>[{_SYMBOLS}])?\s?(?P<sign2>[+-])?"
    rf"(?P<digits>\d[\d.,\s’']*|[.,]\d+)(?P<power>[eE][+-]?\d+)?\s?(?P<percent>%)?(?P<after>[{_SYMBOLS}])?(?P<close>\))?"
)


@dataclass(frozen=True, slots=True)
class Entered:
    """A cell's new content; a number format is only proposed, a cell that has one keeps it."""

    value: Value
    formula: str = ""
    number_format: Json | None = None


def raw(value: object) -> Entered:
    """Keep what JSON gave."""
    return Entered(plain(value))


def plain(value: Any) -> Value:
    """Return the value as a cell holds it: "" is blank, a whole number has no decimals, a date is a serial number."""
    if value == "":
        return None
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return serial(value) if isinstance(value, date) else value


def typed(value: object, locale: str, mark: Mark) -> Entered:
    """Read a text as the sheet reads what a person types into a cell with this mark."""
    as_text = mark.format.get("numberFormat", {}).get("type") == "TEXT"
    if not isinstance(value, str) or as_text or not value:
        return raw(value)
    if value.startswith("'"):
        return Entered(value[1:] or None)
    if value.startswith("=") and len(value) > 1:
        return Entered(None, formula=value)
    text = value.strip()
    if text.upper() in {"TRUE", "FALSE"}:
        return Entered(text.upper() == "TRUE")
    return _number(text, locale) or _moment(text, locale) or Entered(value)


def from_python(value: Value | date) -> Entered:
    """Return what a cell of a test's grid becomes: dates are serial numbers with a format, texts stay texts."""
    return Entered(plain(value), number_format=FORMATS.get(type(value)))


def serial(moment: date) -> int | float:
    """Return the days since 1899-12-30, a time being a fraction of a day."""
    if not isinstance(moment, datetime):
        return moment.toordinal() - patterns.EPOCH.toordinal()
    passed = (moment - patterns.EPOCH) / timedelta(days=1)
    return int(passed) if passed.is_integer() else passed


def enter(sheet: Sheet, row: int, column: int, entered: Entered) -> None:
    """Put new content into a cell: its note and validation stay, and its format, unless it has no number format."""
    mark = sheet.mark(row, column)
    if entered.formula or mark.formula or entered.number_format:
        kept = mark.format
        if entered.number_format and "numberFormat" not in kept:
            kept = {**kept, "numberFormat": entered.number_format}
        sheet.set_mark(row, column, Mark(entered.formula, kept, mark.note, mark.validation))
    sheet.put(row, column, entered.value)


def _number(text: str, locale: str) -> Entered | None:
    found = _NUMBER.fullmatch(text)
    if not found or bool(found["open"]) != bool(found["close"]) or (found["sign"] and found["sign2"]):
        return None
    mark, group = patterns.decimal_mark(locale), patterns.group_mark(locale)
    spaces = r"[\s  ]" if not group.strip() else re.escape(group)
    grouping = rf"\d{{1,3}}(?:{spaces}\d{{3}})+"
    parts = re.fullmatch(rf"(?P<whole>{grouping}|\d*)(?:{re.escape(mark)}(?P<decimals>\d*))?", found["digits"].strip())
    if not parts or not (parts["whole"] or parts["decimals"]):
        return None
    whole = re.sub(r"\D", "", parts["whole"])
    number = float(f"{whole or 0}.{parts['decimals'] or 0}{found['power'] or ''}")
    if found["open"] or "-" in {found["sign"], found["sign2"]}:
        number = -number
    number_format = _number_format(found, grouped=whole != parts["whole"], decimals=bool(parts["decimals"]))
    return Entered(plain(number / 100 if found["percent"] else number), number_format=number_format)


def _number_format(found: re.Match[str], *, grouped: bool, decimals: bool) -> Json | None:
    tail = ".00" if decimals else ""
    symbol = found["before"] or found["after"]
    if found["percent"]:
        return {"type": "PERCENT", "pattern": f"0{tail}%"}
    if symbol:
        before, after = (f'"{symbol}"', "") if found["before"] else ("", f'"{symbol}"')
        return {"type": "CURRENCY", "pattern": f"{before}#,##0{tail}{after}"}
    if found["power"]:
        return {"type": "SCIENTIFIC", "pattern": "0.00E+00"}
    return {"type": "NUMBER", "pattern": f"#,##0{tail}"} if grouped else None


def _moment(text: str, locale: str) -> Entered | None:
    read = days.read(text, locale)
    return (
        Entered(serial(read.moment) if read.kind != "TIME" else _fraction(read.moment), "", read.json())
        if read
        else None
    )


def _fraction(moment: datetime) -> float:
    return (moment.hour * 3600 + moment.minute * 60 + moment.second) / 86_400
