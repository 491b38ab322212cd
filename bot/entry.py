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

_CHANNEL_WORDS: dict[str, str] = {
    "call": "call", "phone": "call", "goi": "call", "dien thoai": "call", "звонок": "call",
    "email": "email", "mail": "email", "письмо": "email",
    "meeting": "meeting", "met": "meeting", "gap": "meeting", "hop": "meeting", "встреча": "meeting",
    "chat": "chat", "чат": "chat", "social": "social", "event": "event",
}  # fmt: skip
_DURATION = re.compile(r"(\d{1,3})(m|min|p|phut|м|мин|h|ч|gio)")
_HOURS = frozenset({"h", "ч", "gio"})
_DAYS_AGO = {"today": 0, "hom nay": 0, "сегодня": 0, "yesterday": 1, "hom qua": 1, "вчера": 1}


@dataclass(frozen=True, slots=True)
class Entry:
    """An interaction somebody typed; what was not said is empty. It is complete with an account and a channel."""

    account_id: str
    channel: str
    minutes: int | None
    on: date
    summary: str

    @property
    def is_complete(self) -> bool:
        """Whether it can be logged without asking further."""
        return bool(self.account_id and self.channel)


def parse_entry(tokens: Sequence[Token], desk: Desk, asker: Person) -> Entry:
    """Return the interaction the words describe: an account, a channel, then minutes, a day and a text in this order.

    Raises Several when the account's name fits several.
    """
    today = (desk.now - timedelta(microseconds=1)).date()
    at, size, channel = _channel(tokens)
    account_id = _account(tokens[:at], desk, asker)
    rest = tokens[at + size :]
    minutes, rest = _minutes(rest)
    days_ago, rest = _days_ago(rest)
    return Entry(account_id, channel, minutes, today - timedelta(days=days_ago), joined(rest))


def _channel(tokens: Sequence[Token]) -> tuple[int, int, str]:
    for position in range(len(tokens)):
        for size in (2, 1):
            channel = _CHANNEL_WORDS.get(fold(joined(tokens[position : position + size])))
            if channel and position:  # the first word is the account's, whatever it is called
                return position, size, channel
    return len(tokens), 0, ""


def _account(tokens: Sequence[Token], desk: Desk, asker: Person) -> str:
    named = [lookup.named(one.account_id, one.name, one.account_id) for one in visible_accounts(asker, desk)]
    found = lookup.find(joined(tokens), named)
    if len(found) > 1:
        raise Several(tokens, [(one.label, one.typed) for one in found])
    return found[0].thing if found else ""


def _minutes(tokens: Sequence[Token]) -> tuple[int | None, Sequence[Token]]:
    for size in (1, 2):
        if match := _DURATION.fullmatch(fold("".join(token.raw for token in tokens[:size]))):
            return int(match[1]) * (60 if match[2] in _HOURS else 1), tokens[size:]
    return None, tokens


def _days_ago(tokens: Sequence[Token]) -> tuple[int, Sequence[Token]]:
    for size in (2, 1):
        if (days := _DAYS_AGO.get(fold(joined(tokens[:size])))) is not None:
            return days, tokens[size:]
    return 0, tokens
