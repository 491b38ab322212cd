"""Where a book is kept, as it is named: `xlsx:PATH` or `gsheet:URL_OR_ID`. Only here a backend is chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kpi_core.errors import SetupError
from kpi_core.text import Text

if TYPE_CHECKING:
    from bot.settings import Settings
    from sheets.access import BookAccess
    from sheets.grid import GridStore

_NOT_OPENED = Text(
    "Amber cannot open the book '{spec}'", "Amber không mở được sổ “{spec}”", "Amber не может открыть книгу «{spec}»"
)
_WRITE_IT_AS = Text("Write it as {meant}", "Hãy viết là {meant}", "Напишите её как {meant}")
FILE, GOOGLE = "xlsx:", "gsheet:"
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

    def opener(self) -> Callable[[], GridStore]:
        """Return what opens the book, here or in another process. Raises SetupError."""

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
    return f"{FILE}{spec}" if spec.endswith(".xlsx") else f"{FILE}PATH or {GOOGLE}URL"


@dataclass(frozen=True)
class _File:
    """An .xlsx file on this machine."""

    given: str
    settings: Settings
    is_google = False
    poll_seconds = _FILE_POLL_SECONDS

    @property
    def name(self) -> str:
        return f"{FILE}{self._path}"

    def opener(self) -> Callable[[], GridStore]:
        from sheets.workbook import Workbook  # noqa: PLC0415  # see Place

        return partial(Workbook, self._path)

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

    def access(self) -> BookAccess:
        from sheets.google.access import access_to_sheet  # noqa: PLC0415  # see Place

        self.settings.require("google_credentials")
        return access_to_sheet(self._spreadsheet, self.settings.google_credentials, self.settings.google_api_url)

    @property
    def _spreadsheet(self) -> str:
        from sheets.google import spreadsheet_id  # noqa: PLC0415  # see Place

        return spreadsheet_id(self.given)


_PLACES: Mapping[str, Callable[[str, Settings], Place]] = {FILE: _File, GOOGLE: _Google}


def key_address(settings: Settings) -> str:
    """Return the address that Amber's key for Google belongs to. Raises SetupError when it is missing or no key."""
    from sheets.google.access import key_address  # noqa: PLC0415  # see Place

    settings.require("google_credentials")
    return key_address(settings.google_credentials, settings.google_api_url)
