"""How long things took, worked out once at load: in days, and in working hours where the team's day counts.

Adds to `requests`: responsible_id, response_due, due, response_hours, resolution_hours;
to `deals`: touched_at, touch_hours, days_open; to `invoices`: settled_at, days_to_pay.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd

from kpi_core.calendars import Calendar
from kpi_core.frames import Frame
from kpi_core.periods import DAY
from kpi_core.tables import Tables
from kpi_core.timelines import EPOCH
from kpi_core.worktime import Minutes, WorkingTime

_CENT = 0.005
Column = Any  # a pandas Series: typed per column by the schema


def with_durations(tables: Tables) -> Mapping[str, Frame]:
    """Return the frames of requests, deals and invoices with their durations."""
    team = _pandas(tables["team"])
    countries = dict(zip(team["am_id"], team["country"].fillna("").str.upper(), strict=True))
    clock = _Clock(tables, countries)
    worked_out = {
        "requests": _requests(tables, clock),
        "deals": _deals(tables, clock),
        "invoices": _invoices(tables),
    }
    return {tab: tables.adopt(nw.from_native(frame).lazy()) for tab, frame in worked_out.items()}


def _pandas(frame: Frame) -> pd.DataFrame:
    native: pd.DataFrame = frame.collect().to_pandas()
    return native


def _minutes(instants: Column) -> Minutes:
    values: Minutes = ((instants - pd.Timestamp(EPOCH)) / pd.Timedelta(minutes=1)).to_numpy(dtype="float64")
    return values


def _days(start: Column, end: Column) -> Column:
    return (end - start) / pd.Timedelta(days=1)


def _looked_up(keys: Column, values: Column) -> Column:
    """Return each key's value, in the keys' order, missing where it has none; `Series.map` trips over no values."""
    return pd.Series(values.reindex(keys).to_numpy(), index=keys.index, dtype=values.dtype)


class _Clock:
    """Working time by the country of the AM a row counts for."""

    def __init__(self, tables: Tables, countries: Mapping[str, str]) -> None:
        self._calendar = Calendar.of(tables)
        self._settings = tables.settings
        self._countries = countries

    def per_country(
        self, ams: Column, instants: list[Column], work_out: Callable[[WorkingTime, Any], Minutes]
    ) -> Minutes:
        """Return what `work_out` makes of the rows (a boolean mask) of each country, put together."""
        known = [instant for one in instants for instant in (one.min(), one.max()) if not pd.isna(instant)]
        found: Minutes = np.full(len(ams), np.nan)
        if not known:
            return found
        first, last = min(known).date() - DAY, max(known).date() + timedelta(days=366)
        countries = np.array([self._countries.get(am, "") for am in ams], dtype=object)
        for country in sorted(set(countries)):
            rows = countries == country
            found[rows] = work_out(self._time(country, first, last), rows)
        return found

    def _time(self, country: str, first: date, last: date) -> WorkingTime:
        return WorkingTime.of(self._settings, self._calendar, country, first, last)

    def hours(self, ams: Column, start: Column, end: Column) -> Minutes:
        """Return the working hours from start to end; NaN where one is unknown."""
        begun, done = _minutes(start), _minutes(end)
        return self.per_country(ams, [start, end], lambda time, rows: time.between(begun[rows], done[rows])) / 60

    def after(self, ams: Column, start: Column, hours: Column) -> Column:
        """Return the instants that many working hours after start."""
        begun, minutes = _minutes(start), hours.to_numpy(dtype="float64") * 60
        reached = self.per_country(ams, [start], lambda time, rows: time.after(begun[rows], minutes[rows]))
        return pd.Series(pd.Timestamp(EPOCH) + pd.to_timedelta(reached, unit="m"), index=start.index).astype(
            start.dtype
        )


def _requests(tables: Tables, clock: _Clock) -> pd.DataFrame:
    frame = _pandas(tables["requests"])
    ams = frame["am_id"].fillna(frame["owner_id"])
    opened, priority = frame["opened_at"], frame["priority"].fillna("normal")

    def promised(typed: str, family: str) -> Column:
        by_priority = {level: float(hours) for level, hours in tables.settings.family(family).items()}
        return frame[typed].fillna(clock.after(ams, opened, priority.map(by_priority)))

    return frame.assign(
        responsible_id=ams,
        response_due=promised("response_due_at", "response_hours"),
        due=promised("due_at", "sla_hours"),
        response_hours=clock.hours(ams, opened, frame["first_response_at"]),
        resolution_hours=clock.hours(ams, opened, frame["resolved_at"]),
    )


def _deals(tables: Tables, clock: _Clock) -> pd.DataFrame:
    frame = _pandas(tables["deals"])
    outbound = tables["interactions"].filter((nw.col("direction") == "outbound") & ~nw.col("deal_id").is_null())
    first_call = _pandas(outbound.group_by("deal_id").agg(nw.col("at").min())).set_index("deal_id")["at"]
    called = _looked_up(frame["deal_id"], first_call)
    touched = frame["first_touch_at"].where(~(called < frame["first_touch_at"]), called).fillna(called)
    created = frame["created_at"]
    return frame.assign(
        touched_at=touched,
        touch_hours=clock.hours(frame["am_id"].fillna(frame["owner_id"]), created, touched),
        days_open=_days(created, frame["closed_at"]),
    )


def _invoices(tables: Tables) -> pd.DataFrame:
    """Add when an invoice was paid in full, by instalments if it has any, else by `paid_on`."""
    frame = _pandas(tables["invoices"])
    payments = _pandas(tables["payments"]).dropna(subset=["invoice_id", "at", "amount"]).sort_values(["at", "row"])
    amounts = frame.dropna(subset=["invoice_id"]).drop_duplicates("invoice_id").set_index("invoice_id")["amount"]
    due = _looked_up(payments["invoice_id"], amounts)
    in_full = payments[payments.groupby("invoice_id")["amount"].cumsum() >= due - _CENT]
    by_instalments = _looked_up(frame["invoice_id"], in_full.groupby("invoice_id")["at"].first())
    at_once = frame["paid_on"].where(frame["paid_amount"].fillna(frame["amount"]) >= frame["amount"] - _CENT)
    has_instalments = frame["invoice_id"].isin(payments["invoice_id"])
    settled = by_instalments.where(has_instalments, at_once)
    return frame.assign(settled_at=settled, days_to_pay=_days(frame["issued_on"], settled))
