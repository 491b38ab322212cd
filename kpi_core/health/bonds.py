"""How close we are to the client: freshness, sentiment, people, renewal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import narwhals as nw

from kpi_core.frames import Frame
from kpi_core.health.aspect import BEST, WORST, Aspect, rated, with_most
from kpi_core.measures.contracts import with_renewal
from kpi_core.measures.engagement import silence_at
from kpi_core.measures.facts import accounts_at, claim
from kpi_core.periods import Period, midnight
from kpi_core.quantities import DAYS, Noun
from kpi_core.tables import Tables
from kpi_core.text import Text, plain
from kpi_core.timelines import FAR_OFF, day_number

# Freshness is 10 within one cadence and 0 at this many.
COLD_AT_CADENCES = 3.0
RENEWAL_LOOMS_DAYS = 90
PER_CONTACT = (0.0, 4.0, 7.0, 10.0)
WITHOUT_DECISION_MAKER = -3.0
_PEOPLE = Noun(("contact", "contacts"), "người liên hệ", ("контактное лицо", "контактных лица", "контактных лиц"))


def _freshness(tables: Tables, period: Period) -> Frame:
    silence = silence_at(tables, period.end, period.now)
    known = silence.filter(nw.col("was_contacted") | ~nw.col("started_on").is_null())
    cadences = nw.col("clock_days") / nw.max_horizontal(nw.col("cadence"), nw.lit(1.0))
    score = BEST * (COLD_AT_CADENCES - cadences) / (COLD_AT_CADENCES - 1)
    facts = {name: nw.col(name) for name in ("silent_days", "cadence", "was_contacted")}
    return rated(known, score, **facts)


def _say_freshness(facts: Mapping[str, Any]) -> Text:
    silent, cadence = DAYS.of(int(facts["silent_days"])), DAYS.of(int(facts["cadence"]))
    if not facts["was_contacted"]:
        never = Text(
            "never contacted, {silent} since the start",
            "chưa từng liên hệ, đã {silent} kể từ khi bắt đầu",
            "ни одного контакта, с начала работы прошло {silent}",
        )
        return never.format(silent=silent)
    if facts["silent_days"] < 1:
        return Text("spoken with today", "mới liên hệ hôm nay", "контакт был сегодня")
    quiet = Text(
        "{silent} without contact (rhythm: {cadence})",
        "{silent} chưa liên hệ (nhịp: {cadence})",
        "{silent} без контакта (ритм: {cadence})",
    )
    return quiet.format(silent=silent, cadence=cadence)


def _sentiment(tables: Tables, period: Period) -> Frame:
    """Rate by the client's latest answer, NPS as it is or CSAT × 2; one outside its scale is no answer."""
    kind, score = nw.col("kind"), nw.col("score")
    is_nps = (kind == "nps") & (score >= 0) & (score <= 10)
    is_csat = (kind == "csat") & (score >= 1) & (score <= 5)
    answers = tables["surveys"].filter((nw.col("at") < nw.lit(period.end)) & (is_nps | is_csat))
    out_of_ten = nw.when(kind == "csat").then(score * 2).otherwise(score)
    return rated(with_most(answers, "at"), out_of_ten, kind=kind, answer=score)


def _say_sentiment(facts: Mapping[str, Any]) -> Text:
    scale = 10 if facts["kind"] == "nps" else 5
    said = Text(
        "last {kind} {answer} of {scale}", "{kind} gần nhất {answer}/{scale}", "последний {kind} — {answer} из {scale}"
    )
    return said.format(kind=facts["kind"].upper(), answer=facts["answer"], scale=scale)


def contacts_at(tables: Tables, at: datetime) -> Frame:
    """Return the contacts who are still there at the instant `at`."""
    stays = nw.col("left_on").is_null() | (nw.col("left_on") >= nw.lit(at))
    return tables["contacts"].filter(nw.col("active").fill_null(value=True) & stays)


def _people(tables: Tables, period: Period) -> Frame:
    """Rate by the number of contacts; an account without any is known to have none once the tab is kept."""
    decides = claim(nw.col("influence") == "decision_maker")
    counted_by_account = (
        contacts_at(tables, period.end)
        .with_columns(_decides=decides)
        .group_by("account_id")
        .agg(nw.len().alias("_contacts"), nw.col("_decides").sum())
    )
    active = accounts_at(tables, period.end, period.now).join(counted_by_account, on="account_id", how="left")
    known = active.with_columns(
        contacts=nw.col("_contacts").fill_null(0).cast(nw.Float64), deciders=nw.col("_decides").fill_null(0.0)
    )
    base = nw.lit(PER_CONTACT[-1])
    for number in reversed(range(len(PER_CONTACT) - 1)):
        base = nw.when(nw.col("contacts") == number).then(nw.lit(PER_CONTACT[number])).otherwise(base)
    lacks_decider = (nw.col("deciders") < 1) & nw.lit("contacts.influence" not in tables.missing)
    score = nw.when(lacks_decider).then(base + WITHOUT_DECISION_MAKER).otherwise(base)
    return rated(known, score, contacts=nw.col("contacts"), lacks_decider=lacks_decider)


