"""One reading of the book, typed and immutable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol, runtime_checkable
from zoneinfo import ZoneInfo

from kpi_core.tables import Tables
from kpi_core.text import Text
from sheets.grid import Cell, Issue


@dataclass(frozen=True)
class Snapshot:
    """The typed tables with their issues, and where each stands in the file.

    `titles` maps tab keys to the titles in the file, `letters` tab keys to {column key: column letter}; with a row
    number they make the address of a cell, and with `cell_urls` (see Book) its link. `read_at` (aware UTC) is when the
    book was last known to be like this; `stale` says why no later look was possible, `silent` names the system that
    has not answered since ("Google"), when that is why.
    """

    tables: Tables
    issues: Sequence[Issue]
    version: str
    read_at: datetime
    timezone: str
    locale: str
    titles: Mapping[str, str]
    letters: Mapping[str, Mapping[str, str]]
    cell_urls: Mapping[str, str] = field(default_factory=dict)
    sheet_timezone: str = ""  # in which people type; "" is `timezone`, in which the tables stand
    stale: Text | None = None
    silent: str = ""

    def as_typed(self, row: Mapping[str, Cell]) -> Mapping[str, Cell]:
        """Return a row for the book, its moments (naive, in the reporting zone) as people would type them there."""
        if self.sheet_timezone in {"", self.timezone}:
            return row
        reporting, sheet = ZoneInfo(self.timezone), ZoneInfo(self.sheet_timezone)
        return {
            key: cell.replace(tzinfo=reporting).astimezone(sheet).replace(tzinfo=None)
            if isinstance(cell, datetime)
            else cell
            for key, cell in row.items()
        }

    def address(self, tab: str, row: int, column: str = "") -> str:
        """Return "Accounts!D17": the cell of a column, or the row's first cell for a column that is not there."""
        letter = self.letters.get(tab, {}).get(column, "A")
        return f"{self.titles.get(tab, tab)}!{letter}{row}"

    def link(self, tab: str, row: int, column: str = "") -> str:
        """Return the address's link; "" when the book's cells have none."""
        title, _, cell = self.address(tab, row, column).rpartition("!")
        return self.cell_link(title, cell)

    def cell_link(self, title: str, cell: str) -> str:
        """Return the link to a cell ("D17") of the tab of that title; "" when the book's cells have none."""
        return self.cell_urls.get(title, "").format(cell=cell)


@runtime_checkable
class TableSource(Protocol):
    """A book of typed tables instead of raw cells; it is only read."""

    def version(self) -> str:
        """Return a cheap token that differs whenever the content may have changed. Raises Unavailable, SetupError."""

    def read_into(self, folder: Path, now: datetime) -> Path:
        """Leave a reading as of `now` (aware) in the folder of the book's readings and return its place.

        A book with the content it had, on the same day, keeps its reading.
        Raises InputError, Unavailable, SetupError, OSError.
        """
