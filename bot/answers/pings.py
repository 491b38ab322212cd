"""The reminder of a working day: what deserves attention, grouped by account, worst first."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.answer import Answer, Heading, Note, Part
from bot.answers.signals import item
from bot.desk import Desk
from bot.people import Person
from bot.voice import Voice
from kpi_core.rules.signal import Signal
from kpi_core.text import Language


def reminder(desk: Desk, person: Person, signals: Sequence[Signal], language: Language, more: int = 0) -> Answer:
    """Return one message for these signals, in their order; `more` counts those beyond the limit."""
    voice = Voice(language)
    title = voice.many("{n} thing needs you today", "{n} things need you today", len(signals) + more)
    names = ", ".join(dict.fromkeys(signal.account_name for signal in signals))
    parts: list[Part] = [Heading(title), *(item(signal, desk, voice, person) for signal in signals)]
    if more > 0:
        parts.append(Note((voice.many("… and {n} more", "… and {n} more", more),)))
    return Answer(f"{title}: {names}", tuple(parts))
