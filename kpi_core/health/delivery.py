"""What the client gets and pays: service, money, outcomes, trend."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import narwhals as nw

from kpi_core.frames import Frame
from kpi_core.health.aspect import BEST, WORST, Aspect, rated
from kpi_core.measures.facts import accounts_at, claim
from kpi_core.measures.money import OVERDUE, REVENUE, unpaid_at_end
from kpi_core.measures.satisfaction import is_achieved
from kpi_core.periods import DAY, Period, midnight, trailing
from kpi_core.quantities import DAYS, Noun, Percent
from kpi_core.tables import Tables
from kpi_core.text import Text, plain

PER_BREACH = 5.0
LATE_AFTER_DAYS, VERY_LATE_AFTER_DAYS = 15, 60
# Goals due in the last quarter still count; those due in a month must be this far reached to be on track.
OUTCOMES_SINCE = timedelta(days=90)
OUTCOME_SOON = timedelta(days=30)
REACHED_ENOUGH = 0.7
TREND_DAYS = 90
STEADY = 5.0
FULL_TREND = 0.2
_LATE_REQUESTS = Noun(
    ("request past its promise", "requests past their promise"),
    "yêu cầu quá hạn cam kết",
    ("запрос просрочен", "запроса просрочено", "запросов просрочено"),
)
_GOALS = Noun(("goal", "goals"), "mục tiêu", ("цели", "целей", "целей"))


def breaches(requests: Frame, at: datetime) -> Frame:
    """Return the requests that break a promise at the instant `at`: not resolved by due, or not answered in time."""
    end = nw.lit(at)
    is_open = nw.col("resolved_at").is_null() | (nw.col("resolved_at") >= end)
    unanswered = nw.col("first_response_at").is_null() | (nw.col("first_response_at") >= end)
    broken = claim(nw.col("due") < end) + claim((nw.col("response_due") < end) & unanswered)
    return requests.filter((nw.col("opened_at") < end) & is_open & (broken > 0))


def _service(tables: Tables, period: Period) -> Frame:
    had_some = tables["requests"].filter(nw.col("opened_at") < nw.lit(period.end)).select("account_id").unique()
    broken = breaches(tables["requests"], period.end).group_by("account_id").agg(nw.len().alias("_breaches"))
    counted_by_account = had_some.join(broken, on="account_id", how="left")
    number = nw.col("_breaches").fill_null(0).cast(nw.Float64)
    return rated(counted_by_account, BEST - PER_BREACH * number, breaches=number)


def _say_service(facts: Mapping[str, Any]) -> Text:
    number = int(facts["breaches"])
    if number == 0:
        return Text("no request is late", "không có yêu cầu nào trễ hạn", "просроченных запросов нет")
    return plain("{late}").format(late=_LATE_REQUESTS.of(number))


def _money(tables: Tables, period: Period) -> Frame:
    """Rate by the oldest invoice past due; an account that was never invoiced is unknown."""
    issued = (nw.col("issued_on") < nw.lit(period.end)) & ~nw.col("amount").is_null()
    invoiced = tables["invoices"].filter(issued).select("account_id").unique()
    unpaid = unpaid_at_end(tables, period)
    overdue = unpaid.filter(nw.col("due_on") + nw.lit(DAY) <= nw.lit(period.end))
    oldest = overdue.group_by("account_id").agg(nw.col("due_on").min())
    today = midnight(period.last_day)

    def late(after_days: int) -> nw.Expr:
        return claim(nw.col("due_on") < nw.lit(today - DAY * after_days))

    score = BEST - (late(LATE_AFTER_DAYS) + late(VERY_LATE_AFTER_DAYS)) * (BEST / 2)
    facts = {"due_on": nw.col("due_on"), "today": nw.lit(today)}
    return rated(invoiced.join(oldest, on="account_id", how="left"), score, **facts)


def _say_money(facts: Mapping[str, Any]) -> Text:
    if facts["due_on"] is None:
        return Text("all invoices paid in time", "không có hoá đơn quá hạn", "просроченных счетов нет")
    overdue = Text("invoice {days} overdue", "hoá đơn quá hạn {days}", "счёт просрочен на {days}")
    return overdue.format(days=DAYS.of((facts["today"] - facts["due_on"]).days))


def _outcomes(tables: Tables, period: Period) -> Frame:
    """Rate by the share of goals on track; one still ahead about which no figure is typed is unknown."""
    end = nw.lit(period.end)
    due = nw.col("due_on")
    has_figures = ~nw.col("actual").is_null() & ~nw.col("target").is_null()
    is_lower = (nw.col("better") == "lower").fill_null(value=False)
    up_to_now = (nw.col("actual") >= REACHED_ENOUGH * nw.col("target")).fill_null(value=False)
    down_to_now = (REACHED_ENOUGH * nw.col("actual") <= nw.col("target")).fill_null(value=False)
    reached = (is_lower & down_to_now) | (~is_lower & up_to_now)
    is_past = due + nw.lit(DAY) <= end
    is_far = due >= nw.lit(period.end + OUTCOME_SOON)
    ahead = tables["outcomes"].filter(due >= nw.lit(period.end - OUTCOMES_SINCE))
    known = ahead.filter(is_achieved() | is_past | has_figures)
    on_track = claim(is_achieved() | (~is_past & (is_far | reached)))
    per_account = (
        known.with_columns(_on_track=on_track)
        .group_by("account_id")
        .agg(nw.len().alias("_goals"), nw.col("_on_track").sum())
    )
    goals = nw.col("_goals").cast(nw.Float64)
    return rated(per_account, BEST * nw.col("_on_track") / goals, on_track=nw.col("_on_track"), goals=goals)


def _say_outcomes(facts: Mapping[str, Any]) -> Text:
    said = Text("{on_track} of {goals} on track", "{on_track}/{goals} đúng tiến độ", "в графике {on_track} из {goals}")
    return said.format(on_track=facts["on_track"], goals=_GOALS.of(int(facts["goals"])))


def _trend(tables: Tables, period: Period) -> Frame:
    """Rate by revenue of 90 days on the 90 before, of accounts that were there all that time and had some."""
    now = trailing(TREND_DAYS, period.end, period.now)
    before = now.previous()

    def revenue(of: Period, name: str) -> Frame:
        return REVENUE.facts(tables, of).group_by("account_id").agg(nw.col("numerator").sum().alias(name))

    lasting = accounts_at(tables, period.end, period.now).filter(nw.col("started_at") <= nw.lit(before.start))
    both = (
        lasting.select("account_id")
        .join(revenue(before, "_before"), on="account_id", how="inner")
        .join(revenue(now, "_now"), on="account_id", how="left")
        .filter(nw.col("_before") > 0)
    )
    growth = nw.col("_now").fill_null(WORST) / nw.col("_before") - 1
    return rated(both, STEADY + STEADY * growth / FULL_TREND, growth=growth)


def _say_trend(facts: Mapping[str, Any]) -> Text:
    growth = round(facts["growth"], 2)
    if growth == 0:
        return Text("revenue steady", "doanh thu giữ nguyên", "выручка без изменений")
    fell = Text("revenue down {percent}", "doanh thu giảm {percent}", "выручка упала на {percent}")
    rose = Text("revenue up {percent}", "doanh thu tăng {percent}", "выручка выросла на {percent}")
    return (fell if growth < 0 else rose).format(percent=Percent(abs(growth)))


DELIVERY: tuple[Aspect, ...] = (
    Aspect(
        "service",
        Text("service", "dịch vụ", "сервис"),
        ("requests.account_id", "requests.opened_at", "requests.resolved_at"),
        _service,
        _say_service,
    ),
    Aspect("money", Text("money", "công nợ", "оплаты"), OVERDUE.needs, _money, _say_money),
    Aspect(
        "outcomes",
        Text("outcomes", "kết quả của khách hàng", "результаты клиента"),
        ("outcomes.account_id", "outcomes.due_on"),
        _outcomes,
        _say_outcomes,
    ),
    Aspect(
        "trend",
        Text("trend", "xu hướng doanh thu", "динамика выручки"),
        REVENUE.needs,
        _trend,
        _say_trend,
        fine=STEADY,
    ),
)
