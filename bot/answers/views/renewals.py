"""Renewals: the contracts that wait for one, with what can be done, then the months ahead with value and health."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from bot.access import require_names
from bot.answers.answer import Answer, Bold, Line, Note, Part, TableOf
from bot.answers.asked import Asked
from bot.answers.attention import OF_RENEWALS
from bot.answers.naming import DOTS, STANDINGS
from bot.answers.signals import signals_for
from bot.answers.worklist import listed
from bot.voice import NOTHING
from kpi_core.health import Level
from kpi_core.views import RenewalMonth, renewals_forecast
from kpi_core.views.renewals import Standing

_DAYS = 90  # as far as the rule looks ahead
_COLUMNS: tuple[Standing, ...] = ("renewed", "negotiating", "open", "refused")
_LEVELS: tuple[Level | None, ...] = ("red", "amber", "green", None)


def answer_renewals(asked: Asked) -> Answer:
    """Answer `renewals`: contracts that end within some days and are not renewed, and the forecast. Raises Refused."""
    require_names(asked.asker, asked.scope, asked.desk, asked.voice)
    voice, days = asked.voice, _DAYS if asked.question.days is None else asked.question.days
    horizon = (asked.desk.now + timedelta(days=days)).date()
    found = [
        signal
        for signal in signals_for(asked.asker, asked.desk, asked.scope)
        if signal.rule == "renewal" and signal.due_on is not None and signal.due_on <= horizon
    ]
    title = voice.many("{n} renewal within {days}", "{n} renewals within {days}", len(found), days=voice.days(days))
    fine = voice.say("No contract waits for its renewal.")
    return listed(asked, title, found, fine, OF_RENEWALS, _forecast(asked))


def _forecast(asked: Asked) -> list[Part]:
    """Return the months ahead: what ends, worth how much, how it stands, and how those accounts do."""
    voice = asked.voice
    months = renewals_forecast(asked.desk.figures, asked.scope, healths=asked.desk.healths)
    if not any(month.renewals for month in months):
        return []
    header = (
        voice.say("Ends in"),
        voice.say("Contracts"),
        voice.say("Value"),
        *(voice.say(STANDINGS[standing]) for standing in _COLUMNS),
        voice.say("Health"),
    )
    table = TableOf(
        header,
        tuple(_month(month, asked) for month in months),
        right=frozenset(range(1, 3 + len(_COLUMNS))),
        caption=voice.say("Contracts that end, month by month"),
    )
    unvalued = sum(one.value is None for month in months for one in month.renewals)
    if not unvalued:
        return [table]
    said = voice.many("{n} contract has no value in the book.", "{n} contracts have no value in the book.", unvalued)
    return [table, Note((said,))]


def _month(month: RenewalMonth, asked: Asked) -> tuple[Line, ...]:
    levels = Counter(one.health.level for one in month.renewals)
    health = " ".join(f"{DOTS[level]}{levels[level]}" for level in _LEVELS if levels[level])
    return (
        (asked.voice.month(month.first),),
        (asked.voice.number(len(month.renewals)) if month.renewals else NOTHING,),
        (Bold(_value(month, asked)),),
        *((_value(month, asked, standing),) for standing in _COLUMNS),
        (health or NOTHING,),
    )


def _value(month: RenewalMonth, asked: Asked, *standings: Standing) -> str:
    chosen = [one for one in month.renewals if not standings or one.standing in standings]
    value = month.value(*standings) if chosen else None
    return NOTHING if value is None else asked.voice.round_money(value, asked.desk.snapshot.tables.base_currency)
