"""One account on one card: its health with the reasons, what is known of it, what to do, its contracts."""

from __future__ import annotations

from math import floor

from bot.access import require
from bot.answers.answer import Answer, Bold, Heading, Line, Note, Paragraph, Part
from bot.answers.asked import Asked
from bot.answers.doors import doors
from bot.answers.naming import DOTS, STANDINGS, age, cell, person_name
from bot.answers.signals import items, signals_for
from bot.answers.views.dossier import dossier, unknown_tabs
from bot.voice import NOTHING, Voice
from kpi_core.health import Health
from kpi_core.views import AccountCard, account_card
from kpi_core.views.account import ContractLine

_CONTRACTS_SHOWN = 5
_SIGNALS_SHOWN = 5
_DECIMALS = 9  # what is behind them is the noise of adding binary fractions


def answer_account(asked: Asked) -> Answer:
    """Answer `account NAME`. Raises Refused."""
    require(asked.asker, asked.scope, asked.desk, asked.voice)
    desk, voice = asked.desk, asked.voice
    account = desk.accounts[asked.scope.id]
    card = account_card(desk.figures, account.account_id, desk.healths)
    signals = signals_for(asked.asker, desk, asked.scope)
    parts: list[Part] = [Heading(account.name), *_health(card.health, voice), dossier(card, account, asked)]
    parts += items(signals, desk, voice, asked.asker, _SIGNALS_SHOWN)
    parts += [*_contracts(card, asked), *_unknown(card, voice)]
    parts.append(doors(account, voice, "contacts", "matrix", can_log=not signals))
    said = [person_name(account.owner_id, desk, voice), *_scores(card.health, voice)]
    return Answer(" · ".join([account.name, *said]), (*parts, age(desk, voice)))


def _health(health: Health | None, voice: Voice) -> list[Part]:
    if health is None:
        return []
    reasons = "; ".join(voice.text(reason) for reason in health.reasons)
    said = _scores(health, voice) or [voice.say("Health")]
    return [Paragraph((f"{DOTS[health.level]} ", Bold(said[0]), f": {reasons}"))]


def _scores(health: Health | None, voice: Voice) -> list[str]:
    if health is None or health.score is None:
        return []
    # Rounded down: nobody is to wonder why a 7 is marked as less than 7.
    shown = floor(round(health.score * 10, _DECIMALS)) / 10
    return [voice.say("Health {score} of 10", score=voice.number(shown, 1))]


def _contracts(card: AccountCard, asked: Asked) -> list[Part]:
    if not card.contracts:
        return []
    line: Line = (Bold(asked.voice.say("Contracts")),)
    for contract in card.contracts[:_CONTRACTS_SHOWN]:
        line = (*line, "\n• ", *_contract(contract, asked))
    if (more := len(card.contracts) - _CONTRACTS_SHOWN) > 0:
        line = (*line, "\n", asked.voice.many("… and {n} more", "… and {n} more", more))
    return [Paragraph(line)]


def _contract(contract: ContractLine, asked: Asked) -> Line:
    voice, name = asked.voice, contract.service or contract.contract_id or NOTHING
    currency = contract.currency or asked.desk.snapshot.tables.base_currency
    amount = "" if contract.amount is None else f", {voice.money(contract.amount, currency)}"
    ends = voice.say("open-ended")
    if contract.ends_on is not None:
        ends = voice.say("until {end}", end=voice.day(contract.ends_on))
    standing = f" · {voice.say(STANDINGS[contract.standing])}" if contract.standing else ""
    return (f"{name}{amount}, {ends} ", cell(asked.desk, "contracts", contract.row), standing)


def _unknown(card: AccountCard, voice: Voice) -> list[Part]:
    if tabs := unknown_tabs(card, voice):
        return [Note((voice.say("The book does not keep: {names}.", names=", ".join(tabs)),))]
    return []
