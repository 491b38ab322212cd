"""Measures of contracts: renewed, due for renewal."""

from __future__ import annotations

from datetime import datetime, timedelta

import narwhals as nw

from kpi_core.frames import Frame, rows_of
from kpi_core.kpi import Measure, MeasureFunction
from kpi_core.measures.base import ORDERS, orders
from kpi_core.measures.facts import ONE, accounts_at, amounts, claim, during, owned_at, rate_at, shares
from kpi_core.periods import DAY, INSTANT, Period
from kpi_core.tables import Tables, once
from kpi_core.timelines import day_number

_NEEDS = ("contracts.account_id", "contracts.starts_on", "contracts.ends_on")
_OF_ACCOUNTS = ("accounts.account_id", "accounts.owner_id", *_NEEDS)
LOYAL_AFTER_DAYS = 365.0
DUE_WITHIN = timedelta(days=90)


@once
def _latest_words(tables: Tables, known_by: datetime) -> Frame:
    """Return what the latest renewal_outcome event before `known_by` says of each contract: subject, _word."""
    outcomes = tables["events"].filter(
        (nw.col("kind") == "renewal_outcome") & (nw.col("at") < nw.lit(known_by)) & ~nw.col("subject").is_null()
    )
    latest = outcomes.join(outcomes.group_by("subject").agg(nw.col("at").max()), on=["subject", "at"], how="inner")
    # Of several at the same instant the one appended last holds.
    last = latest.group_by("subject").agg(nw.col("row").max())
    return latest.join(last, on=["subject", "row"], how="inner").select("subject", _word=nw.col("value"))


def with_renewal(contracts: Frame, tables: Tables, known_by: datetime) -> Frame:
    """Add `is_renewed` and `is_refused`, as known before `known_by`.

    In this order: a successor; the word of the latest renewal_outcome event; auto_renews and not cancelled;
    renewal_status.
    """
    words = _latest_words(tables, known_by)
    told = contracts.join(words, left_on="contract_id", right_on="subject", how="left")
    word, status = nw.col("_word").fill_null(""), nw.col("renewal_status").fill_null("")
    succeeded = nw.col("successor_known_at") < nw.lit(known_by)
    goes_on = nw.col("auto_renews").fill_null(value=False) & nw.col("cancelled_on").is_null()
    by_word = (word == "won") | ((word != "lost") & (goes_on | (status == "won")))
    refused = (word == "lost") | ((word == "") & (status == "lost")) | ~nw.col("cancelled_on").is_null()
    return told.with_columns(is_renewed=succeeded | by_word).with_columns(is_refused=refused & ~nw.col("is_renewed"))


# What the renewal figures look at: wide rows are not carried through their joins.
_RENEWAL_COLUMNS = (
    "row",
    "account_id",
    "contract_id",
    "is_recurring",
    "ended_at",
    "successor_known_at",
    "auto_renews",
    "cancelled_on",
    "renewal_status",
    "base_amount",
)


def _decided(tables: Tables, period: Period) -> Frame:
    """Recurring contracts whose effective end lies in P; those nobody has decided yet only stand beside."""
    ended = tables["contracts"].select(*_RENEWAL_COLUMNS).filter(nw.col("is_recurring") & during("ended_at", period))
    told = with_renewal(owned_at(ended, tables, nw.col("ended_at")), tables, period.now)
    grace = timedelta(days=tables.settings.integer("renewal_grace_days"))
    grace_over = nw.col("ended_at") + nw.lit(grace) <= nw.lit(period.now)
    told = told.with_columns(_is_decided=nw.col("is_renewed") | nw.col("is_refused") | grace_over)
    decided = claim(nw.col("_is_decided"))
    return told.with_columns(_decided=decided)


def _by_count(tables: Tables, period: Period) -> Frame:
    decided = nw.col("_decided")
    told = _decided(tables, period)
    return shares(told, claim(nw.col("is_renewed")), decided, n=decided, undecided=ONE - decided)


def _by_value(tables: Tables, period: Period) -> Frame:
    told = _decided(tables, period).filter(~nw.col("base_amount").is_null())
    decided = nw.col("_decided")
    amount = decided * nw.col("base_amount")
    return shares(told, claim(nw.col("is_renewed")) * amount, amount, n=decided, undecided=ONE - decided)


def due_at(tables: Tables, at: datetime, known_by: datetime) -> Frame:
    """Return the recurring contracts that end within 90 days of `at` and are not renewed as known then."""
    soon = (nw.col("ended_at") >= nw.lit(at)) & (nw.col("ended_at") < nw.lit(at + DUE_WITHIN))
    ending = tables["contracts"].select(*_RENEWAL_COLUMNS).filter(nw.col("is_recurring") & soon)
    told = with_renewal(ending, tables, known_by).filter(~nw.col("is_renewed"))
    return owned_at(told, tables, nw.lit(at - INSTANT))


def _due(tables: Tables, period: Period) -> Frame:
    return amounts(due_at(tables, period.end, period.end), ONE)


