"""Signals as lines of a work list, each with what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.access import LEADERS, acts_on
from bot.answers.answer import Bold, Button, Item, Line, Note, Part
from bot.answers.naming import person_name
from bot.desk import Desk
from bot.people import Person
from bot.press import Press
from bot.voice import Voice, mark
from kpi_core.kpi import Scope
from kpi_core.rules import RULES_BY_KEY
from kpi_core.rules.signal import Action, Severity, Signal

MOST_ITEMS = 10
_MARKS: dict[Severity, str] = {"urgent": "🔴", "warning": "🟠", "notice": "🟡"}
_LABELS: dict[Action, str] = {
    "log_interaction": mark("Log interaction"),
    "renewal_outcome": mark("Outcome"),
    "snooze": mark("Snooze"),
    "not_mine": mark("Not mine"),
}


def signals_of(desk: Desk, scope: Scope) -> Sequence[Signal]:
    """Return the signals of a scope, worst first."""
    belongs = _belongs(desk, scope)
    return [signal for signal in desk.signals if belongs(signal)]


def signals_for(reader: Person, desk: Desk, scope: Scope) -> Sequence[Signal]:
    """Return the signals of a scope that the reader is to act on, worst first: an AM's own are not the lead's.

    For those who lead, what was left open and escalated comes before all else.
    """
    if reader.role not in LEADERS:
        return [signal for signal in signals_of(desk, scope) if "owner" in signal.audience]
    return sorted(signals_of(desk, scope), key=lambda signal: signal.identity not in desk.escalated)


def _belongs(desk: Desk, scope: Scope) -> Callable[[Signal], bool]:
    def team_of(am_id: str | None) -> str:
        person = desk.roster.by_id.get(am_id or "")
        return person.team if person else ""

    def tier_of(account_id: str | None) -> str:
        account = desk.accounts.get(account_id or "")
        return account.tier if account else ""

    tests: dict[str, Callable[[Signal], bool]] = {
        "all": lambda _: True,
        "team": lambda signal: team_of(signal.am_id) == scope.id,
        "am": lambda signal: signal.am_id == scope.id,
        "tier": lambda signal: tier_of(signal.account_id) == scope.id,
        "account": lambda signal: signal.account_id == scope.id,
    }
    return tests[scope.level]


def items(signals: Sequence[Signal], desk: Desk, voice: Voice, reader: Person, most: int = MOST_ITEMS) -> list[Part]:
    """Return the worst signals as lines with buttons, and a note that counts the rest."""
    return [*(item(signal, desk, voice, reader) for signal in signals[:most]), *more_of(len(signals) - most, voice)]


def more_of(count: int, voice: Voice) -> list[Note]:
    """Return the note that counts what is not shown, if anything is."""
    return [Note((voice.many("… and {n} more", "… and {n} more", count),))] if count > 0 else []


def item(
    signal: Signal,
    desk: Desk,
    voice: Voice,
    reader: Person,
    *,
    is_named: bool = True,
    also: Sequence[Signal] = (),
    more: int = 0,
) -> Item:
    """Return one signal as a line; the owner is named when it is not the reader, the account when `is_named`.

    `also` are further signals of the account, whose reasons are joined to it; `more` counts those beyond them.
    """
    reasons = [voice.text(one.why) for one in (signal, *also)]
    why = "; ".join([*reasons, voice.many("… and {n} more", "… and {n} more", more)] if more > 0 else reasons)
    said: Line = (Bold(voice.text(signal.called)), f": {why}") if is_named else (why,)
    line: Line = (f"{_MARKS[signal.severity]} ", *said)
    if signal.am_id != reader.am_id:
        line = (*line, f" · {person_name(signal.am_id, desk, voice)}")
    if (senior := desk.escalated.get(signal.identity)) is not None:
        line = (*line, f" · ⏫ {_escalated(senior, voice, reader)}")
    return Item(line, buttons(signal, voice, reader) if acts_on(reader, signal, desk) else ())


def _escalated(senior: Person, voice: Voice, reader: Person) -> str:
    if senior.am_id == reader.am_id:
        return voice.say("escalated to you")
    return voice.say("escalated to {name}", name=senior.name)


def buttons(signal: Signal, voice: Voice, reader: Person) -> tuple[Button, ...]:
    """Return what the reader can do about a signal; what usually helps is first and stands out."""
    value = Press.on(signal).to_value()
    # An enquiry of nobody known yet has no account to log with, or to give away.
    actions = [one for one in RULES_BY_KEY[signal.rule].actions if signal.account_id or one == "snooze"]
    if reader.role in LEADERS and reader.am_id != signal.am_id:  # nobody takes it for theirs
        actions = [one for one in actions if one != "not_mine"]
    helps = next((one for one in actions if one not in {"snooze", "not_mine"}), "")  # to put it off never does
    return tuple(
        Button(voice.say(_LABELS[action]), action, value, "primary" if action == helps else "") for action in actions
    )
