"""Money that does not come in, and accounts that cost more than they bring."""

from __future__ import annotations

from collections.abc import Iterable

import narwhals as nw

from kpi_core.frames import rows_of
from kpi_core.measures.cost import COSTS, UNPLANNED
from kpi_core.measures.money import REVENUE, unpaid_at_end
from kpi_core.periods import DAY, INSTANT, midnight, unit_period
from kpi_core.quantities import DAYS, Money, Percent
from kpi_core.rules.cycle import Cycle, quarter
from kpi_core.rules.signal import Rule, Severity, Signal
from kpi_core.rules.watch import Watch
from kpi_core.text import Fact, Text

_WHY_OVERDUE = Text(
    "invoice {invoice} is {days} past due, {amount} unpaid",
    "hoá đơn {invoice} quá hạn {days}, còn {amount} chưa thanh toán",
    "счёт {invoice} просрочен на {days}, не оплачено {amount}",
)
_WHY_COSTS = Text(
    "this quarter's costs, {costs}, exceed the revenue, {revenue}",
    "chi phí quý này {costs}, vượt doanh thu {revenue}",
    "расходы за квартал, {costs}, больше выручки, {revenue}",
)
_WHY_UNPLANNED = Text(
    "{share} of this quarter's costs were not planned: {unplanned} of {costs}",
    "{share} chi phí quý này ngoài kế hoạch: {unplanned} trên {costs}",
    "{share} расходов за квартал вне плана: {unplanned} из {costs}",
)


def _overdue(watch: Watch) -> Iterable[Signal]:
    rungs = watch.settings.rungs("overdue_rungs")
    unpaid = unpaid_at_end(watch.tables, watch.last_day)
    for row in rows_of(unpaid.filter(nw.col("due_on") + nw.lit(DAY) <= nw.lit(watch.now))):
        due_on = row["due_on"].date()
        days = (watch.today - due_on).days
        rung = max((rung for rung in rungs if rung <= days), default=None)
        if rung is None:
            continue
        severity: Severity = "urgent" if rung == rungs[-1] else "notice" if rung == rungs[0] else "warning"
        yield watch.signal(
            OVERDUE,
            row,
            _WHY_OVERDUE,
            cycle=Cycle(f"{due_on}:{rung}", midnight(due_on) + DAY * rung, midnight(due_on)),
            severity=severity,
            due_on=due_on,
            rank=float(days),
            facts={
                "invoice": row["invoice_id"],
                "days": DAYS.of(days),
                "amount": Money(row["amount"] - row["paid"], row["currency_"] or ""),
            },
        )


def _cost_overrun(watch: Watch) -> Iterable[Signal]:
    period = unit_period("quarter", watch.now - INSTANT, watch.now)
    revenue, unplanned = watch.sums(REVENUE, period), watch.sums(UNPLANNED, period)
    limit = watch.settings.number("unplanned_percent")
    currency = watch.tables.base_currency
    for account_id, (costs, _) in watch.sums(COSTS, period).items():
        account = watch.active.get(account_id)
        if account is None:
            continue
        earned = revenue.get(account_id, (0.0, 0.0))[0]
        if costs > earned:
            facts: dict[str, Fact] = {"costs": Money(costs, currency), "revenue": Money(earned, currency)}
            cycle = quarter(watch.today, "costs")
            yield watch.signal(
                COST_OVERRUN, account, _WHY_COSTS, cycle=cycle, severity="warning", rank=costs - earned, facts=facts
            )
        off_plan, of_known = unplanned.get(account_id, (0.0, 0.0))
        share = 100 * off_plan / of_known if of_known > 0 else 0.0
        if share > limit:
            facts = {
                "share": Percent(share / 100),
                "unplanned": Money(off_plan, currency),
                "costs": Money(of_known, currency),
            }
            cycle = quarter(watch.today, "unplanned")
            yield watch.signal(
                COST_OVERRUN, account, _WHY_UNPLANNED, cycle=cycle, severity="notice", rank=share, facts=facts
            )


OVERDUE = Rule(
    key="overdue",
    subject="invoice",
    names=Text("Overdue invoice", "Hoá đơn quá hạn", "Просроченный счёт"),
    fires_when=Text(
        "an invoice is unpaid 1, 15, 30 or 60 days past its due date",
        "hoá đơn chưa thanh toán khi quá hạn 1, 15, 30 hoặc 60 ngày",
        "счёт не оплачен через 1, 15, 30 или 60 дней после срока",
    ),
    cycle=Text("invoice × rung", "mỗi mốc của hoá đơn", "каждый рубеж счёта"),
    actions=("log_interaction", "snooze", "not_mine"),
    needs=("invoices.amount", "invoices.due_on"),
    thresholds=("overdue_rungs",),
    seeds=("000", "001"),
    find=_overdue,
)
COST_OVERRUN = Rule(
    key="cost_overrun",
    subject="account",
    names=Text("Costs out of hand", "Chi phí vượt mức", "Расходы вышли из-под контроля"),
    fires_when=Text(
        "an account's costs of the quarter exceed its revenue, or more than 20% of them were not planned",
        "chi phí trong quý của khách hàng vượt doanh thu, hoặc hơn 20% chi phí ngoài kế hoạch",
        "расходы на клиента за квартал больше выручки или больше 20 % из них вне плана",
    ),
    cycle=Text("quarter", "quý", "квартал"),
    audience=("owner", "lead"),
    actions=("snooze", "not_mine"),
    needs=("costs.amount", "invoices.amount"),
    thresholds=("unplanned_percent",),
    seeds=("001",),
    find=_cost_overrun,
)
