"""Where a book is kept: `xlsx:PATH`, `gsheet:URL_OR_ID` or `parquet:DIR`. Only here a backend is chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit
from urllib.request import url2pathname

from kpi_core.errors import SetupError
from kpi_core.text import Text

if TYPE_CHECKING:
    from bot.settings import Settings
    from sheets.access import BookAccess
    from sheets.grid import GridStore
    from sheets.snapshot import TableSource

_NOT_OPENED = Text(
    "Amber cannot open the book '{spec}'", "Amber không mở được sổ “{spec}”", "Amber не может открыть книгу «{spec}»"
)
_WRITE_IT_AS = Text("Write it as {meant}", "Hãy viết là {meant}", "Напишите её как {meant}")
FILE, GOOGLE, LAKE = "xlsx:", "gsheet:", "parquet:"
_ONLY_READ = Text(
    "Amber only reads the Parquet files in {folder}",
    "Amber chỉ đọc các tệp Parquet trong {folder}",
    "файлы Parquet в {folder} Amber только читает",
)
_NAME_A_BOOK = Text(
    "Name a book that it can write to: xlsx:PATH or gsheet:URL",
    "Hãy chỉ ra sổ mà Amber ghi được: xlsx:PATH hoặc gsheet:URL",
    "Укажите книгу, в которую он может писать: xlsx:PATH или gsheet:URL",
)
_NOT_HERE = Text(
    "Amber reads Parquet from folders of this machine, not over {scheme}",
    "Amber đọc Parquet từ thư mục trên máy này, không qua {scheme}",
    "Amber читает Parquet из папок этой машины, а не через {scheme}",
)
_MOUNT_IT = Text(
    "Mount or copy it, and write parquet:DIR",
    "Hãy gắn ổ hoặc sao chép về rồi viết parquet:DIR",
    "Подключите или скопируйте её и напишите parquet:DIR",
)
_FILE_POLL_SECONDS = 0.5  # a look at a file asks nobody but this machine


class Place(Protocol):
    """A place that Amber can open. Who has one kind of book waits for the libraries of no other."""

    @property
    def name(self) -> str:
        """The one name the book has in the state, however its place is written. Raises SetupError."""

    @property
    def poll_seconds(self) -> float:
        """How often the book is looked at in the background."""

    @property
    def is_google(self) -> bool:
        """Whether the book is a Google Sheet, which has a key and a quota."""

    @property
    def is_only_read(self) -> bool:
        """Whether nothing can be written to the book, by its kind."""

    def opener(self) -> Callable[[], GridStore]:
        """Return what opens the book to be written to, here or in another process. Raises SetupError."""

    def source(self) -> Callable[[], GridStore | TableSource]:
        """Return what opens the book to be read, here or in another process. Raises SetupError."""

    def access(self) -> BookAccess:
        """Look at what Amber may do there; nothing is changed. Raises SetupError, Unavailable."""


def place_of(spec: str, settings: Settings) -> Place:
    """Return the place that a spec names. Raises SetupError for one that Amber cannot open."""
    scheme, place = spec[: spec.find(":") + 1], spec[spec.find(":") + 1 :].strip()
    if scheme not in _PLACES or not place:
        raise SetupError(_NOT_OPENED.format(spec=spec), _WRITE_IT_AS.format(meant=_meant(spec)))
    return _PLACES[scheme](place, settings)


def _meant(spec: str) -> str:
    if "docs.google.com/" in spec:
        return f"{GOOGLE}{spec}"
    if spec and Path(spec).is_dir():
        return f"{LAKE}{spec}"
    return f"{FILE}{spec}" if spec.endswith(".xlsx") else f"{FILE}PATH or {GOOGLE}URL"


@dataclass(frozen=True)
class _File:
    """An .xlsx file on this machine."""

    given: str
    settings: Settings
    is_google = is_only_read = False
    poll_seconds = _FILE_POLL_SECONDS

    @property
    def name(self) -> str:
        return f"{FILE}{self._path}"

    def opener(self) -> Callable[[], GridStore]:
        from sheets.workbook import Workbook  # noqa: PLC0415  # see Place

        return partial(Workbook, self._path)

    def source(self) -> Callable[[], GridStore]:
        return self.opener()

    def access(self) -> BookAccess:
        from sheets.workbook.access import access_to_file  # noqa: PLC0415  # see Place

        return access_to_file(self._path)

    @property
    def _path(self) -> Path:
        return Path(self.given).expanduser().resolve()


@dataclass(frozen=True)
class _Google:
    """A Google Sheet."""

    given: str
    settings: Settings
    is_google = True
    is_only_read = False

    @property
    def name(self) -> str:
        return f"{GOOGLE}{self._spreadsheet}"

    @property
    def poll_seconds(self) -> float:
        return self.settings.poll_seconds

    def opener(self) -> Callable[[], GridStore]:
        from sheets.google import GoogleSheet  # noqa: PLC0415  # see Place

        spreadsheet = self._spreadsheet
        self.settings.require("google_credentials")
        return partial(GoogleSheet, spreadsheet, self.settings.google_credentials, self.settings.google_api_url)

    def source(self) -> Callable[[], GridStore]:
        return self.opener()

    def access(self) -> BookAccess:
        from sheets.google.access import access_to_sheet  # noqa: PLC0415  # see Place

        self.settings.require("google_credentials")
        return access_to_sheet(self._spreadsheet, self.settings.google_credentials, self.settings.google_api_url)

    @property
    def _spreadsheet(self) -> str:
        from sheets.google import spreadsheet_id  # noqa: PLC0415  # see Place

        return spreadsheet_id(self.given)


@dataclass(frozen=True)
class _Lake:
    """A folder of Parquet files on this machine."""

    given: str
    settings: Settings
    is_google = False
    is_only_read = True
    poll_seconds = _FILE_POLL_SECONDS

    @property
    def name(self) -> str:
        return f"{LAKE}{self._folder}"

    def opener(self) -> Callable[[], GridStore]:
        raise SetupError(_ONLY_READ.format(folder=str(self._folder)), _NAME_A_BOOK)

    def source(self) -> Callable[[], TableSource]:
        from sheets.lake import Lake  # noqa: PLC0415  # see Place

        return partial(Lake, self._folder)

    def access(self) -> BookAccess:
        from sheets.lake.access import access_to_lake  # noqa: PLC0415  # see Place

        return access_to_lake(self._folder)

    @property
    def _folder(self) -> Path:
        scheme, found, _ = self.given.partition("://")
        if found and scheme != "file":
            raise SetupError(_NOT_HERE.format(scheme=scheme), _MOUNT_IT)
        return Path(url2pathname(urlsplit(self.given).path) if found else self.given).expanduser().resolve()


_PLACES: Mapping[str, Callable[[str, Settings], Place]] = {FILE: _File, GOOGLE: _Google, LAKE: _Lake}


def key_address(settings: Settings) -> str:
    """Return the address that Amber's key for Google belongs to. Raises SetupError when it is missing or no key."""
    from sheets.google.access import key_address  # noqa: PLC0415  # see Place

    settings.require("google_credentials")
    return key_address(settings.google_credentials, settings.google_api_url)
