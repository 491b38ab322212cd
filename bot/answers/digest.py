"""Monday's digest: a scorecard to everyone, the table with names to the lead, totals to the team's channel."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.answer import Answer, Bold, Heading, Line, Note, Paragraph, Part, TableOf
from bot.answers.attention import to_look_at
from bot.answers.naming import DOTS, age, scope_name
from bot.answers.scorecard import card_answer, card_parts, score_of, score_sentence
from bot.answers.signals import signals_of
from bot.desk import Desk
from bot.people import Person
from bot.voice import NOTHING, Voice
from kpi_core.kpi import EVERYBODY, Scope
from kpi_core.periods import Period
from kpi_core.scorecard import Scorecard
from kpi_core.scorecards import scorecard
from kpi_core.text import Language


def personal(desk: Desk, person: Person, week: Period, language: Language) -> Answer:
    """Return an AM's own scorecard of the week with what to do next."""
    return card_answer(desk, Voice(language), Scope("am", person.am_id), week, person)


def lead(desk: Desk, person: Person, week: Period, language: Language) -> Answer:
    """Return the lead's table: a line per AM of the team, ranked if the team wants it, then what is most pressing."""
    voice, scope = Voice(language), Scope("team", person.team)
    members = [one for one in desk.roster.with_role("am", "senior_am") if one.team == person.team]
    rows = [(one.name, Scope("am", one.am_id)) for one in members if one.am_id in desk.figures.scopes["am"]]
    is_ranked = desk.snapshot.tables.settings.claims("leaderboard")
    parts = _overview(desk, voice, scope, week, voice.say("AM"), rows, is_ranked=is_ranked)
    return _answer(desk, voice, scope, week, [*parts, *to_look_at(desk, voice, scope, person)])


def team(desk: Desk, team_name: str, week: Period, language: Language) -> Answer:
    """Return the team's totals for its channel: nobody is named."""
    voice, scope = Voice(language), Scope("team", team_name)
    waiting = signals_of(desk, scope)
    counted = voice.many("{n} account situation waits.", "{n} account situations wait.", len(waiting))
    parts = [*card_parts(scorecard(desk.figures, scope, week), desk, voice), Note((counted,))]
    return _answer(desk, voice, scope, week, parts)


def head(desk: Desk, week: Period, language: Language) -> Answer:
    """Return the head's overview: a line per team, then the whole."""
    voice = Voice(language)
    rows = [(name, Scope("team", name)) for name in desk.figures.scopes["team"]]
    return _answer(desk, voice, EVERYBODY, week, _overview(desk, voice, EVERYBODY, week, voice.say("Team"), rows))


def _answer(desk: Desk, voice: Voice, scope: Scope, week: Period, parts: Sequence[Part]) -> Answer:
    name = scope_name(scope, desk, voice)
    score = score_sentence(scorecard(desk.figures, scope, week), voice)
    return Answer(f"{name}: {score}", (Heading(f"{name} · {voice.period(week)}"), *parts, age(desk, voice)))


def _overview(
    desk: Desk,
    voice: Voice,
    scope: Scope,
    week: Period,
    column: str,
    rows: Sequence[tuple[str, Scope]],
    *,
    is_ranked: bool = False,
) -> list[Part]:
    card = scorecard(desk.figures, scope, week)
    if not rows:
        return [Paragraph((voice.say("Nobody to report on yet."),))]
    header = (column, voice.say("Score"), voice.say("Below target"), voice.say("To do"))
    cards = [(name, scorecard(desk.figures, one, week)) for name, one in rows]
    table = TableOf(header, tuple(_row(name, one, desk, voice) for name, one in cards), right=frozenset({1, 3}))
    total = Paragraph((Bold(scope_name(scope, desk, voice)), f": {score_sentence(card, voice)}"))
    return [total, _ranked(table, [one.score for _, one in cards]) if is_ranked else table]


def _ranked(table: TableOf, scores: Sequence[float | None]) -> TableOf:
    """Return the table with the greatest score first and everyone's place: the same for scores that read the same."""
    shown = [None if score is None else round(score) for score in scores]
    known = [score for score in shown if score is not None]
    places = [None if own is None else 1 + sum(other > own for other in known) for own in shown]
    by_place = sorted(zip(places, table.rows, strict=True), key=lambda each: each[0] or len(places) + 1)
    rows = tuple(((NOTHING if place is None else str(place),), *row) for place, row in by_place)
    return TableOf(("#", *table.header), rows, right=frozenset({0, *(column + 1 for column in table.right)}))


def _row(name: str, card: Scorecard, desk: Desk, voice: Voice) -> tuple[Line, ...]:
    score = Bold(score_of(card, voice))
    return (name,), (score,), (_below(card, voice),), (voice.number(len(signals_of(desk, card.scope))),)


def _below(card: Scorecard, voice: Voice) -> str:
    below = [f"{DOTS[line.status]} {voice.text(line.kpi.names)}" for line in card.lines if line.status == "red"]
    return ", ".join(below) or NOTHING
