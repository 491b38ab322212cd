"""App Home: what one does most, one's scorecard, one's work list, one's settings."""

from __future__ import annotations

from bot.access import home_scope, require
from bot.answers.answer import Answer, Bold, Button, Divider, Heading, Item, Line, Note, Paragraph, Part
from bot.answers.attention import to_look_at
from bot.answers.naming import DOTS, age, scope_name
from bot.answers.pick import ASK
from bot.answers.scorecard import headline, score_sentence
from bot.answers.settings import CHANGE_SETTINGS, settings_parts
from bot.desk import Desk
from bot.people import Person
from bot.personal import UNSET, Personal
from bot.press import Press
from bot.voice import Voice
from kpi_core.kpi import Scope
from kpi_core.periods import INSTANT, unit_period
from kpi_core.scorecard import Line as CardLine
from kpi_core.scorecard import Scorecard
from kpi_core.scorecards import scorecard

_ACCOUNTS_SHOWN = 6
_CELLS = 10


def home_answer(desk: Desk, voice: Voice, reader: Person, own: Personal = UNSET) -> Answer:
    """Return the reader's scorecard of the running week at a glance, their work list and their settings.

    Raises InputError for a lead without a team and without accounts.
    """
    scope = home_scope(reader)
    card, shown = this_week(scope, reader, desk, voice)
    parts: list[Part] = [_doors(voice, reader), *shown]
    parts += [Divider(), *to_look_at(desk, voice, scope, reader, _ACCOUNTS_SHOWN)]
    parts += [Divider(), Heading(voice.say("My settings")), *settings_parts(own, reader, desk, voice)]
    said = f"{scope_name(scope, desk, voice)}: {score_sentence(card, voice)}"
    return Answer(said, (*parts, age(desk, voice)))


def this_week(scope: Scope, asker: Person, desk: Desk, voice: Voice) -> tuple[Scorecard, list[Part]]:
    """Return the scorecard of the running week, and it at a glance beneath its heading. Raises InputError."""
    require(asker, scope, desk, voice)
    week = unit_period("week", desk.now - INSTANT, desk.now)
    card = scorecard(desk.figures, scope, week)
    title = Heading(f"{scope_name(scope, desk, voice)} · {voice.period(week)}")
    return card, [title, *_glance(card, desk, voice)]


def _glance(card: Scorecard, desk: Desk, voice: Voice) -> list[Part]:
    """Return a scorecard in few words: the score with its bar, a line per figure, and which have no data."""
    currency = desk.snapshot.tables.base_currency
    score, *counts = headline(card, voice)
    said: Line = (score, _bar(card.score), *counts)
    for line in card.lines:
        said = (*said, "\n", *_figure(line, voice, currency))
    without = ", ".join(voice.text(line.kpi.names) for line in card.without_data)
    empty = [Note((voice.say("Without data: {names}.", names=without),))] if without else []
    return [Paragraph(said), *empty]


def _bar(score: float | None) -> str:
    if score is None:
        return ""
    full = round(min(max(score, 0.0), 100.0) / 100 * _CELLS)
    return f"   {'█' * full}{'░' * (_CELLS - full)}"


def _figure(line: CardLine, voice: Voice, currency: str) -> Line:
    kpi, value = line.kpi, voice.figure(line.kpi, line.result.value, currency)
    goal = voice.figure(kpi, line.target.value, currency) if line.target else ""
    target = f" · {voice.say('target {target}', target=goal)}" if goal else ""
    trend = "" if line.change is None else voice.trend(kpi, line.change, currency)
    return (f"{DOTS[line.status]} {voice.text(kpi.names)} ", Bold(value), target, f" ({trend})" if trend else "")


def _doors(voice: Voice, reader: Person) -> Item:
    log = Button(voice.say("Log interaction"), "log_interaction", Press().to_value(), "primary")
    return Item(
        (voice.say("Hello, {name}.", name=reader.name),),
        (
            log,
            Button(voice.say("What to do next"), ASK, "advice"),
            Button(voice.say("Export"), ASK, "export"),
            Button(voice.say("Help"), ASK, "help"),
            Button(voice.say("My settings"), CHANGE_SETTINGS, reader.am_id),
        ),
    )
