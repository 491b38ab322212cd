"""Dates typed as text: ISO, by the locale where only one reading is possible, or with the month's name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache

from babel import Locale

from kpi_core.names import fold
from kpi_core.text import LANGUAGES
from sheets.codec.conventions import Conventions
from sheets.codec.findings import Fault

_TIME = r"(?:[,t]? ?(?P<hour>\d{1,2})[:h](?P<minute>\d{2})(?::(?P<second>\d{2}))?)?"
_YEAR_FIRST = re.compile(rf"(?P<year>\d{{4}})(?P<mark>[-/.])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}}){_TIME}")
_YEAR_LAST = re.compile(rf"(?P<first>\d{{1,2}})(?P<mark>[-/.])(?P<second_>\d{{1,2}})(?P=mark)(?P<year>\d{{4}}){_TIME}")
_DAY_NAME = re.compile(
    r"(?:ngay )?(?P<day>\d{1,2})[ -](?P<name>thang \d{1,2}|[a-zа-я]+)\.?,?[ -](?:nam )?(?P<year>\d{4})(?: г\.?)?"
    + _TIME
)
_NAME_DAY = re.compile(rf"(?P<name>[a-z]+)\.? (?P<day>\d{{1,2}}),? (?P<year>\d{{4}}){_TIME}")


@cache
def _months() -> Mapping[str, int]:
    """Return the month's number by its folded name, long or short, in the three languages."""
    return {
        fold(name).rstrip("."): number
        for language in LANGUAGES
        for form in Locale(language).months.values()
        for width in ("wide", "abbreviated")
        for number, name in form[width].items()
    }


def read_moment(text: str, conventions: Conventions) -> datetime | Fault:
    """Return the naive moment in the sheet's zone that a text means, or what is wrong with the text.

    Days and months as bare numbers are told apart by the locale. Under a month-first one only a day past the 12th
    tells: half of the people who type into an en_US sheet write the day first.
    """
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(conventions.sheet_tz).replace(tzinfo=None) if moment.tzinfo else moment
    except OverflowError:
        return Fault("date_out_of_range")
    except ValueError:
        return _read_local(fold(text), conventions)


def _read_local(text: str, conventions: Conventions) -> datetime | Fault:
    if match := _YEAR_FIRST.fullmatch(text):
        return _moment(match, int(match["month"]), int(match["day"]))
    if match := _YEAR_LAST.fullmatch(text):
        first, second = int(match["first"]), int(match["second_"])
        if not conventions.month_first or match["mark"] == ".":
            return _moment(match, second, first)
        if first != second and max(first, second) <= 12:
            return Fault("ambiguous_date")
        return _moment(match, min(first, second), max(first, second))
    if match := _DAY_NAME.fullmatch(text) or _NAME_DAY.fullmatch(text):
        return _moment(match, _months().get(match["name"], 0), int(match["day"]))
    return Fault("bad_date")


def _moment(match: re.Match[str], month: int, day: int) -> datetime | Fault:
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    try:
        # Naive: it stands in the sheet's zone.
        return datetime(int(match["year"]), month, day, hour, minute, second)  # noqa: DTZ001
    except ValueError:
        return Fault("bad_date")
