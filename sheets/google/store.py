"""The book as one Google Sheet that people edit all day, and the bot appends to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kpi_core.errors import InputError, SetupError
from kpi_core.schema import TABS
from kpi_core.text import Text
from sheets.google.appending import append_rows
from sheets.google.client import SheetsClient
from sheets.google.credentials import read_credentials
from sheets.google.making import prepare_book
from sheets.google.reading import BookReader
from sheets.google.replacing import replace_tab

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpi_core.text import Language
    from sheets.google.client import Patience
    from sheets.grid import Book, Cell, Grid

_NO_ADDRESS = Text(
    "'{text}' is not the address of a Google Sheet",
    "“{text}” không phải địa chỉ của một Google Sheet",
    "«{text}» — не адрес таблицы Google",
)
_COPY_THE_URL = Text(
    "Open the sheet and copy its URL, like https://docs.google.com/spreadsheets/d/ID/edit, or the ID in it",
    "Hãy mở sổ và chép URL, dạng https://docs.google.com/spreadsheets/d/ID/edit, hoặc ID trong đó",
    "Откройте таблицу и скопируйте её адрес вида https://docs.google.com/spreadsheets/d/ID/edit или ID из него",
)
_IN_URL = re.compile(r"https://docs\.google\.com/(?:a/[^/]+/)?spreadsheets/(?:u/\d+/)?d/(?!e/)([\w-]+)", re.ASCII)
_ID = re.compile(r"[\w-]+", re.ASCII)


def spreadsheet_id(given: str) -> str:
    """Return the ID in a spreadsheet's URL; an ID stays one. Raises SetupError for what is neither."""
    text = given.strip()
    if found := _IN_URL.match(text):
        return found[1]
    if _ID.fullmatch(text):
        return text
    raise SetupError(_NO_ADDRESS.format(text=text), _COPY_THE_URL)


class GoogleSheet:
    """A GridStore on one Google Sheet.

    `spreadsheet` is its URL or ID, `credentials` the path of a key or its JSON, `api_url` another server than Google.
    Raises SetupError for a spreadsheet or credentials that cannot be.
    """

    def __init__(self, spreadsheet: str, credentials: str, api_url: str = "", patience: Patience | None = None) -> None:
        self.spreadsheet = spreadsheet_id(spreadsheet)
        self.client = SheetsClient(read_credentials(credentials, api_url), api_url, patience)
        self._reader = BookReader(self.client, self.spreadsheet)

    def version(self) -> str:
        """Return Drive's version of the file; it also grows with changes that no cell shows."""
        return self.client.file_version(self.spreadsheet)

    def read(self) -> Book:
        """Return the tabs people edit, hidden ones too; see BookReader for what it costs of Google's quota."""
        return self._reader.read()

    def append(self, tab: str, rows: Sequence[Mapping[str, Cell]]) -> int:
        """Add rows after the last filled one; see GridStore and append_rows."""
        if tab not in TABS:
            raise InputError(f"there is no tab {tab} that rows are added to")
        return append_rows(self.client, self.spreadsheet, TABS[tab], rows)

    def replace(self, tab: str, grid: Grid) -> None:
        """Rewrite one of the bot's own tabs whole; see GridStore."""
        replace_tab(self.client, self.spreadsheet, tab, grid)

    def prepare(self, tabs: Sequence[str], language: Language | None = None) -> Sequence[str]:
        """Make the tabs and columns the sheet lacks; see GridStore."""
        return prepare_book(self.client, self.spreadsheet, tabs, language)
