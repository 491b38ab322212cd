"""The wallet against the market: our share of what a client spends, beside its market share and our competitors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import narwhals as nw

from kpi_core.evaluate import Figures
from kpi_core.frames import Frame, rows_of
from kpi_core.kpi import Measure, Scope
from kpi_core.measures.cost import WALLET
from kpi_core.measures.money import REVENUE
from kpi_core.periods import Period, trailing
from kpi_core.portfolio import portfolio
from kpi_core.presence import has
from kpi_core.tables import Tables, once

WALLET_DAYS = 365


@dataclass(frozen=True, slots=True)
class Competitor:
    """One competitor at one client; shares are fractions, `threat` is low, medium or high."""

    name: str
    share_of_wallet: float | None
    strengths: str | None
    weaknesses: str | None
    threat: str | None
    updated_on: date | None
    row: int


@dataclass(frozen=True, slots=True)
class Wallet:
    """What an active account spends a year and with whom, in base currency; shares are fractions."""

    account_id: str
    name: str
    revenue: float | None  # ours, of the last 365 days
    category_spend: float | None
    market_share: float | None  # the client's, in its own market
    competitors: tuple[Competitor, ...]  # the largest share first

    @property
    def share_of_wallet(self) -> float | None:
        """Our revenue ÷ what the client spends; None when either is unknown."""
        return None if self.revenue is None or not self.category_spend else self.revenue / self.category_spend

    @property
    def untapped(self) -> float | None:
        """What the client spends elsewhere, in base currency; None when unknown."""
        known = self.revenue is not None and self.category_spend is not None
        return max((self.category_spend or 0.0) - (self.revenue or 0.0), 0.0) if known else None


def wallets(figures: Figures, scope: Scope) -> tuple[Wallet, ...]:
    """Return the wallets of the scope's active accounts, most untapped money first, those unknown last."""
    accounts = rows_of(portfolio(figures, scope), "account_id", "name", "market_share")
    year = trailing(WALLET_DAYS, figures.now, figures.now)
    tables = figures.tables
    revenue: dict[str, float] = {}
    shown = nw.col("account_id").is_in([row["account_id"] for row in accounts])
    if has(tables, REVENUE.needs):
        earned = _facts(tables, REVENUE, year).filter(shown).group_by("account_id").agg(nw.col("numerator").sum())
        revenue = {row["account_id"]: 0.0 for row in accounts}
        revenue |= {row["account_id"]: row["numerator"] for row in rows_of(earned)}
    spend = {row["account_id"]: row["denominator"] for row in rows_of(_facts(tables, WALLET, year).filter(shown))}
    rivals = _competitors(figures)
    found = [
        Wallet(
            account_id=row["account_id"],
            name=row["name"] or row["account_id"],
            revenue=revenue.get(row["account_id"]),
            category_spend=spend.get(row["account_id"]),
            market_share=row["market_share"],
            competitors=tuple(rivals.get(row["account_id"], ())),
        )
        for row in accounts
    ]
    return tuple(sorted(found, key=lambda wallet: (wallet.untapped is None, -(wallet.untapped or 0.0))))


@once
def _facts(tables: Tables, measure: Measure, period: Period) -> Frame:
    return measure.facts(tables, period)


def _competitors(figures: Figures) -> Mapping[str, list[Competitor]]:
    found: dict[str, list[Competitor]] = {}
    rows = [row for row in rows_of(figures.tables["competitors"]) if row["account_id"] and row["competitor"]]
    for row in sorted(rows, key=lambda row: -(row["share_of_wallet"] or 0.0)):
        found.setdefault(row["account_id"], []).append(_competitor(row))
    return found


def _competitor(row: Mapping[str, Any]) -> Competitor:
    return Competitor(
        name=row["competitor"],
        share_of_wallet=row["share_of_wallet"],
        strengths=row["strengths"],
        weaknesses=row["weaknesses"],
        threat=row["threat"],
        updated_on=row["updated_on"].date() if row["updated_on"] else None,
        row=row["row"],
    )
