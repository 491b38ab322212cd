"""A book with something of every account in every tab: whatever text is given stands in every column of words."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kpi_core.schema import PEOPLE_TABS, Column, Kind, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.desk import Desk

NOW = datetime(2026, 11, 18, 10, 0)
_TO_COME = frozenset({"ends_on", "expected_close_on", "next_step_on", "due_at"})
_NOT_YET = frozenset(
    {"ended_on", "left_on", "cancelled_on", "paid_on", "paid_amount", "resolved_at", "to", "closed_at", "done_on",
     "achieved", "achieved_on", "away_from", "away_to", "first_response_at", "until", "renews", "currency",
     "auto_renews"}
)  # fmt: skip
_OWN_ID = {
    table.key: next((column.key for column in table.columns if column.kind is Kind.ID), "") for table in PEOPLE_TABS
}

Row = dict[str, object]


def of_every_account(
    owners: Mapping[str, str], text: Callable[[str], str], amount: Callable[[str], float]
) -> dict[str, list[Row]]:
    """Return a row of every account (account_id → its owner) in every tab that knows accounts.

    `text` and `amount` give the words and the sums of an account.
    """
    tabs = [table for table in PEOPLE_TABS if any(column.key == "account_id" for column in table.columns)]
    return {
        table.key: [_row(table, account, owner, text(account), amount(account)) for account, owner in owners.items()]
        for table in tabs
        if table.key != "ownership"
    }


def _row(table: Table, account: str, owner: str, text: str, amount: float) -> Row:
    ids = {"account_id": account, "am_id": owner, "owner_id": owner}
    if table.key != "accounts" and _OWN_ID[table.key] not in ids:
        ids[_OWN_ID[table.key]] = f"{table.key}-{account}"
    cells = {column.key: _cell(column, text, amount) for column in table.columns if column.key not in _NOT_YET}
    return cells | {key: value for key, value in ids.items() if key in cells}


def _cell(column: Column, text: str, amount: float) -> object:
    match column.kind:
        case Kind.TEXT:
            return text
        case Kind.ID:
            return None
        case Kind.CHOICE:
            return column.choices[0] if column.key != "status" else "active"
        case Kind.DATE | Kind.DATETIME:
            days = 20 if column.key in _TO_COME else -70
            return datetime(2026, 11, 18, 9) + timedelta(days=days)
        case Kind.MONEY:
            return amount
        case Kind.PERCENT:
            return 0.2
        case Kind.YES_NO:
            return True
        case Kind.NUMBER | Kind.INTEGER:
            return 3
    return None


def everything_said(desk: Desk) -> Sequence[str]:
    """Return what can be asked of every account and person of the desk, by every command."""
    from bot.commands import COMMANDS  # the commands of the moment

    whom = ["", "@1", "@2", "@3", "team Sen", "team Neva", "all", "tier key", "A1", "A2", "A3", "account A3"]
    words = [command.words[0] for command in COMMANDS if command.words]
    return [f"{word} {rest}".strip() for word in [*words, "revenue", "why freshness"] for rest in whom]
