"""Monday's digest: a scorecard to everyone, the table with names to the lead, totals to the team's channel."""

from __future__ import annotations

from bot.answers.answer import Answer, Note
from bot.answers.attention import to_look_at
from bot.answers.overview import overview, reported
from bot.answers.scorecard import card_answer, card_parts
from bot.answers.signals import signals_of
from bot.desk import Desk
from bot.people import Person
from bot.voice import Voice
from kpi_core.kpi import EVERYBODY, Scope
from kpi_core.periods import Period
from kpi_core.scorecards import scorecard
from kpi_core.text import Language


def personal(desk: Desk, person: Person, week: Period, language: Language) -> Answer:
    """Return an AM's own scorecard of the week with what to do next."""
    return card_answer(desk, Voice(language, person.timezone), Scope("am", person.am_id), week, person)


def lead(desk: Desk, person: Person, week: Period, language: Language) -> Answer:
    """Return the lead's table: a line per AM of the team, ranked if the team wants it, then what is most pressing."""
    voice, scope = Voice(language, person.timezone), Scope("team", person.team)
    table = overview(desk, voice, scope, "am", week)
    return reported(desk, voice, scope, week, [*table, *to_look_at(desk, voice, scope, person)])


def team(desk: Desk, team_name: str, week: Period, language: Language) -> Answer:
    """Return the team's totals for its channel: nobody is named."""
    voice, scope = Voice(language), Scope("team", team_name)
    waiting = signals_of(desk, scope)
    counted = voice.many("{n} account situation waits.", "{n} account situations wait.", len(waiting))
    parts = [*card_parts(scorecard(desk.figures, scope, week), desk, voice), Note((counted,))]
    return reported(desk, voice, scope, week, parts)


def head(desk: Desk, week: Period, language: Language) -> Answer:
    """Return the head's overview: a line per team, then the whole."""
    voice = Voice(language)
    return reported(desk, voice, EVERYBODY, week, overview(desk, voice, EVERYBODY, "team", week))
