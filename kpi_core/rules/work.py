"""What was promised to clients: stages of work that are late or not accepted, goals at risk."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import datetime

import narwhals as nw

from kpi_core.choices import choice_label
from kpi_core.frames import rows_of
from kpi_core.periods import DAY, midnight
from kpi_core.quantities import DAYS, WORKING_DAYS, Percent
from kpi_core.rules.cycle import Cycle
from kpi_core.rules.signal import Rule, Signal
from kpi_core.rules.watch import Row, Watch
from kpi_core.schema import TABS
from kpi_core.text import Fact, Text, quoted

Work = tuple[str, str | None]  # account and title: what the stages of one piece of work share
_DONE_STAGES = ("production", "delivery")
_URGENT_DAYS = 7
_WHY_OUTCOME = Text(
    "the goal “{goal}” is due in {days}, on {due}, and {reached} of it is reached",
    "mục tiêu “{goal}” còn {days} đến hạn {due}, mới đạt {reached}",
    "цель «{goal}»: срок через {days}, {due}, достигнуто {reached}",
)
_WHY_ACCEPTANCE = Text(
    "{stage}{title} was done on {done}, {working_days} ago, and is not accepted: the invoice waits",
    "{stage}{title} xong ngày {done}, đã {working_days} chưa nghiệm thu nên chưa xuất hoá đơn được",
    "{stage}{title}: готово {done}, {working_days} назад, а акта нет — счёт ждёт",
)
_WHY_LATE = Text(
    "{stage}{title} was due on {due}, {days} ago, and is not done",
    "{stage}{title} hẹn ngày {due} đã trễ {days} mà chưa xong",
    "{stage}{title}: срок был {due}, {days} назад, ещё не готово",
)


def _outcome_risk(watch: Watch) -> Iterable[Signal]:
    days_ahead, enough = watch.settings.integer("outcome_days"), watch.settings.number("outcome_percent")
    today = midnight(watch.today)
    coming = (nw.col("due_on") >= nw.lit(today)) & (nw.col("due_on") <= nw.lit(today + DAY * days_ahead))
    for row in rows_of(watch.tables["outcomes"].filter(coming)):
        is_done = row["achieved"] is True or (row["achieved_on"] is not None and row["achieved_on"] < watch.now)
        reached = _reached_percent(row)
        if is_done or reached is None or reached >= enough or watch.is_former(row["account_id"]):
            continue
        days = (row["due_on"].date() - watch.today).days
        yield watch.signal(
            OUTCOME_RISK,
            row,
            _WHY_OUTCOME,
            cycle=Cycle(str(row["due_on"].date()), row["due_on"] - DAY * days_ahead),
            severity="urgent" if days <= _URGENT_DAYS else "warning",
            due_on=row["due_on"].date(),
            rank=-float(days),
            facts={
                "goal": row["goal"] or "?",
                "due": row["due_on"],
                "days": DAYS.of(days),
                "reached": Percent(math.floor(reached) / 100),
            },
        )


def _reached_percent(row: Row) -> float | None:
    """Return how much of a goal is reached, %, as attainment of a target is; None when nobody measured it."""
    target, actual = row["target"], row["actual"]
    if target is None or actual is None:
        return None
    is_lower = row["better"] == "lower"
    if target <= 0 or (is_lower and actual <= 0):
        return 100.0 if (actual <= target if is_lower else actual >= target) else 0.0
    reached: float = 100 * (target / actual if is_lower else actual / target)
    return max(reached, 0.0)


def _acceptance(watch: Watch) -> Iterable[Signal]:
    for row in _unaccepted(watch).values():
        days = watch.working_days_since(row["done_on"], watch.owner(row["account_id"]))
        if days >= watch.settings.integer("acceptance_days"):
            yield watch.signal(
                ACCEPTANCE,
                row,
                _WHY_ACCEPTANCE,
                cycle=Cycle(str(row["done_on"].date()), row["done_on"]),
                severity="warning",
                rank=float(days),
                facts={**_named(row), "done": row["done_on"], "working_days": WORKING_DAYS.of(days)},
            )


def _unaccepted(watch: Watch) -> Mapping[Work, Row]:
    """Return, per piece of work, the latest production or delivery done that no acceptance planned after it closes.

    By the planned days: an act is often signed a day before somebody notes that the work is delivered.
    """
    done = rows_of(watch.tables["deliverables"].filter(nw.col("done_on") < nw.lit(watch.now)))
    accepted: dict[Work, datetime] = {}
    waiting: dict[Work, Row] = {}
    for row in sorted(done, key=lambda row: (row["due_on"] or row["done_on"], row["row"])):
        work, planned = (row["account_id"], row["title"]), row["due_on"] or row["done_on"]
        if row["stage"] == "acceptance":
            accepted[work] = planned
        elif row["stage"] in _DONE_STAGES:
            waiting[work] = row
    return {
        work: row
        for work, row in waiting.items()
        if work not in accepted or accepted[work] < (row["due_on"] or row["done_on"])
    }


def _late_stage(watch: Watch) -> Iterable[Signal]:
    not_done = nw.col("done_on").is_null() | (nw.col("done_on") >= nw.lit(watch.now))
    past = nw.col("due_on") < nw.lit(midnight(watch.today))
    for row in rows_of(watch.tables["deliverables"].filter(not_done & past)):
        if watch.is_former(row["account_id"]):
            continue
        due_on = row["due_on"].date()
        days = (watch.today - due_on).days
        yield watch.signal(
            LATE_STAGE,
            row,
            _WHY_LATE,
            cycle=Cycle(str(due_on), row["due_on"] + DAY),
            am_id=row["am_id"],
            severity="warning",
            due_on=due_on,
            rank=float(days),
            facts={**_named(row), "due": due_on, "days": DAYS.of(days)},
        )


def _named(row: Row) -> dict[str, Fact]:
    column = TABS["deliverables"].column("stage")
    stage = choice_label(column, row["stage"]) if row["stage"] else column.label
    return {"stage": stage, "title": quoted(row["title"])}


OUTCOME_RISK = Rule(
    key="outcome_risk",
    subject="outcome",
    names=Text("Goal at risk", "Mục tiêu có nguy cơ trễ", "Цель под угрозой"),
    fires_when=Text(
        "a client's goal is due within 30 days and less than 70% of it is reached",
        "mục tiêu của khách còn 30 ngày trở xuống mà mới đạt dưới 70%",
        "до срока цели клиента не больше 30 дней, а достигнуто меньше 70 %",
    ),
    cycle=Text("outcome", "mỗi mục tiêu", "цель"),
    actions=("log_interaction", "snooze", "not_mine"),
    needs=("outcomes.due_on", "outcomes.target", "outcomes.actual"),
    thresholds=("outcome_days", "outcome_percent"),
    seeds=("000",),
    find=_outcome_risk,
)
ACCEPTANCE = Rule(
    key="acceptance",
    subject="deliverable",
    names=Text("Acceptance missing", "Chưa nghiệm thu", "Нет акта приёмки"),
    fires_when=Text(
        "production or delivery was done 5 working days ago and nothing is accepted yet: it holds up the invoice",
        "sản xuất hoặc bàn giao xong đã 5 ngày làm việc mà chưa nghiệm thu: hoá đơn bị chậm",
        "работа сделана или сдана 5 рабочих дней назад, а акта нет: это задерживает счёт",
    ),
    cycle=Text("deliverable", "mỗi hạng mục", "этап работ"),
    actions=("log_interaction", "snooze", "not_mine"),
    needs=("deliverables.stage", "deliverables.done_on"),
    thresholds=("acceptance_days",),
    seeds=("001",),
    find=_acceptance,
)
LATE_STAGE = Rule(
    key="late_stage",
    subject="deliverable",
    names=Text("Stage late", "Hạng mục trễ hạn", "Этап опаздывает"),
    fires_when=Text(
        "a brief, proposal, contract or another stage is past its due date and not done",
        "đề bài, đề xuất, hợp đồng hoặc hạng mục khác đã quá hạn mà chưa xong",
        "бриф, предложение, договор или другой этап просрочен и не готов",
    ),
    cycle=Text("deliverable", "mỗi hạng mục", "этап работ"),
    actions=("log_interaction", "snooze", "not_mine"),
    needs=("deliverables.due_on", "deliverables.done_on"),
    seeds=("000", "001"),
    find=_late_stage,
)
