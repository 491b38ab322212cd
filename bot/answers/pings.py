"""The reminders of a working day, and those that cannot wait for it: grouped by account, worst first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from bot.answers.answer import Answer, Bold, Code, Heading, Note, Paragraph, Part
from bot.answers.signals import item
from bot.desk import Desk
from bot.people import Person
from bot.voice import Voice
from kpi_core.rules.signal import Signal
from kpi_core.text import Language


def reminder(desk: Desk, person: Person, signals: Sequence[Signal], language: Language, more: int = 0) -> Answer:
    """Return one message for these signals, in their order; `more` counts those beyond the limit."""
    voice, count = Voice(language), len(signals) + more
    title = voice.many("{n} thing needs you today", "{n} things need you today", count)
    return _message(title, desk, person, signals, voice, more)


def alert(desk: Desk, person: Person, signals: Sequence[Signal], language: Language, more: int = 0) -> Answer:
    """Return one message for signals that go out at once, in their order; `more` counts those beyond the limit."""
    voice, count = Voice(language), len(signals) + more
    title = voice.many("{n} thing cannot wait", "{n} things cannot wait", count)
    return _message(f"⏱️ {title}", desk, person, signals, voice, more)


def _message(title: str, desk: Desk, person: Person, signals: Sequence[Signal], voice: Voice, more: int) -> Answer:
    names = ", ".join(dict.fromkeys(voice.text(signal.called) for signal in signals))
    parts: list[Part] = [Heading(title), *_by_account(signals, desk, voice, person)]
    if more > 0:
        parts.append(Note((voice.many("… and {n} more", "… and {n} more", more), ": ", Code("/kpi risks"))))
    return Answer(f"{title}: {names}", tuple(parts))


def _by_account(signals: Sequence[Signal], desk: Desk, voice: Voice, person: Person) -> Iterator[Part]:
    """Yield a line per signal; several of one account stand below its name."""
    for name, group in groupby(signals, attrgetter("called")):
        of_account = list(group)
        if len(of_account) > 1:
            yield Paragraph((Bold(voice.text(name)),))
        for signal in of_account:
            yield item(signal, desk, voice, person, is_named=len(of_account) == 1)
