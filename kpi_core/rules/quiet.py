"""The account that went quiet: past its cadence without contact."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

import narwhals as nw

from kpi_core.frames import rows_of
from kpi_core.measures.engagement import with_cadence, with_silence
from kpi_core.measures.facts import accounts_at
from kpi_core.periods import DAY, Period
from kpi_core.rules.signal import Rule, Signal
from kpi_core.tables import Tables
from kpi_core.text import Text
from kpi_core.timelines import EPOCH

# From this many cadences on the signal is loud.
LOUD_AT = 2.0
_WHY = Text(
    "{days} days without contact; the rhythm agreed is {cadence} days",
    "{days} ngày chưa liên hệ; nhịp đã định là {cadence} ngày",
    "{days} дн. без контакта при ритме {cadence} дн.",
)
_WHY_NEVER = Text(
    "never contacted in {days} days since the start; the rhythm agreed is {cadence} days",
    "chưa từng liên hệ trong {days} ngày kể từ khi bắt đầu; nhịp đã định là {cadence} ngày",
    "ни одного контакта за {days} дн. с начала при ритме {cadence} дн.",
)


def _find(tables: Tables, now: datetime) -> Iterable[Signal]:
    today = Period(now - DAY, now, "range", now)
    silence = with_silence(with_cadence(accounts_at(tables, now, now), tables), tables, today)
    late = silence.filter(
        (nw.col("clock_days") > nw.col("cadence")) & (nw.col("was_contacted") | ~nw.col("started_on").is_null())
    )
    for row in rows_of(late):
        times_over = row["clock_days"] / max(row["cadence"], 1.0)
        last = EPOCH + timedelta(days=row["last_day"])
        days, cadence = int(row["silent_days"]), int(row["cadence"])
        sentence = _WHY if row["was_contacted"] else _WHY_NEVER
        yield Signal(
            rule="quiet",
            subject_kind="account",
            subject=row["account_id"],
            cycle=str(last.date()),
            am_id=row["owner_id"],
            account_id=row["account_id"],
            account_name=row["name"] or row["account_id"],
            severity="urgent" if times_over > LOUD_AT else "warning",
            due_on=None,
            why=sentence.format(days=days, cadence=cadence),
            tab="accounts",
            row=row["row"],
            rank=times_over,
            facts={"days": days, "cadence": cadence, "last": last.date(), "tier": row["tier"]},
        )


QUIET = Rule(
    key="quiet",
    names=Text("Quiet account", "Khách hàng im ắng", "Клиент замолчал"),
    fires_when=Text(
        "an active account is past its cadence without contact; long public holidays do not count",
        "khách hàng đang hoạt động quá nhịp mà chưa được liên hệ; không tính kỳ nghỉ lễ dài",
        "активный клиент без контакта дольше своего ритма; долгие праздники не в счёт",
    ),
    actions=("log_interaction", "snooze", "not_mine"),
    seeds=("003", "000"),
    find=_find,
)
