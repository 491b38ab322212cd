"""The stakeholder map: who is who at an account, by influence and closeness, and whether it hangs on one thread."""

from __future__ import annotations

from datetime import date

from bot.access import require
from bot.answers.answer import Answer, Bold, Heading, Line, Note, Paragraph, Part, TableOf
from bot.answers.asked import Asked
from bot.answers.doors import doors
from bot.answers.naming import age, cell, choice
from bot.desk import Desk
from bot.voice import NOTHING, Voice
from kpi_core.periods import INSTANT
from kpi_core.views import Stakeholder, StakeholderMap, stakeholder_map

_CLOSENESS = 5
_DISTANT = 2  # at most this close
_WEIGHTY = ("decision_maker", "influencer")


def answer_contacts(asked: Asked) -> Answer:
    """Answer `contacts NAME`. Raises Refused."""
    require(asked.asker, asked.scope, asked.desk, asked.voice)
    desk, voice = asked.desk, asked.voice
    account = desk.accounts[asked.scope.id]
    people = stakeholder_map(desk.figures, account.account_id)
    named, risk = voice.say("Contacts"), _risk(people, voice)
    title = f"{account.name} · {named}"
    parts: list[Part] = [Heading(title), Paragraph((risk,)), *_distant(people, voice)]
    if people.stakeholders:
        parts += [_table(people, desk, voice), Note((voice.say("●○○○○ cold … ●●●●● close"),))]
    parts.append(doors(account, voice, "account", "matrix"))
    return Answer(f"{title}: {risk}", (*parts, age(desk, voice)))


def _risk(people: StakeholderMap, voice: Voice) -> str:
    """Say whether the account hangs on one thread."""
    number = len(people.stakeholders)
    if not people.is_known:
        return voice.say("⚪ The book keeps no contacts.")
    if number == 0:
        return voice.say("🔴 Nobody is known there: ask whom we work with, and write them down.")
    if number == 1:
        return voice.say("🔴 All hangs on one person: ask to be introduced to a second one.")
    counted = voice.many("{n} person", "{n} people", number)
    if people.is_single_threaded:
        return voice.say("🟠 {people}, and nobody of them decides: ask who does.", people=counted)
    names = [_name(one, voice) for one in people.decision_makers]
    decides = voice.many("{names} decides", "{names} decide", len(names), names=", ".join(names)) if names else ""
    return ", ".join(part for part in (f"🟢 {counted}", decides) if part)


def _distant(people: StakeholderMap, voice: Voice) -> list[Part]:
    """Name those who have a say and are not close."""
    distant = [
        _name(one, voice)
        for one in people.stakeholders
        if one.influence in _WEIGHTY and one.relationship is not None and one.relationship <= _DISTANT
    ]
    return [Paragraph((Bold(voice.say("Come closer to")), f": {', '.join(distant)}"))] if distant else []


def _table(people: StakeholderMap, desk: Desk, voice: Voice) -> TableOf:
    header = (
        voice.say("Contact"),
        voice.say("Influence"),
        voice.say("Relationship"),
        voice.say("Last contact"),
        voice.say("Row"),
    )
    today = (desk.now - INSTANT).date()
    return TableOf(header, tuple(_row(one, today, desk, voice) for one in people.stakeholders))


def _row(one: Stakeholder, today: date, desk: Desk, voice: Voice) -> tuple[Line, ...]:
    name: Line = (Bold(_name(one, voice)), f", {one.title}" if one.title else "")
    influence = choice("contacts", "influence", one.influence, voice) if one.influence else NOTHING
    last = voice.relative_days((one.last_on - today).days) if one.last_on else NOTHING
    return name, (influence,), (_closeness(one.relationship),), (last,), (cell(desk, "contacts", one.row),)


def _name(one: Stakeholder, voice: Voice) -> str:
    return one.name or one.contact_id or voice.say("nobody named")


def _closeness(relationship: int | None) -> str:
    return NOTHING if relationship is None else "●" * relationship + "○" * (_CLOSENESS - relationship)
