"""The outbox: rows for the book, committed before anybody hears "saved", appended in order, each ID once.

Killed at any instant, a row is either not committed (and nobody was told) or waits here; an append that was not
marked is repeated, and the book skips the IDs it has.
"""

from __future__ import annotations

import logging
from datetime import date, datetime
from threading import Lock
from typing import TYPE_CHECKING, cast

from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError
from ulid import ULID

from bot.state.db import outbox
from kpi_core.errors import AmberError, InputError
from kpi_core.schema import TABS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Engine

    from bot.people import Person
    from sheets.grid import Cell, GridStore

_log = logging.getLogger(__name__)
_WAITING, _APPENDED = "waiting", "appended"
_BATCH_ROWS = 500


class Outbox:
    """Implements bot.desk.Rows over a book. `on_appended` is called after rows have reached the book."""

    def __init__(
        self, engine: Engine, store: GridStore, clock: Callable[[], datetime], on_appended: Callable[[], object]
    ) -> None:
        self._engine = engine
        self._store = store
        self._clock = clock
        self._on_appended = on_appended
        self._flushing = Lock()  # two appends at once would race in the book

    def submit(self, tab: str, row: Mapping[str, Cell], by: Person) -> str:
        """Commit a row for a tab; return its ID (made here when the row has none). The same ID is taken once.

        Raises InputError for a tab or a column that is not declared, and for a tab whose rows have no ID.
        """
        id_key = _id_key(tab, row)
        now = self._clock()
        row_id = str(row.get(id_key) or ULID.from_datetime(now))
        committed = insert(outbox).values(
            tab=tab,
            row_id=row_id,
            row=_to_json({**row, id_key: row_id}),
            by=by.am_id,
            submitted_at=now,
            state=_WAITING,
        )
        try:
            with self._engine.begin() as connection:
                connection.execute(committed)
        except IntegrityError:
            _log.info("outbox.repeated", extra={"tab": tab})
        return row_id

    def flush(self) -> int:
        """Append all waiting rows to the book; return how many still wait. Never raises for a backend that is down."""
        with self._flushing:
            appended = [self._flush_tab(tab) for tab in self._waiting_tabs()]
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

    def waits(self, row_id: str, by: Person) -> bool:
        """Whether this row of this person waits for the book."""
        row = select(outbox.c.number).where(
            outbox.c.state == _WAITING, outbox.c.row_id == row_id, outbox.c.by == by.am_id
        )
        with self._engine.connect() as connection:
            return connection.scalar(row.limit(1)) is not None

    def _waiting_tabs(self) -> Sequence[str]:
        first = func.min(outbox.c.number)
        tabs = select(outbox.c.tab).where(outbox.c.state == _WAITING).group_by(outbox.c.tab).order_by(first)
        with self._engine.connect() as connection:
            return connection.scalars(tabs).all()

    def _flush_tab(self, tab: str) -> int:
        """Append a tab's waiting rows in order, batch by batch, until the book refuses; return how many went."""
        appended = 0
        while batch := self._batch(tab):
            numbers = [number for number, _ in batch]
            try:
                self._store.append(tab, [row for _, row in batch])
            except AmberError as error:
                # They wait: a book that is down, open elsewhere or lacks the tab for now must lose nothing.
                _log.warning("outbox.waits", extra={"tab": tab, "error": type(error).__name__})
                self._mark(numbers, _WAITING, str(error))
                break
            self._mark(numbers, _APPENDED)
            _log.info("outbox.appended", extra={"tab": tab, "rows": len(numbers)})
            appended += len(numbers)
        return appended

    def _batch(self, tab: str) -> Sequence[tuple[int, Mapping[str, Cell]]]:
        rows = select(outbox.c.number, outbox.c.row).where(outbox.c.state == _WAITING, outbox.c.tab == tab)
        with self._engine.connect() as connection:
            found = connection.execute(rows.order_by(outbox.c.number).limit(_BATCH_ROWS)).all()
        return [(row.number, _from_json(row.row)) for row in found]

    def _mark(self, numbers: Sequence[int], state: str, error: str = "") -> None:
        with self._engine.begin() as connection:
            connection.execute(update(outbox).where(outbox.c.number.in_(numbers)).values(state=state, error=error))


def _id_key(tab: str, row: Mapping[str, Cell]) -> str:
    table = TABS.get(tab)
    if table is None:
        raise InputError(f"there is no tab '{tab}' to add rows to")
    if table.id_column is None:
        raise InputError(f"rows of '{tab}' have no ID: a repeated append would write them twice")
    unknown = set(row) - {column.key for column in table.columns}
    if unknown:
        raise InputError(f"'{tab}' has no column {', '.join(sorted(unknown))}")
    return table.id_column.key


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
