"""Dates and times as people type them, in the order of their locale."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from babel import Locale

from tests.emulators.google_sheets.model import Json

THIS_YEAR = 2026  # the emulator's clock: what "1.5" means in a German or Russian book
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s?([AaPp][Mm]))?")
_NUMERIC = re.compile(r"(\d{1,4})([-/. ])(\d{1,2})(?:\2(\d{2}|\d{4}))?")
_NAMED = re.compile(r"(?:(\d{1,2})[ -])?([^\W\d]+)\.?[ -](?:(\d{1,2}),?[ -]?)?(\d{4})?")


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment that was typed, with the number format the cell takes from how it was typed."""

    moment: datetime
    kind: str  # DATE, TIME, DATE_TIME
    pattern: str

    def json(self) -> Json:
        """Return the number format."""
        return {"type": self.kind, "pattern": self.pattern}


def read(text: str, locale: str) -> Moment | None:
    """Read a date, a time, or both; None for any other text."""
    if found := _CLOCK.fullmatch(text):
        return _joined("", (1899, 12, 30), found)
    day, _, clock = text.partition("T" if re.match(r"\d{4}-\d\d-\d\dT", text) else "\0")
    if not clock and (found := re.fullmatch(rf"(.+?),? ({_CLOCK.pattern})", text)):
        day, clock = found[1], found[2]
    read_day = _numeric(day, locale) or _named(day, locale)
    time = _CLOCK.fullmatch(clock.strip()) if clock else None
    if read_day is None or (clock and time is None):
        return None
    return _joined(*read_day, time)


def _joined(pattern: str, day: tuple[int, int, int], clock: re.Match[str] | None) -> Moment | None:
    hour, minute, second = (int(clock[part] or 0) for part in (1, 2, 3)) if clock else (0, 0, 0)
    clock_pattern = ""
    if clock:
        clock_pattern = "h:mm" + (":ss" if clock[3] else "") + (" am/pm" if clock[4] else "")
        if clock[4]:
            hour = hour % 12 + 12 * (clock[4].lower() == "pm")
    try:
        moment = datetime(*day, hour, minute, second)
    except ValueError:
        return None
    kind = "DATE_TIME" if pattern and clock else "TIME" if clock else "DATE"
    return Moment(moment, kind, f"{pattern} {clock_pattern}".strip())


def _numeric(text: str, locale: str) -> tuple[str, tuple[int, int, int]] | None:
    found = _NUMERIC.fullmatch(text)
    if not found:
        return None
    first, mark, second, third = found.groups()
    if len(first) == 4:
        pattern = f"yyyy{mark}{_width('m', second)}{mark}{_width('d', third)}" if third and len(third) < 3 else ""
        return (pattern, (int(first), int(second), int(third))) if pattern else None
    if len(first) > 2 or (third is None and mark not in _marks(locale)):
        return None
    order = _order(locale)
    year = THIS_YEAR if third is None else int(third) if len(third) == 4 else _century(int(third))
    month, day = (int(first), int(second)) if order == "m" else (int(second), int(first))
    one, other = ("m", "d") if order == "m" else ("d", "m")
    tail = "" if third is None else mark + "y" * len(third)
    return f"{_width(one, first)}{mark}{_width(other, second)}{tail}", (year, month, day)


def _named(text: str, locale: str) -> tuple[str, tuple[int, int, int]] | None:
    found = _NAMED.fullmatch(text)
    if not found or bool(found[1]) == bool(found[3]):
        return None
    month = _months(locale).get(found[2].casefold()) or _months("en_US").get(found[2].casefold())
    if month is None:
        return None
    word = "mmmm" if len(found[2]) > 4 else "mmm"
    year = f"{' ' if found[1] else ', '}yyyy" if found[4] else ""
    pattern = f"d {word}{year}" if found[1] else f"{word} d{year}"
    return pattern, (int(found[4] or THIS_YEAR), month, int(found[1] or found[3]))


def _width(letter: str, digits: str) -> str:
    return letter * len(digits)


def _century(year: int) -> int:
    return year + (2000 if year < 50 else 1900)


@cache
def _short(locale: str) -> str:
    return Locale.parse(locale).date_formats["short"].pattern


def _order(locale: str) -> str:
    return "m" if _short(locale).lower().find("m") < _short(locale).lower().find("d") else "d"


def _marks(locale: str) -> set[str]:
    """Return what may stand between day and month when there is no year: elsewhere "1.5" is a number."""
    return {"/", "-"} | ({"."} if "." in _short(locale) else set())


@cache
def _months(locale: str) -> dict[str, int]:
    months = Locale.parse(locale).months
    return {
        name.rstrip(".").casefold(): number
        for context in ("format", "stand-alone")
        for width in ("abbreviated", "wide")
        for number, name in months[context][width].items()
    }
