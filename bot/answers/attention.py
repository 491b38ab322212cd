"""What to look at, a line per account; and what is said where there is nothing: no data is never "all is well"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.answers.answer import Bold, Code, Item, Note, Paragraph, Part
from bot.answers.doors import door
from bot.answers.naming import scope_name
from bot.answers.signals import item, more_of, signals_for
from bot.commands import RISKS
from bot.desk import Desk
from bot.people import Person
from bot.voice import Voice
from kpi_core.frames import rows_of
from kpi_core.kpi import Scope
from kpi_core.portfolio import portfolio
from kpi_core.presence import has, lacking
from kpi_core.rules import RULES, Signal
from kpi_core.schema import TABS

TO_LOOK_AT = 3
OF_QUIET = ("accounts.account_id", "accounts.owner_id", "interactions.account_id", "interactions.at")
OF_RENEWALS = ("contracts.account_id", "contracts.ends_on")
_REASONS_SHOWN = 3


def to_look_at(desk: Desk, voice: Voice, scope: Scope, reader: Person, most: int = TO_LOOK_AT) -> list[Part]:
    """Return the most pressing matters of a scope, or that there are none."""
    matters = _matters(signals_for(reader, desk, scope))
    if not matters:
        fine = voice.say("Nothing waits for you: no account is quiet, no renewal is close.")
        return [Note((nothing_found(desk, voice, scope, fine, (*OF_QUIET, *OF_RENEWALS)),))]
    lines = [_matter(one, desk, voice, reader) for one in matters[:most]]
    more = [Note((*note.line, ": ", Code(RISKS.words[0]))) for note in more_of(len(matters) - most, voice)]
    return [Paragraph((Bold(voice.say("To look at")),)), *lines, *more]


def nothing_found(desk: Desk, voice: Voice, scope: Scope, fine: str, needs: Iterable[str]) -> str:
    """Say that all is fine, as far as the book has what that needs ("tab.column"); else what is to be filled in."""
    if why := lacking(desk.snapshot.tables, needs):
        return voice.say("⚪ I cannot tell: {why}. Once that is filled in, I can.", why=voice.text(why))
    if not rows_of(portfolio(desk.figures, scope).select("row").head(1)):
        accounts = TABS["accounts"]
        return voice.say(
            "{name} has no active account. Owners stand in the tab “{tab}”, column “{column}”.",
            name=scope_name(scope, desk, voice),
            tab=voice.text(accounts.label),
            column=voice.text(accounts.column("owner_id").label),
        )
    return f"✅ {fine}"


def unwatched(desk: Desk, voice: Voice) -> str:
    """Name the tabs that rules look at and that the book does not keep; "" when it keeps them all."""
    tabs = dict.fromkeys(need.partition(".")[0] for rule in RULES for need in rule.needs)
    return ", ".join(voice.text(TABS[tab].label) for tab in tabs if not has(desk.snapshot.tables, (tab,)))


def _matters(signals: Sequence[Signal]) -> list[list[Signal]]:
    """Return the signals with those of one account together, that of the worst first."""
    matters: dict[str, list[Signal]] = {}
    for signal in signals:
        matters.setdefault(signal.account_id or signal.subject, []).append(signal)
    return list(matters.values())


def _matter(signals: Sequence[Signal], desk: Desk, voice: Voice, reader: Person) -> Item:
    worst, *others = signals
    whole = item(worst, desk, voice, reader, also=others[: _REASONS_SHOWN - 1], more=len(signals) - _REASONS_SHOWN)
    if not (others and whole.buttons and worst.account_id):
        return whole
    # What can be done about each reason stands on the account's card; to snooze one of them here would hide little.
    helps = whole.buttons[:1] if whole.buttons[0].action != "snooze" else ()
    return Item(whole.line, (*helps, door(worst.account_id, "account", voice)))
