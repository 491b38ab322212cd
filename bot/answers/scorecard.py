"""A scorecard: the score, its lines against target and the period before, what lacks data, what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.access import require, sees_names
from bot.answers.answer import Answer, Bold, Heading, Line, Note, Paragraph, Part, TableOf
from bot.answers.asked import Asked
from bot.answers.attention import TO_LOOK_AT, to_look_at
from bot.answers.naming import DOTS, WINDOWS, age, scope_name
from bot.desk import Desk
from bot.people import Person
from bot.voice import NOTHING, Voice
from kpi_core.errors import InputError
from kpi_core.kpi import Scope
from kpi_core.periods import INSTANT, Period, unit_period
from kpi_core.reasons import NOT_STARTED
from kpi_core.scorecard import Line as CardLine
from kpi_core.scorecard import Scorecard, Status
from kpi_core.scorecards import scorecard

_GOING_WELL = 3
_TO_DO = 3


def answer_card(asked: Asked) -> Answer:
    """Answer `me` and `card`: a scorecard as of the end of the asked period's last week. Raises Refused, InputError."""
    require(asked.asker, asked.scope, asked.desk, asked.voice)
    week = last_week(asked.question.period, asked.desk)
    return card_answer(asked.desk, asked.voice, asked.scope, week, asked.asker)


def last_week(period: Period | None, desk: Desk) -> Period:
    """Return the week in which a period ends, the running one of None: a scorecard is always a week's.

    Raises InputError for one that has not begun.
    """
    end = period.end if period else desk.now
    week = unit_period("week", end - INSTANT, desk.now)
    if week.start >= desk.now:
        raise InputError(NOT_STARTED)
    return week


def card_answer(desk: Desk, voice: Voice, scope: Scope, week: Period, reader: Person, most: int = TO_LOOK_AT) -> Answer:
    """Return a scope's scorecard, as the reader may see it, what goes well, what to do, and where to look."""
    card = scorecard(desk.figures, scope, week)
    name = scope_name(scope, desk, voice)
    parts: list[Part] = [Heading(f"{name} · {voice.period(week)}"), *card_parts(card, desk, voice)]
    parts += _bullets(voice.say("Going well"), going_well(card, desk, voice))
    parts += _bullets(voice.say("To do"), to_do(card, desk, voice, reader))
    if sees_names(reader, scope, desk):
        parts += to_look_at(desk, voice, scope, reader, most)
    return Answer(f"{name}: {score_sentence(card, voice)}", (*parts, age(desk, voice)))


def score_sentence(card: Scorecard, voice: Voice) -> str:
    """Say the score in words."""
    if card.score is None:
        return voice.say("no score yet: no figure has a target")
    return voice.say("score {score} of 100", score=score_of(card, voice))


def score_of(card: Scorecard, voice: Voice) -> str:
    """Write the score."""
    return NOTHING if card.score is None else voice.number(card.score, 0)


def counts(card: Scorecard) -> list[tuple[Status, int]]:
    """Return how many figures are on target, close to it, and off it, where there are any."""
    found = Counter(line.status for line in card.lines)
    order: tuple[Status, ...] = ("green", "amber", "red")
    return [(status, found[status]) for status in order if found[status]]


def headline(card: Scorecard, voice: Voice) -> Line:
    """Say the score and how many figures are on target, close to it, and off it."""
    dots = "  ".join(f"{DOTS[status]} {count}" for status, count in counts(card))
    return (Bold(capital(score_sentence(card, voice))), f"   {dots}" if dots else "")


def card_parts(card: Scorecard, desk: Desk, voice: Voice) -> list[Part]:
    """Return a scorecard's score, table and what has no data."""
    parts: list[Part] = [Paragraph(headline(card, voice))]
    if card.lines:
        parts.append(_table(card, desk, voice))
    if card.without_data:
        parts.append(Note((without_data(card, voice),)))
    return parts


def without_data(card: Scorecard, voice: Voice) -> str:
    """Name the figures without a value, each with its reason."""
    return voice.say("Without data: {names}.", names="; ".join(_reasons(card, voice)))


def going_well(card: Scorecard, desk: Desk, voice: Voice) -> list[str]:
    """Name the figures that are furthest past their target."""
    best = sorted((line for line in card.lines if line.status == "green"), key=lambda line: -(line.attainment or 0.0))
    currency = desk.snapshot.tables.base_currency
    said = [row_of(line, voice, currency) for line in best[:_GOING_WELL]]
    return [
        voice.say("{name}: {value} (target {target})", name=row.name, value=row.value, target=row.target)
        for row in said
    ]


def to_do(card: Scorecard, desk: Desk, voice: Voice, reader: Person) -> list[str]:
    """Advise on what is furthest off target; accounts are named to those who may see them."""
    given = desk.advice(card, names_accounts=sees_names(reader, card.scope, desk))[:_TO_DO]
    return [voice.text(advice.sentence) for advice in given]


def _bullets(title: str, sentences: Sequence[str]) -> list[Part]:
    if not sentences:
        return []
    return [Paragraph((Bold(title), "".join(f"\n• {sentence}" for sentence in sentences)))]


def _table(card: Scorecard, desk: Desk, voice: Voice) -> TableOf:
    currency = desk.snapshot.tables.base_currency
    rows = tuple(_cells(row_of(line, voice, currency)) for line in card.lines)
    return TableOf(header(voice), rows, right=frozenset({2, 3, 4}))


def header(voice: Voice) -> tuple[str, ...]:
    """Name the fields of a Row."""
    return ("KPI", voice.say("Over"), voice.say("Value"), voice.say("Target"), voice.say("Change"))


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of a scorecard as it is written, the same wherever it is shown."""

    name: str
    window: str
    value: str
    target: str
    change: str
    status: Status | None


def row_of(line: CardLine, voice: Voice, currency: str) -> Row:
    """Write one figure of a scorecard."""
    kpi = line.kpi
    return Row(
        name=voice.text(kpi.names),
        window=voice.say(WINDOWS[kpi.window]),
        value=voice.figure(kpi, line.result.value, currency),
        target=voice.figure(kpi, line.target.value if line.target else None, currency),
        change=NOTHING if line.change is None else voice.change(kpi, line.change, currency),
        status=line.status,
    )


def _cells(row: Row) -> tuple[Line, ...]:
    return (f"{DOTS[row.status]} {row.name}",), (row.window,), (Bold(row.value),), (row.target,), (row.change,)


def _reasons(card: Scorecard, voice: Voice) -> list[str]:
    return [
        f"{voice.text(line.kpi.names)} ({voice.text(line.result.reason)})"
        if line.result.reason
        else voice.text(line.kpi.names)
        for line in card.without_data
    ]


def capital(sentence: str) -> str:
    """Return a sentence that begins with a capital."""
    return sentence[:1].upper() + sentence[1:]
