"""The outbox: rows for the book, committed before anybody hears "saved", appended in order, each identity once.

Killed at any instant, a row is either not committed (and nobody was told) or waits here; an append that was not
marked is repeated, and the book skips the rows it has. One process appends at a time: two at once would both find a row
missing, and so would one that appends while what a dead one sent, or a line that was cut, is still on its way.
"""

from __future__ import annotations

import json
import logging
from datetime import date, datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING, cast

from sqlalchemy import func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from ulid import ULID

from bot.desk import Written
from bot.state.lease import Lease
from bot.state.ledger import enter
from bot.state.tables import outbox
from kpi_core.errors import AmberError, InDoubt, InputError
from kpi_core.schema import TABS, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Connection, Engine, Insert

    from bot.people import Person
    from bot.state.ledger import Errand
    from sheets.grid import Cell, GridStore

_log = logging.getLogger(__name__)
_WAITING, _APPENDED = "waiting", "appended"
_BATCH_ROWS = 500
_LATEST = 50
_LEASE = timedelta(minutes=5)  # Google works on a request for up to three, whoever sent it being gone
_RENEWED_S = 60.0  # an append of many calls may take longer than the lease
_PATIENCE_S = 5.0  # how long somebody waits for rows on their way, before their own


class Outbox:
    """Implements bot.desk.Rows over a book. `on_appended` is called after rows have reached the book."""

    def __init__(
        self, engine: Engine, store: GridStore, clock: Callable[[], datetime], on_appended: Callable[[], object]
    ) -> None:
        self._engine = engine
        self._store = store
        self._clock = clock
        self._on_appended = on_appended
        self._flushing = Lock()  # among threads, what the lease is among processes
        self._lease = Lease(engine, "append", _LEASE, clock)

    def submit(self, tab: str, row: Mapping[str, Cell], by: Person, errand: Errand | None = None) -> str:
        """Commit a row for a tab; return its ID (made here when the row has none). The same row is taken once.

        The errand, if any, tells somebody of the row: neither is committed without the other.
        Raises InputError for a tab or a column that is not declared, and for a row that nothing tells from others.
        """
        row_id, entered = self._entering(tab, row, by)
        try:
            with self._engine.begin() as connection:
                connection.execute(entered)
                if errand is not None:
                    enter(connection, errand, self._clock())
        except IntegrityError:
            _log.info("outbox.repeated", extra={"tab": tab})
        return row_id

    def enter(self, connection: Connection, tab: str, row: Mapping[str, Cell], by: Person) -> None:
        """Enter a row in a transaction of the caller's, who commits it with what else is done; see submit."""
        row_id, entered = self._entering(tab, row, by)
        same = select(outbox.c.number).where(outbox.c.tab == tab, outbox.c.row_id == row_id)
        if connection.scalar(same) is None:
            connection.execute(entered)

    def _entering(self, tab: str, row: Mapping[str, Cell], by: Person) -> tuple[str, Insert]:
        now = self._clock()
        row_id, whole = _identified(tab, row, now)
        return row_id, insert(outbox).values(
            tab=tab, row_id=row_id, row=_to_json(whole), by=by.am_id, submitted_at=now, state=_WAITING
        )

    def flush(self) -> int:
        """Append all waiting rows to the book; return how many still wait. Never raises for a backend that is down.

        One flush at a time: who finds another under way waits a little, and leaves their rows to the next.
        """
        if not self._flushing.acquire(timeout=_PATIENCE_S):
            return self.waiting()
        try:
            appended = [self._flush_tab(tab) for tab in self._waiting_tabs()]
        finally:
            self._flushing.release()
        if any(appended):
            try:
                self._on_appended()
            except AmberError as error:
                _log.warning("outbox.refresh_failed", extra={"error": type(error).__name__})
        return self.waiting()

    def waiting(self) -> int:
        """Return how many rows wait for the book."""
        with self._engine.connect() as connection:
            return connection.scalar(select(func.count()).where(outbox.c.state == _WAITING)) or 0

    def unread(self, tab: str, read_at: datetime) -> Sequence[Mapping[str, Cell]]:
        """Return a tab's rows that a reading of `read_at` may lack: those that wait, and those submitted since."""
        lacking = or_(outbox.c.state == _WAITING, outbox.c.submitted_at >= read_at)
        rows = select(outbox.c.row).where(outbox.c.tab == tab, lacking).order_by(outbox.c.number)
        with self._engine.connect() as connection:
            return [_from_json(row) for row in connection.scalars(rows)]

    def waits(self, row_id: str, by: Person) -> bool:
        """Whether this row of this person waits for the book."""
        row = select(outbox.c.number).where(
            outbox.c.state == _WAITING, outbox.c.row_id == row_id, outbox.c.by == by.am_id
        )
        with self._engine.connect() as connection:
            return connection.scalar(row.limit(1)) is not None

    def row(self, tab: str, row_id: str) -> Mapping[str, Cell] | None:
        """Return a row that was submitted for a tab; None when there is none (any more: see Retention)."""
        row = select(outbox.c.row).where(outbox.c.tab == tab, outbox.c.row_id == row_id)
        with self._engine.connect() as connection:
            found = connection.scalar(row)
        return None if found is None else _from_json(found)

    def latest(self, by: Person) -> Sequence[Written]:
        """Return the rows this person submitted last, the newest first."""
        rows = select(outbox).where(outbox.c.by == by.am_id).order_by(outbox.c.number.desc()).limit(_LATEST)
        with self._engine.connect() as connection:
            found = connection.execute(rows).all()
        return [Written(each.tab, each.row_id, _from_json(each.row), each.submitted_at) for each in found]

    def _waiting_tabs(self) -> Sequence[str]:
        first = func.min(outbox.c.number)
        tabs = select(outbox.c.tab).where(outbox.c.state == _WAITING).group_by(outbox.c.tab).order_by(first)
        with self._engine.connect() as connection:
            return connection.scalars(tabs).all()

    def _flush_tab(self, tab: str) -> int:
        """Append a tab's waiting rows in order, batch by batch, until the book refuses; return how many went."""
        appended = 0
        while (batch := self._batch(tab)) and self._lease.take():
            numbers = [number for number, _ in batch]
            is_in_doubt = False
            try:
                with self._lease.kept(_RENEWED_S):
                    self._append(tab, [row for _, row in batch])
            except AmberError as error:
                is_in_doubt = isinstance(error, InDoubt)
                # They wait: a book that is down or open elsewhere for now must lose nothing.
                _log.warning("outbox.waits", extra={"tab": tab, "error": type(error).__name__})
                self._mark(numbers, _WAITING, str(error))
                break
            except Exception as error:  # noqa: BLE001  # what is wrong with one tab must not keep the rows of others
                _log.exception("outbox.failed", extra={"tab": tab})
                self._mark(numbers, _WAITING, type(error).__name__)
                break
            else:
                self._mark(numbers, _APPENDED)
            finally:
                if is_in_doubt:  # what was sent last may arrive until the lease runs out, as a dead process's does
                    self._lease.renew()
                else:
                    self._lease.give_back()
            _log.info("outbox.appended", extra={"tab": tab, "rows": len(numbers)})
            appended += len(numbers)
        return appended

    def _append(self, tab: str, rows: Sequence[Mapping[str, Cell]]) -> None:
        """Append the rows; the tab is made when the book lacks it: a small team starts with few."""
        try:
            self._store.append(tab, rows)
        except InputError:
            if not self._store.prepare([tab]):
                raise
            self._store.append(tab, rows)

    def _batch(self, tab: str) -> Sequence[tuple[int, Mapping[str, Cell]]]:
        rows = select(outbox.c.number, outbox.c.row).where(outbox.c.state == _WAITING, outbox.c.tab == tab)
        with self._engine.connect() as connection:
            found = connection.execute(rows.order_by(outbox.c.number).limit(_BATCH_ROWS)).all()
        return [(row.number, _from_json(row.row)) for row in found]

    def _mark(self, numbers: Sequence[int], state: str, error: str = "") -> None:
        with self._engine.begin() as connection:
            connection.execute(update(outbox).where(outbox.c.number.in_(numbers)).values(state=state, error=error))


