"""Periods of local days: ISO week, month, quarter, year, or any range; "today" is always an argument.

A period is [start, end) in naive local time of the reporting zone; shown and typed end dates are inclusive.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal

from kpi_core.errors import InputError
from kpi_core.text import Text

Unit = Literal["week", "month", "quarter", "year", "range"]
DAY = timedelta(days=1)
# Books and calendars live between these years; a day outside them is a slip of the hand.
FIRST_DAY = date(1950, 1, 1)
_YEARS = range(FIRST_DAY.year, 2150)
# The least step of time: an end is exclusive, so what is true "at the end" is true one instant before it.
INSTANT = timedelta(microseconds=1)

_WRONG_WAY_ROUND = Text(
    "the period {first}..{last} ends before it starts; write the earlier day first",
    "kỳ {first}..{last} kết thúc trước khi bắt đầu; hãy viết ngày sớm hơn trước",
    "период {first}..{last} кончается раньше, чем начинается; сначала напишите более раннюю дату",
)
_NO_DATE = Text(
    "'{text}' is not a date; write it like 2026-03-31",
    "“{text}” không phải là ngày; hãy viết như 2026-03-31",
    "«{text}» — не дата; напишите в виде 2026-03-31",
)
_NO_WEEK = Text(
    "{year} has no week {week}", "năm {year} không có tuần {week}", "в {year} году нет недели с номером {week}"
)
_OUTSIDE = Text(
    "'{text}' is outside {first}–{last}; check the year",
    "“{text}” nằm ngoài khoảng {first}–{last}; hãy kiểm tra năm",
    "«{text}» вне {first}–{last}; проверьте год",
)


def midnight(day: date) -> datetime:
    """Return the first instant of a day."""
    return datetime.combine(day, time.min)


@dataclass(frozen=True, slots=True)
class Period:
    """The instants [start, end) as they look at `now`; `unit` says what "the one before" means.

    `now` is the instant one looks from (what is known by then counts), never after which facts are taken: a running
    period ends at `now`.
    """

    start: datetime
    end: datetime
    unit: Unit
    now: datetime

    @property
    def days(self) -> float:
        """Length in days."""
        return (self.end - self.start) / DAY

    @property
    def last_day(self) -> date:
        """The inclusive end date, as shown."""
        return (self.end - INSTANT).date() if self.end > self.start else self.start.date()

    @property
    def whole_end(self) -> datetime:
        """Where the calendar unit ends, also while it is still running."""
        return _unit_end(self.start, self.unit) if self.unit != "range" else self.end

    @property
    def is_running(self) -> bool:
        """Whether the unit has not ended yet: the figures are "to date"."""
        return self.whole_end > self.end

    def previous(self) -> Period:
        """Return the unit before (a range: the same length before); for a running one, the same elapsed part of it."""
        if self.unit == "range":
            return replace(self, start=self.start - (self.end - self.start), end=self.start)
        start = _unit_start(self.start - DAY, self.unit)
        end = min(start + (self.end - self.start), self.start) if self.is_running else self.start
        return replace(self, start=start, end=end)

    def __str__(self) -> str:
        return f"{self.start.date()}..{self.last_day}"


def _unit_start(at: datetime, unit: Unit) -> datetime:
    day = midnight(at.date())
    match unit:
        case "week":
            return day - DAY * day.weekday()
        case "month":
            return day.replace(day=1)
        case "quarter":
            return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        case "year":
            return day.replace(month=1, day=1)
        case "range":
            return day


def _unit_end(start: datetime, unit: Unit) -> datetime:
    match unit:
        case "week":
            return start + DAY * 7
        case "month":
            return _unit_start(start + DAY * 31, "month")
        case "quarter":
            return _unit_start(start + DAY * 93, "quarter")
        case "year":
            return _unit_start(start + DAY * 366, "year")
        case "range":
            return start + DAY


def unit_period(unit: Unit, at: datetime, now: datetime) -> Period:
    """Return the week, month, quarter or year that holds `at`, cut at `now` while it is running."""
    start = _unit_start(at, unit)
    return Period(start, max(min(_unit_end(start, unit), now), start), unit, now)


def last_full(unit: Unit, now: datetime) -> Period:
    """Return the latest unit that has ended at `now`."""
    return unit_period(unit, _unit_start(now, unit) - DAY, now)


def trailing(days: int, end: datetime, now: datetime) -> Period:
    """Return the `days` days before `end`."""
    return Period(end - DAY * days, end, "range", now)


def between(first: date, last: date, now: datetime) -> Period:
    """Return the days first … last, both inclusive. Raises InputError when they are the wrong way round."""
    if last < first:
        raise InputError(_WRONG_WAY_ROUND.format(first=first, last=last))
    start, end = midnight(first), midnight(last) + DAY
    return Period(start, max(min(end, now), start), "range", now)


# What people type, in the three languages, without accents and in lower case (see `fold` in kpi_core.names).
_UNIT_WORDS: dict[Unit, tuple[str, ...]] = {
    "week": ("week", "tuan", "недел[яюие]"),
    "month": ("month", "thang", "месяц[ае]?"),
    "quarter": ("quarter", "qu[yi]", "квартал[ае]?"),
    "year": ("year", "nam", "год[ау]?"),
}
# What the figures of a month are asked by, its number is the place in the list; Vietnamese counts them ("tháng 10").
# "May" alone is many a garment maker's name there.
_MONTHS = (
    "jan(?:uary)?|январ[ьяе]", "feb(?:ruary)?|феврал[ьяе]", "mar(?:ch)?|марта?|марте", "apr(?:il)?|апрел[ьяе]",
    r"may(?= \d{4})|ма[ияе]", "june?|июн[ьяе]", "july?|июл[ьяе]", "aug(?:ust)?|августа?|августе",
    "sept?(?:ember)?|сентябр[ьяе]", "oct(?:ober)?|октябр[ьяе]", "nov(?:ember)?|ноябр[ьяе]", "dec(?:ember)?|декабр[ьяе]",
)  # fmt: skip
_OF_YEAR = r"(?:(?:,| of| nam|[-/])? ?(\d{4})(?: г(?:од)?а?)?)?"
_THIS = ("this", "эт[а-я]+|текущ[а-я]+")
_LAST = ("last|previous|past", "прошл[а-я]+|предыдущ[а-я]+")


def _relative(text: str, now: datetime) -> Period | None:
    for unit, (en, vi, ru) in _UNIT_WORDS.items():
        this = rf"(?:(?:{_THIS[0]}) )?{en}|{vi} nay|(?:(?:{_THIS[1]}) )?{ru}"
        last = rf"(?:{_LAST[0]}) {en}|{vi} (?:truoc|qua|vua qua|vua roi|ngoai)|(?:{_LAST[1]}) {ru}"
        if re.fullmatch(this, text):
            return unit_period(unit, now - INSTANT, now)
        if re.fullmatch(last, text):
            return unit_period(unit, _unit_start(now - INSTANT, unit) - DAY, now)
    return None


def _iso_day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if day.year not in _YEARS:
        raise InputError(_NO_DATE.format(text=text))
    return day


def _iso_week(found: re.Match[str], now: datetime) -> Period:
    try:
        return unit_period("week", midnight(date.fromisocalendar(int(found[1]), int(found[2]), 1)), now)
    except ValueError:
        raise InputError(_NO_WEEK.format(year=found[1], week=found[2])) from None


def _quarter(found: re.Match[str], now: datetime) -> Period:
    year = int(found["before"] or found["after"] or (now - INSTANT).year)
    return unit_period("quarter", midnight(date(year, int(found["quarter"]) * 3 - 2, 1)), now)


def _month(number: int, year: str | None, now: datetime) -> Period:
    """Return a month; without a year the latest that has begun."""
    today = (now - INSTANT).date()
    years = int(year) if year else today.year - (number > today.month)
    return unit_period("month", midnight(_iso_day(f"{years}-{number:02}-01")), now)


def _named_month(text: str, now: datetime) -> Period | None:
    for number, names in enumerate(_MONTHS, start=1):
        if found := re.fullmatch(rf"(?:{names}|thang 0?{number}){_OF_YEAR}", text):
            return _month(number, found[1], now)
    return None


_ABSOLUTE: tuple[tuple[str, Callable[[re.Match[str], datetime], Period]], ...] = (
    (
        r"(\d{4}-\d{2}-\d{2}) ?(?:\.\.|–|—|- ) ?(\d{4}-\d{2}-\d{2})",
        lambda found, now: between(_iso_day(found[1]), _iso_day(found[2]), now),
    ),
    (r"\d{4}-\d{2}-\d{2}", lambda found, now: between(_iso_day(found[0]), _iso_day(found[0]), now)),
    (r"(\d{4})-?w(\d{1,2})", _iso_week),
    (r"\d{4}-\d{2}", lambda found, now: unit_period("month", midnight(_iso_day(f"{found[0]}-01")), now)),
    (
        r"(?:(?P<before>\d{4})[- ]?)?(?:(?:q|quarter |qu[yi] )(?P<quarter>[1-4]))(?:(?: nam)?[ /](?P<after>\d{4}))?",
        _quarter,
    ),
    (
        r"(?P<before>(?!))?(?P<quarter>[1-4])(?:-?[а-я]{1,2}|st|nd|rd|th)? (?:квартале?|quarter)(?: (?P<after>\d{4}))?",
        _quarter,
    ),
    (
        r"(?:nam |year )?((?:19|20)\d{2})(?: год[ау]?| г\.?)?",
        lambda found, now: unit_period("year", midnight(date(int(found[1]), 1, 1)), now),
    ),
    (
        r"(?:last |past |последни[а-я]+ )?(\d{1,4}) ?(?:d|days?|ngay|дн[а-я]*)(?: (?:qua|gan day|gan nhat))?",
        lambda found, now: trailing(int(found[1]), now, now),
    ),
)


def _absolute(text: str, now: datetime) -> Period | None:
    for pattern, build in _ABSOLUTE:
        if found := re.fullmatch(pattern, text):
            return build(found, now)
    return None


def _within_reason(period: Period) -> Period:
    if period.start.year not in _YEARS or period.last_day.year not in _YEARS:
        raise _outside(period)
    return period


def _outside(text: object) -> InputError:
    return InputError(_OUTSIDE.format(text=str(text), first=str(_YEARS.start), last=str(_YEARS.stop - 1)))


def parse(text: str, now: datetime, first_day: date) -> Period | None:
    """Return the period that `text` names, or None when it names none.

    `text` is folded (lower case, without accents). `first_day` is the first day of the book: where "all time" starts.
    Raises InputError when it is meant as a period but is none ("2026-02-31", "2026-W60").
    """
    text = " ".join(text.split())
    if text in {"all", "all time", "toan bo", "tat ca", "toan thoi gian", "все время", "за все время"}:
        return between(first_day, max(first_day, (now - INSTANT).date()), now)
    if text in {"ytd", "year to date", "dau nam den nay", "tu dau nam", "tu dau nam den nay", "с начала года"}:
        return unit_period("year", now - INSTANT, now)
    try:
        found = _absolute(text, now) or _named_month(text, now) or _relative(text, now)
    except OverflowError:
        raise _outside(text) from None
    return _within_reason(found) if found else None
