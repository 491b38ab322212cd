"""Measures of service: requests answered and resolved, deliverables done in time."""

from __future__ import annotations

import narwhals as nw

from kpi_core.frames import Frame
from kpi_core.kpi import Measure
from kpi_core.measures.facts import ONE, amounts, claim, during, owned_by_row, shares, values
from kpi_core.periods import DAY, Period
from kpi_core.tables import Tables
from kpi_core.timelines import day_number

_OPENED = ("requests.account_id", "requests.opened_at")
_RESOLVED = (*_OPENED, "requests.resolved_at")


def _requests(tables: Tables) -> Frame:
    return owned_by_row(tables["requests"], "responsible_id")


def _answered(tables: Tables, period: Period) -> Frame:
    """Working hours to the first response, requests opened in P; the unanswered stand beside."""
    opened = _requests(tables).filter(during("opened_at", period))
    by_now = nw.when(nw.col("first_response_at") < nw.lit(period.now)).then(nw.col("response_hours"))
    return values(opened, by_now, unanswered=claim(by_now.is_null()))


def _resolved(tables: Tables, period: Period) -> Frame:
    return values(_requests(tables).filter(during("resolved_at", period)), nw.col("resolution_hours"))


def _count_resolved(tables: Tables, period: Period) -> Frame:
    resolved = _requests(tables).filter(during("resolved_at", period))
    return amounts(resolved, ONE, part=nw.col("category"))


def _response_promises(tables: Tables, period: Period) -> Frame:
    due = _requests(tables).filter(during("response_due", period))
    return shares(due, claim(nw.col("first_response_at") <= nw.col("response_due")))


def _promises(tables: Tables, period: Period) -> Frame:
    due = _requests(tables).filter(during("due", period))
    return shares(due, claim(nw.col("resolved_at") <= nw.col("due")))


def open_at_end(tables: Tables, period: Period) -> Frame:
    """Return the requests opened before the end of P and not resolved by then."""
    unresolved = nw.col("resolved_at").is_null() | (nw.col("resolved_at") >= nw.lit(period.end))
    return _requests(tables).filter((nw.col("opened_at") < nw.lit(period.end)) & unresolved)


def _open(tables: Tables, period: Period) -> Frame:
    return amounts(open_at_end(tables, period), ONE)


def _oldest(tables: Tables, period: Period) -> Frame:
    return values(open_at_end(tables, period), nw.lit(day_number(period.end)) - nw.col("opened_day"))


def _in_time(tables: Tables, period: Period) -> Frame:
    """Deliverables due in P and done by the end of their day, by stage."""
    due = owned_by_row(tables["deliverables"]).filter(during("due_on", period))
    return shares(due, claim(nw.col("done_on") < nw.col("due_on") + nw.lit(DAY)), part=nw.col("stage"))


ANSWERED = Measure("responses", "requests", (*_OPENED, "requests.first_response_at"), _answered, beside=("unanswered",))
RESOLVED = Measure("resolutions", "requests", _RESOLVED, _resolved)
COUNT_RESOLVED = Measure("requests_resolved", "requests", _RESOLVED, _count_resolved)
RESPONSE_PROMISES = Measure("response_promises", "requests", _OPENED, _response_promises)
PROMISES = Measure("promises", "requests", _RESOLVED, _promises)
OPEN = Measure("open_requests", "requests", _RESOLVED, _open)
OLDEST = Measure("oldest_request", "requests", _RESOLVED, _oldest)
IN_TIME = Measure("done_in_time", "deliverables", ("deliverables.due_on", "deliverables.done_on"), _in_time)
