"""The account that went quiet: past its cadence without contact."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import narwhals as nw

from kpi_core.frames import rows_of
from kpi_core.measures.engagement import silence_at
from kpi_core.periods import DAY
from kpi_core.quantities import DAYS
from kpi_core.rules.cycle import Cycle
from kpi_core.rules.signal import Rule, Signal
from kpi_core.rules.watch import Watch
from kpi_core.text import Text
from kpi_core.timelines import EPOCH

# From this many cadences on the signal is loud.
LOUD_AT = 2.0
_WHY = Text(
    "{days} without contact; the rhythm agreed is {rhythm}",
    "{days} chưa liên hệ; nhịp đã định là {rhythm}",
    "{days} без контакта при ритме {rhythm}",
)
_WHY_NEVER = Text(
    "never contacted in {days} since the start; the rhythm agreed is {rhythm}",
    "chưa từng liên hệ trong {days} kể từ khi bắt đầu; nhịp đã định là {rhythm}",
    "ни одного контакта с начала работы, уже {days}, при ритме {rhythm}",
)


def _find(watch: Watch) -> Iterable[Signal]:
    silence = silence_at(watch.tables, watch.now, watch.now)
    late = silence.filter(
        (nw.col("clock_days") > nw.col("cadence")) & (nw.col("was_contacted") | ~nw.col("started_on").is_null())
    )
    for row in rows_of(late):
        times_over = row["clock_days"] / max(row["cadence"], 1.0)
        last = EPOCH + timedelta(days=row["last_day"])
        yield watch.signal(
            QUIET,
            row,
            _WHY if row["was_contacted"] else _WHY_NEVER,
            cycle=Cycle(str(last.date()), last + DAY),
            severity="urgent" if times_over > LOUD_AT else "warning",
            rank=times_over,
            facts={"days": DAYS.of(int(row["silent_days"])), "rhythm": DAYS.of(int(row["cadence"]))},
        )


QUIET = Rule(
    key="quiet",
    subject="account",
    names=Text("Quiet account", "Khách hàng im ắng", "Клиент замолчал"),
    fires_when=Text(
        "an active account is past its cadence without contact; long public holidays do not count",
        "khách hàng đang hoạt động quá nhịp mà chưa được liên hệ; không tính kỳ nghỉ lễ dài",
        "активный клиент без контакта дольше своего ритма; долгие праздники не в счёт",
    ),
    cycle=Text(
        "since the last contact, else the start",
        "từ lần liên hệ gần nhất, hoặc từ khi bắt đầu",
        "с последнего контакта или с начала работы",
    ),
    actions=("log_interaction", "snooze", "not_mine"),
    needs=("accounts.owner_id",),
    thresholds=("cadence_days.*",),
    seeds=("003", "000"),
    find=_find,
)
