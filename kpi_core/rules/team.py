"""What a lead looks after: the talk with each AM, and how much each carries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from kpi_core.periods import DAY
from kpi_core.quantities import ACTIVE_ACCOUNTS, DAYS
from kpi_core.rules.cycle import month
from kpi_core.rules.signal import Rule, Signal
from kpi_core.rules.watch import Row, Watch
from kpi_core.text import Text

AM_ROLES = ("am", "senior_am")
_WHY_ONE_TO_ONE = Text(
    "the last one-to-one was {days} ago",
    "lần gặp 1-1 gần nhất cách đây {days}",
    "последняя встреча 1-1 была {days} назад",
)
_WHY_NEVER = Text("no one-to-one is on record", "chưa ghi nhận lần gặp 1-1 nào", "ни одной встречи 1-1 не отмечено")
_WHY_OVERLOAD = Text(
    "{accounts}; the limit of the role is {limit}",
    "đang phụ trách {accounts}; giới hạn của vai trò là {limit}",
    "ведёт {accounts}; предел для этой роли — {limit}",
)


def staff(watch: Watch, roles: Collection[str]) -> Iterable[Row]:
    """Return the people of these roles who work here now; who has no role is an AM."""
    for person in watch.people.values():
        began = person["started_on"] is None or person["started_on"] < watch.now
        stays = person["active"] is not False and (person["left_on"] is None or person["left_on"] + DAY > watch.now)
        if (person["role"] or "am") in roles and began and stays:
            yield person


def _one_to_one(watch: Watch) -> Iterable[Signal]:
    for person in staff(watch, AM_ROLES):
        last = person["checked_in_on"]
        days = (watch.today - (last or person["started_on"] or watch.now).date()).days
        if days < watch.settings.integer("one_to_one_days"):
            continue
        yield watch.signal(
            ONE_TO_ONE,
            person,
            _WHY_ONE_TO_ONE if last else _WHY_NEVER,
            cycle=month(watch.today),
            am_id=person["am_id"],
            severity="notice",
            rank=float(days),
            facts={"days": DAYS.of(days)},
        )


def _overload(watch: Watch) -> Iterable[Signal]:
    carried = Counter(account["owner_id"] for account in watch.active.values())
    for person in staff(watch, AM_ROLES):
        accounts, limit = carried[person["am_id"]], watch.settings.integer(f"overload.{person['role'] or 'am'}")
        if accounts > limit:
            yield watch.signal(
                OVERLOAD,
                person,
                _WHY_OVERLOAD,
                cycle=month(watch.today),
                am_id=person["am_id"],
                severity="warning",
                rank=accounts / max(limit, 1),
                facts={"accounts": ACTIVE_ACCOUNTS.of(accounts), "limit": limit},
            )


ONE_TO_ONE = Rule(
    key="one_to_one",
    subject="am",
    names=Text("One-to-one due", "Đến lúc gặp 1-1", "Пора встретиться 1-1"),
    fires_when=Text(
        "the lead has not checked in with an AM for 30 days",
        "trưởng nhóm đã 30 ngày chưa gặp riêng AM",
        "руководитель 30 дней не встречался с менеджером один на один",
    ),
    cycle=Text("month", "tháng", "месяц"),
    audience=("lead",),
    actions=("snooze",),
    needs=("team.checked_in_on",),
    thresholds=("one_to_one_days",),
    seeds=("002",),
    find=_one_to_one,
)
OVERLOAD = Rule(
    key="overload",
    subject="am",
    names=Text("Too many accounts", "Quá nhiều khách hàng", "Слишком много клиентов"),
    fires_when=Text(
        "an AM has more active accounts than the limit of the role (AM 20, senior AM 12)",
        "AM phụ trách nhiều khách hàng đang hoạt động hơn giới hạn của vai trò (AM 20, AM cấp cao 12)",
        "у менеджера больше активных клиентов, чем позволяет роль (менеджер 20, старший 12)",
    ),
    cycle=Text("month", "tháng", "месяц"),
    audience=("lead",),
    actions=("snooze",),
    needs=("accounts.owner_id", "team.role"),
    thresholds=("overload.*",),
    seeds=("001",),
    find=_overload,
)
