"""Number formats: how a pattern and a locale make a text of a number or a date."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache

from babel import Locale
from babel.dates import format_datetime

from tests.emulators.google_sheets.model import Json

EPOCH = datetime(1899, 12, 30)
FIRST_DAY, LAST_DAY = -693_593, 2_958_465  # years 1 and 9999
DATES = {"DATE", "TIME", "DATE_TIME"}

HALVES = {"am/pm", "a/p"}

Written = Callable[[float], str]
DatePart = Callable[[datetime, float], str]

_DATE_TOKEN = re.compile(r'"[^"]*"|\\.|\[(?:h+|m+|s+)\]|am/pm|a/p|y+|m+|d+|h+|s+|\.0+|.', re.IGNORECASE | re.DOTALL)
_DIGITS = re.compile(r"[0#?][0#?,]*(?:\.[0#?]*)?(?:[eE][+-]?0+)?,*")
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|([^"\\])', re.DOTALL)


@cache
def decimal_mark(locale: str) -> str:
    """Return what stands before the decimals."""
    return Locale.parse(locale).number_symbols["latn"]["decimal"]


@cache
def group_mark(locale: str) -> str:
    """Return what stands between thousands."""
    return Locale.parse(locale).number_symbols["latn"]["group"]


@cache
def default_pattern(kind: str, locale: str) -> str:
    """Return the pattern of a number format that names only its type."""
    numbers = {
        "NUMBER": "#,##0.00",
        "PERCENT": "0.00%",
        "SCIENTIFIC": "0.00E+00",
        "CURRENCY": "$#,##0.00" if locale == "en_US" else "#,##0.00",
    }
    if kind in numbers:
        return numbers[kind]
    day = re.sub("y+", "yyyy", Locale.parse(locale).date_formats["short"].pattern).replace("M", "m")
    clock = "h:mm:ss am/pm" if locale == "en_US" else "h:mm:ss"
    return {"DATE": day, "TIME": clock, "DATE_TIME": f"{day} {clock}"}[kind]


def is_date(number_format: Json) -> bool:
    """Tell whether the format shows a date or a time."""
    return number_format.get("type") in DATES


def written(number_format: Json, locale: str) -> Written | None:
    """Return what makes the text a person sees, None when the format leaves a number as it is."""
    kind = number_format.get("type", "")
    if kind in {"", "TEXT", "NUMBER_FORMAT_TYPE_UNSPECIFIED"}:
        return None
    pattern = number_format.get("pattern") or default_pattern(kind, locale)
    if pattern in {"General", "@"}:
        return None
    return _dates(pattern, locale) if kind in DATES else _numbers(pattern, locale)


@cache
def _dates(pattern: str, locale: str) -> Written:
    tokens: list[str] = _DATE_TOKEN.findall(pattern)
    twelve = any(token.lower() in HALVES for token in tokens)
    parts = [
        _date_part(token, minutes=_is_minutes(tokens, place), twelve=twelve, locale=locale)
        for place, token in enumerate(tokens)
    ]

    @lru_cache(10_000)  # the same few years come again and again
    def write(days: float) -> str:
        if not FIRST_DAY <= days < LAST_DAY + 1:
            return str(days)
        # Google rounds to milliseconds: 0.1 of a day is not 2:23:59.999999.
        moment = EPOCH + timedelta(milliseconds=round(days * 86_400_000))
        return "".join(part(moment, days) for part in parts)

    return write


def _is_minutes(tokens: list[str], place: int) -> bool:
    """Tell minutes from months: they stand after hours or before seconds."""
    letters = [(at, token.lstrip("[")[0].lower()) for at, token in enumerate(tokens)]
    units = [(at, letter) for at, letter in letters if letter in "ymdhs"]
    before = [letter for at, letter in units if at < place][-1:]
    after = [letter for at, letter in units if at > place][:1]
    return before == ["h"] or after == ["s"]


def _date_part(token: str, *, minutes: bool, twelve: bool, locale: str) -> DatePart:
    """Return what writes one token: the letter says what, its width how."""
    letter, width = token[0].lower(), len(token)
    if letter == "m" and not minutes and width > 2:
        return lambda moment, _: format_datetime(moment, "M" * min(width, 5), locale=locale)
    if letter == "d" and width > 2:
        return lambda moment, _: format_datetime(moment, "EEE" if width == 3 else "EEEE", locale=locale)
    if letter == "[":
        unit = {"h": 24, "m": 1440, "s": 86_400}[token[1].lower()]
        return lambda _, days: str(int(days * unit + 1e-9)).zfill(width - 2)
    if token.startswith(".0"):
        return lambda moment, _: decimal_mark(locale) + f"{moment.microsecond:06d}"[: width - 1]
    numbers: dict[str, Callable[[datetime], int]] = {
        "m": lambda moment: moment.minute if minutes else moment.month,
        "d": lambda moment: moment.day,
        "h": lambda moment: (moment.hour - 1) % 12 + 1 if twelve else moment.hour,
        "s": lambda moment: moment.second,
    }
    if number := numbers.get(letter):
        return lambda moment, _: str(number(moment)).zfill(width)
    if letter == "y":
        return lambda moment, _: f"{moment.year:04d}" if width > 2 else f"{moment.year % 100:02d}"
    if token.lower() in HALVES:
        return lambda moment, _: "AM" if moment.hour < 12 else "PM"
    text = token[1:-1] if letter == '"' else token[-1]
    return lambda _moment, _days: text


@cache
def _numbers(pattern: str, locale: str) -> Written:
    """Compile a pattern of up to three sections: positive; negative; zero."""
    sections = pattern.split(";")
    positive = _section(sections[0], locale)
    negative = _section(sections[1], locale) if len(sections) > 1 else None
    zero = _section(sections[2], locale) if len(sections) > 2 else positive

    def write(number: float) -> str:
        if number < 0:
            return negative(-number) if negative else "-" + positive(-number)
        return positive(number) if number else zero(number)

    return write


def _section(pattern: str, locale: str) -> Written:
    found = _DIGITS.search(re.sub(r'"[^"]*"|\[[^\]]*\]', lambda hidden: "\0" * len(hidden[0]), pattern))
    if not found:
        text = _literal(pattern)
        return lambda _: text
    prefix, digits, suffix = pattern[: found.start()], found[0], pattern[found.end() :]
    before, after = _literal(prefix), _literal(suffix)
    core = _digits(digits, 100 if "%" in pattern else 1, locale)
    return lambda number: before + core(number) + after


def _literal(text: str) -> str:
    return "".join("".join(found) for found in _LITERAL.findall(text))


def _digits(digits: str, factor: int, locale: str) -> Written:
    if "e" in digits.lower():
        return _scientific(digits, locale)
    bare = digits.rstrip(",")
    thousands = 1000 ** (len(digits) - len(bare))
    whole, _, decimals = bare.partition(".")
    grouped = "," in whole
    least_whole, least, most = whole.count("0"), decimals.count("0"), len(decimals)
    unit = Decimal(1).scaleb(-most)

    def write(number: float) -> str:
        # Halves are rounded away from zero, as people expect of 0.125.
        rounded = (Decimal(repr(number)) * factor / thousands).quantize(unit, ROUND_HALF_UP)
        left, _, right = f"{rounded:f}".partition(".")
        right = right[:least] + right[least:].rstrip("0")
        left = "" if left == "0" and not least_whole else left.zfill(least_whole)
        if grouped:
            left = f"{int(left or 0):,}".replace(",", group_mark(locale)) if left else left
        return left + (decimal_mark(locale) + right if right else "")

    return write


def _scientific(digits: str, locale: str) -> Written:
    mantissa, exponent = re.split("[eE]", digits)
    places, width = len(mantissa.partition(".")[2]), exponent.count("0")

    def write(number: float) -> str:
        left, power = f"{number:.{places}E}".split("E")
        return f"{left.replace('.', decimal_mark(locale))}E{power[0]}{str(abs(int(power))).zfill(width)}"

    return write
