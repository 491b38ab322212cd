"""The renewals forecast: contracts that end, month by month, with value, standing and the account's health."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Literal

import narwhals as nw

from kpi_core.evaluate import Figures
from kpi_core.frames import rows_of
from kpi_core.health import Health, health
from kpi_core.kpi import Scope
from kpi_core.measures.contracts import with_renewal
from kpi_core.measures.facts import rate_at
from kpi_core.periods import DAY, INSTANT, midnight
from kpi_core.portfolio import portfolio
from kpi_core.presence import has

MONTHS_SHOWN = 6
Standing = Literal["renewed", "negotiating", "open", "refused"]


@dataclass(frozen=True, slots=True)
class Renewal:
    """One recurring contract that ends: its value (of the whole term, base currency; None: unknown) and standing."""

    contract_id: str
    account_id: str
    account_name: str
    owner_id: str | None
    service: str | None
    ends_on: date
    value: float | None
    standing: Standing
    health: Health
    row: int


@dataclass(frozen=True, slots=True)
class RenewalMonth:
    """The contracts that end in the calendar month that begins on `first`, the earliest first."""

    first: date
    renewals: tuple[Renewal, ...]

    def value(self, *standings: Standing) -> float | None:
        """Return the worth of those that stand so (of all, without any); None when none of them is valued."""
        chosen = [one for one in self.renewals if not standings or one.standing in standings]
        known = [one.value for one in chosen if one.value is not None]
        return None if chosen and not known else sum(known)


def renewals_forecast(
    figures: Figures, scope: Scope, months: int = MONTHS_SHOWN, healths: Mapping[str, Health] | None = None
) -> tuple[RenewalMonth, ...]:
    """Return this month and those after it; none when the book keeps no contracts.

    Money at today's rate; recurring contracts of the scope's accounts that are active now. `healths` are theirs, where
    they are known already.
    """
    firsts = _firsts((figures.now - INSTANT).date(), months)
    tables = figures.tables
    if not has(tables, ("contracts.account_id", "contracts.starts_on", "contracts.ends_on")):
        return ()
    ending = nw.col("is_recurring") & (nw.col("ended_at") >= nw.lit(midnight(firsts[0])))
    ending = ending & (nw.col("ended_at") < nw.lit(midnight(firsts[-1])))
    contracts = with_renewal(tables["contracts"].filter(ending), tables, figures.now).drop("owner_id", "currency")
    accounts = portfolio(figures, scope).select("account_id", "owner_id", _account=nw.col("name"))
    valued = rate_at(contracts.join(accounts, on="account_id", how="inner"), tables, figures.now)
    known = health(figures, scope) if healths is None else healths
    rows = rows_of(valued.with_columns(_value=nw.col("amount") * nw.col("rate_then")).sort("ended_at", "row"))
    found = [_renewal(row, known[row["account_id"]]) for row in rows]
    return tuple(
        RenewalMonth(first, tuple(one for one in found if first <= one.ends_on < following))
        for first, following in pairwise(firsts)
    )


def _renewal(row: Mapping[str, Any], of_account: Health) -> Renewal:
    return Renewal(
        contract_id=row["contract_id"],
        account_id=row["account_id"],
        account_name=row["_account"] or row["account_id"],
        owner_id=row["owner_id"],
        service=row["service"],
        ends_on=row["ended_at"].date(),
        value=row["_value"],
        standing=standing(row),
        health=of_account,
        row=row["row"],
    )


def standing(row: Mapping[str, Any]) -> Standing:
    """Return where the renewal of a contract stands (a row of `measures.contracts.with_renewal`)."""
    if row["is_renewed"]:
        return "renewed"
    if row["is_refused"]:
        return "refused"
    return "negotiating" if "negotiating" in (row["renewal_status"], row["_word"]) else "open"


def _firsts(today: date, months: int) -> tuple[date, ...]:
    """Return the first days of this month and the `months` after it."""
    firsts = [today.replace(day=1)]
    for _ in range(months):
        firsts.append((firsts[-1] + DAY * 32).replace(day=1))
    return tuple(firsts)
