"""Weeks, months, quarters, halves and years of the calendar as people type them: "W47", "10/2026", "quý III năm ngoái".

A year that is not said is the latest in which the period has begun.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime

from kpi_core.day_words import MONTHS
from kpi_core.errors import InputError
from kpi_core.periods import INSTANT, YEARS, Period, Unit, between, midnight, unit_period
from kpi_core.text import Text

Rule = tuple[str, Callable[[re.Match[str], datetime], Period]]

_NO_MONTH = Text(
    "'{text}' is not a month; write it like 2026-03 or 03/2026",
    "“{text}” không phải là tháng; hãy viết như 03/2026 hoặc 2026-03",
    "«{text}» — не месяц; напишите в виде 03.2026 или 2026-03",
)
_NO_WEEK = Text(
    "{year} has no week {week}", "năm {year} không có tuần {week}", "в {year} году нет недели с номером {week}"
)


def today(now: datetime) -> date:
    """Return the day that is running, or has just ended, at `now`."""
    return (now - INSTANT).date()


def _year(found: re.Match[str], first_month: int, now: datetime) -> int:
    said = {name.removeprefix("after_"): word for name, word in found.groupdict().items() if word}
    if year := said.get("year") or said.get("before"):
        return int(year)
    this_year = today(now).year
    return this_year - ("last_year" in said or ("this_year" not in said and first_month > today(now).month))


def _first_of(month: int, year: int) -> date:
    if not 1 <= month <= 12 or year not in YEARS:
        raise InputError(_NO_MONTH.format(text=f"{year}-{month:02}"))
    return date(year, month, 1)


def _beginning(unit: Unit, month: int) -> Callable[[re.Match[str], datetime], Period]:
    """Return what reads the unit that begins with a month."""
    return lambda found, now: unit_period(unit, midnight(_first_of(month, _year(found, month, now))), now)


def _half(month: int) -> Callable[[re.Match[str], datetime], Period]:
    def half(found: re.Match[str], now: datetime) -> Period:
        first = _first_of(month, _year(found, month, now))
        return between(first, date(first.year, month + 5, 30 if month == 1 else 31), now)

    return half


def _week(found: re.Match[str], now: datetime) -> Period:
    this_year, this_week, _ = today(now).isocalendar()
    week = int(found["week"])
    year = int(found["year"]) if found["year"] else this_year - (week > this_week)
    try:
        return unit_period("week", midnight(date.fromisocalendar(year, week, 1)), now)
    except ValueError:
        raise InputError(_NO_WEEK.format(year=str(year), week=str(week))) from None


def _numbered_month(found: re.Match[str], now: datetime) -> Period:
    return unit_period("month", midnight(_first_of(int(found["month"]), int(found["year"]))), now)


def _numbered_year(found: re.Match[str], now: datetime) -> Period:
    return unit_period("year", midnight(date(int(found["year"]), 1, 1)), now)


# What may say the year of a quarter, a month or a half.
_YEAR = (
    r"(?:(?:,| of| in| nam|[-/.])? ?(?P<year>\d{4})(?: ?г(?:од)?а?\.?)?"
    r"|,? (?:of )?(?P<last_year>last year|nam (?:ngoai|truoc)|прошл[а-я]+ года)"
    r"|,? (?:of )?(?P<this_year>this year|nam nay|эт[а-я]+ года))?"
)
_ORDINAL = "(?:-?[а-я]{1,2}|st|nd|rd|th)?"
_QUARTERS: tuple[Rule, ...] = tuple(
    (
        (
            rf"(?:(?P<before>\d{{4}})[- /]?)?(?:q{number}|(?:quarter|qu[yi]) (?:{number}|{names})){_YEAR}"
            rf"|(?:{number}|{names}){_ORDINAL} ?(?:quarter|квартал[ае]?|кв\.?){_YEAR.replace('<', '<after_')}"
        ),
        _beginning("quarter", number * 3 - 2),
    )
    for number, names in enumerate(
        ("i|first|перв[а-я]+|mot|nhat", "ii|second|втор[а-я]+|hai", "iii|third|трет[а-я]+|ba",
         "iv|fourth|четверт[а-я]+|bon|tu"), start=1,
    )
)  # fmt: skip
_HALVES: tuple[Rule, ...] = tuple(
    (
        (
            rf"(?:h{number}|(?:(?:the )?{names}|{number}{_ORDINAL}) (?:half|полугоди[еяи])){_YEAR}"
            rf"|(?:nua|6 thang) {vi}(?: nam)?{_YEAR.replace('<', '<after_')}"
        ),
        _half(number * 6 - 5),
    )
    for number, names, vi in ((1, "(?:first|перв[а-я]+)", "dau"), (2, "(?:second|втор[а-я]+)", "cuoi"))
)
_MONTHS: tuple[Rule, ...] = tuple(
    (rf"(?:{names}|(?:thang |t)0?{number}){_YEAR}", _beginning("month", number))
    for number, names in enumerate(MONTHS, start=1)
)
OF_THE_CALENDAR: tuple[Rule, ...] = (
    (r"(?:(?P<year>\d{4})-?)?w(?P<week>\d{1,2})", _week),
    (r"(?:week|tuan|недел[яюие]) (?P<week>\d{1,2})(?:(?:,| of| nam|/)? ?(?P<year>\d{4})(?: ?г(?:од)?а?\.?)?)?", _week),
    (r"(?P<year>\d{4})-(?P<month>\d{2})", _numbered_month),
    (r"(?:thang )?(?P<month>\d{1,2})[./](?P<year>\d{4})", _numbered_month),
    (r"(?:nam |year )?(?P<year>(?:19|20)\d{2})(?: год[ау]?| ?г\.?)?", _numbered_year),
    *_MONTHS,
    *_QUARTERS,
    *_HALVES,
)
