"""Clients who are unhappy and nobody called, and clients nobody asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import narwhals as nw

from kpi_core.frames import rows_of
from kpi_core.measures.satisfaction import CLIENT_KINDS, DETRACTORS_TO
from kpi_core.quantities import DAYS, WORKING_DAYS
from kpi_core.rules.cycle import Cycle, half_year
from kpi_core.rules.signal import Rule, Signal
from kpi_core.rules.watch import Watch
from kpi_core.text import Text

DISSATISFIED_TO = 2
_WHY_DETRACTOR = Text(
    "scored {score} ({kind}) on {answered}, and nobody has been in touch for {working_days}",
    "chấm {score} điểm ({kind}) ngày {answered}, đã {working_days} chưa ai liên hệ lại",
    "оценка {score} ({kind}) от {answered}, и уже {working_days} с клиентом никто не связался",
)
_WHY_SURVEY_DUE = Text(
    "the last survey was {days} ago", "lần khảo sát gần nhất cách đây {days}", "последний опрос был {days} назад"
)
_WHY_NEVER_ASKED = Text(
    "no survey yet in {days} since the start",
    "chưa khảo sát lần nào sau {days} kể từ khi bắt đầu",
    "ни одного опроса с начала работы, уже {days}",
)


def _detractor(watch: Watch) -> Iterable[Signal]:
    kind, score = nw.col("kind"), nw.col("score")
    poor = ((kind == "nps") & (score <= DETRACTORS_TO)) | ((kind == "csat") & (score <= DISSATISFIED_TO))
    for row in rows_of(watch.tables["surveys"].filter(poor & (nw.col("at") < nw.lit(watch.now)))):
        account_id, answered = row["account_id"], row["at"]
        last = watch.last_contacts.get(account_id)
        if account_id not in watch.accounts or watch.is_former(account_id) or (last is not None and last > answered):
            continue
        days = watch.working_days_since(answered, watch.owner(account_id))
        if days >= watch.settings.integer("detractor_days"):
            yield watch.signal(
                DETRACTOR,
                row,
                _WHY_DETRACTOR,
                cycle=Cycle(str(answered.date()), answered),
                severity="urgent",
                rank=float(days),
                facts={
                    "score": row["score"],
                    "kind": row["kind"].upper(),
                    "answered": answered,
                    "working_days": WORKING_DAYS.of(days),
                },
            )


def _survey_due(watch: Watch) -> Iterable[Signal]:
    asked = _last_surveys(watch)
    for account_id, account in watch.active.items():
        last: datetime | None = asked.get(account_id) or account["started_on"]
        if last is None:
            continue
        days = (watch.today - last.date()).days
        if days >= watch.settings.integer("survey_due_days"):
            yield watch.signal(
                SURVEY_DUE,
                account,
                _WHY_SURVEY_DUE if account_id in asked else _WHY_NEVER_ASKED,
                cycle=half_year(watch.today),
                severity="notice",
                rank=float(days),
                facts={"days": DAYS.of(days)},
            )


def _last_surveys(watch: Watch) -> Mapping[str, datetime]:
    """Return when each account last had a client survey, sent or answered."""
    surveys = watch.tables["surveys"].filter(nw.col("kind").is_in(list(CLIENT_KINDS)) & ~nw.col("account_id").is_null())
    found: dict[str, datetime] = {}
    for instant in ("sent_at", "at"):
        known = surveys.filter(nw.col(instant) < nw.lit(watch.now))
        for row in rows_of(known.group_by("account_id").agg(nw.col(instant).max().alias("last"))):
            found[row["account_id"]] = max(row["last"], found.get(row["account_id"], row["last"]))
    return found


DETRACTOR = Rule(
    key="detractor",
    subject="survey",
    names=Text("Unhappy client", "Khách hàng không hài lòng", "Недовольный клиент"),
    fires_when=Text(
        "a client scores NPS 6 or less or CSAT 2 or less, and there is no contact within 2 working days",
        "khách chấm NPS từ 6 hoặc CSAT từ 2 trở xuống mà sau 2 ngày làm việc chưa ai liên hệ",
        "клиент поставил NPS не выше 6 или CSAT не выше 2, и за 2 рабочих дня с ним не связались",
    ),
    cycle=Text("survey", "mỗi khảo sát", "опрос"),
    actions=("log_interaction", "snooze", "not_mine"),
    needs=("surveys.score", "surveys.at"),
    thresholds=("detractor_days",),
    seeds=("000", "004"),
    find=_detractor,
)
SURVEY_DUE = Rule(
    key="survey_due",
    subject="account",
    names=Text("Survey due", "Đến lúc khảo sát", "Пора провести опрос"),
    fires_when=Text(
        "an active account has had no client survey, sent or answered, for 180 days",
        "khách hàng đang hoạt động 180 ngày chưa được khảo sát (gửi đi hoặc trả lời)",
        "активному клиенту 180 дней не отправляли опросов, и ответов от него не было",
    ),
    cycle=Text("half-year", "nửa năm", "полугодие"),
    actions=("snooze", "not_mine"),
    needs=("surveys.kind", "surveys.account_id"),
    thresholds=("survey_due_days",),
    seeds=("004",),
    find=_survey_due,
)
