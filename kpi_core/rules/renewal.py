"""The contract about to end, or past its end, without a renewal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import narwhals as nw

from kpi_core.frames import rows_of
from kpi_core.measures.contracts import with_renewal
from kpi_core.periods import DAY, midnight
from kpi_core.quantities import DAYS, Money
from kpi_core.rules.cycle import Cycle
from kpi_core.rules.signal import Rule, Severity, Signal
from kpi_core.rules.watch import Row, Watch
from kpi_core.text import Text, plain, quoted

# Days before the deadline at which the signal starts anew, the farthest first; below the last one it is past.
RUNGS = (90, 60, 30, 14, 7)
# Somebody negotiates already: only the last two rungs speak up, and the past.
NEGOTIATING_FROM = 14
_WHY = Text(
    "the contract{service} ends in {days} ({end}){worth}; no renewal yet",
    "hợp đồng{service} hết hạn sau {days} ({end}){worth}; chưa gia hạn",
    "договор{service} заканчивается через {days} ({end}){worth}; продления ещё нет",
)
_WHY_NOTICE = Text(
    "notice on the contract{service} must be settled in {days}; it ends on {end}{worth}",
    "còn {days} đến hạn báo trước của hợp đồng{service}; hết hạn {end}{worth}",
    "до срока уведомления по договору{service} осталось {days}; сам договор заканчивается {end}{worth}",
)
_WHY_PAST = Text(
    "the contract{service} ended {days} ago ({end}){worth}; no renewal recorded",
    "hợp đồng{service} đã hết hạn {days} ({end}){worth}; chưa ghi nhận gia hạn",
    "договор{service} закончился {days} назад ({end}){worth}; продление не отмечено",
)
_WORTH = Text(", worth {amount}", ", trị giá {amount}", ", сумма {amount}")


def _rung(days_left: int) -> int | None:
    """Return the rung a contract stands on: the least bound it is within; 0 when past; None when far off."""
    if days_left < 1:
        return 0
    within = [bound for bound in RUNGS if days_left <= bound]
    return min(within) if within else None


def _find(watch: Watch) -> Iterable[Signal]:
    tables, now = watch.tables, watch.now
    soon = nw.lit(now + timedelta(days=RUNGS[0] + 366))
    grace = timedelta(days=tables.settings.integer("renewal_grace_days"))
    ending = tables["contracts"].filter(
        nw.col("is_recurring") & (nw.col("ended_at") < soon) & (nw.col("ended_at") >= nw.lit(now - grace))
    )
    told = with_renewal(ending, tables, now)
    for row in rows_of(told.filter(~nw.col("is_renewed") & ~nw.col("is_refused"))):
        account = watch.accounts.get(row["account_id"])
        if account is not None and account["ended_on"] is None:
            yield from _signal(watch, row)


def _signal(watch: Watch, row: Row) -> Iterable[Signal]:
    end = row["ended_at"].date()
    days_to_end = (end - watch.today).days
    notice_days = int(row["notice_days"] or 0)
    days_left = days_to_end - notice_days
    rung = _rung(days_left)
    is_negotiated = row["renewal_status"] == "negotiating" or row["_word"] == "negotiating"
    if rung is None or (is_negotiated and rung > NEGOTIATING_FROM):
        return
    sentence = _WHY_PAST if days_to_end < 1 else _WHY_NOTICE if notice_days else _WHY
    severity: Severity = "urgent" if rung <= NEGOTIATING_FROM else "warning" if rung <= RUNGS[2] else "notice"
    deadline = end - timedelta(days=notice_days)
    currency = row["own_currency"] or ""
    yield watch.signal(
        RENEWAL,
        row,
        sentence,
        cycle=Cycle(f"{end}:{rung}", midnight(deadline) - DAY * rung, midnight(deadline) - DAY * RUNGS[0]),
        severity=severity,
        due_on=deadline,
        rank=float(RUNGS[0] - days_left),
        facts={
            "days": DAYS.of(-days_to_end if days_to_end < 1 else max(days_left, 0)),
            "end": end,
            "worth": plain("") if row["amount"] is None else _WORTH.format(amount=Money(row["amount"], currency)),
            "service": quoted(row["service"]),
        },
    )


RENEWAL = Rule(
    key="renewal",
    subject="contract",
    names=Text("Renewal due", "Sắp đến hạn gia hạn", "Пора продлевать"),
    fires_when=Text(
        "a recurring contract is not renewed 90, 60, 30, 14 or 7 days before its end (less its notice), or past it",
        "hợp đồng định kỳ chưa gia hạn khi còn 90, 60, 30, 14 hoặc 7 ngày (trừ thời gian báo trước), hoặc đã quá hạn",
        "регулярный договор не продлён за 90, 60, 30, 14 или 7 дней до конца (за вычетом уведомления) или после него",
    ),
    cycle=Text("contract × rung", "mỗi mốc của hợp đồng", "каждый рубеж договора"),
    actions=("renewal_outcome", "log_interaction", "snooze", "not_mine"),
    needs=("contracts.ends_on",),
    thresholds=("renewal_grace_days",),
    seeds=("000", "001"),
    find=_find,
)
