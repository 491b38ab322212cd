"""Whether the book has what something is worked out from: what it has not is unknown, never zero."""

from __future__ import annotations

from collections.abc import Iterable

import narwhals as nw

from kpi_core import reasons
from kpi_core.frames import rows_of
from kpi_core.tables import Tables
from kpi_core.text import Text


def has(tables: Tables, needs: Iterable[str]) -> bool:
    """Whether the tab of every "tab.column" (or "tab") has rows, and the column is there."""
    wanted = tuple(needs)
    tabs = {need.partition(".")[0] for need in wanted}
    is_there = tables.missing.isdisjoint((*tabs, *wanted))
    return is_there and all(rows_of(tables[tab].select("row").head(1)) for tab in tabs)


def lacking(tables: Tables, needs: Iterable[str]) -> Text | None:
    """Return what the book has not of every "tab.column": a tab, a column, rows, or any value there; None: nothing."""
    for need in needs:
        tab, _, column = need.partition(".")
        if missing := next((one for one in (tab, need) if one in tables.missing), None):
            return reasons.missing(missing)
        rows = tables[tab].select("row", column)
        if not rows_of(rows.head(1)):
            return reasons.empty(tab)
        if not rows_of(rows.filter(~nw.col(column).is_null()).head(1)):
            return reasons.blank(need)
    return None
