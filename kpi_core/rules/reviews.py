"""Reviews: of the accounts that matter, and of the criteria that say which ones do."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from kpi_core.frames import rows_of
from kpi_core.periods import DAY, midnight, unit_period
from kpi_core.quantities import ACTIVE_ACCOUNTS, DAYS
from kpi_core.rules.cycle import Cycle, quarter
from kpi_core.rules.signal import Rule, Signal
from kpi_core.rules.team import staff
from kpi_core.rules.watch import Row, Watch
from kpi_core.text import Text
from kpi_core.timelines import LONG_AGO

CRITERIA = "key_criteria"
_TIERS = ("key", "near_key")
_WHY_REVIEW = Text(
    "the last review was {days} ago; one is due every {interval}",
    "lần rà soát gần nhất cách đây {days}; cần rà soát mỗi {interval}",
    "последний обзор клиента был {days} назад, а нужен раз в {interval}",
)
_WHY_NEVER = Text(
    "not reviewed yet in {days} since the start; one is due every {interval}",
    "chưa rà soát lần nào sau {days} kể từ khi bắt đầu; cần rà soát mỗi {interval}",
    "ни одного обзора с начала работы, уже {days}, а нужен раз в {interval}",
)
_KEY_ACCOUNTS = Text("Key accounts", "Khách hàng trọng điểm", "Ключевые клиенты")
_WHY_CRITERIA = Text(
    "the key-account criteria were last confirmed {days} ago: do they still fit?",
    "tiêu chí khách hàng trọng điểm được xác nhận lần cuối cách đây {days}: còn phù hợp không?",
    "критерии ключевых клиентов последний раз подтверждали {days} назад: они ещё верны?",
)
_WHY_CRITERIA_NEVER = Text(
    "the key-account criteria behind {accounts} were never confirmed",
    "tiêu chí khách hàng trọng điểm đang áp dụng cho {accounts} chưa từng được xác nhận",
    "критерии ключевых клиентов (по ним отобрано: {accounts}) ни разу не подтверждали",
)


def _review_due(watch: Watch) -> Iterable[Signal]:
    """Spread over the weeks: each owner is asked for a few at a time, the longest due first."""
    a_week = watch.settings.integer("reviews_a_week")
    week_start = unit_period("week", midnight(watch.today), watch.now).start
    left: dict[str | None, int] = {}
    for account in watch.active.values():
        reviewed_this_week = account["reviewed_on"] is not None and week_start <= account["reviewed_on"] < watch.now
        owner = account["owner_id"]
        left[owner] = left.get(owner, a_week) - reviewed_this_week
    due = [signal for account in watch.active.values() for signal in _review(watch, account)]
    for signal in sorted(due, key=lambda signal: (signal.since, signal.subject)):
        if left[signal.am_id] > 0 and not watch.silence.covers(signal):
            left[signal.am_id] -= 1
            yield signal


def _review(watch: Watch, account: Row) -> Iterable[Signal]:
    last = account["reviewed_on"] or account["started_on"]
    if account["tier"] not in _TIERS or last is None:
        return
    interval = watch.settings.integer(f"review_days.{account['tier']}")
    days = (watch.today - last.date()).days
    if days >= interval:
        yield watch.signal(
            REVIEW_DUE,
            account,
            _WHY_REVIEW if account["reviewed_on"] else _WHY_NEVER,
            cycle=Cycle(str(last.date()), last + DAY * interval),
            severity="notice" if days < 2 * interval else "warning",
            due_on=last.date() + timedelta(days=interval),
            rank=days / max(interval, 1),
            facts={"days": DAYS.of(days), "interval": DAYS.of(interval)},
        )


def _criteria_review(watch: Watch) -> Iterable[Signal]:
    """Ask whether the criteria still hold; an `addressed` event for them says that they do."""
    key_accounts = sum(account["tier"] in _TIERS for account in watch.active.values())
    confirmed = watch.silence.addressed.get((CRITERIA, CRITERIA_REVIEW.key), LONG_AGO)
    days = (watch.today - confirmed.date()).days
    if key_accounts and days >= watch.settings.integer("criteria_days"):
        yield watch.signal(
            CRITERIA_REVIEW,
            {"key": CRITERIA, "name": _KEY_ACCOUNTS.en, "row": _criteria_row(watch)},
            _WHY_CRITERIA if confirmed > LONG_AGO else _WHY_CRITERIA_NEVER,
            cycle=quarter(watch.today),
            am_id=next((head["am_id"] for head in staff(watch, ("head",))), None),
            severity="notice",
            title=_KEY_ACCOUNTS,
            facts={"days": DAYS.of(days), "accounts": ACTIVE_ACCOUNTS.of(key_accounts)},
        )


def _criteria_row(watch: Watch) -> int:
    """Return the first row of the settings that types a criterion, else the header."""
    rows = rows_of(watch.tables["settings"], "key", "row")
    return min((row["row"] for row in rows if (row["key"] or "").startswith(CRITERIA)), default=1)


REVIEW_DUE = Rule(
    key="review_due",
    subject="account",
    names=Text("Account review due", "Đến lúc rà soát khách hàng", "Пора провести обзор клиента"),
    fires_when=Text(
        "a key account was not reviewed for 90 days, a near-key one for 365; a few a week, the longest due first",
        "khách hàng trọng điểm 90 ngày, cận trọng điểm 365 ngày chưa rà soát; mỗi tuần vài khách, lâu nhất trước",
        "по ключевому клиенту не было обзора 90 дней, по почти ключевому 365; по нескольку в неделю, давние первыми",
    ),
    cycle=Text("review", "mỗi lần rà soát", "обзор"),
    actions=("log_interaction", "snooze", "not_mine"),
    needs=("accounts.tier", "accounts.reviewed_on"),
    thresholds=("review_days.*", "reviews_a_week"),
    seeds=("002",),
    find=_review_due,
)
CRITERIA_REVIEW = Rule(
    key="criteria_review",
    subject="criteria",
    names=Text("Key-account criteria", "Tiêu chí khách hàng trọng điểm", "Критерии ключевых клиентов"),
    fires_when=Text(
        "the key-account criteria were not confirmed for 90 days",
        "tiêu chí khách hàng trọng điểm 90 ngày chưa được xác nhận lại",
        "критерии ключевых клиентов не подтверждали 90 дней",
    ),
    cycle=Text("quarter", "quý", "квартал"),
    audience=("head",),
    actions=("snooze",),
    needs=("accounts.tier",),
    thresholds=("criteria_days",),
    seeds=("002",),
    find=_criteria_review,
)
