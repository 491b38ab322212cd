"""All files of the emulated Google and who may do what with them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal

from tests.emulators.google_sheets.errors import ApiError
from tests.emulators.google_sheets.model import Json, Sheet, Spreadsheet

SPREADSHEET_TYPE = "application/vnd.google-apps.spreadsheet"
START = datetime(2026, 1, 5, 8, tzinfo=UTC)  # its clock goes on by a second with each change
Access = Literal["writer", "reader", "none"]


@dataclass(slots=True)
class File:
    """A spreadsheet in Drive: the book, its times and version, and what the caller may do."""

    book: Spreadsheet
    created: datetime
    modified: datetime
    version: int = 4  # of a fresh file, in the recordings
    access: Access = "writer"
    permissions: list[Json] = field(default_factory=list)
    comments: list[Json] = field(default_factory=list)
    parents: list[str] = field(default_factory=lambda: ["root"])
    trashed: bool = False
    lock: threading.RLock = field(default_factory=threading.RLock)


class Service:
    """What the servers of Google hold, whoever asks."""

    def __init__(self) -> None:
        self.files: dict[str, File] = {}
        self._lock = threading.RLock()
        self._moment = START
        self._made = 0

    def now(self) -> datetime:
        """Return the next moment: no two changes share one."""
        with self._lock:
            self._moment += timedelta(seconds=1)
            return self._moment

    def create(self, title: str, locale: str = "en_US", timezone: str = "Etc/GMT") -> File:
        """Make a spreadsheet with one empty tab."""
        with self._lock:
            self._made += 1
            book = Spreadsheet.blank(f"1{self._made:04d}emulated-spreadsheet-with-long-ID", title, locale, timezone)
            book.sheets.append(Sheet.blank(0, "Sheet1"))
            moment = self.now()
            file = self.files[book.book_id] = File(book, moment, moment)
            return file

    def copy(self, original: File, title: str) -> File:
        """Make a copy of a spreadsheet, with its cells and tabs."""
        file = self.create(title)
        with original.lock:
            file.book.become(original.book.copy())
        file.book.properties["title"] = title
        return file

    @contextmanager
    def reading(self, book_id: str) -> Iterator[Spreadsheet]:
        """Hold a book still. Raises ApiError 404, 403."""
        file = self._file(book_id)
        with file.lock:
            yield file.book

    @contextmanager
    def changing(self, book_id: str) -> Iterator[Spreadsheet]:
        """Hold a book for a change of the caller's. Raises ApiError 404, 403."""
        file = self._file(book_id)
        if file.access == "reader":
            raise ApiError(403, "The caller does not have permission")
        with self.edited(file) as book:
            yield book

    @contextmanager
    def edited(self, file: File) -> Iterator[Spreadsheet]:
        """Hold a book for anybody's change, which shows in its version unless it fails."""
        with file.lock:
            yield file.book
            file.version += 1
            file.modified = self.now()

    def _file(self, book_id: str) -> File:
        file = self.files.get(book_id)
        if file is None:
            raise ApiError(404, "Requested entity was not found.")
        if file.access == "none":
            raise ApiError(403, "The caller does not have permission")
        return file
