"""Periods as people type them, in the three languages: "last week", "Q3 2026", "1/12-31/12/2026", "с марта по июль".

All words are folded (lower case, without accents, see `fold` in kpi_core.names).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import cache

from kpi_core.calendar_words import OF_THE_CALENDAR, Rule, today
from kpi_core.day_words import RELATIVE_DAYS, typed_day
from kpi_core.errors import InputError
from kpi_core.periods import DAY, INSTANT, YEARS, Period, Unit, beside, between, midnight, unit_period
from kpi_core.text import Text

LONGEST = 12  # words: "từ ngày 1 tháng 12 đến ngày 31 tháng 12 năm 2026"
_LONGEST_TEXT = 100  # characters

_OUTSIDE = Text(
    "'{text}' is outside {first}–{last}; check the year",
    "“{text}” nằm ngoài khoảng {first}–{last}; hãy kiểm tra năm",
    "«{text}» вне {first}–{last}; проверьте год",
)


def _unit_beside(unit: Unit, steps: int) -> Callable[[re.Match[str], datetime], Period]:
    return lambda _, now: unit_period(unit, beside(now - INSTANT, unit, steps), now)


def _last_so_many(days: int, months: int) -> Callable[[re.Match[str], datetime], Period]:
    """Return what reads a number of days or months, to this moment."""

    def period(found: re.Match[str], now: datetime) -> Period:
        number = number_said(found[1])
        start = _months_before(now, number * months) - DAY * number * days
        return Period(start, now, "range", now)

    return period


def _months_before(now: datetime, months: int) -> datetime:
    year, month = divmod(now.year * 12 + now.month - 1 - months, 12)
    if year not in YEARS:
        raise OverflowError
    return now.replace(year=year, month=month + 1, day=min(now.day, monthrange(year, month + 1)[1]))


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
    "week": ("week", "tuan", "недел(?:[яюие]|еи)"),
    "month": ("month", "thang", "месяц(?:[аеу]|ем)?"),
    "quarter": ("quarter|quater|qtr", "qu[yi]", "квартал(?:[аеу]|ом)?"),
    "year": ("year", "nam", "год(?:[ауе]|ом)?"),
}
_THIS = (("this|current", "nay", "эт[а-я]+|текущ[а-я]+"), 0)
_LAST = (("last|previous|past", "truoc|(?:vua )?(?:qua|roi)|ngoai", "прошл[а-я]+|предыдущ[а-я]+"), -1)
_NEXT = (("next", "sau|toi", "следующ[а-я]+|будущ[а-я]+"), 1)
_RELATIVE: tuple[Rule, ...] = tuple(
    (rf"(?:{before}) (?:{en})|{vi} (?:{after})|(?:{before_ru}) {ru}", _unit_beside(unit, steps))
    for unit, (en, vi, ru) in _UNIT_WORDS.items()
    for (before, after, before_ru), steps in (_THIS, _LAST, _NEXT)
) + tuple((rf"{en}|{ru}", _unit_beside(unit, 0)) for unit, (en, _, ru) in _UNIT_WORDS.items())

# Small numbers as they are said; in Vietnamese five is also a year, and six an "after".
_SAID_NUMBERS: Mapping[str, int] = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "twelve": 12, "couple of": 2,
    "hai": 2, "ba": 3, "bon": 4, "muoi hai": 12,
    "два": 2, "две": 2, "двух": 2, "три": 3, "трех": 3, "четыре": 4, "четырех": 4, "пять": 5, "шесть": 6,
    "шести": 6, "двенадцать": 12, "двенадцати": 12,
}  # fmt: skip
NUMBER = rf"\d{{1,4}}|{'|'.join(_SAID_NUMBERS)}"


def number_said(words: str) -> int:
    """Return the number that digits or words of NUMBER say."""
    return _SAID_NUMBERS.get(words) or int(words)


# After a number; how many days or months one is.
_MANY: tuple[tuple[str, int, int], ...] = (
    (r"d|days?|ngay|дн[а-я]*", 1, 0),
    (r"w|weeks?|tuan|недел[яиью]", 7, 0),
    (r"months?|thang|месяц(?:а|ев)?", 0, 1),
    (r"years?|nam|года?|лет", 0, 12),
)
_BEFORE_A_NUMBER = r"(?:(?:the )?(?:last |past )|trong |(?:за )?последни[а-я]+ |за )?"
_AFTER_A_UNIT = r"(?: (?:vua )?(?:qua|gan day|gan nhat))?"
_COUNTED: tuple[Rule, ...] = tuple(
    (rf"{_BEFORE_A_NUMBER}({NUMBER}) ?(?:{unit}){_AFTER_A_UNIT}", _last_so_many(days, months))
    for unit, days, months in _MANY
)
_HALF_A_YEAR: Rule = (
    rf"{_BEFORE_A_NUMBER}(?:half (?:a )?year|nua nam|полгода){_AFTER_A_UNIT}",
    lambda _, now: Period(_months_before(now, 6), now, "range", now),
)
_RULES = (*OF_THE_CALENDAR, *_RELATIVE, *_COUNTED, _HALF_A_YEAR)

# What looks ahead says until when, some of it with words that say much else, too.
UNTIL = re.compile(r"(?:until|till|before|through|up to|(?:cho )?den(?: het)?|truoc|до) ")
_UNTIL_TOO = re.compile(r"(?:by|to|toi|по|к) ")
THE_END_OF = re.compile(r"(?:the )?end of (?:the |this )?|(?:cuoi|het) |конц[ае] (?:этого |текущего )?")
_UNITS = {
    re.compile(words): unit
    for unit, (en, vi, ru) in _UNIT_WORDS.items()
    for words in (rf"(?:{en})|(?:{vi})(?: nay)?|(?:{ru})",)
}

_DAY = re.compile(r"\d{1,2}")
_FROM = re.compile(r"^(?:from|between|tu|со?) ")
_TO = re.compile(r" ?\.{2,3} ?| ?[–—-] ?| (?:to|till|until|and|den het|den|по|до) ")


def parse(text: str, now: datetime, first_day: date) -> Period | None:
    """Return the period that `text` names, or None when it names none.

    `first_day` is the first day of the book: where "all time" starts.
    Raises InputError when it is meant as a period but is none ("2026-02-31", "2026-W60").
    """
    text = " ".join(text.split())
    if len(text) > _LONGEST_TEXT:
        return None
    if text in _ALL_TIME:
        return between(first_day, max(first_day, today(now)), now)
    if unit := _TO_DATE.get(text):
        return unit_period(unit, now - INSTANT, now)
    try:
        found = _in_one(text, now) or _range(text, now)
    except OverflowError:
        raise _outside(text) from None
    if found and not {found.start.year, found.last_day.year} <= set(YEARS):
        raise _outside(found)
    return found


def last_day_ahead(text: str, now: datetime, first_day: date) -> date | None:
    """Return the last day of what `text` names, when it is still to come: "next month", "until 31 December".

    A year that is not said is the first in which it is still to come: "1/12-31/1" is the coming winter. Raises
    InputError.
    """
    until = UNTIL.match(text) or _UNTIL_TOO.match(text)
    said = text[until.end() :] if until else text
    if ends := THE_END_OF.match(said):
        said = said[ends.end() :]
        if unit := next((unit for words, unit in _UNITS.items() if words.fullmatch(said)), None):
            return _last_day(unit_period(unit, now - INSTANT, now))
    period = parse(said, now, first_day)
    found = [_last_day(period)] if period and period.unit != "range" else []
    for seen_from in (_year_end(now), _year_end(_year_end(now) + DAY)):
        last = _end(said, seen_from, bare=until is not None)
        found += [_last_day(last)] if last else []
        found += [days[1] for to in _TO.finditer(said) if (days := _first_and_last(*_around(to), seen_from))]
    return next((day for day in found if day >= today(now)), None)


def _last_day(period: Period) -> date:
    return max(period.whole_end - INSTANT, period.start).date()


def _outside(text: object) -> InputError:
    return InputError(_OUTSIDE.format(text=str(text), first=str(YEARS.start), last=str(YEARS.stop - 1)))


def _in_one(text: str, now: datetime) -> Period | None:
    if text == "may":  # alone it is many a garment maker's name in Vietnam
        return None
    if days := min(RELATIVE_DAYS.get(text, 0), 0):
        return _one_day(today(now) + DAY * days, now)
    if day := typed_day(text, bare=False):
        return _one_day(day.up_to(today(now)), now)
    return _said(text, _RULES, now)


@cache
def _any_rule() -> re.Pattern[str]:
    """Return what one look at most words tells that no rule reads them."""
    patterns = [pattern for pattern, _ in _RULES]
    return re.compile("|".join(re.sub(r"\(\?P<\w+>", "(?:", pattern) for pattern in patterns))


def _said(text: str, rules: Iterable[Rule], now: datetime) -> Period | None:
    if not _any_rule().fullmatch(text):
        return None
    for pattern, period in rules:
        if found := re.fullmatch(pattern, text):
            return period(found, now)
    return None


def _one_day(day: date, now: datetime) -> Period:
    return between(day, day, now)


def _range(text: str, now: datetime) -> Period | None:
    """Return what reaches from one of the calendar's periods to another; of the first, less need be said."""
    text = _FROM.sub("", text)
    for to in _TO.finditer(text):
        # It may have begun though its end is still to come: "1/11-30/11" in the middle of November.
        for seen_from in (_year_end(now), now):
            days = _first_and_last(*_around(to), seen_from)
            if days and (days[0] <= today(now) or seen_from == now):
                return between(*days, now)
    return None


def _around(to: re.Match[str]) -> tuple[str, str]:
    return to.string[: to.start()], to.string[to.end() :]


def _year_end(now: datetime) -> datetime:
    return midnight(date(today(now).year, 12, 31)) + DAY


def _first_and_last(first_words: str, last_words: str, now: datetime) -> tuple[date, date] | None:
    if not (_any_rule().fullmatch(first_words) or typed_day(first_words, bare=True) or _DAY.fullmatch(first_words)):
        return None
    if not (last := _end(last_words, now)):
        return None
    last_day = _last_day(last)
    if _DAY.fullmatch(first_words) and last.start.date() == last_day:  # "1-15 November"
        first_words = f"{first_words}.{last_day:%m.%Y}"
    first = _end(first_words, midnight(last_day) + DAY)
    return (first.start.date(), last_day) if first else None


def _end(words: str, now: datetime, *, bare: bool = True) -> Period | None:
    """Return one of the two that a range reaches between."""
    if day := typed_day(words, bare=bare):
        return _one_day(day.up_to(today(now)), now)
    return _said(words, OF_THE_CALENDAR, now)
