"""A folder of Parquet files as a TableSource."""

from __future__ import annotations

from datetime import datetime
from hashlib import blake2b
from pathlib import Path

from kpi_core.attribution import attribute
from kpi_core.errors import SetupError, Unavailable
from kpi_core.text import Text
from sheets.archive import day_in, making, newest_reading, renew_reading, write_reading
from sheets.lake.decode import LOCALE, outline_of, tables_of
from sheets.lake.engine import DuckDB
from sheets.lake.files import tabs_in
from sheets.snapshot import Snapshot

_NO_FOLDER = Text("there is no folder {path}", "không có thư mục {path}", "папки {path} нет")
_NOT_OPENED = Text("{path} cannot be opened: {why}", "không mở được {path}: {why}", "{path} не открывается: {why}")
_NO_TABLES = Text(
    "{path} holds no Parquet file", "{path} không có tệp Parquet nào", "в {path} нет ни одного файла Parquet"
)
_NAME_FOLDER = Text(
    "Name a folder that has a file like accounts.parquet, or a folder `accounts` of such files, for each tab",
    "Hãy chỉ ra thư mục có mỗi tab là một tệp như accounts.parquet hoặc một thư mục `accounts` gồm các tệp như thế",
    "Укажите папку, где для каждого листа есть файл вида accounts.parquet или папка `accounts` с такими файлами",
)
_CHECK_PATH = Text(
    "Check the path and its permissions", "Hãy kiểm tra đường dẫn và quyền truy cập", "Проверьте путь и права доступа"
)
_BEING_WRITTEN = Text(
    "{path} is being written; try again",
    "{path} đang được ghi; hãy thử lại",
    "{path} сейчас записывается; попробуйте ещё раз",
)
_SETTLED_S = 5.0


class Lake:
    """A TableSource on one folder: for each tab a Parquet file, or a folder of them.

    Columns are found as in a sheet and must be of the type that is due. What most books outgrow, interactions above
    all, passes through memory piece by piece.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def version(self) -> str:
        """Return a token of all files: names, sizes, times of change."""
        try:
            files = [file for tab in tabs_in(self._folder).values() for file in tab.files]
            states = [(str(file), stat.st_mtime_ns, stat.st_size) for file in files for stat in (file.stat(),)]
        except (FileNotFoundError, NotADirectoryError):
            raise SetupError(_NO_FOLDER.format(path=str(self._folder)), _NAME_FOLDER) from None
        except OSError as error:
            why = str(error.strerror)
            raise SetupError(_NOT_OPENED.format(path=str(self._folder), why=why), _CHECK_PATH) from None
        if not states:
            raise SetupError(_NO_TABLES.format(path=str(self._folder)), _NAME_FOLDER)
        return blake2b(repr(states).encode("utf-8", "backslashreplace"), digest_size=16).hexdigest()

    def read_into(self, folder: Path, now: datetime) -> Path:
        """See TableSource. Raises InputError for a damaged file and for a column of a wrong type."""
        version = self.version()
        outline = outline_of(tabs_in(self._folder))
        today = day_in(outline.zone, now)
        last = newest_reading(folder)
        if last is not None and (last.content, last.today) == (version, today):
            return renew_reading(last, version, now).place
        with making(folder) as scratch:
            engine = DuckDB(scratch)
            tables, issues = tables_of(outline, engine, scratch, today)
            snapshot = Snapshot(
                tables=attribute(tables),
                issues=issues,
                version=version,
                read_at=now,
                timezone=outline.zone,
                locale=LOCALE,
                titles=outline.findings.titles,
                letters=outline.findings.letters,
            )
            if self.version() != version:
                raise Unavailable(_BEING_WRITTEN.format(path=str(self._folder)), _SETTLED_S)
            return write_reading(folder, snapshot, version, today, engine).place
