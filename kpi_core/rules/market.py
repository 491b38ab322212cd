"""The client's wallet against its market: where to double down, and where to pivot."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import narwhals as nw

from kpi_core.frames import rows_of
from kpi_core.measures.cost import WALLET
from kpi_core.measures.money import REVENUE
from kpi_core.periods import trailing
from kpi_core.quantities import Percent
from kpi_core.rules.cycle import quarter
from kpi_core.rules.signal import Rule, Signal
from kpi_core.rules.watch import Watch
from kpi_core.text import Text

_WHY_DOUBLE_DOWN = Text(
    "we have {share} of the wallet of a client with {market} of its market: double down",
    "mới chiếm {share} chi tiêu của khách có {market} thị phần: nên đầu tư mạnh hơn",
    "наша доля в расходах клиента {share}, а его доля рынка {market}: стоит вложиться сильнее",
)
_WHY_PIVOT = Text(
    "revenue of 90 days fell by {drop} and {competitor} is a high threat: change course",
    "doanh thu 90 ngày giảm {drop} trong khi đối thủ {competitor} rất đáng ngại: cần đổi hướng",
    "выручка за 90 дней упала на {drop}, а конкурент {competitor} опасен: пора менять курс",
)


def _wallet_gap(watch: Watch) -> Iterable[Signal]:
    yield from _double_down(watch)
    yield from _pivot(watch)


def _double_down(watch: Watch) -> Iterable[Signal]:
    small_share = watch.settings.number("wallet_share_percent")
    strong_from = watch.settings.number("market_share_percent")
    for account_id, (revenue, spend) in watch.sums(WALLET, trailing(365, watch.now, watch.now)).items():
        account = watch.active[account_id]
        share = 100 * revenue / spend
        market = account["market_share"]
        if share < small_share and market is not None and round(100 * market, 1) >= strong_from:
            yield watch.signal(
                WALLET_GAP,
                account,
                _WHY_DOUBLE_DOWN,
                cycle=quarter(watch.today, "double_down"),
                severity="notice",
                rank=spend - revenue,
                facts={"share": Percent(math.floor(share) / 100), "market": Percent(market)},
            )


def _pivot(watch: Watch) -> Iterable[Signal]:
    alarming = watch.settings.number("revenue_drop_percent")
    last = trailing(90, watch.now, watch.now)
    now, before = watch.sums(REVENUE, last), watch.sums(REVENUE, last.previous())
    for account_id, competitor in _high_threats(watch).items():
        account, earned = watch.active.get(account_id), before.get(account_id, (0.0, 0.0))[0]
        if account is None or earned <= 0:
            continue
        drop = 100 * (1 - now.get(account_id, (0.0, 0.0))[0] / earned)
        if drop > alarming:
            yield watch.signal(
                WALLET_GAP,
                account,
                _WHY_PIVOT,
                cycle=quarter(watch.today, "pivot"),
                severity="warning",
                rank=drop,
                facts={"drop": Percent(drop / 100), "competitor": competitor},
            )


def _high_threats(watch: Watch) -> Mapping[str, str]:
    """Return the competitor of high threat per account, the one with most of the wallet."""
    rows = rows_of(watch.tables["competitors"].filter(nw.col("threat") == "high"))
    by_share = sorted(rows, key=lambda row: (row["share_of_wallet"] or 0.0, row["row"]))
    return {row["account_id"]: row["competitor"] for row in by_share}


WALLET_GAP = Rule(
    key="wallet_gap",
    subject="account",
    names=Text("Wallet gap", "Dư địa chi tiêu của khách", "Запас в расходах клиента"),
    fires_when=Text(
        "our share of the wallet is under 20% where the client has 10% of its market (double down), or revenue of 90 "
        "days fell by more than 20% beside a competitor of high threat (pivot)",
        "tỷ trọng chi tiêu dưới 20% trong khi khách có từ 10% thị phần (đầu tư mạnh hơn), hoặc doanh thu 90 ngày giảm "
        "hơn 20% khi có đối thủ đe doạ cao (đổi hướng)",
        "доля в расходах меньше 20 % у клиента с долей рынка от 10 % (вложиться), или выручка за 90 дней упала больше "
        "чем на 20 % при опасном конкуренте (сменить курс)",
    ),
    cycle=Text("quarter", "quý", "квартал"),
    audience=("owner", "lead"),
    actions=("snooze", "not_mine"),
    needs=("invoices.amount",),
    thresholds=("wallet_share_percent", "market_share_percent", "revenue_drop_percent"),
    seeds=("002",),
    find=_wallet_gap,
)
