"""The figures of a scorecard over two periods, side by side."""

from __future__ import annotations

from bot.access import require
from bot.answers.answer import Answer, Bold, Heading, Line, TableOf
from bot.answers.asked import Asked
from bot.answers.naming import age, scope_name
from bot.answers.scorecard import last_week
from bot.voice import NOTHING
from kpi_core.kpi import Kpi
from kpi_core.periods import Period
from kpi_core.scorecards import scorecard


def answer_comparison(asked: Asked, period: Period, against: Period) -> Answer:
    """Answer `card` over two periods: each of its figures in both, and the change. Raises Refused, InputError."""
    require(asked.asker, asked.scope, asked.desk, asked.voice)
    voice = asked.voice
    card = scorecard(asked.desk.figures, asked.scope, last_week(period, asked.desk))
    name = scope_name(asked.scope, asked.desk, voice)
    title = voice.say(
        "{name} · {period} compared with {other}", name=name, period=voice.period(period), other=voice.period(against)
    )
    header = ("KPI", voice.short_period(period), voice.short_period(against), voice.say("Change"))
    rows = tuple(_row(line.kpi, asked, period, against) for line in card.lines)
    table = TableOf(header, rows, right=frozenset({1, 2, 3}))
    return Answer(title, (Heading(title), table, age(asked.desk, voice)))


def _row(kpi: Kpi, asked: Asked, period: Period, against: Period) -> tuple[Line, ...]:
    voice, figures = asked.voice, asked.desk.figures
    currency = asked.desk.snapshot.tables.base_currency
    value, other = (figures.result(kpi, asked.scope, one).value for one in (period, against))
    change = NOTHING if value is None or other is None else voice.change(kpi, value - other, currency)
    return (
        (voice.text(kpi.names),),
        (Bold(voice.figure(kpi, value, currency)),),
        (voice.figure(kpi, other, currency),),
        (change,),
    )
