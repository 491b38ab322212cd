"""The periods and the days ahead that typed words name, taken out of them: "last quarter", "until 31 December"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from bot import lookup
from bot.access import visible_accounts
from bot.clauses import compared, take_step
from bot.scopes import Several, Token, is_level, joined
from kpi_core import period_words
from kpi_core.errors import InputError
from kpi_core.names import fold
from kpi_core.periods import DAY, INSTANT, midnight, unit_period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.desk import Desk
    from bot.people import Person
    from bot.voice import Voice
    from kpi_core.periods import Period

_DAYS_IN = {"weeks": 7, "months": 31}
_HORIZON = re.compile(
    r"(?:(?:(?:the )?next|in|within|for|trong|vong|на|через|в|течение|ближаишие|следующие) )*"
    rf"(?P<number>{period_words.NUMBER}) ?"
    r"(?:d|days?|ngay|день|дн[а-я]*|(?P<weeks>w|weeks?|tuan|недел[яиью])|(?P<months>months?|thang|месяц(?:а|ев)?))?"
    r"(?: (?:toi|nua|sap toi))?"
)
_LONGEST_HORIZON = 6  # words
_SCOPE_ALONE = frozenset({"all", "tat ca", "toan bo"})  # periods of their own elsewhere; here they say whose


@dataclass(frozen=True)
class Times:
    """Reads times as somebody means them at a desk."""

    desk: Desk
    asker: Person
    voice: Voice

    def periods(self, tokens: Sequence[Token], usual: Period) -> tuple[Period | None, Period | None, Sequence[Token]]:
        """Take the period and the one it is compared with out of the words; `usual` is meant where none is said."""
        sides = compared(tokens)
        if sides is None:
            period, rest = self.period(tokens)
            return period, None, rest
        period, rest = self.period(sides[0])
        said, other = self.period(sides[1])
        step, after = take_step(sides[1])
        if step and len(after) <= len(other):  # "прошлым" is a step, "прошлым кварталом" a period
            period = period or usual
            against = period.previous() if step == "previous" else period.year_before()
            return period, against, [*rest, *after]
        if said is None:
            raise InputError(
                self.voice.say(
                    "I compare one figure over two periods: `{periods}`. For people and teams ask `{people}`.",
                    periods="nps this month vs last month",
                    people="nps by team",
                )
            )
        if period is None:  # "nps vs last quarter": this quarter's
            now = self.desk.now
            period = unit_period(said.unit, now - INSTANT, now) if said.unit != "range" else usual
        return period, said.as_far_as(period), [*rest, *other]

    def period(self, tokens: Sequence[Token]) -> tuple[Period | None, Sequence[Token]]:
        """Take the period out of the words. Raises InputError, Several."""
        for size in range(min(period_words.LONGEST, len(tokens)), 0, -1):
            for start in range(len(tokens) - size + 1):
                span = fold(joined(tokens[start : start + size]))
                if span in _SCOPE_ALONE:
                    continue
                if period := period_words.parse(span, self.desk.now, self.desk.figures.first_day):
                    taken = tokens[start : start + size]
                    if self._is_account(taken, period, is_marked=start > 0 and is_level(tokens[start - 1].raw)):
                        continue
                    return period, [*tokens[:start], *tokens[start + size :]]
        return None, tokens

    def _is_account(self, tokens: Sequence[Token], period: Period, *, is_marked: bool) -> bool:
        """Whether words that read as a period name an account ("account T3"). Raises Several for what may be either."""
        wanted = lookup.sound(joined(tokens))
        called = [one for one in visible_accounts(self.asker, self.desk) if lookup.sound(one.name) == wanted]
        if not called or is_marked:
            return bool(called)
        options = [(one.name, f"account {one.account_id}") for one in called]
        raise Several(tokens, [*options, (self.voice.period(period), str(period))])

    def days_ahead(self, tokens: Sequence[Token]) -> tuple[int | None, Sequence[Token]]:
        """Read how many days ahead: to the end of what is still to come ("Q1 2027", "until 31/12"), or their number."""
        days, rest = _days(tokens)
        for size in range(min(period_words.LONGEST, len(tokens)), len(tokens) - len(rest) - 1, -1):
            for start in range(len(tokens) - size + 1):
                span = fold(joined(tokens[start : start + size]))
                if size and (last_day := period_words.last_day_ahead(span, self.desk.now, self.desk.figures.first_day)):
                    rest = [*tokens[:start], *tokens[start + size :]]
                    return ceil((midnight(last_day) + DAY - self.desk.now) / DAY), rest
        return days, rest


def _days(tokens: Sequence[Token]) -> tuple[int | None, Sequence[Token]]:
    """Read a number of days, the longest there is: "60", "60d", "next 3 months", "60 ngày tới", "на 60 дней"."""
    for size in range(min(_LONGEST_HORIZON, len(tokens)), 0, -1):
        for start in range(len(tokens) - size + 1):
            if found := _HORIZON.fullmatch(fold(joined(tokens[start : start + size]))):
                days = next((days for unit, days in _DAYS_IN.items() if found[unit]), 1)
                number = period_words.number_said(found["number"])
                return number * days, [*tokens[:start], *tokens[start + size :]]
    return None, tokens
