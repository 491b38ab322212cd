"""The accounts of the book as the bot names them: who owns which, found by id or name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi_core.frames import rows_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from kpi_core.tables import Tables


@dataclass(frozen=True, slots=True)
class Account:
    """One row of the accounts tab, as far as answers name it. A blank tier is standard, a blank status active."""

    account_id: str
    name: str
    owner_id: str
    row: int
    tier: str = "standard"
    status: str = "active"
    industry: str = ""
    started_on: datetime | None = None
    next_step: str = ""
    next_step_on: datetime | None = None


_DATES = ("started_on", "next_step_on")
_TEXTS = ("account_id", "name", "owner_id", "tier", "status", "industry", "next_step")


def accounts_of(tables: Tables) -> Mapping[str, Account]:
    """Read the accounts off their tab, by account_id, in the sheet's order; a row without an id is left out."""
    rows = rows_of(tables["accounts"], "row", *_TEXTS, *_DATES)
    return {row["account_id"]: _account(row) for row in rows if row["account_id"]}


def _account(row: Mapping[str, object]) -> Account:
    known = {key: value for key, value in row.items() if value is not None}
    return Account(**{"name": row["account_id"], "owner_id": "", **known})  # type: ignore[arg-type]  # typed columns
