"""An interaction in one line: "Acme call 20m yesterday agreed the brief"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot import lookup
from bot.access import visible_accounts
from bot.scopes import Several, Token, joined
from kpi_core.names import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.desk import Desk
    from bot.people import Person

_LONGEST_NAME = 6  # words: more than these that name no account are what it was about
_CHANNEL_WORDS: dict[str, str] = {
    "call": "call", "phone": "call", "goi": "call", "goi dien": "call", "goi dien thoai": "call", "dien thoai": "call",
    "звонок": "call", "созвон": "call", "позвонил": "call", "позвонила": "call",
    "email": "email", "mail": "email", "gui email": "email", "gui mail": "email", "письмо": "email",
    "meeting": "meeting", "met": "meeting", "gap": "meeting", "gap mat": "meeting", "hop": "meeting",
    "встреча": "meeting", "встретились": "meeting",
    "chat": "chat", "чат": "chat", "nhan tin": "chat", "zalo": "chat", "social": "social", "event": "event",
}  # fmt: skip
_HOURS = frozenset({"h", "hour", "hours", "ч", "час", "часа", "часов", "gio"})
_MINUTES = frozenset({"m", "min", "mins", "minute", "minutes", "p", "phut", "м", "мин", "минут", "минуты", "минута"})
_DURATION = re.compile(r"(\d{1,3})(\w+)")
_DAYS_AGO = {
    "today": 0,
    "hom nay": 0,
    "сегодня": 0,
    "yesterday": 1,
    "hom qua": 1,
    "вчера": 1,
    "hom kia": 2,
    "позавчера": 2,
}


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

    Raises Several when the account's name fits several.
    """
    today = (desk.now - timedelta(microseconds=1)).date()
    account_id, unknown, rest = _account(tokens, desk, asker)
    channel: str | None = None
    minutes: int | None = None
    days_ago: int | None = None
    left = len(rest) + 1
    while len(rest) < left:
        left = len(rest)
        if channel is None:
            channel, rest = _channel(rest)
        if minutes is None:
            minutes, rest = _minutes(rest)
        if days_ago is None:
            days_ago, rest = _days_ago(rest)
    on = today - timedelta(days=days_ago or 0)
    return Entry(account_id, channel or "", minutes, on, joined(rest), unknown, joined(tokens))


def _account(tokens: Sequence[Token], desk: Desk, asker: Person) -> tuple[str, str, Sequence[Token]]:
    """Return the account the first words name, else what stands in its place, and the words after it."""
    named = [lookup.named(one.account_id, one.name, one.account_id) for one in visible_accounts(asker, desk)]
    end = next((at for at in range(1, len(tokens)) if _is_particular(tokens[at:])), len(tokens))
    # A first word that says how or when is an account's only when one is called just that.
    search = lookup.exact if _is_particular(tokens) else lookup.find
    for size in range(min(end, _LONGEST_NAME), 0, -1):
        found = search(joined(tokens[:size]), named)
        if len(found) > 1:
            raise Several(tokens[:size], [(one.label, one.typed) for one in found])
        if found:
            return found[0].thing, "", tokens[size:]
    if _is_particular(tokens) or end > _LONGEST_NAME:
        return "", "", tokens
    return "", joined(tokens[:end]), tokens[end:]


def _is_particular(tokens: Sequence[Token]) -> bool:
    return any(read(tokens)[0] is not None for read in (_channel, _minutes, _days_ago))


def _channel(tokens: Sequence[Token]) -> tuple[str | None, Sequence[Token]]:
    for size in (3, 2, 1):
        if channel := _CHANNEL_WORDS.get(fold(joined(tokens[:size]))):
            return channel, tokens[size:]
    return None, tokens


def _minutes(tokens: Sequence[Token]) -> tuple[int | None, Sequence[Token]]:
    for size in (1, 2):
        match = _DURATION.fullmatch(fold("".join(token.raw for token in tokens[:size])))
        if match and match[2] in _HOURS | _MINUTES:
            return int(match[1]) * (60 if match[2] in _HOURS else 1), tokens[size:]
    return None, tokens


def _days_ago(tokens: Sequence[Token]) -> tuple[int | None, Sequence[Token]]:
    for size in (2, 1):
        if (days := _DAYS_AGO.get(fold(joined(tokens[:size])))) is not None:
            return days, tokens[size:]
    return None, tokens
