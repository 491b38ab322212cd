"""How Amber speaks: every sentence through gettext, every number, date and sum as the reader's language writes it.

Source sentences are English; a sentence without a translation stays English. `mark` marks a sentence that stands in
a record and is said later.
"""

from __future__ import annotations

import gettext
import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import format_date, format_datetime, format_interval, format_skeleton, format_timedelta
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal, format_percent
from babel.units import format_unit

from kpi_core.quantities import Figure

if TYPE_CHECKING:
    from kpi_core.kpi import Kpi
    from kpi_core.periods import Period
    from kpi_core.text import Language, Text

_LOCALES = Path(__file__).parent / "locales"
_NO_BREAK = "\N{NO-BREAK SPACE}"
_COUNTED = re.compile(r"(?<=\d) (?=[а-яё])")
NOTHING = "–"  # stands where there is no value: no data is never zero


def mark(sentence: str) -> str:
    """Mark a sentence of a record for the translators; it is returned as it is and said with `Voice.say`."""
    return sentence


@lru_cache(maxsize=8)
def _catalogue(language: Language) -> gettext.NullTranslations:
    path = _LOCALES / language / "LC_MESSAGES" / "amber.po"
    if not path.exists():
        return gettext.NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


class Voice:
    """Says sentences and writes figures in one language, to somebody in that time zone ("": the book's)."""

    def __init__(self, language: Language, zone: str = "") -> None:
        self.language = language
        self.zone = zone
        self._locale = Locale.parse(language)

    def say(self, sentence: str, **facts: object) -> str:
        """Return the translated sentence with its `{name}` places filled."""
        return self._bound(_catalogue(self.language).gettext(sentence).format(**facts))

    def many(self, one: str, other: str, n: int, **facts: object) -> str:
        """Return the translated sentence in the plural form of `n`; `{n}` is the number as the language writes it."""
        return self._bound(_catalogue(self.language).ngettext(one, other, n).format(n=self.number(n), **facts))

    def text(self, text: Text) -> str:
        """Return a record's own sentence in this language."""
        return self._bound(text.written(self))

    def _bound(self, sentence: str) -> str:
        """Return a sentence in which no line ends between a number and what it counts: Russian print asks for that."""
        return _COUNTED.sub(_NO_BREAK, sentence) if self.language == "ru" else sentence

    def number(self, value: float, decimals: int = 2) -> str:
        """Write a number with at most `decimals` decimals."""
        return _minus(format_decimal(value, "#,##0." + "#" * decimals, locale=self._locale))

    def percent(self, fraction: float) -> str:
        """Write a fraction as a percentage with at most one decimal: 0.052 is 5.2%."""
        pattern = self._locale.percent_formats[None].pattern.replace("0", "0.#")
        return _minus(format_percent(fraction, pattern, locale=self._locale))

    def money(self, value: float, currency: str) -> str:
        """Write a sum with the decimals of its currency; without a currency it is a plain number."""
        return _minus(format_currency(value, currency, locale=self._locale)) if currency else self.number(value)

    def round_money(self, value: float, currency: str) -> str:
        """Write a sum without decimals."""
        if not currency:
            return self.number(value, 0)
        pattern = self._locale.currency_formats["standard"].pattern.replace(".00", "")
        return _minus(format_currency(value, currency, pattern, locale=self._locale, currency_digits=False))

    def hours(self, value: float) -> str:
        """Write a number of hours, at most one decimal."""
        return _unbroken(format_unit(round(value, 1), "duration-hour", length="short", locale=self._locale))

    def days(self, value: float) -> str:
        """Write a number of days, at most one decimal."""
        return _unbroken(format_unit(round(value, 1), "duration-day", length="short", locale=self._locale))

    def day(self, day: date) -> str:
        """Write a day."""
        return format_date(day, "medium", locale=self._locale)

    def day_and_month(self, day: date) -> str:
        """Write a day without its year."""
        return format_skeleton("MMMd", day, locale=self._locale)

    def month(self, day: date) -> str:
        """Write the month of a day with its year, in short."""
        return format_skeleton("yMMM", day, locale=self._locale)

    def time(self, at: datetime) -> str:
        """Write a day with its time."""
        return format_datetime(at, "short", locale=self._locale)

    def weekday_and_time(self, at: datetime) -> str:
        """Write a time of the last days with its weekday: "Mon 08:00"."""
        return format_skeleton("EHm", at, locale=self._locale)

    def relative_days(self, days: int) -> str:
        """Write how far a day is: 23 is "in 23 days", −41 "41 days ago"."""
        if days == 0:
            return self.say("today")
        # Babel turns long spans into weeks and months; a deadline is counted in days.
        return self._bound(
            format_timedelta(
                timedelta(days=days), granularity="day", threshold=1e9, add_direction=True, locale=self._locale
            )
        )

    def ago(self, seconds: float) -> str:
        """Write how long ago something was."""
        if seconds < 60:
            return self.say("just now")
        return format_timedelta(timedelta(seconds=-seconds), add_direction=True, locale=self._locale)

    def short_period(self, period: Period) -> str:
        """Write a period's name in at most 20 characters, for the axis of a chart."""
        match period.unit:
            case "week":
                return self.say("W{week}", week=period.start.isocalendar().week)
            case "month":
                return format_skeleton("yMMM", period.start, locale=self._locale)
            case "quarter":
                return format_skeleton("yQQQ", period.start, locale=self._locale)
            case "year":
                return str(period.start.year)
            case "range":
                return self.day_and_month(period.last_day)

    def period(self, period: Period) -> str:
        """Write a period with its inclusive dates, and "to date" while it is running; one still to come is whole."""
        if period.start >= period.now:
            period = replace(period, end=period.whole_end)
        dates = self._dates(period)
        match period.unit:
            case "week":
                named = self.say("week {week}, {dates}", week=period.start.isocalendar().week, dates=dates)
            case "quarter":
                named = f"{format_skeleton('yQQQ', period.start, locale=self._locale)}, {dates}"
            case "month" | "year" | "range":
                named = dates
        is_to_date = period.is_running and period.end >= period.now
        return self.say("{period}, to date", period=named) if is_to_date else named

    def _dates(self, period: Period) -> str:
        if period.start.date() == period.last_day:
            return self.day(period.last_day)
        return format_interval(period.start.date(), period.last_day, "yMMMd", locale=self._locale)

    def figure(self, kpi: Kpi, value: float | None, currency: str) -> str:
        """Write a KPI's value in its unit; "–" for none."""
        return NOTHING if value is None else Figure(value, kpi.unit, currency).written(self)

    def change(self, kpi: Kpi, change: float, currency: str) -> str:
        """Write a signed difference of two values of a KPI; percentages differ in points."""
        difference = self._difference(kpi, change, currency)
        sign = "±" if difference == self._difference(kpi, 0.0, currency) else "+" if change > 0 else "−"
        return f"{sign}{difference}"

    def trend(self, kpi: Kpi, change: float, currency: str) -> str:
        """Write which way a KPI went and how far: "▲ 2 pp"; "" for nowhere."""
        difference = self._difference(kpi, change, currency)
        if difference == self._difference(kpi, 0.0, currency):
            return ""
        return f"{'▲' if change > 0 else '▼'}{_NO_BREAK}{difference}"

    def _difference(self, kpi: Kpi, change: float, currency: str) -> str:
        """Write how much that is, without its sign; what rounds to nothing is written as nothing is."""
        size = abs(change)
        if kpi.unit != "%":
            return self.figure(kpi, size, currency)
        return _unbroken(self.say("{points} pp", points=self.number(size * 100, 1)))


def _minus(figure: str) -> str:
    """Return a number with the sign of a minus, which changes have, too, and at which no line ends."""
    return figure.replace("-", "−")


def _unbroken(figure: str) -> str:
    """Return a number with its unit so that no line ends between them."""
    return figure.replace(" ", _NO_BREAK)