@once
def monthly_value_at(tables: Tables, at: datetime, rated_at: datetime) -> Frame:
    """Return each account's recurring value per month just before `at`: account_id, _value, at the rate of `rated_at`.

    Σ amount ÷ term months of the recurring contracts in force; one in grace counts until the grace is over, unless it
    was cancelled or its successor has begun.
    """
    grace = nw.lit(timedelta(days=tables.settings.integer("renewal_grace_days")))
    columns = ("account_id", "contract_id", "successor_id", "ended_at", "cancelled_on", "monthly_value", "own_currency")
    recurring = nw.col("is_recurring") & (nw.col("starts_on") < nw.lit(at))
    contracts = tables["contracts"].filter(recurring).select(*columns)
    begun = contracts.select(_successor=nw.col("contract_id"), _begun=nw.lit(1.0))
    contracts = contracts.join(begun, left_on="successor_id", right_on="_successor", how="left")
    in_term = nw.col("ended_at") + nw.lit(DAY) >= nw.lit(at)
    is_in_grace = nw.col("cancelled_on").is_null() & nw.col("_begun").is_null()
    in_grace = is_in_grace & (nw.col("ended_at") + grace >= nw.lit(at))
    in_force = contracts.filter(in_term | in_grace)
    rated = rate_at(in_force, tables, rated_at).with_columns(_value=nw.col("monthly_value") * nw.col("rate_then"))
    return rated.group_by("account_id").agg(nw.col("_value").sum())


def _retained(*, capped: bool) -> MeasureFunction:
    """Recurring value at the end of what there was at the start, per account; for the owner at the start."""

    def facts(tables: Tables, period: Period) -> Frame:
        before = monthly_value_at(tables, period.start, period.end).rename({"_value": "_before"})
        after = monthly_value_at(tables, period.end, period.end).rename({"_value": "_after"})
        accounts = accounts_at(tables, period.start, period.now).join(before, on="account_id", how="inner")
        joined = accounts.filter(nw.col("_before") > 0).join(after, on="account_id", how="left")
        kept = (
            nw.when(nw.col("lost_at") < nw.lit(period.end)).then(nw.lit(0.0)).otherwise(nw.col("_after").fill_null(0.0))
        )
        return shares(joined, nw.min_horizontal(kept, nw.col("_before")) if capped else kept, nw.col("_before"))

    return facts


def _services(tables: Tables, period: Period) -> Frame:
    """Distinct services under contract at the end, of all the services offered, per active account."""
    at_end = nw.lit(period.end)
    in_force = (nw.col("starts_on") < at_end) & (nw.col("ended_at") + nw.lit(DAY) >= at_end)
    services = tables["contracts"].filter(in_force).select("account_id", service=_comparable(nw.col("service")))
    offered = _services_offered(tables)
    bought = (
        services.filter(nw.col("service").is_in(offered))
        .group_by("account_id")
        .agg(nw.col("service").n_unique().alias("_services"))
    )
    active = accounts_at(tables, period.end, period.now).join(bought, on="account_id", how="left")
    return shares(active, nw.col("_services").fill_null(0), nw.lit(float(len(offered))))


def _comparable(name: nw.Expr) -> nw.Expr:
    return name.str.strip_chars().str.to_lowercase()


def _services_offered(tables: Tables) -> list[str]:
    """Return the services the settings name, else those of all contracts, as they are compared."""
    named = {name.strip().lower() for name in tables.settings.text("services").split(",")} - {""}
    sold = tables["contracts"].select(service=_comparable(nw.col("service"))).filter(~nw.col("service").is_null())
    return sorted(named or {row["service"] for row in rows_of(sold.unique())} - {""})


def _loyal(tables: Tables, period: Period) -> Frame:
    """Active accounts, and whether they stay: a year or more with us, and a renewed contract or a second order."""
    renewed = with_renewal(tables["contracts"], tables, period.end).filter(
        nw.col("is_renewed") & (nw.col("starts_on") < nw.lit(period.end))
    )
    placed = (
        orders(tables).filter(nw.col("at") < nw.lit(period.end)).group_by("account_id").agg(nw.len().alias("_orders"))
    )
    active = (
        accounts_at(tables, period.end, period.now)
        .join(renewed.select("account_id").unique().with_columns(_renewed=ONE), on="account_id", how="left")
        .join(placed, on="account_id", how="left")
    )
    stays = ~nw.col("_renewed").is_null() | (nw.col("_orders").fill_null(0) > 1)
    is_old = nw.lit(day_number(period.end)) - nw.col("started_day") >= LOYAL_AFTER_DAYS
    return shares(active, claim(stays & is_old))


RENEWED = Measure("renewed", "contracts", _NEEDS, _by_count, beside=("undecided",))
RENEWED_VALUE = Measure("renewed_value", "contracts", (*_NEEDS, "contracts.amount"), _by_value, beside=("undecided",))
KEPT = Measure("kept_value", "accounts", (*_OF_ACCOUNTS, "contracts.amount"), _retained(capped=True))
KEPT_AND_GROWN = Measure(
    "kept_and_grown_value", "accounts", (*_OF_ACCOUNTS, "contracts.amount"), _retained(capped=False)
)
SERVICES = Measure("services", "accounts", (*_OF_ACCOUNTS, "contracts.service"), _services)
LOYAL = Measure("loyal", "accounts", ("accounts.started_on", *_OF_ACCOUNTS[:2]), _loyal, either=ORDERS)
RENEWALS_DUE = Measure("renewals_due", "contracts", _NEEDS, _due)
