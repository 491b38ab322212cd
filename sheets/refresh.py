"""Notices changes of the book, has it read, and hands over an immutable snapshot."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from kpi_core.errors import AmberError, Unavailable
from kpi_core.text import Text
from sheets.reader import Reader

if TYPE_CHECKING:
    from sheets.archive import Reading
    from sheets.grid import GridStore
    from sheets.snapshot import Snapshot, TableSource

_log = logging.getLogger(__name__)
_BEING_READ = Text(
    "the book is being read just now; ask again in a moment",
    "sổ đang được đọc; hãy hỏi lại sau giây lát",
    "книга сейчас читается; спросите через минуту",
)
_NOT_OPENED = Text(
    "what was read of the book could not be opened; ask again and it is read anew",
    "không mở được dữ liệu đã đọc từ sổ; hãy hỏi lại để Amber đọc lại sổ",
    "прочитанное из книги не открылось; спросите ещё раз, и она будет прочитана заново",
)
_DAMAGE = (OSError, ValueError, KeyError, TypeError)  # what a damaged reading makes its readers say
_PATIENCE_S = 5.0  # how long somebody waits for a reading that is under way, before their own


class Snapshots:
    """The newest snapshot of one book, for all threads: it is handed over at once, whatever the book does meanwhile.

    `open_store` goes to the child process and must be picklable, `folder` holds the readings of this book alone,
    `clock` gives aware UTC. With `in_process` the book is read right here: for commands that ask once.
    """

    def __init__(
        self,
        open_store: Callable[[], GridStore | TableSource],
        folder: Path,
        clock: Callable[[], datetime],
        *,
        in_process: bool = False,
    ) -> None:
        self._open_store = open_store
        self._folder = folder
        self._clock = clock
        self._reader = None if in_process else Reader(open_store, folder)
        self._store: GridStore | TableSource | None = None
        self._held: tuple[Reading, Snapshot] | None = None
        self._is_this_book = False
        self._lock = RLock()

    def current(self) -> Snapshot:
        """Return the snapshot held, at once; while there is none, look at the book. Raises what `check` raises."""
        held = self._held  # without the lock: whoever answers waits for no reading
        return held[1] if held else self.check()

    def check(self) -> Snapshot:
        """Look whether the book changed, read it if so, and return the snapshot of it.

        When that fails the last snapshot stays, `stale` saying why. Raises Unavailable and SetupError when there is
        none, and SetupError also in a process that never saw the book: its last snapshot may be another's.
        """
        with self._lock:
            self._make_ready()
            try:
                with self._failures_noted():
                    version = self._opened().version()
                    now = self._clock()
                    if self._held and self._held[0].serves(version, now):
                        if self._reader is not None:
                            self._reader.rest()
                        return self._hold(self._held[0], _fresh(self._held[1], now))
                    return self._read(now)
            except AmberError as error:
                if self._held is None or not (self._is_this_book or isinstance(error, Unavailable)):
                    raise
                return self._held[1]

    def refresh(self) -> Snapshot:
        """Read the book now and return its snapshot. Raises Unavailable, SetupError."""
        if not self._lock.acquire(timeout=_PATIENCE_S):
            raise Unavailable(_BEING_READ, _PATIENCE_S)
        try:
            self._make_ready()
            with self._failures_noted():
                return self._read(self._clock())
        finally:
            self._lock.release()

    def take_up(self) -> bool:
        """Hold the newest reading on disk without a look at the book; return whether there is one.

        Whoever takes it up vouches that it is this book's: it serves through whatever keeps the book from being read.
        """
        with self._lock:
            self._make_ready()
            self._is_this_book = self._held is not None
            return self._is_this_book

    def close(self) -> None:
        """End the child process; a reading that is under way fails."""
        if self._reader is not None:
            self._reader.close()

    def _opened(self) -> GridStore | TableSource:
        if self._store is None:
            self._store = self._open_store()
        return self._store

    def _make_ready(self) -> None:
        """Hold the newest reading on disk when there is none at hand, and get the child ready for the next."""
        if self._held is None:
            if self._reader is not None:
                self._reader.start()
            self._held = _newest(self._folder)

    def _read(self, now: datetime) -> Snapshot:
        started = time.monotonic()
        if self._reader is not None:
            place = self._reader.read(now)
        else:
            from sheets.reading import read_book  # noqa: PLC0415  # only who reads waits for what reading takes

            place = read_book(self._opened(), self._folder, now)
        snapshot = self._take(place)
        seconds = round(time.monotonic() - started, 2)
        _log.info("refresh.done", extra={"seconds": seconds, "rows": _count_rows(snapshot)})
        return snapshot

    def _take(self, place: Path) -> Snapshot:
        """Hold the reading of a place; one held already keeps its tables, whatever version and hour it has now.

        Raises Unavailable for one that is damaged, or that others on the same book have removed since.
        """
        from sheets.archive import discard_reading, reading_at  # noqa: PLC0415

        try:
            reading = reading_at(place)
            if self._held is not None and reading.is_as(self._held[0]):
                return self._hold(reading, replace(_fresh(self._held[1], reading.read_at), version=reading.version))
            return self._hold(reading, reading.snapshot())
        except _DAMAGE as error:
            discard_reading(place)
            raise Unavailable(_NOT_OPENED) from error

    def _hold(self, reading: Reading, snapshot: Snapshot) -> Snapshot:
        self._held = reading, snapshot
        self._is_this_book = True
        return snapshot

    @contextmanager
    def _failures_noted(self) -> Iterator[None]:
        """Mark the snapshot held as stale when the book cannot be looked at or read, and pass the error on."""
        try:
            yield
        except AmberError as error:
            if self._held is not None:
                self._mark_stale(*self._held, error)
            raise

    def _mark_stale(self, reading: Reading, snapshot: Snapshot, error: AmberError) -> None:
        from sheets.archive import renew_reading  # noqa: PLC0415

        if not snapshot.stale:
            with suppress(OSError):  # a restart during the outage shall know, too, until when all was well
                reading = renew_reading(reading, reading.version, snapshot.read_at)
        silent = error.system if isinstance(error, Unavailable) else ""
        self._held = reading, replace(snapshot, stale=error.text, silent=silent)


def _fresh(snapshot: Snapshot, read_at: datetime) -> Snapshot:
    """Return the snapshot known to be good at an instant; the same object when nothing differs."""
    if (snapshot.read_at, snapshot.stale) == (read_at, None):
        return snapshot
    return replace(snapshot, read_at=read_at, stale=None, silent="")


def _count_rows(snapshot: Snapshot) -> int:
    return sum(snapshot.tables[tab].select("row").collect().shape[0] for tab in snapshot.titles)


def _newest(folder: Path) -> tuple[Reading, Snapshot] | None:
    """Return the newest reading of the folder, opened; damaged ones are removed."""
    # Opening tables takes pandas: whoever only needs the class does not wait for it.
    from sheets.archive import discard_reading, newest_reading  # noqa: PLC0415

    while reading := newest_reading(folder):
        try:
            return reading, reading.snapshot()
        except _DAMAGE:
            discard_reading(reading.place)
    return None
