"""Amber's own tabs brought up to date: each when it is due, and only when it says something else."""

from __future__ import annotations

import json
import logging
from hashlib import blake2b
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError

from bot.delivery.readers import reporting_zone
from bot.delivery.slots import Timetable, slots_between
from bot.state.history import History
from bot.state.tables import own_tabs
from bot.tabs.issues import DATA_ISSUES
from bot.tabs.own_tab import OwnTab, Sources
from bot.tabs.pings import PINGS
from bot.tabs.scorecards import SCORECARD
from bot.tabs.weeks import HISTORY, WEEKS
from kpi_core.errors import AmberError
from kpi_core.history import history
from kpi_core.periods import DAY, Period, midnight, unit_period
from sheets.grid import Link
from sheets.headers import book_language

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, Engine

    from bot.desk import Desk
    from bot.state.lease import Lease
    from bot.state.ledger import Ledger
    from sheets.grid import Cell, Grid, GridStore

_log = logging.getLogger(__name__)
OWN_TABS: Sequence[OwnTab] = (DATA_ISSUES, SCORECARD, HISTORY, PINGS)


class OwnTabs:
    """Writes the bot's tabs of one book; what stands there is remembered in SQL, so that a restart writes nothing.

    `book` names the book in the database; of the processes that share it, the one that has the lease writes.
    """

    def __init__(self, engine: Engine, store: GridStore, ledger: Ledger, book: str, lease: Lease) -> None:
        self._engine = engine
        self._store = store
        self._ledger = ledger
        self._book = book
        self._lease = lease
        self._history = History(engine, book)
        self._week_kept: date | None = None
        self._fails = False

    def write(self, desk: Desk) -> None:
        """Write the tabs that are due; what the book does not take now is tried again the next time."""
        week = reported_week(desk)
        self._keep(desk, week)
        sources = Sources(desk, week, self._history, self._ledger)
        try:
            with self._lease.held() as is_ours:
                for tab in OWN_TABS if is_ours else ():
                    self._write(tab, sources)
        except AmberError as error:
            _log.log(
                logging.DEBUG if self._fails else logging.WARNING, "tabs.wait", extra={"error": type(error).__name__}
            )
            self._fails = True
        else:
            self._fails = False

    def _keep(self, desk: Desk, week: Period) -> None:
        """Keep the figures of the week, and of those before it that passed while nothing ran."""
        monday = week.start.date()
        if self._week_kept == monday:
            return
        first = max(self._history.last_week() or monday - DAY * 7, monday - DAY * 7 * WEEKS)
        for ago in reversed(range((monday - first).days // 7)):
            missed = unit_period("week", week.start - DAY * 7 * ago, desk.now)
            try:
                self._history.keep(history(desk.figures, missed))
            except IntegrityError:
                _log.info("history.kept_already")  # by another process
        self._week_kept = monday

    def _write(self, tab: OwnTab, sources: Sources) -> None:
        occasion = tab.occasion(sources)
        known = self._known(tab)
        if known is not None and known[0] == occasion:
            return
        grid = tab.grid(sources, book_language([*sources.desk.snapshot.titles.values()]))
        content = _digest(grid)
        if known is None or known[1] != content:
            self._store.replace(tab.key, grid)
            _log.info("tabs.written", extra={"tab": tab.key, "rows": len(grid)})
        self._remember(tab, occasion, content)

    def _known(self, tab: OwnTab) -> tuple[str, str] | None:
        last = select(own_tabs.c.occasion, own_tabs.c.content).where(*self._row(tab))
        with self._engine.connect() as connection:
            row = connection.execute(last).one_or_none()
        return None if row is None else (row.occasion, row.content)

    def _remember(self, tab: OwnTab, occasion: str, content: str) -> None:
        row = {"book": self._book, "tab": tab.key, "occasion": occasion, "content": content}
        with self._engine.begin() as connection:
            connection.execute(delete(own_tabs).where(*self._row(tab)))
            connection.execute(insert(own_tabs).values(row))

    def _row(self, tab: OwnTab) -> tuple[ColumnElement[bool], ...]:
        return own_tabs.c.book == self._book, own_tabs.c.tab == tab.key


def reported_week(desk: Desk) -> Period:
    """Return the latest week whose digest is due in the book's zone: its figures are reported, and change no more."""
    timetable = Timetable.parse(desk.snapshot.tables.settings.text("digest"))
    zone = reporting_zone(desk)
    *_, slot = slots_between(timetable, zone, desk.now_utc - DAY * 8, desk.now_utc)
    monday = slot.day - DAY * slot.day.weekday()
    return unit_period("week", midnight(monday - DAY * 7), desk.now)


def _digest(grid: Grid) -> str:
    def said(cell: Cell) -> object:
        return [cell, cell.url] if isinstance(cell, Link) else cell

    cells = json.dumps([[said(cell) for cell in row] for row in grid], default=str, ensure_ascii=False)
    return blake2b(cells.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
