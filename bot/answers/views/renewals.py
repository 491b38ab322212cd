"""Renewals: the contracts that wait for one, with what can be done, then the months ahead with value and health."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from bot.access import require_names
from bot.answers.answer import Answer, Bold, Item, Line, Note, Part, TableOf
from bot.answers.asked import Asked
from bot.answers.attention import OF_RENEWALS
from bot.answers.doors import door
from bot.answers.naming import DOTS, STANDINGS, person_name
from bot.answers.scorecard import capital
from bot.answers.signals import MOST_ITEMS, items, more_of, signals_for
from bot.answers.worklist import listed
from bot.voice import NOTHING, Voice
from kpi_core.health import Level
from kpi_core.views import RenewalMonth, renewals_forecast
from kpi_core.views.renewals import MONTHS_SHOWN, Renewal, Standing

_DAYS = 90  # as far as the rule looks ahead
_COLUMNS: tuple[Standing, ...] = ("renewed", "negotiating", "open", "refused")
_LEVELS: tuple[Level | None, ...] = ("red", "amber", "green", None)


def answer_renewals(asked: Asked) -> Answer:
    """Answer `renewals`: contracts that end within some days and are not renewed, and the forecast. Raises Refused."""
    require_names(asked.asker, asked.scope, asked.desk, asked.voice)
    voice, days = asked.voice, _DAYS if asked.question.days is None else asked.question.days
    horizon = (asked.desk.now + timedelta(days=days)).date()
    waiting = [
        signal
        for signal in signals_for(asked.asker, asked.desk, asked.scope)
        if signal.rule == "renewal" and signal.due_on is not None and signal.due_on <= horizon
    ]
    months = _months(asked, horizon)
    told = {signal.row for signal in waiting}
    later = [one for one in _unrenewed(months) if one.ends_on <= horizon and one.row not in told]
    count = len(waiting) + len(later)
    title = voice.many("{n} renewal within {days}", "{n} renewals within {days}", count, days=voice.days(days))
    fine = voice.say("No contract waits for its renewal.")
    shown = [*items(waiting, asked.desk, voice, asked.asker), *_later(later, asked)]
    return listed(asked, title, shown, fine, OF_RENEWALS, _forecast(months[:MONTHS_SHOWN], asked))


def _months(asked: Asked, horizon: date) -> Sequence[RenewalMonth]:
    """Return the months ahead, at least those shown and as many as the horizon needs."""
    today = asked.desk.now.date()
    needed = (horizon.year - today.year) * 12 + horizon.month - today.month + 1
    figures, healths = asked.desk.figures, asked.desk.healths
    return renewals_forecast(figures, asked.scope, max(needed, MONTHS_SHOWN), healths)


def _unrenewed(months: Sequence[RenewalMonth]) -> Iterator[Renewal]:
    return (one for month in months for one in month.renewals if one.standing in {"open", "negotiating"})


def _later(renewals: Sequence[Renewal], asked: Asked) -> list[Part]:
    """Return the contracts of which no signal speaks yet: far off, in talks, or put off."""
    shown = [_contract(one, asked) for one in renewals[:MOST_ITEMS]]
    return [*shown, *more_of(len(renewals) - len(shown), asked.voice)]


def _contract(renewal: Renewal, asked: Asked) -> Item:
    voice, currency = asked.voice, asked.desk.snapshot.tables.base_currency
    said = [renewal.service or renewal.contract_id or NOTHING]
    said += [] if renewal.value is None else [voice.round_money(renewal.value, currency)]
    said.append(voice.say("until {end}", end=voice.day(renewal.ends_on)))
    line: Line = (f"{DOTS[None]} ", Bold(renewal.account_name), f": {', '.join(said)} · {_standing(renewal, voice)}")
    if renewal.owner_id != asked.asker.am_id:
        line = (*line, f" · {person_name(renewal.owner_id, asked.desk, voice)}")
    return Item(line, (door(renewal.account_id, "account", voice),))


def _standing(renewal: Renewal, voice: Voice) -> str:
    return voice.say(STANDINGS[renewal.standing])


def _forecast(months: Sequence[RenewalMonth], asked: Asked) -> list[Part]:
    """Return the months ahead: what ends, worth how much, how it stands, and how those accounts do."""
    voice = asked.voice
    if not any(month.renewals for month in months):
        return []
    header = (
        voice.say("Ends in"),
        voice.say("Contracts"),
        voice.say("Worth"),
        *(capital(voice.say(STANDINGS[standing])) for standing in _COLUMNS),
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
