"""The contract about to end, or past its end, without a renewal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

import narwhals as nw

from kpi_core.frames import rows_of
from kpi_core.measures.contracts import with_renewal
from kpi_core.measures.facts import owned_at
from kpi_core.periods import INSTANT
from kpi_core.rules.signal import Rule, Severity, Signal
from kpi_core.tables import Tables
from kpi_core.text import Text, day, plain, whole

# Days before the deadline at which the signal starts anew, the farthest first; below the last one it is past.
RUNGS = (90, 60, 30, 14, 7)
# Somebody negotiates already: only the last two rungs speak up, and the past.
NEGOTIATING_FROM = 14
_WHY = Text(
    "the contract{service} ends in {days} days ({end}), worth {amount} {currency}; no renewal yet",
    "hợp đồng{service} hết hạn sau {days} ngày ({end}), trị giá {amount} {currency}; chưa gia hạn",
    "договор{service} заканчивается через {days} дн. ({end}), сумма {amount} {currency}; продления ещё нет",
)
_WHY_NOTICE = Text(
    "notice on the contract{service} must be settled in {days} days; it ends on {end}, worth {amount} {currency}",
    "còn {days} ngày đến hạn báo trước của hợp đồng{service}; hết hạn {end}, trị giá {amount} {currency}",
    "до срока уведомления по договору{service} {days} дн.; он заканчивается {end}, сумма {amount} {currency}",
)
_WHY_PAST = Text(
    "the contract{service} ended {days} days ago ({end}), worth {amount} {currency}; no renewal recorded",
    "hợp đồng{service} đã hết hạn {days} ngày ({end}), trị giá {amount} {currency}; chưa ghi nhận gia hạn",
    "договор{service} закончился {days} дн. назад ({end}), сумма {amount} {currency}; продление не отмечено",
)


def _rung(days_left: int) -> int | None:
    """Return the rung a contract stands on: the least bound it is within; 0 when past; None when far off."""
    if days_left < 1:
        return 0
    within = [bound for bound in RUNGS if days_left <= bound]
    return min(within) if within else None


def _find(tables: Tables, now: datetime) -> Iterable[Signal]:
    today = (now - INSTANT).date()
    soon = nw.lit(now + timedelta(days=RUNGS[0] + 366))
    grace = timedelta(days=tables.settings.integer("renewal_grace_days"))
    ending = (
        tables["contracts"]
        .drop("owner_id")
        .filter(nw.col("is_recurring") & (nw.col("ended_at") < soon) & (nw.col("ended_at") >= nw.lit(now - grace)))
    )
    told = with_renewal(owned_at(ending, tables, nw.lit(now - INSTANT)), tables, now)
    still_open = told.filter(~nw.col("is_renewed") & ~nw.col("is_refused"))
    accounts = {
        row["account_id"]: row for row in rows_of(tables["accounts"], "account_id", "name", "status", "ended_on")
    }
    for row in rows_of(still_open):
        account = accounts.get(row["account_id"])
        if account is not None and account["ended_on"] is None:
            yield from _signal(row, account, today)


def _signal(row: Mapping[str, Any], account: Mapping[str, Any], today: date) -> Iterable[Signal]:
    end = row["ended_at"].date()
    days_to_end = (end - today).days
    notice_days = int(row["notice_days"] or 0)
    days_left = days_to_end - notice_days
    rung = _rung(days_left)
    is_negotiated = row["renewal_status"] == "negotiating" or row["_word"] == "negotiating"
    if rung is None or (is_negotiated and rung > NEGOTIATING_FROM):
        return
    sentence = _WHY_PAST if days_to_end < 1 else _WHY_NOTICE if notice_days else _WHY
    shown_days = -days_to_end if days_to_end < 1 else max(days_left, 0)
    facts: dict[str, object] = {
        "days": shown_days,
        "end": day(end),
        "amount": plain("?") if row["amount"] is None else whole(row["amount"]),
        "currency": row["own_currency"] or "",
        "service": f" “{row['service']}”" if row["service"] else "",
    }
    severity: Severity = "urgent" if rung <= NEGOTIATING_FROM else "warning" if rung <= RUNGS[2] else "notice"
    yield Signal(
        rule="renewal",
        subject_kind="contract",
        subject=row["contract_id"],
        cycle=f"{end}:{rung}",
        am_id=row["owner_id"],
        account_id=row["account_id"],
        account_name=account["name"] or row["account_id"],
        severity=severity,
        due_on=end - timedelta(days=notice_days),
        why=sentence.format(**facts),
        tab="contracts",
        row=row["row"],
        rank=float(RUNGS[0] - days_left),
        facts={
            "end": end,
            "days_left": days_left,
            "rung": rung,
            "amount": row["amount"],
            "currency": row["own_currency"],
        },
    )


RENEWAL = Rule(
    key="renewal",
    names=Text("Renewal due", "Sắp đến hạn gia hạn", "Пора продлевать"),
    fires_when=Text(
        "a recurring contract is not renewed 90, 60, 30, 14 or 7 days before its end (less its notice), or past it",
        "hợp đồng định kỳ chưa gia hạn khi còn 90, 60, 30, 14 hoặc 7 ngày (trừ thời gian báo trước), hoặc đã quá hạn",
        "регулярный договор не продлён за 90, 60, 30, 14 или 7 дней до конца (за вычетом уведомления) или после него",
    ),
    actions=("renewal_outcome", "log_interaction", "snooze", "not_mine"),
    seeds=("000", "001"),
    find=_find,
)
