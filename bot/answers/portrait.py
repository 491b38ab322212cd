"""A scorecard as its picture shows it: the words of the answer `card`, and each figure's course over eight weeks."""

from __future__ import annotations

from dataclasses import dataclass

from bot.access import require
from bot.answers.answer import plain
from bot.answers.naming import age, scope_name
from bot.answers.scorecard import (
    Row,
    capital,
    counts,
    going_well,
    header,
    row_of,
    score_of,
    score_sentence,
    to_do,
    without_data,
)
from bot.desk import Desk
from bot.people import Person
from bot.voice import Voice, mark
from kpi_core.kpi import Scope
from kpi_core.periods import Period
from kpi_core.scorecard import Line as CardLine
from kpi_core.scorecard import Scorecard, Status
from kpi_core.scorecards import course, scorecard

_WEEKS = 8
# What the colours mean, for those who cannot tell them apart.
_STATUSES: dict[Status | None, str] = {
    "green": mark("on target"),
    "amber": mark("close"),
    "red": mark("off target"),
    None: mark("not rated"),
}


@dataclass(frozen=True, slots=True)
class PortraitLine:
    """One figure: its row, what its status is called, and its value in each of the weeks, None where it has none."""

    row: Row
    status: str
    course: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Portrait:
    """All that a scorecard's picture shows, as it is written there; "" where there is nothing to say."""

    kind: str
    name: str
    week: str
    share: float | None  # the score as a part of the best, 0 … 1
    score: str
    of_hundred: str
    remark: str
    counts: tuple[tuple[Status, str], ...]  # how many figures stand how
    header: tuple[str, ...]
    lines: tuple[PortraitLine, ...]
    without_data: str
    lists: tuple[tuple[str, tuple[str, ...]], ...]
    age: str


def portrait(desk: Desk, reader: Person, scope: Scope, week: Period, voice: Voice) -> Portrait:
    """Return what the picture of a scope's scorecard shows this reader. Raises Refused, and InputError for no scope."""
    require(reader, scope, desk, voice)
    card = scorecard(desk.figures, scope, week)
    has_score = card.score is not None
    lists = (
        (voice.say("Going well"), tuple(going_well(card, desk, voice))),
        (voice.say("To do"), tuple(to_do(card, desk, voice, reader))),
    )
    return Portrait(
        kind=voice.say("Weekly scorecard"),
        name=scope_name(scope, desk, voice),
        week=capital(voice.period(week)),
        share=card.score / 100 if card.score is not None else None,
        score=score_of(card, voice),
        of_hundred=voice.say("of 100") if has_score else "",
        remark="" if has_score else capital(score_sentence(card, voice)),
        counts=tuple((status, voice.number(count)) for status, count in counts(card)),
        header=(*header(voice), voice.say("Status"), voice.say("Eight weeks")),
        lines=tuple(_line(line, desk, card, voice) for line in card.lines),
        without_data=without_data(card, voice) if card.without_data else "",
        lists=tuple((title, sentences) for title, sentences in lists if sentences),
        age=plain(age(desk, voice, is_dated=True).line),
    )


def _line(line: CardLine, desk: Desk, card: Scorecard, voice: Voice) -> PortraitLine:
    weeks = course(desk.figures, line.kpi, card.scope, card.week, _WEEKS)
    return PortraitLine(
        row_of(line, voice, desk.snapshot.tables.base_currency),
        voice.say(_STATUSES[line.status]),
        tuple(result.value for result in weeks),
    )
