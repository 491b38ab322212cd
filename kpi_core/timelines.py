"""Who held what when: intervals [since, until) per key, and the join that looks an instant up in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise

import narwhals as nw

from kpi_core.frames import Frame, frame_of
from kpi_core.periods import DAY, INSTANT

# Open ends, far outside any book and inside what every engine can hold.
LONG_AGO = datetime(1700, 1, 1)  # noqa: DTZ001  # naive local time
FAR_OFF = datetime(2200, 1, 1)  # noqa: DTZ001  # naive local time

EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  # naive local time
MILLISECONDS_A_DAY = 86_400_000

Span = tuple[datetime, datetime, str]  # since, until, who


def day_number(at: datetime) -> float:
    """Return the days since 1970-01-01 00:00: arithmetic on instants that every engine does alike."""
    return (at - EPOCH) / DAY


def day_numbers(column: str) -> nw.Expr:
    """Return an instant column as day numbers (at load only: not every engine can)."""
    since_epoch = nw.col(column) - nw.lit(EPOCH)
    return since_epoch.dt.total_milliseconds().cast(nw.Float64) / MILLISECONDS_A_DAY


def cover(spans: Iterable[Span], otherwise: str | None) -> Sequence[tuple[datetime, datetime, str | None]]:
    """Lay spans over all time: what none of them covers goes to `otherwise`; of two at once the later begun wins."""
    edges = sorted({LONG_AGO, FAR_OFF, *(edge for since, until, _ in spans for edge in (since, until))})
    ordered = sorted(spans)
    pieces: list[tuple[datetime, datetime, str | None]] = []
    for since, until in pairwise(edges):
        holders = [who for start, end, who in ordered if start <= since and until <= end]
        who = holders[-1] if holders else otherwise
        if pieces and pieces[-1][2] == who:
            pieces[-1] = (pieces[-1][0], until, who)
        else:
            pieces.append((since, until, who))
    return pieces


def spans_of(ownership: Iterable[Mapping[str, object]]) -> Mapping[object, Sequence[Span]]:
    """Return the spans that rows of the tab ownership say, by account_id; typed end dates are inclusive."""
    spans: dict[object, list[Span]] = {}
    for row in ownership:
        since, to = row["from"], row.get("to")
        if row["account_id"] is None or row["am_id"] is None or not isinstance(since, datetime):
            continue
        until = to + DAY if isinstance(to, datetime) else FAR_OFF
        if since < until:
            spans.setdefault(row["account_id"], []).append((since, until, str(row["am_id"])))
    return spans


def owners(accounts: Sequence[Mapping[str, object]], ownership: Sequence[Mapping[str, object]]) -> Frame:
    """Return each account's owners over all time: account_id, am_id, since, until.

    Instants that no ownership row covers count for the present owner (`owner_id`).
    """
    spans = spans_of(ownership)
    found: dict[str, list[object]] = {"account_id": [], "am_id": [], "since": [], "until": []}
    for account in accounts:
        owner = account["owner_id"]
        otherwise = None if owner is None else str(owner)
        known = spans.get(account["account_id"])
        pieces = cover(known, otherwise) if known else ((LONG_AGO, FAR_OFF, otherwise),)
        for since, until, who in pieces:
            for key, value in zip(found, (account["account_id"], who, since, until), strict=True):
                found[key].append(value)
    return frame_of(found, {"account_id": nw.String, "am_id": nw.String, "since": nw.Datetime, "until": nw.Datetime})


def exchange(rates: Sequence[Mapping[str, object]], base_currency: str) -> Frame:
    """Return each currency's rate over all time: currency, rate, since, until; the last known one holds.

    Before the first dated rate the first one holds: an old invoice is worth something rather than nothing.
    """
    dated: dict[str, dict[datetime, float]] = {base_currency: {LONG_AGO: 1.0}}
    for row in rates:
        currency, rate, on = row["currency"], row["rate"], row["on"]
        if isinstance(currency, str) and isinstance(rate, float) and currency != base_currency:
            dated.setdefault(currency, {})[on if isinstance(on, datetime) else LONG_AGO] = rate
    found: dict[str, list[object]] = {"currency": [], "rate": [], "since": [], "until": []}
    for currency, steps in dated.items():
        starts = sorted(steps)
        for start, until in zip(starts, [*starts[1:], FAR_OFF], strict=True):
            since = LONG_AGO if start == starts[0] else start
            for key, value in zip(found, (currency, steps[start], since, until), strict=True):
                found[key].append(value)
    return frame_of(found, {"currency": nw.String, "rate": nw.Float64, "since": nw.Datetime, "until": nw.Datetime})


def look_up(frame: Frame, timeline: Frame, key: str, at: nw.Expr, value: str, name: str) -> Frame:
    """Add column `name`: the timeline's `value` for the row's `key` at the instant `at` (null: the latest one).

    A row whose key the timeline does not know keeps null. Each row comes out exactly once.
    """
    held = timeline.select(key, nw.col(value).alias("_held"), nw.col("since").alias("_since"), "until")
    held = held.rename({"until": "_until"})
    instant = nw.coalesce(at, nw.lit(FAR_OFF - INSTANT))
    return (
        frame.with_columns(_at=instant)
        .join(held, on=key, how="left")
        .filter(nw.col("_since").is_null() | ((nw.col("_since") <= nw.col("_at")) & (nw.col("_at") < nw.col("_until"))))
        .rename({"_held": name})
        .drop("_at", "_since", "_until")
    )
