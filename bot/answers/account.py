"""One account on one card: owner, last contact, contracts, what deserves attention, key figures."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import narwhals as nw

from bot.access import require
from bot.accounts import Account
from bot.answers.answer import Answer, Bold, Button, Facts, Heading, Item, Line, Paragraph, Part, TableOf
from bot.answers.asked import Asked
from bot.answers.naming import WINDOWS, age, cell, choice, person_name
from bot.answers.signals import items, signals_of
from bot.press import Press
from bot.voice import NOTHING
from kpi_core.catalogue import BY_KEY
from kpi_core.frames import rows_of

_KEY_FIGURES = ("days_since_contact", "interactions_per_account", "revenue", "overdue_amount", "nps")
_CONTRACTS_SHOWN = 5


def answer_account(asked: Asked) -> Answer:
    """Answer `account NAME`. Raises Refused."""
    require(asked.asker, asked.scope, asked.desk, asked.voice)
    account = asked.desk.accounts[asked.scope.id]
    signals = signals_of(asked.desk, asked.scope)
    parts: list[Part] = [Heading(account.name), _facts(account, asked)]
    parts += items(signals, asked.desk, asked.voice, asked.asker)
    parts += [*_contracts(account, asked), _figures(asked)]
    log = Button(asked.voice.say("Log interaction"), "log_interaction", Press(account.account_id).to_value())
    if not any(item.buttons for item in parts if isinstance(item, Item)):
        parts.append(Item((asked.voice.say("Spoke with them?"),), (log,)))
    owner = person_name(account.owner_id, asked.desk, asked.voice)
    return Answer(f"{account.name} · {owner}", (*parts, age(asked.desk, asked.voice)))


def _facts(account: Account, asked: Asked) -> Facts:
    voice = asked.voice
    tier = choice("accounts", "tier", account.tier, voice)
    status = choice("accounts", "status", account.status, voice)
    pairs: list[tuple[str, Line]] = [
        (voice.say("Owner"), (person_name(account.owner_id, asked.desk, voice),)),
        (voice.say("Tier"), (f"{tier} · {status}",)),
        (voice.say("Last contact"), (_last_contact(account, asked),)),
    ]
    if account.started_on:
        pairs.append((voice.say("Client since"), (voice.day(account.started_on.date()),)))
    if account.next_step:
        when = f" ({voice.day(account.next_step_on.date())})" if account.next_step_on else ""
        pairs.append((voice.say("Next step"), (f"{account.next_step}{when}",)))
    pairs.append((voice.say("Row"), (cell(asked.desk, "accounts", account.row),)))
    return Facts(tuple(pairs))


def _last_contact(account: Account, asked: Asked) -> str:
    voice = asked.voice
    contacts = [row for row in _of("interactions", account, asked, "at", "channel", "am_id", "direction", "replied")
                if row["at"] is not None and row["at"] < asked.desk.now
                and not (row["direction"] == "outbound" and row["replied"] is False)]  # fmt: skip
    if not contacts:
        return voice.say("never")
    last = max(contacts, key=lambda row: row["at"])
    days = (_today(asked).date() - last["at"].date()).days
    channel = choice("interactions", "channel", last["channel"], voice) if last["channel"] else ""
    said = [voice.relative_days(-days), channel, person_name(last["am_id"], asked.desk, voice)]
    return ", ".join(part for part in said if part)


def _contracts(account: Account, asked: Asked) -> list[Part]:
    voice = asked.voice
    rows = _of("contracts", account, asked, "row", "contract_id", "service", "ends_on", "amount", "currency")
    if not rows:
        return []
    rows.sort(key=lambda row: (row["ends_on"] is None, row["ends_on"] or asked.desk.now), reverse=True)
    line: Line = (Bold(voice.say("Contracts")),)
    for row in rows[:_CONTRACTS_SHOWN]:
        amount = "" if row["amount"] is None else f", {voice.money(row['amount'], row['currency'] or _base(asked))}"
        ends = voice.say("open-ended") if row["ends_on"] is None else voice.day(row["ends_on"].date())
        ending = voice.say("until {end}", end=ends) if row["ends_on"] is not None else ends
        name = row["service"] or row["contract_id"]
        line = (*line, f"\n• {name}{amount}, {ending} ", cell(asked.desk, "contracts", row["row"]))
    return [Paragraph(line)]


def _figures(asked: Asked) -> TableOf:
    voice, figures = asked.voice, asked.desk.figures
    rows: list[tuple[Line, ...]] = []
    for kpi in (BY_KEY[key] for key in _KEY_FIGURES if key in BY_KEY):
        result = figures.result(kpi, asked.scope, figures.window(kpi))
        reason = voice.text(result.reason) if result.value is None and result.reason else ""
        value: Line = (
            (Bold(voice.figure(kpi, result.value, _base(asked))),) if not reason else (f"{NOTHING} ({reason})",)
        )
        rows.append(((voice.text(kpi.names),), (voice.say(WINDOWS[kpi.window]),), value))
    return TableOf(("KPI", voice.say("Over"), voice.say("Value")), tuple(rows), right=frozenset({2}))


def _of(tab: str, account: Account, asked: Asked, *columns: str) -> list[dict[str, Any]]:
    frame = asked.desk.snapshot.tables[tab].filter(nw.col("account_id") == account.account_id)
    return rows_of(frame, *columns)


def _today(asked: Asked) -> datetime:
    return asked.desk.now - timedelta(microseconds=1)


def _base(asked: Asked) -> str:
    return asked.desk.snapshot.tables.base_currency
