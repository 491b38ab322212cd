"""Several scorecards at a glance: a line per team or AM with its score, what is below target, what waits."""

from __future__ import annotations

from collections.abc import Sequence

from bot.access import LEADERS, not_theirs
from bot.answers.answer import Answer, Bold, Heading, Line, Paragraph, Part, TableOf
from bot.answers.asked import Asked
from bot.answers.attention import to_look_at
from bot.answers.breakdown import LEVEL_NAMES, name_within, scopes_within, within
from bot.answers.naming import DOTS, age, scope_name
from bot.answers.scorecard import last_week, score_of, score_sentence
from bot.answers.signals import signals_of
from bot.desk import Desk
from bot.voice import NOTHING, Voice
from kpi_core.kpi import Level, Scope
from kpi_core.periods import Period, last_full
from kpi_core.scorecard import Scorecard
from kpi_core.scorecards import scorecard


def answer_overview(asked: Asked) -> Answer:
    """Answer `card by am` and `card by team`: of the period's last week, else the last full one, as the digest is.

    Raises Refused, InputError.
    """
    desk, voice, scope = asked.desk, asked.voice, asked.scope
    if asked.asker.role not in LEADERS:
        raise not_theirs(asked.asker, desk, voice)
    week = last_week(asked.question.period or last_full("week", desk.now), desk)
    table = overview(desk, voice, scope, within(asked.question.by, asked), week)
    return reported(desk, voice, scope, week, [*table, *to_look_at(desk, voice, scope, asked.asker)])


def reported(desk: Desk, voice: Voice, scope: Scope, week: Period, parts: Sequence[Part]) -> Answer:
    """Return these parts below the scope and its week; its score is what a notification says."""
    name = scope_name(scope, desk, voice)
    score = score_sentence(scorecard(desk.figures, scope, week), voice)
    return Answer(f"{name}: {score}", (Heading(f"{name} · {voice.period(week)}"), *parts, age(desk, voice)))


def overview(desk: Desk, voice: Voice, scope: Scope, level: Level, week: Period) -> list[Part]:
    """Return the scope's score and a line for each of the level within it; AMs are ranked if the team wants it."""
    rows = [one for one in scopes_within(scope, level, desk) if _is_reported(one, desk)]
    if not rows:
        return [Paragraph((voice.say("Nobody to report on yet."),))]
    header = (voice.say(LEVEL_NAMES[level]), voice.say("Score"), voice.say("Below target"), voice.say("To do"))
    cards = [scorecard(desk.figures, one, week) for one in rows]
    table = TableOf(header, tuple(_row(one, desk, voice) for one in cards), right=frozenset({1, 3}))
    if level == "am" and desk.snapshot.tables.settings.claims("leaderboard"):
        table = _ranked(table, [one.score for one in cards])
    score = score_sentence(scorecard(desk.figures, scope, week), voice)
    return [Paragraph((Bold(scope_name(scope, desk, voice)), f": {score}")), table]


def _is_reported(one: Scope, desk: Desk) -> bool:
    """Whether a line is theirs: teams have one, and of the people those who look after accounts now."""
    return one.level != "am" or one.id in {person.am_id for person in desk.roster.with_role("am", "senior_am")}


def _ranked(table: TableOf, scores: Sequence[float | None]) -> TableOf:
    """Return the table with the greatest score first and everyone's place: the same for scores that read the same."""
    shown = [None if score is None else round(score) for score in scores]
    known = [score for score in shown if score is not None]
    places = [None if own is None else 1 + sum(other > own for other in known) for own in shown]
    by_place = sorted(zip(places, table.rows, strict=True), key=lambda each: each[0] or len(places) + 1)
    rows = tuple(((NOTHING if place is None else str(place),), *row) for place, row in by_place)
    return TableOf(("#", *table.header), rows, right=frozenset({0, *(column + 1 for column in table.right)}))


def _row(card: Scorecard, desk: Desk, voice: Voice) -> tuple[Line, ...]:
    waiting = voice.number(len(signals_of(desk, card.scope)))
    return (name_within(card.scope, desk, voice),), (Bold(score_of(card, voice)),), (_below(card, voice),), (waiting,)


def _below(card: Scorecard, voice: Voice) -> str:
    below = [f"{DOTS[line.status]} {voice.text(line.kpi.names)}" for line in card.lines if line.status == "red"]
    return ", ".join(below) or NOTHING
