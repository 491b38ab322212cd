"""Which accounts meet the key-account criteria: points for revenue, growth, wallet and services."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping

import narwhals as nw

from kpi_core.frames import rows_of
from kpi_core.measures.cost import WALLET
from kpi_core.measures.money import REVENUE
from kpi_core.periods import DAY, trailing
from kpi_core.rules.cycle import quarter
from kpi_core.rules.signal import Rule, Signal
from kpi_core.rules.watch import Watch
from kpi_core.text import Text

CRITERIA = ("revenue", "growth", "wallet", "services")
Measured = Mapping[str, float]  # by account_id; who is not in it is unknown

_WHY_MEETS = Text(
    "{points} of {needed} points by the key-account criteria: a key account in the making",
    "đạt {points}/{needed} điểm theo tiêu chí khách hàng trọng điểm: nên cân nhắc nâng hạng",
    "{points} баллов при пороге {needed} по критериям ключевых клиентов: кандидат в ключевые",
)
_WHY_NEAR = Text(
    "{points} of {needed} points by the key-account criteria: a near miss worth some care",
    "đạt {points}/{needed} điểm theo tiêu chí khách hàng trọng điểm: gần đạt, đáng đầu tư thêm",
    "{points} баллов при пороге {needed} по критериям ключевых клиентов: чуть не хватает, стоит вложиться",
)
_WHY_NO_LONGER = Text(
    "a key account with at most {points} of {needed} points by the criteria: does it still belong there?",
    "khách hàng trọng điểm nay chỉ đạt tối đa {points}/{needed} điểm theo tiêu chí: còn phù hợp không?",
    "ключевой клиент, а по критериям не больше {points} баллов при пороге {needed}: остаётся ли он ключевым?",
)


def _key_candidate(watch: Watch) -> Iterable[Signal]:
    needed = watch.settings.number("key_points_needed")
    points = {name: watch.settings.number(f"key_points.{name}") for name in CRITERIA}
    levels = {name: watch.settings.number(f"key_criteria.{name}") for name in CRITERIA}
    measured = _measured(watch)
    for account_id, account in watch.active.items():
        known = {name: values[account_id] for name, values in measured.items() if account_id in values}
        sure = sum(points[name] for name, value in known.items() if value >= levels[name])
        possible = sure + sum(points[name] for name in CRITERIA if name not in known)
        verdict = _verdict(account["tier"], sure, possible, needed, watch.settings.number("key_points_near"))
        if verdict is not None:
            about, sentence, told = verdict
            yield watch.signal(
                KEY_CANDIDATE,
                account,
                sentence,
                cycle=quarter(watch.today, about),
                severity="notice",
                rank=abs(told - needed),
                facts={"points": told, "needed": needed},
            )


def _verdict(
    tier: str | None, sure: float, possible: float, needed: float, near: float
) -> tuple[str, Text, float] | None:
    """Return what the points say of an account, in doubt for its tier: what is not known is neither met nor missed."""
    if tier == "key":
        return ("no_longer", _WHY_NO_LONGER, possible) if possible < needed else None
    if sure >= needed:
        return "meets", _WHY_MEETS, sure
    return ("near", _WHY_NEAR, sure) if sure >= needed - near else None


def _measured(watch: Watch) -> Mapping[str, Measured]:
    """Return each criterion's figures over 12 months, for the active accounts where they are known."""
    year = trailing(365, watch.now, watch.now)
    now, before = watch.sums(REVENUE, year), watch.sums(REVENUE, year.previous())
    revenue = {account_id: now.get(account_id, (0.0, 0.0))[0] for account_id in watch.active}
    growth = {
        account_id: 100 * (value / before[account_id][0] - 1)
        for account_id, value in revenue.items()
        if account_id in before and before[account_id][0] > 0
    }
    spend = {account_id: spent for account_id, (_, spent) in watch.sums(WALLET, year).items()}
    return {"revenue": _ranked(revenue), "growth": growth, "wallet": _ranked(spend), "services": _services(watch)}


def _ranked(values: Measured) -> Measured:
    """Return how many of the others, %, have less; nothing when there is nobody to compare with."""
    in_order = sorted(values.values())
    others = len(in_order) - 1
    return {account_id: 100 * bisect_left(in_order, value) / others for account_id, value in values.items() if others}


def _services(watch: Watch) -> Measured:
    """Return how many services each account has under contract, where any is named."""
    in_force = (nw.col("starts_on") < nw.lit(watch.now)) & (nw.col("ended_at") + nw.lit(DAY) >= nw.lit(watch.now))
    named = watch.tables["contracts"].filter(in_force & ~nw.col("service").is_null() & ~nw.col("account_id").is_null())
    pairs = {(row["account_id"], row["service"]) for row in rows_of(named, "account_id", "service")}
    return Counter(account_id for account_id, _ in pairs)


KEY_CANDIDATE = Rule(
    key="key_candidate",
    subject="account",
    names=Text("Key-account candidate", "Ứng viên khách hàng trọng điểm", "Кандидат в ключевые клиенты"),
    fires_when=Text(
        "an account that is not key meets the key-account criteria or nearly does, or a key one no longer meets them",
        "khách hàng chưa là trọng điểm đạt hoặc gần đạt tiêu chí trọng điểm, hoặc khách trọng điểm không còn đạt",
        "не ключевой клиент отвечает или почти отвечает критериям ключевого, либо ключевой больше не отвечает",
    ),
    cycle=Text("quarter", "quý", "квартал"),
    audience=("owner", "lead"),
    actions=("snooze", "not_mine"),
    needs=("accounts.tier", "invoices.amount"),
    thresholds=("key_criteria.*", "key_points.*", "key_points_needed", "key_points_near"),
    seeds=("002",),
    find=_key_candidate,
)
