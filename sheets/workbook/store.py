"""The book as one .xlsx file that people open and edit, and the bot appends to."""

from __future__ import annotations

import time
import zlib
from contextlib import contextmanager
from datetime import time as clock_time
from datetime import timedelta
from hashlib import blake2b
from io import BytesIO
from typing import TYPE_CHECKING, TypeVar, cast
from zipfile import BadZipFile

from lxml import etree
from python_calamine import CalamineError, CalamineWorkbook

from kpi_core.errors import Conflict, InputError, NoBook, SetupError, Unavailable
from kpi_core.schema import BOT_TABS, TABS
from kpi_core.text import Text
from sheets.grid import Book
from sheets.headers import book_locale, recognise_bot_tab
from sheets.layout import SCHEMA_NAME, TIMEZONE_NAME, check_tabs, write_book
from sheets.upgrades import schema_version
from sheets.workbook.appending import append_rows
from sheets.workbook.making import rewrite_bot_tab, upgrade
from sheets.workbook.package import Damaged, Package
from sheets.workbook.replacing import replace_file, sole_writer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from python_calamine import CalamineSheet

    from kpi_core.text import Language
    from sheets.grid import Cell, Grid

# What a damaged or foreign file makes the readers say.
_DAMAGE = (BadZipFile, zlib.error, EOFError, CalamineError, etree.XMLSyntaxError, Damaged)
_NO_WORKBOOK = Text("there is no workbook {path}", "không có tệp {path}", "файла {path} нет")
_NOT_OPENED = Text("{path} cannot be opened: {why}", "không mở được {path}: {why}", "{path} не открывается: {why}")
_NOT_READ = Text("{path} cannot be read: {why}", "không đọc được {path}: {why}", "{path} не читается: {why}")
_CHECK_PATH_OR_INIT = Text(
    "Check the path; amber init makes a new one",
    "Hãy kiểm tra đường dẫn; amber init tạo tệp mới",
    "Проверьте путь; новый файл создаст amber init",
)
_CHECK_PATH = Text(
    "Check the path and its permissions", "Hãy kiểm tra đường dẫn và quyền truy cập", "Проверьте путь и права доступа"
)
_BEING_WRITTEN = Text(
    "{file} is being written; try again",
    "{file} đang được ghi; hãy thử lại",
    "{file} сейчас записывается; попробуйте ещё раз",
)
_NO_XLSX = Text(
    "{path} is not a readable .xlsx workbook (damaged, protected by a password, or another format)",
    "{path} không phải tệp .xlsx đọc được (bị hỏng, có mật khẩu hoặc định dạng khác)",
    "{path} не читается как .xlsx (повреждён, защищён паролем или другого формата)",
)
_SAVE_ANEW = Text(
    "Open it and save it as .xlsx without a password, or restore a copy",
    "Hãy mở và lưu lại dạng .xlsx không mật khẩu, hoặc khôi phục bản sao",
    "Откройте и сохраните его как .xlsx без пароля или восстановите копию",
)
_TRIES = 5
_T = TypeVar("_T")


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
            raise NoBook(_NO_WORKBOOK.format(path=str(self.path)), _CHECK_PATH_OR_INIT) from None
        except OSError as error:
            raise SetupError(_NOT_OPENED.format(path=str(self.path), why=str(error.strerror)), _CHECK_PATH) from None
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
            locale=book_locale(list(package.sheets)),
            timezone=package.defined_name(TIMEZONE_NAME),
            schema_version=schema_version(package.defined_name(SCHEMA_NAME)),
            version=version,
            content=blake2b(content, digest_size=16).hexdigest(),
        )

    def append(self, tab: str, rows: Sequence[Mapping[str, Cell]]) -> int:
        """Add rows after the last filled one; see GridStore. Raises Conflict while a person has the file open."""
        table = TABS.get(tab)
        if table is None:
            raise InputError(f"there is no tab {tab} that rows are added to")
        return self._change(lambda package: append_rows(package, table, rows))

    def replace(self, tab: str, grid: Grid) -> None:
        """Rewrite one of the bot's own tabs (schema.BOT_TABS) whole; row 1 is its header."""
        bot_tab = next((known for known in BOT_TABS if known.key == tab), None)
        if bot_tab is None:
            raise InputError(f"{tab} is not a tab of Amber's own: only those are rewritten")
        self._change(lambda package: rewrite_bot_tab(package, bot_tab, grid))

    def prepare(self, tabs: Sequence[str], language: Language | None = None) -> Sequence[str]:
        """Make the file, or the tabs and columns it lacks; return what was made ("deals", "accounts.tier")."""
        check_tabs(tabs)
        with sole_writer(self.path):
            if not self.path.exists():
                write_book(self.path, {}, language=language or "en", tabs=tabs)
                return [*tabs, *(tab.key for tab in BOT_TABS)]
        return self._change(lambda package: upgrade(package, tabs, language))

    def _change(self, edit: Callable[[Package], _T]) -> _T:
        """Edit the file's content and put it into place; anew when somebody saved the file meanwhile."""
        self.version()  # a path that is wrong gets no lock file
        path = self.path.resolve()  # a link stays a link
        with sole_writer(path):
            for _ in range(_TRIES):
                with self._settled() as (version, content):
                    package = Package(content)
                    result = edit(package)

                def is_unchanged(version: str = version) -> bool:
                    return self.version() == version

                if not package.is_changed or replace_file(path, package.write, if_unchanged=is_unchanged):
                    return result
        raise Conflict(f"{self.path.name} was saved {_TRIES} times while Amber was writing to it; it tries again later")

    @contextmanager
    def _settled(self) -> Iterator[tuple[str, bytes]]:
        """Give the file's version and content; say what is the matter when the body finds it damaged."""
        version = self.version()
        try:
            content = self.path.read_bytes()
        except OSError as error:
            raise SetupError(_NOT_READ.format(path=str(self.path), why=str(error.strerror)), _CHECK_PATH) from None
        try:
            yield version, content
        except _DAMAGE:
            time.sleep(self.settle_seconds)
            if self.version() != version:
                raise Unavailable(_BEING_WRITTEN.format(file=self.path.name), self.settle_seconds) from None
            raise SetupError(_NO_XLSX.format(path=str(self.path)), _SAVE_ANEW) from None


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
