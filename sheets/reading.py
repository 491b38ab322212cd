"""One reading of the book: raw cells → typed tables → a folder on disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from hashlib import blake2b
from pathlib import Path

import narwhals as nw

from kpi_core.attribution import attribute
from kpi_core.errors import SetupError
from kpi_core.tables import Tables
from sheets.archive import day_in, newest_reading, renew_reading, write_reading
from sheets.codec import decode, reporting_zone
from sheets.grid import Book, GridStore
from sheets.snapshot import Snapshot, TableSource


def read_book(store: GridStore | TableSource, folder: Path, now: datetime) -> Path:
    """Read the book as of `now` (aware) and return the reading's place in the folder.

    A book with the content it had, on the same day, keeps its reading. Raises Unavailable, SetupError, and InputError
    for a book of typed tables that are not of their types.
    """
    if isinstance(store, TableSource):
        with _writing(folder):
            return store.read_into(folder, now)
    book = store.read()
    content, today = _digest(book), day_in(reporting_zone(book), now)
    last = newest_reading(folder)
    with _writing(folder):
        if content and last is not None and (last.content, last.today) == (content, today):
            return renew_reading(last, book.version, now).place
        return write_reading(folder, _snapshot(book, today, now), content, today).place


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise SetupError(f"{folder} cannot be written: {error.strerror}", "Check its permissions and space") from error


def _digest(book: Book) -> str:
    """Return a digest of all that a reading depends on; "" when the backend cannot tell whether cells changed."""
    if not book.content:
        return ""
    whole = repr((book.locale, book.timezone, book.schema_version, dict(book.cell_urls), list(book.tabs), book.content))
    return blake2b(whole.encode("utf-8", "backslashreplace"), digest_size=16).hexdigest()


def _snapshot(book: Book, today: date, now: datetime) -> Snapshot:
    decoded = decode(book, today)
    frames = {key: nw.from_native(frame).lazy() for key, frame in decoded.frames.items()}
    tables = Tables(frames, decoded.missing, decoded.settings, decoded.base_currency)
    return Snapshot(
        tables=attribute(tables),
        issues=decoded.issues,
        version=book.version,
        read_at=now,
        timezone=decoded.timezone,
        locale=book.locale,
        titles=decoded.titles,
        letters=decoded.letters,
        cell_urls=book.cell_urls,
        sheet_timezone=decoded.sheet_timezone,
    )
