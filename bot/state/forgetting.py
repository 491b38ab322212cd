"""What the state holds of one person, and its removal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, func, select

from bot.state.tables import deliveries, history, outbox, own_tabs, owners, preferences, reminders
from kpi_core.errors import Conflict
from kpi_core.schema import TABS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import ColumnElement, Connection, Engine, Table

# Which columns of a tab name somebody of the team.
_NAMING: Mapping[str, frozenset[str]] = {
    tab: frozenset(column.key for column in table.columns if column.ref == "team") for tab, table in TABS.items()
}


def held(engine: Engine, am_id: str) -> Mapping[str, int]:
    """Return how many rows each table holds of a person (by am_id), of tables that hold any."""
    with engine.connect() as connection:
        counts = {
            table.name: connection.scalar(select(func.count()).select_from(table).where(theirs)) or 0
            for table, theirs in _theirs(am_id)
        }
        counts[outbox.name] = len(list(_rows(connection, am_id)))
    return {name: count for name, count in counts.items() if count}


def forget(engine: Engine, am_id: str) -> None:
    """Delete what the state holds of a person, all or nothing.

    Raises Conflict while rows of theirs wait for the book: they would be lost.
    """
    with engine.begin() as connection:
        rows = dict(_rows(connection, am_id))
        if "waiting" in rows.values():
            raise Conflict("rows that they wrote wait for the book; let `amber run` bring them there first")
        for table, theirs in _theirs(am_id):
            connection.execute(delete(table).where(theirs))
        if rows:
            one = delete(outbox).where(outbox.c.number == bindparam("one"))
            connection.execute(one, [{"one": number} for number in rows])
        connection.execute(delete(own_tabs))  # so that Amber's tabs in the book are written anew, without them


def _theirs(am_id: str) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """Yield which rows of each table are a person's, those that refer to others first."""
    messages = deliveries.c.recipient == f"am:{am_id}"
    told = reminders.c.delivery_id.in_(select(deliveries.c.id).where(messages))
    yield reminders, told
    yield deliveries, messages
    yield preferences, preferences.c.am_id == am_id
    yield owners, owners.c.am_id == am_id
    yield history, history.c.scope == f"am:{am_id}"


def _rows(connection: Connection, am_id: str) -> Iterator[tuple[int, str]]:
    """Yield the number and the state of each row in the outbox that a person wrote, or that names them."""
    for each in connection.execute(select(outbox)):
        if am_id in (each.by, *(each.row.get(key) for key in _NAMING[each.tab])):
            yield each.number, each.state
