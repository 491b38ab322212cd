"""Those who are not clients yet, or not any more: leads that wait, prospects chased in vain, clients to win back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import narwhals as nw

from kpi_core.frames import rows_of
from kpi_core.quantities import APPROACHES, DAYS
from kpi_core.rules.cycle import Cycle, half_year
from kpi_core.rules.signal import Rule, Signal
from kpi_core.rules.watch import Row, Watch, lost_at, worked
from kpi_core.text import Text, quoted
from kpi_core.timelines import LONG_AGO

_WHY_LEAD = Text(
    "the lead{deal} has waited {waited} for a first word; {limit} are allowed",
    "khách tiềm năng{deal} đã chờ {waited} mà chưa ai liên hệ; mức cho phép là {limit}",
    "лид{deal} ждёт первого ответа {waited} при норме {limit}",
)
_WHY_CHASED = Text(
    "{touches} in a row without a reply since {first}: stop, or change the approach",
    "{touches} liên tiếp không hồi đáp kể từ {first}: nên dừng hoặc đổi cách tiếp cận",
    "{touches} подряд без ответа с {first}: остановитесь или смените подход",
)
_WHY_LOST = Text(
    "a former client, lost on {lost}, without contact for {days}: time to try again",
    "khách hàng cũ, mất ngày {lost}, đã {days} chưa liên hệ: nên thử kết nối lại",
    "бывший клиент, ушёл {lost}, без контакта уже {days}: пора попробовать снова",
)
_WHY_LOST_SOMETIME = Text(
    "a former client without contact for {days}: time to try again",
    "khách hàng cũ đã {days} chưa liên hệ: nên thử kết nối lại",
    "бывший клиент, без контакта уже {days}: пора попробовать снова",
)


def _lead_waiting(watch: Watch) -> Iterable[Signal]:
    limits = {industry.casefold(): int(minutes) for industry, minutes in watch.settings.family("lead_minutes").items()}
    usual = watch.settings.integer("lead_minutes.*")
    open_leads = (
        (nw.col("stage") == "lead") & nw.col("closed_at").is_null() & (nw.col("created_at") < nw.lit(watch.now))
    )
    for row in rows_of(watch.tables["deals"].filter(open_leads)):
        if row["touched_at"] is not None and row["touched_at"] < watch.now:
            continue
        account = watch.accounts.get(row["account_id"])
        industry = (account["industry"] or "") if account else ""
        limit = limits.get(industry.casefold(), usual)
        minutes = watch.working_minutes_since(row["created_at"], row["am_id"] or watch.owner(row["account_id"]))
        if minutes > limit:
            yield watch.signal(
                LEAD_WAITING,
                row,
                _WHY_LEAD,
                cycle=Cycle(f"{row['created_at']:%Y-%m-%dT%H:%M}", row["created_at"]),
                am_id=row["am_id"],
                severity="urgent",
                rank=minutes,
                is_immediate=True,
                facts={
                    "deal": quoted(row["name"] if account else None),
                    "waited": worked(minutes),
                    "limit": worked(limit),
                },
            )


def _stop_chasing(watch: Watch) -> Iterable[Signal]:
    enough = watch.settings.integer("unanswered_touches")
    for account_id, interactions in _talks_with_prospects(watch).items():
        run = _unanswered_run(interactions)
        if len(run) >= enough:
            fifth, latest = run[enough - 1], run[-1]
            yield watch.signal(
                STOP_CHASING,
                watch.accounts[account_id],
                _WHY_CHASED,
                cycle=Cycle(fifth["interaction_id"], fifth["at"]),
                am_id=latest["am_id"],
                severity="notice",
                rank=float(len(run)),
                facts={"touches": APPROACHES.of(len(run)), "first": run[0]["at"]},
            )


def _talks_with_prospects(watch: Watch) -> Mapping[str, Sequence[Row]]:
    """Return the interactions of each prospect, oldest first."""
    prospects = [account_id for account_id, row in watch.accounts.items() if row["status"] == "prospect"]
    talks: dict[str, list[Row]] = {}
    until_now = watch.tables["interactions"].filter(nw.col("at") < nw.lit(watch.now))
    with_prospects = until_now.filter(nw.col("account_id").is_in(prospects))
    rows = rows_of(with_prospects, "interaction_id", "account_id", "am_id", "at", "direction", "replied", "row")
    for row in sorted(rows, key=lambda row: (row["at"], row["row"])):
        talks.setdefault(row["account_id"], []).append(row)
    return talks


def _unanswered_run(interactions: Sequence[Row]) -> Sequence[Row]:
    """Return the latest interactions that were all outbound and known to be without reply, oldest first."""
    heard = [row["direction"] != "outbound" or row["replied"] is not False for row in interactions]
    last_heard = max((number for number, is_heard in enumerate(heard) if is_heard), default=-1)
    return interactions[last_heard + 1 :]


def _win_back(watch: Watch) -> Iterable[Signal]:
    for account_id, account in watch.accounts.items():
        if not watch.is_former(account_id):
            continue
        lost, contacted = lost_at(account, watch.now), watch.last_contacts.get(account_id)
        last = max(lost or LONG_AGO, contacted or LONG_AGO)
        days = (watch.today - last.date()).days
        if last > LONG_AGO and days >= watch.settings.integer("win_back_days"):
            yield watch.signal(
                WIN_BACK,
                account,
                _WHY_LOST if lost else _WHY_LOST_SOMETIME,
                cycle=half_year(watch.today),
                severity="notice",
                rank=-float(days),
                facts={"days": DAYS.of(days), **({"lost": lost} if lost else {})},
            )


LEAD_WAITING = Rule(
    key="lead_waiting",
    subject="deal",
    names=Text("Lead waiting", "Khách tiềm năng đang chờ", "Лид ждёт"),
    fires_when=Text(
        "nobody has answered a lead within 30 working minutes (a setting per industry); told at once",
        "sau 30 phút làm việc (tuỳ ngành) chưa ai phản hồi khách tiềm năng; báo ngay",
        "лиду не ответили за 30 рабочих минут (по отраслям — в настройках); сообщается сразу",
    ),
    cycle=Text("deal", "mỗi giao dịch", "сделка"),
    actions=("log_interaction", "snooze", "not_mine"),
    needs=("deals.stage", "deals.created_at"),
    thresholds=("lead_minutes.*",),
    seeds=("003",),
    may_be_immediate=True,
    find=_lead_waiting,
)
STOP_CHASING = Rule(
    key="stop_chasing",
    subject="account",
    names=Text("Chased in vain", "Theo đuổi vô ích", "Напрасные обращения"),
    fires_when=Text(
        "the last 5 interactions with a prospect were all outbound and without reply: stop or change the approach",
        "5 lần tiếp cận gần nhất với khách tiềm năng đều không hồi đáp: dừng lại hoặc đổi cách",
        "последние 5 обращений к потенциальному клиенту остались без ответа: остановиться или сменить подход",
    ),
    cycle=Text("fifth touch", "lần tiếp cận thứ năm", "пятое обращение"),
    actions=("log_interaction", "snooze", "not_mine"),
    needs=("accounts.status", "interactions.direction", "interactions.replied"),
    thresholds=("unanswered_touches",),
    seeds=("003",),
    find=_stop_chasing,
)
WIN_BACK = Rule(
    key="win_back",
    subject="account",
    names=Text("Win back", "Giành lại khách hàng", "Вернуть клиента"),
    fires_when=Text(
        "a former account has been silent for 180 days since it was lost or last contacted",
        "khách hàng cũ im lặng 180 ngày kể từ khi mất hoặc lần liên hệ gần nhất",
        "с ухода бывшего клиента или последнего контакта с ним прошло 180 дней",
    ),
    cycle=Text("half-year", "nửa năm", "полугодие"),
    actions=("log_interaction", "snooze", "not_mine"),
    needs=("accounts.owner_id",),
    thresholds=("win_back_days",),
    seeds=("001",),
    find=_win_back,
)
