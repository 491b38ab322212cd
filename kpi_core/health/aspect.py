"""The Aspect record: one part of account health, and how accounts are rated by it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from kpi_core.frames import Frame
from kpi_core.periods import Period
from kpi_core.tables import Tables
from kpi_core.text import Text

WORST, BEST = 0.0, 10.0


@dataclass(frozen=True, slots=True)
class Aspect:
    """One part of account health: what it needs, what rates accounts by it, and the phrase for its facts.

    `rate` gets a period that ends now and returns a row per account about which something is known: account_id,
    score 0–10, and the facts; `say` turns these into a short phrase. At the score `fine` nothing is amiss.
    """

    key: str
    names: Text
    needs: tuple[str, ...]
    rate: Callable[[Tables, Period], Frame]
    say: Callable[[Mapping[str, Any]], Text]
    fine: float = BEST


def rated(frame: Frame, score: nw.Expr, **facts: nw.Expr) -> Frame:
    """Return account_id, the score kept within 0–10, and the facts."""
    kept = nw.max_horizontal(nw.min_horizontal(score, nw.lit(BEST)), nw.lit(WORST))
    return frame.select("account_id", score=kept.cast(nw.Float64), **facts)


def with_most(frame: Frame, column: str) -> Frame:
    """Keep one row per account: the one with the most of `column`; of equals the last in the sheet."""
    most = frame.group_by("account_id").agg(nw.col(column).max())
    equals = frame.join(most, on=["account_id", column], how="inner")
    last = equals.group_by("account_id").agg(nw.col("row").max())
    return equals.join(last, on=["account_id", "row"], how="inner")
