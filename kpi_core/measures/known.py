"""When what is known of the past changes: the instants at which the same period begins to look different.

Measures compare `Period.now` with these instants and with no others: where none of them lies between two looks, every
figure of a period is the same at both.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import narwhals as nw

from kpi_core.frames import rows_of
from kpi_core.measures.sales import YOUNG
from kpi_core.tables import Tables


def looks_the_same(tables: Tables, earlier: datetime, later: datetime) -> bool:
    """Whether every period looks at `later` as it did at `earlier`."""
    return earlier <= later and not any(
        rows_of(tables[tab].filter((instant >= nw.lit(earlier)) & (instant <= nw.lit(later))).select("row").head(1))
        for tab, instant in _turns(tables)
    )


def _turns(tables: Tables) -> Iterator[tuple[str, nw.Expr]]:
    grace = timedelta(days=tables.settings.integer("renewal_grace_days"))
    yield "accounts", nw.col("lost_known_at")
    yield "contracts", nw.col("successor_known_at")
    yield "contracts", nw.col("ended_at") + nw.lit(grace)
    yield "deals", nw.col("touched_at")
    yield "deals", nw.col("closed_at")
    yield "deals", nw.col("created_at") + nw.lit(YOUNG)
    yield "events", nw.col("at")
    yield "requests", nw.col("first_response_at")
    yield "surveys", nw.col("at")
