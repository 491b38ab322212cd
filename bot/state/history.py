"""The figures of every reported week, as they stood then."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select

from bot.state.tables import history

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from sqlalchemy import Engine

    from kpi_core.history import HistoryRow

_COLUMNS = [column for column in history.c if column.name != "book"]  # a HistoryRow's fields


class History:
    """The history of one book in SQL: each figure of a week is kept once, as it was when the week was reported."""

    def __init__(self, engine: Engine, book: str) -> None:
        self._engine = engine
        self._book = book

    def last_week(self) -> date | None:
        """Return the latest week (its Monday) that is kept; None when none is."""
        with self._engine.connect() as connection:
            last: date | None = connection.scalar(select(func.max(history.c.week)).where(history.c.book == self._book))
        return last

    def keep(self, rows: Iterable[HistoryRow]) -> None:
        """Keep the figures of a week, all or none. Raises sqlalchemy's IntegrityError when they are kept already."""
        with self._engine.begin() as connection:
            if kept := [{"book": self._book, **asdict(row)} for row in rows]:
                connection.execute(insert(history), kept)

    def since(self, week: date) -> Sequence[HistoryRow]:
        """Return the figures of a week (its Monday) and those after it."""
        from kpi_core.history import HistoryRow  # noqa: PLC0415  # who delivers does not wait for pandas

        found = select(*_COLUMNS).where(history.c.book == self._book, history.c.week >= week)
        with self._engine.connect() as connection:
            return [HistoryRow(**row) for row in connection.execute(found).mappings()]
