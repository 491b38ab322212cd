"""An interaction in one line: "Acme call 20m yesterday agreed the brief"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeVar

from bot import lookup
from bot.access import visible_accounts
from bot.scopes import Several, Token, joined
from bot.voice import mark
from kpi_core.day_words import RELATIVE_DAYS, typed_day
from kpi_core.names import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.desk import Desk
    from bot.lookup import Named
    from bot.people import Person

    Words = Sequence[Token]

_LONGEST_NAME = 6  # words: more than these that name no account are what it was about
_CHANNEL_WORDS: dict[str, str] = {
    "call": "call", "phone": "call", "goi": "call", "goi dien": "call", "goi dien thoai": "call", "dien thoai": "call",
    "called": "call", "звонок": "call", "созвон": "call", "созвонились": "call", "позвонил": "call",
    "позвонила": "call",
    "email": "email", "mail": "email", "gui email": "email", "gui mail": "email", "письмо": "email",
    "emailed": "email", "почта": "email",
    "meeting": "meeting", "met": "meeting", "gap": "meeting", "gap mat": "meeting", "hop": "meeting",
    "meet": "meeting", "встреча": "meeting", "встретились": "meeting", "встретился": "meeting",
    "встретилась": "meeting",
    "chat": "chat", "чат": "chat", "nhan tin": "chat", "zalo": "chat", "message": "chat", "переписка": "chat",
    "social": "social", "event": "event", "su kien": "event", "мероприятие": "event",
}  # fmt: skip
_HOURS = frozenset({"h", "hour", "hours", "ч", "час", "часа", "часов", "gio", "tieng", "hr", "hrs"})
_MINUTES = frozenset({"m", "min", "mins", "minute", "minutes", "p", "phut", "м", "мин", "минут", "минуты", "минута"})
_DURATION = re.compile(r"(\d{1,9}(?:[.,]\d{1,2})?)([^\W\d]+)(?:(\d{1,2})([^\W\d]*))?")
_LONGEST_DAY = 6  # words: "ngày 15 tháng 11 năm 2026"
# What is wrong with a day and a length that cannot be, in a form and in a line.
MOST_MINUTES = 24 * 60
STILL_TO_COME = mark("This day is still to come; log what has happened.")
TOO_LONG = mark("Whole minutes, at most a day.")


# What follows a price or a rate that looks like a day: "1.10 per unit".
_UNITS = frozenset({
    "%", "per", "each", "usd", "eur", "vnd", "rub", "dollars", "percent", "million", "mln", "k", "times", "x",
    "trieu", "ty", "nghin", "dong", "phan", "moi", "lan",
    "за", "руб", "рублей", "тыс", "млн", "млрд", "процента", "процентов", "раза", "раз", "доллара", "долларов",
})  # fmt: skip
# Words before an account, a length or a day: "a call with Acme for 20 minutes on 15/11".
_FILLERS = frozenset({
    "a", "an", "the", "with", "for", "on", "mot", "cuoc", "voi", "trong", "vao", "с", "со", "на", "в",
})  # fmt: skip
_MOST_FILLERS = 3
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Entry:
    """An interaction somebody typed; what was not said is empty, `unknown` what stands where an account's name should.

    `words` are all that was typed. It is complete with an account and a channel.
    """

    account_id: str
    channel: str
    minutes: int | None
    on: date
    summary: str
    unknown: str = ""
    words: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether it can be logged without asking further."""
        return bool(self.account_id and self.channel)


def parse_entry(tokens: Sequence[Token], desk: Desk, asker: Person) -> Entry:
    """Return the interaction the words describe: an account, then a channel, minutes and a day as they come, a text.

    Raises Several when the account's name fits several, InputError for a date that is none.
    """
    today = (desk.now - timedelta(microseconds=1)).date()
    named = [lookup.named(one.account_id, one.name, one.account_id) for one in visible_accounts(asker, desk)]
    account_id, unknown, rest = _account(tokens, named)
    channel: str | None = None
    minutes: int | None = None
    on: date | None = None
    left = len(rest) + 1
    while len(rest) < left:
        left = len(rest)
        if channel is None:
            channel, rest = _past_fillers(_channel, rest)
        if minutes is None:
            minutes, rest = _past_fillers(_minutes, rest)
        if on is None:
            on, rest = _past_fillers(lambda words: _day(words, today), rest)
        if not account_id and not unknown:
            found, rest = _past_fillers(lambda words: _called_just_that(words, named), rest)
            account_id = found or ""
    return Entry(account_id, channel or "", minutes, on or today, joined(rest), unknown, joined(tokens))