def _identified(tab: str, row: Mapping[str, Cell], now: datetime) -> tuple[str, Mapping[str, Cell]]:
    """Return what tells the row from others, and the row with it. Raises InputError."""
    table = TABS.get(tab)
    if table is None:
        raise InputError(f"there is no tab '{tab}' to add rows to")
    if unknown := set(row) - {column.key for column in table.columns}:
        raise InputError(f"'{tab}' has no column {', '.join(sorted(unknown))}")
    if table.id_column is not None:
        key = table.id_column.key
        row_id = str(row.get(key) or ULID.from_datetime(now))
        return row_id, {**row, key: row_id}
    if not table.identity:
        raise InputError(f"nothing tells the rows of '{tab}' apart: a repeated append would write them twice")
    if lacking := [column.key for column in table.identity if not row.get(column.key)]:
        raise InputError(f"a row for '{tab}' has no {', '.join(lacking)}")
    parts = [_part(row[column.key], column.kind) for column in table.identity]
    return json.dumps(parts, ensure_ascii=False), row


def _part(cell: Cell, kind: Kind) -> str:
    return str(cell.date() if kind is Kind.DATE and isinstance(cell, datetime) else cell).strip()


def _to_json(row: Mapping[str, Cell]) -> dict[str, object]:
    def packed(cell: Cell) -> object:
        if isinstance(cell, datetime):
            return {"datetime": cell.isoformat()}
        return {"date": cell.isoformat()} if isinstance(cell, date) else cell

    return {key: packed(cell) for key, cell in row.items()}


def _from_json(row: Mapping[str, object]) -> Mapping[str, Cell]:
    def unpacked(cell: object) -> Cell:
        match cell:
            case {"datetime": str(text)}:
                return datetime.fromisoformat(text)
            case {"date": str(text)}:
                return date.fromisoformat(text)
        return cast("Cell", cell)

    return {key: unpacked(cell) for key, cell in row.items()}