def _say_people(facts: Mapping[str, Any]) -> Text:
    number = int(facts["contacts"])
    if number == 0:
        return Text("no contact person known", "chưa có người liên hệ nào", "нет ни одного контактного лица")
    known = plain("{people}") if number > 1 else Text("only {people}", "chỉ có {people}", "только {people}")
    known = known.format(people=_PEOPLE.of(number))
    if not facts["lacks_decider"]:
        return known
    none_decides = Text(
        "{known}, none of them a decision maker", "{known}, chưa có người ra quyết định", "{known}, среди них нет ЛПР"
    )
    return none_decides.format(known=known)


def _renewal(tables: Tables, period: Period) -> Frame:
    """Rate by the account's most pressing recurring contract, those in their grace included."""
    grace = timedelta(days=tables.settings.integer("renewal_grace_days"))
    recurring = nw.col("is_recurring") & (nw.col("ended_at") >= nw.lit(period.end - grace))
    contracts = with_renewal(tables["contracts"].filter(recurring), tables, period.now)
    today = day_number(midnight(period.last_day))
    days_left = nw.col("ended_day") - nw.lit(today)
    in_talks = (nw.col("renewal_status") == "negotiating") | (nw.col("_word") == "negotiating")
    is_safe = nw.col("is_renewed") | (days_left > RENEWAL_LOOMS_DAYS)
    by_days = BEST * nw.max_horizontal(days_left, nw.lit(WORST)) / RENEWAL_LOOMS_DAYS
    score = (
        nw.when(is_safe).then(nw.lit(BEST)).otherwise(nw.when(claim(in_talks) > 0).then(by_days).otherwise(by_days / 2))
    )
    told = contracts.with_columns(_score=score, _cost=BEST - score, days_left=days_left, in_talks=claim(in_talks))
    facts = {name: nw.col(name) for name in ("days_left", "in_talks", "is_renewed", "is_refused", "ended_at")}
    return rated(with_most(told, "_cost"), nw.col("_score"), **facts)


def _say_renewal(facts: Mapping[str, Any]) -> Text:
    days_left = int(facts["days_left"])
    if facts["is_renewed"]:
        return Text("contract renewed", "hợp đồng đã gia hạn", "договор продлён")
    if facts["ended_at"] >= FAR_OFF:
        return Text("open-ended contract", "hợp đồng không thời hạn", "бессрочный договор")
    if days_left > RENEWAL_LOOMS_DAYS:
        far = Text("contract runs until {end}", "hợp đồng còn đến {end}", "договор действует до {end}")
        return far.format(end=facts["ended_at"])
    return _renewal_state(facts).format(end=_end(days_left))


def _end(days_left: int) -> Text:
    if days_left < 0:
        past = Text("ended {days} ago", "đã hết hạn {days}", "закончился {days} назад")
        return past.format(days=DAYS.of(-days_left))
    if days_left == 0:
        return Text("ends today", "hết hạn hôm nay", "заканчивается сегодня")
    ahead = Text("ends in {days}", "hết hạn sau {days}", "заканчивается через {days}")
    return ahead.format(days=DAYS.of(days_left))


def _renewal_state(facts: Mapping[str, Any]) -> Text:
    if facts["is_refused"]:
        return Text(
            "contract {end} and will not be renewed",
            "hợp đồng {end}, khách không gia hạn",
            "договор {end}, клиент не продлевает",
        )
    if facts["in_talks"]:
        return Text(
            "contract {end}, renewal in talks",
            "hợp đồng {end}, đang đàm phán gia hạn",
            "договор {end}, идут переговоры",
        )
    return Text(
        "contract {end}, nobody works on the renewal",
        "hợp đồng {end}, chưa ai phụ trách gia hạn",
        "договор {end}, продлением никто не занимается",
    )


BONDS: tuple[Aspect, ...] = (
    Aspect(
        "freshness",
        Text("freshness", "mức độ liên hệ", "свежесть отношений"),
        ("interactions.account_id", "interactions.at"),
        _freshness,
        _say_freshness,
    ),
    Aspect(
        "sentiment",
        Text("sentiment", "sự hài lòng", "настроение"),
        ("surveys.account_id", "surveys.kind", "surveys.at", "surveys.score"),
        _sentiment,
        _say_sentiment,
    ),
    Aspect("people", Text("people", "người liên hệ", "контакты"), ("contacts.account_id",), _people, _say_people),
    Aspect(
        "renewal",
        Text("renewal", "gia hạn", "продление"),
        ("contracts.account_id", "contracts.starts_on", "contracts.ends_on"),
        _renewal,
        _say_renewal,
    ),
)
