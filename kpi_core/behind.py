"""The rows behind a figure: how many there are, and which tell most of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from kpi_core.frames import Frame, rows_of
from kpi_core.kpi import Kpi, Measure, SourceRow

MOST_TELLING = 5


@dataclass(frozen=True, slots=True)
class Behind:
    """How many rows are behind a figure, and those few that tell most, the most telling first."""

    count: int = 0
    telling: Sequence[SourceRow] = ()


NOTHING_BEHIND = Behind()


def counted(kpi: Kpi) -> nw.Expr:
    """Say whether a fact is counted in the figure."""
    if kpi.aggregate in ("sum", "ratio"):
        return (nw.col("n") > 0) | (nw.col("numerator") != 0) | (nw.col("denominator") != 0)
    return nw.col("n") > 0


def behind_each(kpi: Kpi, facts: Sequence[tuple[Measure, Frame]]) -> Mapping[str, Behind]:
    """Return what is behind the figure of each scope, by scope id; the facts have `_scope`."""
    counts: dict[str, int] = {}
    telling: dict[str, list[tuple[float, SourceRow]]] = {}
    for measure, all_facts in facts:
        of_figure = all_facts.filter(~nw.col("_scope").is_null() & counted(kpi)).with_columns(_tells=_tells(kpi))
        for row in rows_of(of_figure.group_by("_scope").agg(nw.len().alias("rows"))):
            counts[row["_scope"]] = counts.get(row["_scope"], 0) + row["rows"]
        # Of rows that tell as much the first in the book, whatever order an engine gives them in.
        place = nw.col("_one").cum_sum().over("_scope", order_by=("_least", "row"))
        ordered = of_figure.with_columns(_least=-nw.col("_tells"), _one=nw.lit(1))
        for row in rows_of(ordered.filter(place <= MOST_TELLING).sort("row")):
            telling.setdefault(row["_scope"], []).append((row["_tells"], source_row(measure, row)))
    return {scope_id: Behind(count, _first(telling[scope_id])) for scope_id, count in counts.items()}


def source_row(measure: Measure, row: Mapping[str, Any]) -> SourceRow:
    """Return a fact as the row it comes from."""
    return SourceRow(
        tab=measure.tab,
        row=row["row"],
        account_id=row["account_id"],
        am_id=row["am_id"],
        numerator=row.get("numerator") or 0.0,
        denominator=row.get("denominator") or 0.0,
        value=row.get("value"),
    )


def _tells(kpi: Kpi) -> nw.Expr:
    """Say how much a row tells: what pulls a value or a ratio the wrong way, what adds most to a sum."""
    sign = -1.0 if kpi.direction == "up" else 1.0
    if kpi.aggregate == "sum":
        return nw.col("numerator")
    if kpi.aggregate != "ratio":
        return nw.col("value") * sign
    has_share = nw.col("denominator") != 0
    divisor = nw.when(has_share).then(nw.col("denominator")).otherwise(nw.lit(1.0))
    share = nw.col("numerator") / divisor * (kpi.scale * sign)
    return nw.when(has_share).then(share).otherwise(nw.col("numerator"))


def _first(telling: list[tuple[float, SourceRow]]) -> Sequence[SourceRow]:
    ordered = sorted(telling, key=lambda one: one[0], reverse=True)
    return tuple(row for _, row in ordered[:MOST_TELLING])
