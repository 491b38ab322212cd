"""Requests that wait for an answer, a solution, or a word on how they stand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from kpi_core.choices import choice_label
from kpi_core.frames import rows_of
from kpi_core.measures.service import open_at_end
from kpi_core.quantities import WORKING_DAYS
from kpi_core.rules.cycle import Cycle
from kpi_core.rules.signal import Rule, Signal
from kpi_core.rules.watch import Row, Watch, worked
from kpi_core.schema import TABS
from kpi_core.text import Text, quoted

_PRESSING = ("urgent", "high")
_WHY_UNANSWERED = Text(
    "the request{about} of {opened} ({priority}) has no answer yet; it was due {late} ago",
    "yêu cầu{about} ngày {opened} (mức {priority}) chưa được phản hồi; đã quá hạn {late}",
    "на запрос{about} от {opened} ({priority}) ещё не ответили; срок прошёл {late} назад",
)
_WHY_UNSOLVED = Text(
    "the request{about} of {opened} ({priority}) is still open; it was due {late} ago",
    "yêu cầu{about} ngày {opened} (mức {priority}) chưa xử lý xong; đã quá hạn {late}",
    "запрос{about} от {opened} ({priority}) ещё не решён; срок прошёл {late} назад",
)
_WHY_NO_UPDATE = Text(
    "no news on the request{about} of {opened} for {working_days}",
    "yêu cầu{about} ngày {opened} đã {working_days} không có cập nhật",
    "по запросу{about} от {opened} нет новостей уже {working_days}",
)


def _open(watch: Watch) -> Iterable[Row]:
    """Return the open requests; what a former client once asked for is settled."""
    requests = rows_of(open_at_end(watch.tables, watch.last_day))
    return [row for row in requests if not watch.is_former(row["account_id"])]


def _unanswered(watch: Watch) -> Iterable[Signal]:
    for row in _open(watch):
        promised = _broken_promise(row, watch.now)
        if promised is None:
            continue
        promise, due_at, sentence = promised
        late_minutes = watch.working_minutes_since(due_at, row["am_id"] or watch.owner(row["account_id"]))
        yield watch.signal(
            UNANSWERED,
            row,
            sentence,
            cycle=Cycle(f"{promise}:{due_at:%Y-%m-%dT%H:%M}", due_at),
            am_id=row["am_id"],
            severity="urgent" if row["priority"] in _PRESSING else "warning",
            due_on=due_at.date(),
            rank=late_minutes,
            is_immediate=row["priority"] == "urgent",
            facts={
                "about": quoted(row["category"]),
                "opened": row["opened_at"],
                "priority": choice_label(TABS["requests"].column("priority"), row["priority"] or "normal"),
                "late": worked(late_minutes),
            },
        )


def _broken_promise(row: Row, now: datetime) -> tuple[str, datetime, Text] | None:
    """Return the latest promise that was broken: one line per request, and a new one when the next is broken too."""
    is_answered = row["first_response_at"] is not None and row["first_response_at"] < now
    if row["due"] is not None and row["due"] < now:
        return "resolution", row["due"], _WHY_UNSOLVED if is_answered else _WHY_UNANSWERED
    if not is_answered and row["response_due"] is not None and row["response_due"] < now:
        return "response", row["response_due"], _WHY_UNANSWERED
    return None


def _update_due(watch: Watch) -> Iterable[Signal]:
    for row in _open(watch):
        words = (row["opened_at"], row["first_response_at"], row["last_update_at"])
        last = max(at for at in words if at is not None and at < watch.now)
        days = watch.working_days_since(last, row["am_id"] or watch.owner(row["account_id"]))
        if days >= watch.settings.integer("update_days"):
            yield watch.signal(
                UPDATE_DUE,
                row,
                _WHY_NO_UPDATE,
                cycle=Cycle(f"{last:%Y-%m-%dT%H:%M}", last),
                am_id=row["am_id"],
                severity="warning" if row["priority"] in _PRESSING else "notice",
                rank=float(days),
                facts={
                    "about": quoted(row["category"]),
                    "opened": row["opened_at"],
                    "working_days": WORKING_DAYS.of(days),
                },
            )


UNANSWERED = Rule(
    key="unanswered",
    subject="request",
    names=Text("Promise broken", "Trễ hẹn phản hồi", "Срок ответа нарушен"),
    fires_when=Text(
        "a request has no response past its time, or is open past its time; urgent ones are told at once",
        "yêu cầu quá hạn phản hồi hoặc quá hạn xử lý; yêu cầu khẩn cấp được báo ngay",
        "на запрос вовремя не ответили или не решили его; о срочных сообщается сразу",
    ),
    cycle=Text("request × promise", "mỗi cam kết của yêu cầu", "каждый обещанный срок запроса"),
    actions=("log_interaction", "snooze", "not_mine"),
    needs=("requests.opened_at",),
    thresholds=("response_hours.*", "sla_hours.*"),
    may_be_immediate=True,
    seeds=("001", "003"),
    find=_unanswered,
)
UPDATE_DUE = Rule(
    key="update_due",
    subject="request",
    names=Text("Update due", "Cần cập nhật tiến độ", "Пора сообщить новости"),
    fires_when=Text(
        "an open request goes without an update for 3 working days",
        "yêu cầu đang mở 3 ngày làm việc không có cập nhật",
        "по открытому запросу 3 рабочих дня нет новостей",
    ),
    cycle=Text("request × update", "mỗi lần cập nhật của yêu cầu", "каждое обновление запроса"),
    actions=("log_interaction", "snooze", "not_mine"),
    needs=("requests.opened_at",),
    thresholds=("update_days",),
    seeds=("004",),
    find=_update_due,
)
