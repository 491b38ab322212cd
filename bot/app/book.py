"""Which book Amber works on, and the desks set up on it."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from platformdirs import user_data_path

from bot.app.clock import STEP, Clock
from bot.app.place import FILE, place_of
from bot.desk import Desk
from bot.escalation import Told, nothing_told
from bot.requests import request
from kpi_core.errors import AmberError
from sheets.refresh import Snapshots
from sheets.watch import Watch

if TYPE_CHECKING:
    from bot.settings import Settings
    from kpi_core.evaluate import Figures
    from sheets.snapshot import Snapshot

_log = logging.getLogger(__name__)
_FIRST_LOOK_SECONDS = 5.0  # a start waits this long for a book that is slow to answer, then the last reading serves


def demo_folder() -> Path:
    """Return the folder of the demo: its book and, once the bot ran, its state."""
    return user_data_path("amber") / "demo"


def store_spec(asked: str | None, settings: Settings, tell: Callable[[str], None]) -> str:
    """Return the book to open: the one asked for, else the settings', else the demo book, made on first use.

    `tell` hears one line when the demo book was made.
    """
    if spec := asked or settings.store:
        return spec
    return f"{FILE}{demo_book(demo_folder(), Clock(settings.as_of), tell)}"


def demo_book(folder: Path, clock: Clock, tell: Callable[[str], None], *, fresh: bool = False) -> Path:
    """Return the demo book in this folder; it is made when there is none yet, and anew when `fresh`."""
    path = folder / "amber-demo.xlsx"
    if fresh or not path.exists():
        from sheets.demo.book import write_demo  # noqa: PLC0415  # the generator is needed once in a book's life

        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_demo(path, as_of=clock.day())
        tell(f"The demo book was made: {path}")
    return path


def desks_on(
    spec: str, settings: Settings, *, once: bool = False, told_since: Callable[[date], Told] = nothing_told
) -> BookDesks:
    """Return the desks on a book; with `once` it is read right here, for a command that asks once.

    `told_since` gives the days on which signals were told.
    Raises SetupError for a place Amber cannot open; the book itself is opened with the first question.
    """
    readings = readings_of(spec, settings)
    snapshots = Snapshots(place_of(spec, settings).source(), readings, Clock(settings.as_of), in_process=once)
    return BookDesks(snapshots, settings.as_of, told_since)


def readings_of(spec: str, settings: Settings) -> Path:
    """Return the folder of a book's readings."""
    return settings.cache / hashlib.sha256(spec.encode()).hexdigest()[:16]


def one_desk(spec: str, settings: Settings) -> Desk:
    """Return a desk on a book for a command that asks once. Raises SetupError, Unavailable."""
    with closing(desks_on(spec, settings, once=True, told_since=partial(_told_since, settings.database))) as desks:
        return desks.current()


def _told_since(database: str, first: date) -> Told:
    """Return what the bot told since a day; where none has run yet, no database is made. Raises SetupError."""
    from bot.state.address import file_of  # noqa: PLC0415  # who asks for no signals does not wait for SQL
    from bot.state.db import open_as_it_stands  # noqa: PLC0415  # idem
    from bot.state.ledger import Ledger  # noqa: PLC0415  # idem

    path = file_of(database)
    if path is not None and not path.is_file():
        return nothing_told(first)
    engine = open_as_it_stands(database)  # beneath a bot of another version nothing is changed for a question
    try:
        return Ledger(engine, Clock()).told_since(first)
    finally:
        engine.dispose()


