"""Measures of the base: accounts active, new, lost and coming back."""

from __future__ import annotations

import narwhals as nw

from kpi_core.frames import Frame
from kpi_core.kpi import Measure
from kpi_core.measures.facts import (
    ONE,
    account_days,
    accounts_at,
    accounts_new_in,
    amounts,
    claim,
    during,
    owned_at,
    shares,
)
from kpi_core.periods import Period
from kpi_core.tables import Tables, once

_BASE = ("accounts.account_id", "accounts.owner_id")


def _active(tables: Tables, period: Period) -> Frame:
    return amounts(accounts_at(tables, period.end, period.now), ONE)


def _new(tables: Tables, period: Period) -> Frame:
    return amounts(accounts_new_in(tables, period), ONE)


def _lost_of_start(tables: Tables, period: Period) -> Frame:
    at_start = accounts_at(tables, period.start, period.now)
    return shares(at_start, claim(during("lost_at", period)))


@once
def orders(tables: Tables) -> Frame:
    """Return every order (account_id, at): a contract when signed, else started; an invoice that has no contract."""
    contracts = tables["contracts"].select("account_id", at=nw.coalesce(nw.col("signed_on"), nw.col("starts_on")))
    invoices = tables["invoices"].filter(nw.col("contract_id").is_null())
    placed = nw.concat([contracts, invoices.select("account_id", at=nw.col("issued_on"))], how="vertical")
    return placed.filter(~nw.col("at").is_null())


def _returning(tables: Tables, period: Period) -> Frame:
    """One fact per account with an order in P; it returns when it had more than that one by then."""
    so_far = orders(tables).filter(nw.col("at") < nw.lit(period.end))
    per_account = so_far.group_by("account_id").agg(nw.col("at").max().alias("_latest"), nw.len().alias("_orders"))
    ordered = per_account.filter(nw.col("_latest") >= nw.lit(period.start))
    accounts = tables["accounts"].select("account_id", "row").join(ordered, on="account_id", how="inner")
    return shares(owned_at(accounts, tables, nw.col("_latest")), claim(nw.col("_orders") > 1))


ACTIVE = Measure("active_accounts", "accounts", _BASE, _active)
ACCOUNT_DAYS = Measure("accounts_in_period", "accounts", _BASE, account_days)
NEW = Measure("new_accounts", "accounts", (*_BASE, "accounts.started_on"), _new, filled=("accounts.started_on",))
LOST_OF_START = Measure("lost_of_start", "accounts", _BASE, _lost_of_start)
# Where an order stands: either tab is enough.
ORDERS = ("invoices.issued_on", "contracts.starts_on")
RETURNING = Measure("returning_accounts", "accounts", _BASE, _returning, either=ORDERS)
