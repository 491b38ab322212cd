"""Measures of contact: how fresh each relationship is and how much was said."""

from __future__ import annotations

from datetime import datetime

import narwhals as nw

from kpi_core.calendars import long_breaks
from kpi_core.frames import Frame, frame_of
from kpi_core.kpi import Measure
from kpi_core.measures.facts import ONE, accounts_at, amounts, claim, during, shares, values
from kpi_core.periods import DAY, Period, midnight
from kpi_core.tables import Tables, once
from kpi_core.timelines import day_number

GAP_DAYS = 90.0
_NEEDS = ("accounts.account_id", "accounts.owner_id", "interactions.account_id", "interactions.at")


def with_cadence(accounts: Frame, tables: Tables) -> Frame:
    """Add `cadence`: days between contacts, the account's own, else its tier's (standard when it has none)."""
    by_tier = tables.settings.family("cadence_days")
    tiers = frame_of(
        {"tier": list(by_tier), "_tier_cadence": [float(days) for days in by_tier.values()]},
        {"tier": nw.String, "_tier_cadence": nw.Float64},
    )
    joined = accounts.join(tables.adopt(tiers), on="tier", how="left")
    standard = nw.lit(tables.settings.number("cadence_days.standard"))
    cadence = nw.coalesce(nw.col("cadence_days").cast(nw.Float64), nw.col("_tier_cadence"), standard)
    return joined.with_columns(cadence=cadence).drop("_tier_cadence")


def _contact_days(tables: Tables, before: datetime) -> Frame:
    """Return the days of contact before an instant's day is over: the account's `row`, `day`."""
    days = tables["contact_days"].filter(nw.col("day") < day_number(before))
    return days.select(nw.col("account_row").alias("row"), "day")


@once
def _last_contact(tables: Tables, before: datetime) -> Frame:
    """Return the last day of contact of each account that had one: the account's `row`, `_contact_day`."""
    return _contact_days(tables, before).group_by("row").agg(nw.col("day").max().alias("_contact_day"))


@once
def silence_at(tables: Tables, at: datetime, now: datetime) -> Frame:
    """Return the accounts active just before `at`, as known at `now`, with their `cadence` and their silence."""
    active = with_cadence(accounts_at(tables, at, now), tables)
    return with_silence(active, tables, Period(at - DAY, at, "range", now))


def with_silence(accounts: Frame, tables: Tables, period: Period) -> Frame:
    """Add `last_day` (day number of the last contact, else of the start), `was_contacted`, `silent_days`, `clock_days`.

    `silent_days` are calendar days to the last day of P; `clock_days` leave out public holidays of a week or more.
    """
    last = _last_contact(tables, period.end)
    today = day_number(midnight(period.last_day))
    joined = accounts.join(last, on="row", how="left").with_columns(
        was_contacted=~nw.col("_contact_day").is_null(),
        last_day=nw.coalesce(nw.col("_contact_day"), nw.col("started_day")),
    )
    joined = joined.with_columns(silent_days=nw.lit(today) - nw.col("last_day"))
    return _without_breaks(joined.drop("_contact_day"), tables, period)


def _without_breaks(accounts: Frame, tables: Tables, period: Period) -> Frame:
    breaks = long_breaks(tables, period.last_day)
    countries = tables["team"].select("am_id", "country")
    located = accounts.join(countries, left_on="owner_id", right_on="am_id", how="left")
    overlap = (
        located.select("row", "country", "last_day")
        .join(breaks, on="country", how="inner")
        .with_columns(_off=nw.col("break_end") - nw.max_horizontal(nw.col("break_start"), nw.col("last_day") + 1))
        .filter(nw.col("_off") > 0)
        .group_by("row")
        .agg(nw.col("_off").sum())
    )
    return (
        located.join(overlap, on="row", how="left")
        .with_columns(clock_days=nw.col("silent_days") - nw.col("_off").fill_null(0.0))
        .drop("_off", "country")
    )


def _fresh(tables: Tables, period: Period) -> Frame:
    silence = silence_at(tables, period.end, period.now)
    never = ONE - claim(nw.col("was_contacted"))
    return shares(silence, claim(nw.col("clock_days") <= nw.col("cadence")), never_contacted=never)


def _days_since(tables: Tables, period: Period) -> Frame:
    silence = silence_at(tables, period.end, period.now)
    known = silence.filter(nw.col("was_contacted") | ~nw.col("started_on").is_null())
    return values(known, nw.col("silent_days"))


def _said(tables: Tables, period: Period) -> Frame:
    """Return the interactions in P, without the columns no figure looks at: there are very many."""
    looked_at = ("row", "account_id", "owner_id", "at", "direction", "minutes")
    return tables["interactions"].select(*looked_at).filter(during("at", period))


def _interactions(tables: Tables, period: Period) -> Frame:
    return amounts(_said(tables, period), ONE)


def _gaps(tables: Tables, period: Period) -> Frame:
    """Longest stretch without contact per active account, between max(end − 90 days, start) and the end, in days.

    The end is the last day of P, as in `with_silence`; what was said before the account's start does not count.
    """
    today = day_number(midnight(period.last_day))
    active = accounts_at(tables, period.end, period.now).with_columns(
        _opening=nw.max_horizontal(nw.col("started_day"), nw.lit(today - GAP_DAYS))
    )
    said = _contact_days(tables, period.end).filter(nw.col("day") >= today - GAP_DAYS)
    said = said.join(active.select("row", "_opening"), on="row", how="inner")
    points = nw.concat(
        [
            active.select("row", day=nw.col("_opening")),
            said.filter(nw.col("day") >= nw.col("_opening")).select("row", "day"),
            active.select("row", day=nw.lit(today)),
        ],
        how="vertical",
    )
    stretches = points.with_columns(_since=nw.col("day").shift(1).over("row", order_by="day"))
    longest = stretches.with_columns(_gap=nw.col("day") - nw.col("_since")).group_by("row").agg(nw.col("_gap").max())
    return values(active.join(longest, on="row", how="inner"), nw.col("_gap"))


def _minutes(tables: Tables, period: Period) -> Frame:
    spent = _said(tables, period).filter(nw.col("minutes") >= 0)
    return amounts(spent, nw.col("minutes") / 60)


def _inbound(tables: Tables, period: Period) -> Frame:
    return amounts(_said(tables, period).filter(nw.col("direction") == "inbound"), ONE)


def _inbound_of_directed(tables: Tables, period: Period) -> Frame:
    directed = _said(tables, period).filter(~nw.col("direction").is_null())
    return shares(directed, claim(nw.col("direction") == "inbound"))


FRESH = Measure("fresh", "accounts", _NEEDS, _fresh, beside=("never_contacted",))
DAYS_SINCE = Measure("days_since_contact", "accounts", _NEEDS, _days_since)
INTERACTIONS = Measure("interactions", "interactions", _NEEDS[2:], _interactions)
LARGEST_GAP = Measure("gaps", "accounts", _NEEDS, _gaps)
MINUTES = Measure(
    "minutes", "interactions", (*_NEEDS[2:], "interactions.minutes"), _minutes, filled=("interactions.minutes",)
)
INBOUND = Measure(
    "inbound", "interactions", (*_NEEDS[2:], "interactions.direction"), _inbound, filled=("interactions.direction",)
)
INBOUND_SHARE = Measure("inbound_share", "interactions", (*_NEEDS[2:], "interactions.direction"), _inbound_of_directed)
