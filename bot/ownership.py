"""Hand-overs: when an account's owner changes in the book, the tab ownership gets the rows that say so."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.people import ADMINISTRATOR
from bot.state.tables import marks, owners
from kpi_core.frames import rows_of
from kpi_core.handovers import Tenure, hand_over
from kpi_core.periods import DAY, FIRST_DAY, INSTANT, midnight
from kpi_core.timelines import spans_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date, datetime

    from sqlalchemy import Connection, Engine

    from bot.desk import Desk
    from bot.state.outbox import Outbox
    from kpi_core.tables import Tables
    from sheets.grid import Cell

_log = logging.getLogger(__name__)


class Handovers:
    """Compares each reading of one book with the owners last seen in it, which SQL keeps through restarts.

    An account that is seen for the first time only becomes known; one that is not there, or without an owner, keeps
    the last. `book` names the book in the database.
    """

    def __init__(self, engine: Engine, outbox: Outbox, book: str) -> None:
        self._engine = engine
        self._outbox = outbox
        self._book = book
        self._seen: Tables | None = None

    def notice(self, desk: Desk) -> None:
        """Enter the rows that a change of owners asks for into the outbox: once, however many processes see it."""
        tables = desk.snapshot.tables
        if tables is self._seen:
            return
        present = {
            row["account_id"]: row["owner_id"]
            for row in rows_of(tables["accounts"], "account_id", "owner_id")
            if row["account_id"] and row["owner_id"]
        }
        try:
            with self._engine.begin() as connection:
                known = self._known(connection)
                if self._is_newest(connection, desk.snapshot.read_at, desk.now_utc):
                    self._learn(connection, {key: who for key, who in present.items() if key not in known})
                    changed = {key: who for key, who in present.items() if known.get(key, who) != who}
                    self._hand_over(connection, desk, known, changed)
        except IntegrityError:  # another process is learning the same: the next reading finds it done
            return
        self._seen = tables

    def _known(self, connection: Connection) -> Mapping[str, str]:
        rows = connection.execute(select(owners.c.account_id, owners.c.am_id).where(owners.c.book == self._book))
        return {row.account_id: row.am_id for row in rows}

    def _is_newest(self, connection: Connection, read_at: datetime, now: datetime) -> bool:
        """Note the reading's age; False for one older than what is known: after a restart, or in a slower process.

        What a clock noted that ran a day ahead, and is right by now, counts for nothing.
        """
        name = f"owners of {self._book}"
        last = connection.scalar(select(marks.c.at).where(marks.c.name == name))
        if last is None:
            connection.execute(insert(marks).values(name=name, at=read_at))
        elif read_at < last <= now + DAY:
            return False
        else:
            connection.execute(update(marks).where(marks.c.name == name).values(at=read_at))
        return True

    def _learn(self, connection: Connection, new: Mapping[str, str]) -> None:
        if new:
            rows = [{"book": self._book, "account_id": key, "am_id": who} for key, who in new.items()]
            connection.execute(insert(owners), rows)

    def _hand_over(
        self, connection: Connection, desk: Desk, known: Mapping[str, str], changed: Mapping[str, str]
    ) -> None:
        if not changed:
            return
        standing = rows_of(desk.snapshot.tables["ownership"])
        spans = spans_of([*standing, *self._outbox.unread("ownership", desk.snapshot.read_at)])
        today = (desk.now - INSTANT).date()
        began = dict(_beginnings(desk))
        for account_id, after in changed.items():
            before = known[account_id]
            mine = (owners.c.book == self._book, owners.c.account_id == account_id, owners.c.am_id == before)
            if not connection.execute(update(owners).where(*mine).values(am_id=after)).rowcount:
                continue  # another process saw it first
            for tenure in hand_over(spans.get(account_id, ()), before, after, today, began[account_id]):
                self._outbox.enter(connection, "ownership", _row(account_id, tenure), ADMINISTRATOR)
        _log.info("ownership.changed", extra={"accounts": len(changed)})


def _row(account_id: str, tenure: Tenure) -> Mapping[str, Cell]:
    row: dict[str, Cell] = {"account_id": account_id, "am_id": tenure.am_id, "from": midnight(tenure.first)}
    return row if tenure.last is None else {**row, "to": midnight(tenure.last)}


def _beginnings(desk: Desk) -> Iterator[tuple[str, date]]:
    """Yield where each account's history begins: one that nobody knows the start of was there since ever."""
    first_fact = desk.figures.first_day
    for row in rows_of(desk.snapshot.tables["accounts"], "account_id", "started_on"):
        started = row["started_on"]
        yield row["account_id"], min(started.date(), first_fact) if started else FIRST_DAY
