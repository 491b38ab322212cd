"""Notices changes of the book, has it read, and hands over an immutable snapshot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from kpi_core.errors import AmberError, Unavailable
from sheets.reader import Reader

if TYPE_CHECKING:
    from sheets.archive import Reading
    from sheets.grid import GridStore
    from sheets.snapshot import Snapshot


class Snapshots:
    """The newest snapshot of one book. Safe to share between threads: who asks during a reading waits for that one.

    `open_store` goes to the child process and must be picklable, `folder` holds the readings of this book alone,
    `clock` gives aware UTC. With `in_process` the book is read right here: for commands that ask once.
    """

    def __init__(
        self,
        open_store: Callable[[], GridStore],
        folder: Path,
        clock: Callable[[], datetime],
        *,
        in_process: bool = False,
    ) -> None:
        self._open_store = open_store
        self._folder = folder
        self._clock = clock
        self._reader = None if in_process else Reader(open_store, folder)
        self._store: GridStore | None = None
        self._held: tuple[Reading, Snapshot] | None = None
        self._has_read = False
        self._lock = RLock()

    def current(self) -> Snapshot:
        """Return the snapshot of the book as it is now; when nothing changed the same one, and nothing is read.

        When the book cannot be read the last snapshot serves, `stale` saying why. Raises Unavailable and SetupError
        when there is none, and SetupError also in a process that never read the book: its last one is another's.
        """
        with self._lock:
            self._take_up()
            try:
                version = self._opened().version()
                if self._held and self._held[0].serves(version, self._clock()):
                    self._has_read = True
                    return self._serve("")
                return self._read()
            except AmberError as error:
                if self._held is None or not (self._has_read or isinstance(error, Unavailable)):
                    raise
                return self._serve(str(error))

    def refresh(self) -> Snapshot:
        """Read the book now and return its snapshot. Raises Unavailable, SetupError."""
        with self._lock:
            self._take_up()
            return self._read()

    def close(self) -> None:
        """End the child process."""
        with self._lock:
            if self._reader is not None:
                self._reader.close()

    def _opened(self) -> GridStore:
        if self._store is None:
            self._store = self._open_store()
        return self._store

    def _take_up(self) -> None:
        """Take up the newest reading on disk when there is none at hand, and get the child ready for the next."""
        if self._held is None:
            if self._reader is not None:
                self._reader.start()
            self._held = _newest(self._folder)

    def _read(self) -> Snapshot:
        now = self._clock()
        if self._reader is not None:
            place = self._reader.read(now)
        else:
            from sheets.reading import read_book  # noqa: PLC0415  # only who reads waits for what reading takes

            place = read_book(self._opened(), self._folder, now)
        self._hold(place)
        self._has_read = True
        return self._serve("")

    def _hold(self, place: Path) -> None:
        """Hold the reading of a place; one held already keeps its tables, whatever version and hour it has now."""
        from sheets.archive import reading_at  # noqa: PLC0415

        reading = reading_at(place)
        if self._held is not None and self._held[0].place == place:
            snapshot = replace(self._held[1], version=reading.version, read_at=reading.read_at)
        else:
            snapshot = reading.snapshot()
        self._held = reading, snapshot

    def _serve(self, stale: str) -> Snapshot:
        """Return the snapshot held, marked stale or not; it stays the same object while nothing changes."""
        if self._held is None:
            raise Unavailable("the book has not been read yet; try again")
        reading, snapshot = self._held
        if snapshot.stale != stale:
            snapshot = replace(snapshot, stale=stale)
            self._held = reading, snapshot
        return snapshot


def _newest(folder: Path) -> tuple[Reading, Snapshot] | None:
    """Return the newest reading of the folder, opened; damaged ones are removed."""
    # Opening tables takes pandas: whoever only needs the class does not wait for it.
    from sheets.archive import discard_reading, newest_reading  # noqa: PLC0415

    while reading := newest_reading(folder):
        try:
            return reading, reading.snapshot()
        except (OSError, ValueError, KeyError, TypeError):
            discard_reading(reading)
    return None