class BookDesks:
    """Implements Desks over the readings of one book: one desk per reading and instant, shared by all who ask."""

    def __init__(
        self, snapshots: Snapshots, as_of: datetime | None, told_since: Callable[[date], Told] = nothing_told
    ) -> None:
        self._snapshots = snapshots
        self._told_since = told_since
        self._as_of = as_of
        self._shown: tuple[Snapshot, Desk] | None = None
        self._prepared: Figures | None = None
        self._watch: Watch | None = None
        self._lock = Lock()

    def watch(
        self, poll_seconds: float, prepare: Callable[[Desk], object], recovered: Callable[[], object] = lambda: None
    ) -> None:
        """Look at the book in the background until `close`.

        `prepare` gets each desk with new figures before somebody asks at it; `recovered` is called when a book that
        failed is well again, and when it is at the first look. Returns once there is a desk: the book's of now, or when
        it fails or is slow the last one known. Raises SetupError and Unavailable when there was none yet.
        """
        if not self._snapshots.take_up():
            self._snapshots.check()
        self._watch = Watch(partial(self._look, prepare, recovered), poll_seconds)
        self._watch.start(_FIRST_LOOK_SECONDS)

    def current(self) -> Desk:
        """Return the desk shown; see Desks."""
        with self._lock:
            if self._shown is None:
                snapshot = self._snapshots.current()
                self._shown = snapshot, self._desk(snapshot)
            snapshot, desk = self._shown
            if self._horizon(snapshot) - desk.now_utc > (STEP if self._watch else timedelta(0)):
                self._shown = snapshot, self._desk(snapshot)
            return self._shown[1]

    @property
    def have_looked(self) -> bool:
        """Whether what is shown was looked after since the start, and is not just what a former process left."""
        return self._watch is None or self._watch.has_looked

    @property
    def go_on_looking(self) -> bool:
        """Whether the book is still looked at, if it ever was."""
        return self._watch is None or self._watch.goes_on

    def refresh(self) -> Desk:
        """Read the book now and return the desk on it; see Desks."""
        snapshot = self._snapshots.refresh()
        with self._lock:
            desk = self._desk(snapshot)
            self._shown = snapshot, desk
        if self._watch is not None:
            self._watch.look_now()  # which prepares the new figures for all others
        return desk

    def close(self) -> None:
        """Stop watching and reading."""
        if self._watch is not None:
            self._watch.end(self._snapshots.close)
        self._snapshots.close()

    def _look(self, prepare: Callable[[Desk], object], recovered: Callable[[], object]) -> Snapshot:
        was_well = self.have_looked and not self._snapshots.current().stale
        with request("look"):
            snapshot = self._snapshots.check()
            desk = self._desk(snapshot)
            if desk.figures is not self._prepared:
                try:
                    prepare(desk)
                except Exception:  # noqa: BLE001  # what nobody has asked for yet keeps no figures from anybody
                    _log.exception("look.not_prepared")
                self._prepared = desk.figures
            with self._lock:
                if self._snapshots.current() is snapshot:  # no refresh came between
                    self._shown = snapshot, desk
            if not (was_well or snapshot.stale):
                with suppress(AmberError):  # what waits for the book goes with the next minute, too
                    recovered()
        return snapshot

    def _desk(self, snapshot: Snapshot) -> Desk:
        """Return a desk of the moment; what the one shown has worked out on the same tables stays."""
        from kpi_core.evaluate import Figures  # noqa: PLC0415  # who opens no book does not wait for pandas

        now_utc = self._horizon(snapshot)
        last = self._shown[1] if self._shown else None
        if self._as_of is not None:
            snapshot = replace(snapshot, read_at=now_utc)  # under a stopped clock nothing grows old
        is_same_book = last is not None and last.snapshot.tables is snapshot.tables
        if last is not None and is_same_book and last.now_utc == now_utc:
            return last.confirmed(snapshot)
        now = now_utc.astimezone(ZoneInfo(snapshot.timezone)).replace(tzinfo=None)
        figures = last.figures.at(now) if last is not None and is_same_book else Figures(snapshot.tables, now)
        return Desk(snapshot, figures, now, now_utc, self._told_since)

    def _horizon(self, snapshot: Snapshot) -> datetime:
        return Clock(self._as_of, snapshot.timezone).horizon()
