"""Log interaction: who was spoken with, how, when."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, time

from bot import lookup
from bot.access import visible_accounts, whom_to_ask
from bot.accounts import Account
from bot.answers.answer import Field
from bot.answers.naming import choice
from bot.entry import MOST_MINUTES, STILL_TO_COME, TOO_LONG, Entry
from bot.forms.record import FieldErrors, Recording, Row, Writing, day_in
from bot.voice import mark
from kpi_core.errors import InputError
from kpi_core.names import fold
from kpi_core.schema import TABS
from sheets.grid import Cell

# A view of Slack's has at most 250 kB of JSON, an option's value 150 characters, a list in groups 100 × 100 of them:
# where a list cannot hold the accounts, one types.
_LISTED_BYTES, _OPTION_BYTES, _LONGEST_VALUE = 200_000, 75, 150
_SEVERAL_SHOWN = 5
_NOON = time(12)
_WHO = {"inbound": mark("the client"), "outbound": mark("we")}


def _fields(writing: Writing, initial: Mapping[str, str]) -> tuple[Field, ...]:
    say = writing.voice.say
    visible = {one.account_id: one for one in visible_accounts(writing.asker, writing.desk)}
    if (pressed := writing.account(writing.press.account_id)) is not None:
        visible[pressed.account_id] = pressed
    accounts = sorted(visible.values(), key=lambda account: fold(account.name))
    if not accounts:
        whom = whom_to_ask(writing.asker, writing.desk, writing.voice)
        raise InputError(say("No account is yours yet. {whom} can set you as an owner in the accounts tab.", whom=whom))
    return (
        _account_field(accounts, writing, initial),
        Field("channel", say("How"), "choice", _choices("channel", writing), initial.get("channel") or "call"),
        Field(
            "direction",
            say("Who reached out"),
            "choice",
            tuple((word, say(who)) for word, who in _WHO.items()),
            initial.get("direction") or "outbound",
        ),
        _day_field(writing, initial.get("on", "")),
        _minutes_field(writing, initial.get("minutes", "")),
        Field("summary", say("In short"), "long_text", initial=initial.get("summary", ""), optional=True),
        *_link_field(writing, initial.get("link", "")),
    )


def _day_field(writing: Writing, said: str) -> Field:
    """Return the field of the day; one that is still to come is not filled in but answered."""
    say, today = writing.voice.say, str(writing.today)
    return Field("on", say("When"), "date", initial=min(said or today, today), hint=say(STILL_TO_COME) * (said > today))


def _minutes_field(writing: Writing, said: str) -> Field:
    say, is_too_long = writing.voice.say, len(said) > 4 or int(said or 0) > MOST_MINUTES
    initial, hint = ("", say(TOO_LONG)) if is_too_long else (said, "")
    return Field("minutes", say("Minutes"), "number", initial=initial, optional=True, hint=hint)


def _account_field(accounts: Sequence[Account], writing: Writing, initial: Mapping[str, str]) -> Field:
    """Return a list to choose from, else, where a list cannot hold the accounts, a field to type a name or an ID in."""
    say, unknown = writing.voice.say, initial.get("unknown", "")
    chosen = initial.get("account") or writing.press.account_id
    hint = say("I know no account “{words}” that you may see.", words=unknown) if unknown else ""
    named = tuple((account.account_id, account.name) for account in accounts)
    listed_bytes = sum(len(json.dumps(one)) + _OPTION_BYTES for one in named)
    if listed_bytes <= _LISTED_BYTES and all(len(one.account_id) <= _LONGEST_VALUE for one in accounts):
        return Field("account", say("Account"), "choice", named, chosen, hint=hint)
    hint = " ".join(filter(None, (hint, say("Type its name or its ID."))))
    return Field("account", say("Account"), "text", initial=chosen, hint=hint)


def _account(typed: str, writing: Writing) -> Account:
    """Return the account that was chosen, or typed. Raises FieldErrors."""
    say, account = writing.voice.say, writing.account(typed)
    if account is not None:
        return account
    visible = visible_accounts(writing.asker, writing.desk)
    found = lookup.find(typed, [lookup.named(one, one.name, one.account_id) for one in visible])
    if not found:
        raise FieldErrors({"account": say("This account is not in the book, or not yours.")})
    if len(found) > 1:
        several = ", ".join(f"{one.label} ({one.typed})" for one in found[:_SEVERAL_SHOWN])
        raise FieldErrors({"account": say("Several are called so, type the ID: {several}.", several=several)})
    return found[0].thing


def _link_field(writing: Writing, link: str) -> tuple[Field, ...]:
    """Return the field of the message that is logged; without one nobody is asked for a link."""
    return (Field("link", writing.voice.say("Link"), "text", initial=link, optional=True),) if link else ()


def _choices(column: str, writing: Writing) -> tuple[tuple[str, str], ...]:
    words = TABS["interactions"].column(column).choices
    return tuple((word, choice("interactions", column, word, writing.voice)) for word in words)


def _row(writing: Writing, row_id: str, answers: Mapping[str, str]) -> Row:
    say, account = writing.voice.say, _account(answers.get("account", ""), writing)
    on = day_in(answers, "on", writing.voice)
    if on > writing.today:
        raise FieldErrors({"on": say(STILL_TO_COME)})
    minutes = _minutes(answers.get("minutes", ""), writing)
    columns = TABS["interactions"]
    for key in ("channel", "direction"):
        if answers.get(key) not in columns.column(key).choices:
            raise FieldErrors({key: say("Please choose one of the list.")})
    cells: dict[str, Cell] = {
        "interaction_id": row_id,
        "account_id": account.account_id,
        "am_id": writing.asker.am_id,
        "at": writing.moment if on == writing.today else datetime.combine(on, _NOON),
        "channel": answers["channel"],
        "direction": answers["direction"],
        "minutes": minutes,
        "summary": answers.get("summary", ""),
        "link": answers.get("link", ""),
    }
    told = say(
        "Logged: {channel} with {account}, {day}.",
        channel=choice("interactions", "channel", answers["channel"], writing.voice),
        account=account.name,
        day=writing.voice.relative_days((on - writing.today).days),
    )
    filled = {key: value for key, value in cells.items() if value not in ("", None)}
    return Row("interactions", filled, told, account_id=account.account_id)


def _minutes(typed: str, writing: Writing) -> int | None:
    if not typed:
        return None
    if typed.isdecimal() and int(typed) <= MOST_MINUTES:
        return int(typed)
    raise FieldErrors({"minutes": writing.voice.say(TOO_LONG)})


def answers_of(entry: Entry) -> dict[str, str]:
    """Return a line somebody typed as the form's answers."""
    return {
        "account": entry.account_id,
        "unknown": entry.unknown,
        "channel": entry.channel,
        "direction": "outbound",
        "on": str(entry.on),
        "minutes": "" if entry.minutes is None else str(entry.minutes),
        "summary": entry.summary,
    }


LOG_INTERACTION = Recording("log_interaction", mark("Log interaction"), mark("Log"), _fields, _row)
