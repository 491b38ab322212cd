"""The shape every measure gives its facts, and the accounts and contacts that many of them start from."""

from __future__ import annotations

from datetime import datetime

import narwhals as nw

from kpi_core import timelines
from kpi_core.attribution import is_contact
from kpi_core.frames import Frame
from kpi_core.periods import INSTANT, Period
from kpi_core.tables import Tables, once
from kpi_core.timelines import FAR_OFF, day_number

ZERO = nw.lit(0.0)
ONE = nw.lit(1.0)
NOBODY = nw.lit(None, dtype=nw.String())


def claim(condition: nw.Expr) -> nw.Expr:
    """Return 1.0 where the condition holds, 0.0 where it does not or is unknown."""
    return nw.when(condition.fill_null(value=False)).then(ONE).otherwise(ZERO)


def amounts(
    frame: Frame,
    numerator: nw.Expr,
    am: str = "owner_id",
    *,
    n: nw.Expr = ONE,
    part: nw.Expr = NOBODY,
    **beside: nw.Expr,
) -> Frame:
    """Return facts that add to a sum."""
    return _facts(frame, am, part=part, n=n, numerator=numerator, denominator=ZERO, **beside)


def shares(
    frame: Frame,
    numerator: nw.Expr,
    denominator: nw.Expr = ONE,
    *,
    am: str = "owner_id",
    part: nw.Expr = NOBODY,
    n: nw.Expr = ONE,
    **beside: nw.Expr,
) -> Frame:
    """Return facts of which each adds to both sides of a ratio; those that only stand beside it have n = 0."""
    return _facts(frame, am, part=part, n=n, numerator=numerator, denominator=denominator, **beside)


def values(frame: Frame, value: nw.Expr, am: str = "owner_id", **beside: nw.Expr) -> Frame:
    """Return facts that a median or maximum is taken of; a row without a value only stands beside it."""
    with_value = frame.with_columns(_value=value)
    if not beside:
        with_value = with_value.filter(~nw.col("_value").is_null())
    n = nw.when(nw.col("_value").is_null()).then(ZERO).otherwise(ONE)
    return _facts(with_value, am, n=n, value=nw.col("_value"), **beside)


def _facts(frame: Frame, am: str, part: nw.Expr = NOBODY, n: nw.Expr = ONE, **columns: nw.Expr) -> Frame:
    floats = {name: column.cast(nw.Float64) for name, column in {"n": n, **columns}.items()}
    return frame.select("account_id", "row", am_id=nw.col(am), part=part, **floats)


def during(column: str, period: Period) -> nw.Expr:
    """Say whether the instant in `column` lies in the period."""
    return (nw.col(column) >= nw.lit(period.start)) & (nw.col(column) < nw.lit(period.end))


def _as_known(tables: Tables, now: datetime) -> Frame:
    lost_at = nw.when(nw.col("lost_known_at") <= nw.lit(now)).then(nw.col("lost_at")).otherwise(nw.lit(FAR_OFF))
    return tables["accounts"].drop("owner_id").with_columns(lost_at=lost_at)


@once
def accounts_at(tables: Tables, at: datetime, now: datetime) -> Frame:
    """Return the accounts active just before `at`, as known at `now`, each with its owner then as `owner_id`."""
    is_active = (nw.col("started_at") < nw.lit(at)) & (nw.col("lost_at") >= nw.lit(at))
    return owned_at(_as_known(tables, now).filter(is_active), tables, nw.lit(at - INSTANT))


def accounts_new_in(tables: Tables, period: Period) -> Frame:
    """Return the accounts whose start lies in P, each with its owner then; one that ends as it starts never was."""
    began = during("started_at", period) & (nw.col("lost_at") > nw.col("started_at"))
    return owned_at(_as_known(tables, period.now).filter(began), tables, nw.col("started_at"))


def owned_by_row(frame: Frame, am: str = "am_id") -> Frame:
    """Let each row count for the AM it names itself, else for the account's owner."""
    return frame.with_columns(owner_id=nw.coalesce(nw.col(am), nw.col("owner_id")))


def rate_at(frame: Frame, tables: Tables, at: datetime, currency: str = "own_currency") -> Frame:
    """Add `rate_then`: the worth in base currency of one unit of the row's currency just before `at`."""
    named = frame.with_columns(currency=nw.col(currency))
    return timelines.look_up(named, tables["exchange"], "currency", nw.lit(at - INSTANT), "rate", "rate_then")


def owned_at(frame: Frame, tables: Tables, at: nw.Expr) -> Frame:
    """Add `owner_id`: who owned the row's account at the instant `at`."""
    return timelines.look_up(frame, tables["owners"], "account_id", at, "am_id", "owner_id")


@once
def account_days(tables: Tables, period: Period) -> Frame:
    """Return the accounts in P: for each account and owner the share of the period's days it was active, as facts.

    Σ active account-days ÷ days of the period (kpis.md: Ā), additive over AMs and fair to hand-overs.
    """
    held = tables["accounts"].select("row", "account_id", "started_day", "lost_day", "lost_known_at")
    held = held.join(
        tables["owners"].select("account_id", nw.col("am_id").alias("owner_id"), "since_day", "until_day"),
        on="account_id",
        how="inner",
    )
    known_loss = nw.when(nw.col("lost_known_at") <= nw.lit(period.now)).then(nw.col("lost_day"))
    first, last = day_number(period.start), day_number(period.end)
    overlap = held.with_columns(
        _begin=nw.max_horizontal(nw.col("since_day"), nw.col("started_day"), nw.lit(first)),
        _end=nw.min_horizontal(nw.col("until_day"), known_loss.otherwise(nw.lit(last)), nw.lit(last)),
    ).filter(nw.col("_begin") < nw.col("_end"))
    return shares(overlap, ZERO, (nw.col("_end") - nw.col("_begin")) / max(last - first, 1e-9), n=ZERO)


@once
def contacts(tables: Tables, before: datetime) -> Frame:
    """Return the interactions that are contact: all but outbound ones known to be without reply."""
    looked_at = ("row", "account_id", "contact_id", "at", "direction", "replied")
    return tables["interactions"].select(*looked_at).filter((nw.col("at") < nw.lit(before)) & is_contact())
