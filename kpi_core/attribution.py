"""What is worked out once when a book is loaded, so that every figure after it is a filter and a sum.

- Rows taken back by a `void` event are left out.
- `owners`: who owned each account when; `exchange`: each currency's rate over time (see `kpi_core.timelines`).
- Frames of facts get `owner_id`, the owner at the fact's instant, and `base_amount`, money at that day's rate.
- `contact_days`: the days on which each account had contact.
- `accounts` get their life: `started_at`, `lost_at`, `lost_known_at`; `contracts` their end and successor.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import narwhals as nw

from kpi_core import timelines
from kpi_core.anonymity import with_blocks
from kpi_core.durations import with_durations
from kpi_core.frames import Frame, frame_of, rows_of
from kpi_core.succession import Contract, contract_of, effective_end, lapsed_at, successors
from kpi_core.tables import Tables
from kpi_core.timelines import FAR_OFF, LONG_AGO, day_number

DAYS_A_MONTH = 30.4375

# The instant at which a row's account was owned by somebody, and at which its money was worth something.
INSTANTS: Mapping[str, tuple[str, ...]] = {
    "interactions": ("at",),
    "requests": ("opened_at",),
    "contracts": ("signed_on", "starts_on"),
    "invoices": ("issued_on",),
    "deals": ("closed_at", "created_at"),
    "surveys": ("at", "sent_at"),
    "outcomes": ("due_on",),
    "referrals": ("at",),
    "deliverables": ("due_on",),
    "costs": ("at",),
    "campaigns": ("at",),
}
# Instants as day numbers: arithmetic that every engine does alike.
_DAY_NUMBERS: Mapping[str, Mapping[str, nw.Expr]] = {
    "accounts": {
        "started_day": timelines.day_numbers("started_at"),
        "lost_day": timelines.day_numbers("lost_at"),
    },
    "interactions": {"day": timelines.day_numbers("at").floor()},
    "invoices": {"issued_day": timelines.day_numbers("issued_on")},
    "requests": {"opened_day": timelines.day_numbers("opened_at")},
}
_MONEY = ("contracts", "invoices", "deals", "costs")
# What is added to a tab of facts, and to one with money.
_OWNER: Mapping[str, Any] = {"owner_id": nw.String()}
_WORTH: Mapping[str, Any] = {"own_currency": nw.String(), "base_amount": nw.Float64(), "base_rate": nw.Float64()}


def attribute(tables: Tables) -> Tables:
    """Return the tables with owners, money in base currency, account lives and successions worked out."""
    frames: dict[str, Frame] = dict(tables.frames)
    _leave_out_voided(frames)
    owners = timelines.owners(rows_of(frames["accounts"], "account_id", "owner_id"), rows_of(frames["ownership"]))
    frames["owners"] = tables.adopt(owners).with_columns(
        since_day=timelines.day_numbers("since"), until_day=timelines.day_numbers("until")
    )
    frames["exchange"] = tables.adopt(timelines.exchange(rows_of(frames["rates"]), tables.base_currency))
    _succession(frames, tables)
    for tab, instants in INSTANTS.items():
        if not rows_of(frames[tab].select("row").head(1)):  # a small team fills few tabs: no joins for the others
            frames[tab] = frames[tab].with_columns(**_nulls(_OWNER if tab not in _MONEY else {**_OWNER, **_WORTH}))
            continue
        at = nw.coalesce(*(nw.col(instant) for instant in instants)) if len(instants) > 1 else nw.col(instants[0])
        frames[tab] = _beside(
            frames[tab],
            lambda keys: timelines.look_up(
                keys, frames["owners"], "account_id", nw.col("_instant"), "am_id", "owner_id"
            ),
            at,
        )
        if tab in _MONEY:
            frames[tab] = _in_base_currency(frames[tab], frames["accounts"], frames["exchange"], tables, at)
    for tab, numbers in _DAY_NUMBERS.items():
        frames[tab] = frames[tab].with_columns(**numbers)
    frames["contact_days"] = _contact_days(frames["interactions"], frames["accounts"])
    frames |= with_durations(replace(tables, frames=frames))
    frames["surveys"] = with_blocks(replace(tables, frames=frames))
    return replace(tables, frames=frames)


def is_contact() -> nw.Expr:
    """Say whether an interaction is contact: all but an outbound one known to be without reply."""
    unanswered = (nw.col("direction") == "outbound") & ~nw.col("replied").fill_null(value=True)
    return ~unanswered.fill_null(value=False)


def _contact_days(interactions: Frame, accounts: Frame) -> Frame:
    """Return the days on which each account had contact, once each: account_row, day (a day number).

    Numbers instead of ids and instants: the last contact among a million is found ten times faster.
    """
    spoken = interactions.select("account_id", "day", "direction", "replied").filter(is_contact())
    rows = accounts.select("account_id", account_row=nw.col("row"))
    return (
        spoken.select("account_id", "day")
        .join(rows, on="account_id", how="inner")
        .select("account_row", "day")
        .unique()
    )


def _nulls(columns: Mapping[str, Any]) -> Mapping[str, nw.Expr]:
    return {name: nw.lit(None, dtype=dtype) for name, dtype in columns.items()}


def _leave_out_voided(frames: dict[str, Frame]) -> None:
    voided = [
        row["subject"]
        for row in rows_of(frames["events"], "kind", "subject")
        if row["kind"] == "void" and row["subject"]
    ]
    if voided:
        for tab, key in (("interactions", "interaction_id"), ("events", "event_id")):
            frames[tab] = frames[tab].filter(nw.col(key).is_null() | ~nw.col(key).is_in(voided))


def _beside(frame: Frame, work_out: Any, at: nw.Expr) -> Frame:
    """Add what `work_out` makes of (row, account_id, instant), without carrying the wide rows through its joins."""
    keys = frame.select("row", "account_id", _instant=at)
    return frame.join(work_out(keys).drop("account_id", "_instant"), on="row", how="left")


def _in_base_currency(frame: Frame, accounts: Frame, exchange: Frame, tables: Tables, at: nw.Expr) -> Frame:
    account_currency = accounts.select("account_id", _account_currency=nw.col("currency"))
    keys = (
        frame.select("row", "account_id", _row_currency=nw.col("currency"), _instant=at)
        .join(account_currency, on="account_id", how="left")
        .select(
            "row",
            "_instant",
            currency=nw.coalesce(nw.col("_row_currency"), nw.col("_account_currency"), nw.lit(tables.base_currency)),
        )
    )
    rated = timelines.look_up(keys, exchange, "currency", nw.col("_instant"), "rate", "_rate")
    rated = rated.select("row", "_rate", own_currency=nw.col("currency"))
    return (
        frame.join(rated, on="row", how="left")
        .with_columns(base_amount=nw.col("amount") * nw.col("_rate"), base_rate=nw.col("_rate"))
        .drop("_rate")
    )


def _latest_outcomes(frames: Mapping[str, Frame]) -> dict[str, str]:
    events = rows_of(frames["events"], "kind", "subject", "at", "value", "row")
    told = [row for row in events if row["kind"] == "renewal_outcome" and row["subject"] and row["at"]]
    return {row["subject"]: row["value"] for row in sorted(told, key=lambda row: (row["at"], row["row"]))}


def _succession(frames: dict[str, Frame], tables: Tables) -> None:
    grace = timedelta(days=tables.settings.integer("renewal_grace_days"))
    rows = rows_of(frames["contracts"])
    outcomes = _latest_outcomes(frames)
    contracts = [contract for row in rows if (contract := contract_of(row, outcomes)) is not None]
    followed = successors(contracts, grace)
    ends = tables.adopt(_contract_ends(rows, followed))
    frames["contracts"] = frames["contracts"].join(ends, on="row", how="left")
    lives = tables.adopt(_account_lives(rows_of(frames["accounts"]), lapsed_at(contracts, followed), grace))
    frames["accounts"] = frames["accounts"].join(lives, on="row", how="left")


def _per_month(row: Mapping[str, Any], *, whole: bool) -> float | None:
    """Return a contract's amount per month of its term, in its own currency; an open-ended one's is per month as it is.

    `monthly_value` divides by days ÷ 30.4375; `monthly_amount`, as invoices are written, by whole months.
    """
    amount, start, end = row["amount"], row["starts_on"], row["ends_on"]
    if amount is None or start is None:
        return None
    if end is None:
        return float(amount) if row["recurring"] is not False else None
    days = (end - start).days + 1
    months = days / DAYS_A_MONTH
    return float(amount) / (max(round(months), 1) if whole else months) if days > 0 else None


def _contract_ends(rows: list[dict[str, Any]], followed: Mapping[str, Contract]) -> Frame:
    next_ones = [followed.get(row["contract_id"]) for row in rows]
    return frame_of(
        {
            "row": [row["row"] for row in rows],
            "order_day": [day_number(row["signed_on"] or row["starts_on"] or FAR_OFF) for row in rows],
            "starts_day": [day_number(row["starts_on"] or FAR_OFF) for row in rows],
            "ended_at": [effective_end(row) for row in rows],
            "ended_day": [day_number(effective_end(row)) for row in rows],
            "monthly_value": [_per_month(row, whole=False) for row in rows],
            "monthly_amount": [_per_month(row, whole=True) for row in rows],
            "is_recurring": [row["recurring"] is not False for row in rows],
            "successor_id": [one.id if one else None for one in next_ones],
            # A successor without a signing date is known since ever: somebody typed it.
            "successor_known_at": [(one.signed_at or LONG_AGO) if one else FAR_OFF for one in next_ones],
        },
        {
            "row": nw.Int64,
            "order_day": nw.Float64,
            "starts_day": nw.Float64,
            "ended_at": nw.Datetime,
            "ended_day": nw.Float64,
            "monthly_value": nw.Float64,
            "monthly_amount": nw.Float64,
            "is_recurring": nw.Boolean,
            "successor_id": nw.String,
            "successor_known_at": nw.Datetime,
        },
    )


def _account_lives(rows: list[dict[str, Any]], lapsed: Mapping[str, datetime], grace: timedelta) -> Frame:
    started, lost, known = [], [], []
    for row in rows:
        start = row["started_on"] or LONG_AGO
        lapse = lapsed.get(row["account_id"])
        if row["status"] == "prospect" or (row["status"] == "lost" and row["ended_on"] is None and lapse is None):
            start, end, told = FAR_OFF, FAR_OFF, FAR_OFF  # never was a client, or nobody knows until when
        elif row["ended_on"] is not None:
            end = told = row["ended_on"]
        elif lapse is not None:
            end, told = lapse, lapse + grace
        else:
            end = told = FAR_OFF
        started.append(start)
        lost.append(end)
        known.append(told)
    return frame_of(
        {"row": [row["row"] for row in rows], "started_at": started, "lost_at": lost, "lost_known_at": known},
        {"row": nw.Int64, "started_at": nw.Datetime, "lost_at": nw.Datetime, "lost_known_at": nw.Datetime},
    )
