"""What a lead is told when somebody presses "Not mine", and when they take it back."""

from __future__ import annotations

from bot.accounts import Account
from bot.answers.answer import Answer
from bot.answers.told import sentence
from bot.desk import Desk
from bot.people import Person
from bot.voice import Voice
from kpi_core.text import Language


def request(desk: Desk, person: Person, account: Account, reason: str, language: Language) -> Answer:
    """Return who says that an account is not theirs, why, and where its owner is set."""
    said = Voice(language).say(
        "{person} says {account} is not theirs: “{reason}”. Please set its owner in {cell}.",
        person=person.name,
        account=account.name,
        reason=reason,
        cell=desk.snapshot.address("accounts", account.row, "owner_id"),
    )
    return sentence(said)


def retraction(person: Person, account: Account, language: Language) -> Answer:
    """Return who takes that back."""
    said = Voice(language).say(
        "{person} takes back that {account} is not theirs: nothing is to be done.",
        person=person.name,
        account=account.name,
    )
    return sentence(said)
