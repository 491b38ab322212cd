"""Periods as people type them, in the three languages: "last week", "Q3 2026", "1/12-31/12/2026", "с марта по июль".

A year that is not said is the latest in which the period has begun. All words are folded (lower case, without accents,
see `fold` in kpi_core.names).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, datetime

from kpi_core.day_words import MONTHS, RELATIVE_DAYS, typed_day
from kpi_core.errors import InputError
from kpi_core.periods import DAY, INSTANT, YEARS, Period, Unit, beside, between, midnight, unit_period
from kpi_core.text import Text

LONGEST = 12  # words: "từ ngày 1 tháng 12 đến ngày 31 tháng 12 năm 2026"

_NO_MONTH = Text(
    "'{text}' is not a month; write it like 2026-03 or 03/2026",
    "“{text}” không phải là tháng; hãy viết như 03/2026 hoặc 2026-03",
    "«{text}» — не месяц; напишите в виде 03.2026 или 2026-03",
)
_NO_WEEK = Text(
    "{year} has no week {week}", "năm {year} không có tuần {week}", "в {year} году нет недели с номером {week}"
)
_OUTSIDE = Text(
    "'{text}' is outside {first}–{last}; check the year",
    "“{text}” nằm ngoài khoảng {first}–{last}; hãy kiểm tra năm",
    "«{text}» вне {first}–{last}; проверьте год",
)

_ALL_TIME = frozenset({"all", "all time", "toan bo", "tat ca", "toan thoi gian", "все время", "за все время"})
_TO_DATE: Mapping[str, Unit] = {
    "ytd": "year", "year to date": "year", "dau nam den nay": "year", "tu dau nam": "year",
    "tu dau nam den nay": "year", "с начала года": "year",
    "qtd": "quarter", "quarter to date": "quarter", "tu dau quy": "quarter", "tu dau quy den nay": "quarter",
    "с начала квартала": "quarter",
    "mtd": "month", "month to date": "month", "tu dau thang": "month", "tu dau thang den nay": "month",
    "с начала месяца": "month",
}  # fmt: skip
_UNIT_WORDS: Mapping[Unit, tuple[str, str, str]] = {
    "week": ("week", "tuan", "недел[яюие]"),
    "month": ("month", "thang", "месяц[ае]?"),
    "quarter": ("quarter", "qu[yi]", "квартал[ае]?"),
    "year": ("year", "nam", "год[ау]?"),
}
_THIS = (("this|current", "nay", "эт[а-я]+|текущ[а-я]+"), 0)
_LAST = (("last|previous|past", "truoc|qua|vua qua|vua roi|roi|ngoai", "прошл[а-я]+|предыдущ[а-я]+"), -1)
_NEXT = (("next", "sau|toi", "следующ[а-я]+|будущ[а-я]+"), 1)
_RELATIVE = tuple(
    (rf"(?:{before}) {en}|{vi} (?:{after})|(?:{before_ru}) {ru}", unit, steps)
    for unit, (en, vi, ru) in _UNIT_WORDS.items()
    for (before, after, before_ru), steps in (_THIS, _LAST, _NEXT)
) + tuple((rf"{en}|{ru}", unit, 0) for unit, (en, _, ru) in _UNIT_WORDS.items())

# After a number; how many days or months one is.
_MANY: tuple[tuple[str, int, int], ...] = (
    (r"d|days?|ngay|дн[а-я]*", 1, 0),
    (r"w|weeks?|tuan|недел[яиью]", 7, 0),
    (r"months?|thang|месяц(?:а|ев)?", 0, 1),
    (r"years?|nam|года?|лет", 0, 12),
)
_COUNTED = tuple(
    (
        (
            rf"(?:(?:the )?(?:last |past )|trong |(?:за )?последни[а-я]+ |за )?(\d{{1,4}}) ?(?:{unit})"
            r"(?: (?:vua )?(?:qua|gan day|gan nhat))?"
        ),
        days,
        months,
    )
    for unit, days, months in _MANY
)

# What may say the year of a quarter, a month or a half.
_YEAR = (
    r"(?:(?:,| of| in| nam|[-/.])? ?(?P<year>\d{4})(?: ?г(?:од)?а?\.?)?"
    r"|,? (?:of )?(?P<last_year>last year|nam (?:ngoai|truoc)|прошл[а-я]+ года)"
    r"|,? (?:of )?(?P<this_year>this year|nam nay|эт[а-я]+ года))?"
)
_ORDINAL = "(?:-?[а-я]{1,2}|st|nd|rd|th)?"
_QUARTERS = tuple(
    (
        (
            rf"(?:(?P<before>\d{{4}})[- /]?)?(?:q{number}|(?:quarter|qu[yi]) (?:{number}|{names})){_YEAR}"
            rf"|(?:{number}|{names}){_ORDINAL} ?(?:quarter|квартал[ае]?|кв\.?){_YEAR.replace('<', '<after_')}"
        ),
        number * 3 - 2,
    )
    for number, names in enumerate(
        ("i|first|перв[а-я]+|mot|nhat", "ii|second|втор[а-я]+|hai", "iii|third|трет[а-я]+|ba",
         "iv|fourth|четверт[а-я]+|bon|tu"), start=1,
    )
)  # fmt: skip
_HALVES = tuple(
    (
        (
            rf"(?:h{number}|(?:(?:the )?{names}|{number}{_ORDINAL}) (?:half|полугоди[еяи])){_YEAR}"
            rf"|(?:nua|6 thang) {vi}(?: nam)?{_YEAR.replace('<', '<after_')}"
        ),
        number * 6 - 5,
    )
    for number, names, vi in ((1, "(?:first|перв[а-я]+)", "dau"), (2, "(?:second|втор[а-я]+)", "cuoi"))
)
_NAMED_MONTHS = tuple(
    (rf"(?:{names}|(?:thang |t)0?{number}){_YEAR}", number) for number, names in enumerate(MONTHS, start=1)
)
_FROM = re.compile(r"^(?:from|between|tu|со?) ")
_TO = re.compile(r" ?\.{2,3} ?| ?[–—-] ?| (?:to|till|until|and|den het|den|по|до) ")


def parse(text: str, now: datetime, first_day: date) -> Period | None:
    """Return the period that `text` names, or None when it names none.

    `first_day` is the first day of the book: where "all time" starts.
    Raises InputError when it is meant as a period but is none ("2026-02-31", "2026-W60").
    """
    text = " ".join(text.split())
    if text in _ALL_TIME:
        return between(first_day, max(first_day, _today(now)), now)
    if unit := _TO_DATE.get(text):
        return unit_period(unit, now - INSTANT, now)
    try:
        found = _dated(text, now, bare=False) or _relative(text, now) or _counted(text, now) or _range(text, now)
    except OverflowError:
        raise _outside(text) from None
    if found and not {found.start.year, found.last_day.year} <= set(YEARS):
        raise _outside(found)
    return found


def _today(now: datetime) -> date:
    return (now - INSTANT).date()


def _outside(text: object) -> InputError:
    return InputError(_OUTSIDE.format(text=str(text), first=str(YEARS.start), last=str(YEARS.stop - 1)))


def _dated(text: str, now: datetime, *, bare: bool) -> Period | None:
    """Return a day, week, month, quarter, half or year of the calendar; with `bare` "31/12" and "May" are some too."""
    if text == "may" and not bare:  # alone it is many a garment maker's name in Vietnam
        return None
    if day := typed_day(text, bare=bare):
        on = day.up_to(_today(now))
        return between(on, on, now)
    for pattern, build in _ABSOLUTE:
        if found := re.fullmatch(pattern, text):
            return build(found, now)
    for patterns, unit in ((_NAMED_MONTHS, _month), (_QUARTERS, _quarter), (_HALVES, _half)):
        for pattern, first_month in patterns:
            if found := re.fullmatch(pattern, text):
                return unit(first_month, _year(found, first_month, now), now)
    return None


def _year(found: re.Match[str], first_month: int, now: datetime) -> int:
    """Return the year that was said beside a month, a quarter or a half, else the latest in which it has begun."""
    said, today = {name.removeprefix("after_"): word for name, word in found.groupdict().items() if word}, _today(now)
    if year := said.get("year") or said.get("before"):
        return int(year)
    if "last_year" in said:
        return today.year - 1
    return today.year - ("this_year" not in said and first_month > today.month)


def _month(month: int, year: int, now: datetime) -> Period:
    return unit_period("month", midnight(_first_of(month, year)), now)


def _quarter(first_month: int, year: int, now: datetime) -> Period:
    return unit_period("quarter", midnight(_first_of(first_month, year)), now)


def _half(first_month: int, year: int, now: datetime) -> Period:
    return between(_first_of(first_month, year), date(year, first_month + 5, 31 if first_month > 1 else 30), now)


def _first_of(month: int, year: int) -> date:
    if not 1 <= month <= 12 or year not in YEARS:
        raise InputError(_NO_MONTH.format(text=f"{year}-{month:02}"))
    return date(year, month, 1)


def _iso_week(found: re.Match[str], now: datetime) -> Period:
    this_year, this_week, _ = _today(now).isocalendar()
    week = int(found["week"])
    year = int(found["year"]) if found["year"] else this_year - (week > this_week)
    try:
        return unit_period("week", midnight(date.fromisocalendar(year, week, 1)), now)
    except ValueError:
        raise InputError(_NO_WEEK.format(year=str(year), week=str(week))) from None


_ABSOLUTE: tuple[tuple[str, Callable[[re.Match[str], datetime], Period]], ...] = (
    (r"(?:(?P<year>\d{4})-?)?w(?P<week>\d{1,2})", _iso_week),
    (
        r"(?:week|tuan|недел[яюие]) (?P<week>\d{1,2})(?:(?:,| of| nam|/)? ?(?P<year>\d{4})(?: ?г(?:од)?а?\.?)?)?",
        _iso_week,
    ),
    (r"(\d{4})-(\d{2})", lambda found, now: _month(int(found[2]), int(found[1]), now)),
    (r"(?:thang )?(\d{1,2})[./](\d{4})", lambda found, now: _month(int(found[1]), int(found[2]), now)),
    (
        r"(?:nam |year )?((?:19|20)\d{2})(?: год[ау]?| ?г\.?)?",
        lambda found, now: unit_period("year", midnight(date(int(found[1]), 1, 1)), now),
    ),
)


def _relative(text: str, now: datetime) -> Period | None:
    if (days := RELATIVE_DAYS.get(text, 0)) < 0:
        day = _today(now) + DAY * days
        return between(day, day, now)
    for pattern, unit, steps in _RELATIVE:
        if re.fullmatch(pattern, text):
            return unit_period(unit, beside(now - INSTANT, unit, steps), now)
    return None


def _counted(text: str, now: datetime) -> Period | None:
    """Return the last so many days, weeks, months or years, to this moment."""
    for pattern, days, months in _COUNTED:
        if found := re.fullmatch(pattern, text):
            number = int(found[1])
            start = _months_before(now, number * months) - DAY * number * days
            return Period(start, now, "range", now)
    return None


def _months_before(now: datetime, months: int) -> datetime:
    year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    if year not in YEARS:
        raise OverflowError
    return now.replace(year=year, month=month + 1, day=min(now.day, monthrange(year, month + 1)[1]))


def _range(text: str, now: datetime) -> Period | None:
    """Return what reaches from one of the calendar's periods to another; of the first, less need be said."""
    text = _FROM.sub("", text)
    for to in _TO.finditer(text):
        first_words, last_words = text[: to.start()], text[to.end() :]
        if last := _dated(last_words, now, bare=True):
            last_day = max(last.whole_end - INSTANT, last.start).date()
            if re.fullmatch(r"\d{1,2}", first_words) and last.start.date() == last_day:  # "1-15 November"
                first_words = f"{first_words}.{last_day:%m.%Y}"
            if first := _dated(first_words, midnight(last_day) + DAY, bare=True):
                return between(first.start.date(), last_day, now)
    return None
