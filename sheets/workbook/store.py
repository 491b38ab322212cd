"""The book as one .xlsx file that people open and edit, and the bot appends to."""

from __future__ import annotations

import time
import zlib
from contextlib import contextmanager
from datetime import time as clock_time
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING, cast
from zipfile import BadZipFile

from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook

from kpi_core.errors import SetupError, Unavailable
from kpi_core.text import LANGUAGES
from sheets.grid import Book
from sheets.headers import book_language, recognise_bot_tab
from sheets.layout import TIMEZONE_NAME
from sheets.workbook.package import Package

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from python_calamine import CalamineSheet

    from sheets.grid import Cell, Grid

# What a damaged or foreign file makes the readers say.
_DAMAGE = (BadZipFile, zlib.error, CalamineError, etree.XMLSyntaxError, KeyError, StopIteration, EOFError)
_LOCALES = dict(zip(LANGUAGES, ("en_US", "vi_VN", "ru_RU"), strict=True))


class Workbook:
    """A GridStore on one .xlsx file.

    People's own program may replace the file at any moment; a half-written one is told from a damaged one by waiting
    `settle_seconds` for it to change.
    """

    def __init__(self, path: Path, settle_seconds: float = 0.3) -> None:
        self.path = path
        self.settle_seconds = settle_seconds

    def version(self) -> str:
        """Return a token of the file's state: time of change in ns, size, inode."""
        try:
            stat = self.path.stat()
        except FileNotFoundError:
            raise SetupError(
                f"there is no workbook {self.path}", "Check the path, or make one with amber init"
            ) from None
        except OSError as error:
            raise SetupError(f"{self.path} cannot be opened: {error.strerror}", "Check its permissions") from None
        return f"{stat.st_mtime_ns}-{stat.st_size}-{stat.st_ino}"

    def read(self) -> Book:
        """Return all tabs but the bot's own, hidden ones too, cells by calamine: an error value such as #N/A is ''."""
        with self._settled() as (version, content):
            package = Package(content)
            calamine = CalamineWorkbook.from_filelike(BytesIO(content))
            tabs = {
                title: _grid(calamine.get_sheet_by_name(title))
                for title in package.sheets
                if recognise_bot_tab(title) is None
            }
        return Book(
            tabs=tabs,
            locale=_LOCALES[book_language(list(package.sheets))],
            timezone=package.defined_name(TIMEZONE_NAME),
            version=version,
        )

    @contextmanager
    def _settled(self) -> Iterator[tuple[str, bytes]]:
        """Give the file's version and content; say what is the matter when the body finds it damaged."""
        version = self.version()
        try:
            content = self.path.read_bytes()
        except OSError as error:
            raise SetupError(f"{self.path} cannot be read: {error.strerror}", "Check its permissions") from None
        try:
            yield version, content
        except _DAMAGE:
            time.sleep(self.settle_seconds)
            if self.version() != version:
                raise Unavailable(f"{self.path.name} is being written; try again", self.settle_seconds) from None
            raise SetupError(
                f"{self.path} is not a readable .xlsx workbook (damaged, protected by a password, or another format)",
                "Open it and save it as .xlsx without a password, or restore a copy",
            ) from None


def _grid(sheet: CalamineSheet) -> Grid:
    """Return a sheet's cells; a time of day without a date ("09:00" in a setting) as the text it looks like."""
    rows = sheet.to_python(skip_empty_area=False)
    for row in rows:
        for index, cell in enumerate(row):
            if type(cell) is clock_time:
                row[index] = cell.isoformat("auto" if cell.second else "minutes")
            elif type(cell) is timedelta:
                row[index] = str(cell)
    return cast("list[list[Cell]]", rows)
