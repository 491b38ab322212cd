"""Whose accounts: the active accounts of a scope, and one account by its id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import narwhals as nw

from kpi_core import reasons
from kpi_core.aggregate import scoped
from kpi_core.errors import InputError
from kpi_core.evaluate import Figures
from kpi_core.frames import Frame, rows_of
from kpi_core.kpi import Scope
from kpi_core.measures.facts import accounts_at, owned_at
from kpi_core.periods import INSTANT


def portfolio(figures: Figures, scope: Scope) -> Frame:
    """Return the accounts of the scope that are active now, each with its owner now, in the sheet's order.

    One without an id is nobody's to point at, and left out.
    """
    active = accounts_at(figures.tables, figures.now, figures.now).with_columns(am_id=nw.col("owner_id"))
    is_meant = (nw.col("_scope") == scope.id) & ~nw.col("account_id").is_null()
    return scoped(active, scope.level, figures.tables).filter(is_meant).sort("row")


def require_account(figures: Figures, account_id: str) -> None:
    """Raise InputError when the book has no such account."""
    if account_id not in figures.scopes["account"]:
        raise InputError(reasons.NO_SCOPE["account"].format(name=account_id))


def account_row(figures: Figures, account_id: str) -> Mapping[str, Any]:
    """Return one account's row, active or not, with its owner now. Raises InputError when the book has none."""
    require_account(figures, account_id)
    tables = figures.tables
    rows = tables["accounts"].drop("owner_id").filter(nw.col("account_id") == account_id)
    return rows_of(owned_at(rows, tables, nw.lit(figures.now - INSTANT)))[0]
