"""Whether the book has what something is worked out from: what it has not is unknown, never zero."""

from __future__ import annotations

from collections.abc import Iterable

from kpi_core.frames import rows_of
from kpi_core.tables import Tables


def has(tables: Tables, needs: Iterable[str]) -> bool:
    """Whether the tab of every "tab.column" (or "tab") has rows, and the column is there."""
    wanted = tuple(needs)
    tabs = {need.partition(".")[0] for need in wanted}
    is_there = tables.missing.isdisjoint((*tabs, *wanted))
    return is_there and all(rows_of(tables[tab].select("row").head(1)) for tab in tabs)
