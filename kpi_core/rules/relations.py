"""Key relationships that hang by one person, and those without a next step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import narwhals as nw

from kpi_core.frames import rows_of
from kpi_core.periods import DAY
from kpi_core.quantities import CONTACTS, DAYS
from kpi_core.rules.cycle import Cycle, month
from kpi_core.rules.signal import Rule, Signal
from kpi_core.rules.watch import Watch
from kpi_core.text import Text, quoted
from kpi_core.timelines import LONG_AGO

_WHY_THIN = Text(
    "a key account with just {contacts}: get to know more people there",
    "khách hàng trọng điểm mới chỉ có {contacts}: cần làm quen thêm người",
    "ключевой клиент, а в базе {contacts}: познакомьтесь с другими людьми",
)
_WHY_NO_DECISION_MAKER = Text(
    "no active decision maker among {contacts} of a key account",
    "khách hàng trọng điểm có {contacts} nhưng chưa có người ra quyết định",
    "у ключевого клиента {contacts}, но среди них нет того, кто принимает решения",
)
_WHY_STEP_PAST = Text(
    "the next step{step} was due on {due}, {days} ago",
    "bước tiếp theo{step} hẹn ngày {due} đã trễ {days}",
    "следующий шаг{step} намечался на {due}, {days} назад",
)
_WHY_NO_STEP = Text(
    "no next step has a date", "chưa có bước tiếp theo nào có ngày hẹn", "не назначен день следующего шага"
)


def _single_thread(watch: Watch) -> Iterable[Signal]:
    contacts, decision_makers = _active_contacts(watch)
    for account_id, account in watch.active.items():
        known = contacts.get(account_id, 0)
        if account["tier"] == "key" and (known <= 1 or account_id not in decision_makers):
            yield watch.signal(
                SINGLE_THREAD,
                account,
                _WHY_THIN if known <= 1 else _WHY_NO_DECISION_MAKER,
                cycle=month(watch.today),
                severity="warning",
                rank=-float(known),
                facts={"contacts": CONTACTS.of(known)},
            )


def _active_contacts(watch: Watch) -> tuple[Mapping[str, int], frozenset[str]]:
    """Return how many people are known per account, and the accounts where one of them decides."""
    stays = nw.col("left_on").is_null() | (nw.col("left_on") >= nw.lit(watch.now))
    known = watch.tables["contacts"].filter(nw.col("active").fill_null(value=True) & stays)
    rows = rows_of(known, "account_id", "influence")
    decide = frozenset(row["account_id"] for row in rows if row["influence"] == "decision_maker")
    return Counter(row["account_id"] for row in rows), decide


def _next_step(watch: Watch) -> Iterable[Signal]:
    for account in watch.active.values():
        due = account["next_step_on"]
        if account["tier"] not in ("key", "near_key") or (due is not None and due.date() >= watch.today):
            continue
        if due is None:
            cycle = Cycle("none", LONG_AGO)
            yield watch.signal(NEXT_STEP, account, _WHY_NO_STEP, cycle=cycle, severity="notice", facts={})
            continue
        days = (watch.today - due.date()).days
        yield watch.signal(
            NEXT_STEP,
            account,
            _WHY_STEP_PAST,
            cycle=Cycle(str(due.date()), due + DAY),
            severity="warning" if account["tier"] == "key" else "notice",
            due_on=due.date(),
            rank=float(days),
            facts={"step": quoted(account["next_step"]), "due": due, "days": DAYS.of(days)},
        )


SINGLE_THREAD = Rule(
    key="single_thread",
    subject="account",
    names=Text("Hangs by one person", "Phụ thuộc một đầu mối", "Всё держится на одном человеке"),
    fires_when=Text(
        "a key account has at most one active contact, or no active decision maker",
        "khách hàng trọng điểm chỉ có tối đa một người liên hệ, hoặc không có người ra quyết định",
        "у ключевого клиента не больше одного активного контакта или нет того, кто принимает решения",
    ),
    cycle=Text("month", "tháng", "месяц"),
    actions=("log_interaction", "snooze", "not_mine"),
    needs=("accounts.tier", "contacts.account_id"),
    seeds=("002",),
    find=_single_thread,
)
NEXT_STEP = Rule(
    key="next_step",
    subject="account",
    names=Text("Next step missing", "Thiếu bước tiếp theo", "Нет следующего шага"),
    fires_when=Text(
        "the next step of a key or near-key account is past, or there is none",
        "khách hàng trọng điểm hoặc cận trọng điểm có bước tiếp theo đã quá ngày, hoặc chưa có bước nào",
        "у ключевого или почти ключевого клиента следующий шаг просрочен или не назначен",
    ),
    cycle=Text("step", "mỗi bước", "шаг"),
    actions=("log_interaction", "snooze", "not_mine"),
    needs=("accounts.tier", "accounts.next_step_on"),
    seeds=("002",),
    find=_next_step,
)