def _past_fillers(read: Callable[[Words], tuple[T | None, Words]], tokens: Words) -> tuple[T | None, Words]:
    """Read what stands at the start, else what stands after "with", "for", "on"."""
    first = range(min(_MOST_FILLERS, len(tokens)))
    fillers = next((at for at in first if fold(tokens[at].raw) not in _FILLERS), len(first))
    for words in (tokens, tokens[fillers:]):
        found, rest = read(words)
        if found is not None:
            return found, rest
    return None, tokens


def _account(tokens: Words, named: Sequence[Named[str]]) -> tuple[str, str, Words]:
    """Return the account the first words name, else what stands in its place, and the words after it."""
    # Words that say how, how long or when are an account's only when one is called just that.
    first = range(min(len(tokens), _LONGEST_NAME + 1))
    end = next((at for at in first if _is_particular(tokens[at : at + _LONGEST_DAY + 1])), len(tokens))
    for size in range(min(len(tokens), _LONGEST_NAME), 0, -1):
        found = (lookup.find if size <= end else lookup.exact)(joined(tokens[:size]), named)
        if len(found) > 1:
            raise Several(tokens[:size], [(one.label, one.typed) for one in found])
        if found:
            return found[0].thing, "", tokens[size:]
    if end > _LONGEST_NAME or all(fold(token.raw) in _FILLERS for token in tokens[:end]):
        return "", "", tokens
    return "", joined(tokens[:end]), tokens[end:]


def _called_just_that(tokens: Words, named: Sequence[Named[str]]) -> tuple[str | None, Words]:
    for size in range(min(len(tokens), _LONGEST_NAME), 0, -1):
        found = lookup.exact(joined(tokens[:size]), named)
        if len(found) == 1:
            return found[0].thing, tokens[size:]
    return None, tokens


def _is_particular(tokens: Words) -> bool:
    return _channel(tokens)[0] is not None or _minutes(tokens)[0] is not None or _day_words(tokens) > 0


def _channel(tokens: Words) -> tuple[str | None, Words]:
    for size in (3, 2, 1):
        if channel := _CHANNEL_WORDS.get(fold(joined(tokens[:size]))):
            return channel, tokens[size:]
    return None, tokens


def _minutes(tokens: Words) -> tuple[int | None, Words]:
    """Read "20m", "2 hours", "1.5h", "1h30", "1 ч 30 мин"."""
    for size in range(min(4, len(tokens)), 0, -1):
        found = _DURATION.fullmatch(fold("".join(token.raw for token in tokens[:size])))
        if found is None or found[2] not in _HOURS | _MINUTES:
            continue
        is_hours = found[2] in _HOURS
        if not found[3] or (is_hours and (found[4] in _MINUTES or (size == 1 and not found[4]))):
            number = float(found[1].replace(",", ".")) * (60 if is_hours else 1)
            return round(number) + int(found[3] or 0), tokens[size:]
    return None, tokens


def _day(tokens: Words, today: date) -> tuple[date | None, Words]:
    """Read "yesterday", "15/11", "31 December 2026". Raises InputError for a date that is none."""
    size = _day_words(tokens)
    words = fold(joined(tokens[:size]))
    if words in RELATIVE_DAYS:
        return today + timedelta(days=RELATIVE_DAYS[words]), tokens[size:]
    day = typed_day(words, bare=True)
    return (day.nearest(today), tokens[size:]) if day else (None, tokens)


def _day_words(tokens: Words) -> int:
    """Return how many words at the start write a day, one that is none ("31.02.2026") too."""
    for size in range(min(_LONGEST_DAY, len(tokens)), 0, -1):
        words = fold(joined(tokens[:size]))
        if words in RELATIVE_DAYS or (typed_day(words, bare=True) and not _is_amount(tokens, size)):
            return size
    return 0


def _is_amount(tokens: Words, size: int) -> bool:
    after = fold(tokens[size].raw).strip(".,;/") if len(tokens) > size else ""
    return size == 1 and (after in _UNITS or after.startswith("%"))
