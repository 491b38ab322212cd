"""What a hand-edited backend must do, and the raw cells it gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, Protocol, Self

from kpi_core.text import Language, Text

# A raw cell, as typed by the sheet: serial dates stay numbers in Google, are dates in .xlsx; "" and None are blank.
Cell = str | float | int | bool | date | datetime | None
Grid = Sequence[Sequence[Cell]]  # rows from the sheet's row 1 on; ragged rows are fine


class Link(str):
    """A text for one of the bot's own tabs that leads to a web address; where cells lead nowhere it is just the text.

    It is no formula: what people typed may stand in it.
    """

    __slots__ = ("url",)
    url: str

    def __new__(cls, text: str, url: str) -> Self:
        """Return the text with its address."""
        link = super().__new__(cls, text)
        link.url = url
        return link


@dataclass(frozen=True, slots=True)
class Book:
    """The raw cells of the tabs people edit, by the title they have in the file, in one consistent reading.

    A date may come as a moment (.xlsx) or as a serial number (Google), an error value as a blank (.xlsx) or as its
    text, such as "#N/A" (Google). A backend need not read the cells of a tab that Amber does not know by its title.
    """

    tabs: Mapping[str, Grid]
    locale: str  # the spreadsheet's, e.g. "en_US"
    timezone: str  # IANA name, e.g. "Asia/Ho_Chi_Minh"; "" when the backend has none
    version: str
    cell_urls: Mapping[str, str] = field(default_factory=dict)  # title → link to a cell of it, with {cell} to fill
    schema_version: int = 0  # by which its tabs were made (kpi_core.schema.SCHEMA_VERSION); 0 when nothing says
    content: str = ""  # a digest that differs whenever a cell does; "" when the backend has none: then it is read anew


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing wrong in the sheet: the very cell, what stands there, what was expected."""

    tab: str  # the title in the file
    cell: str  # "D17"; "" for a whole tab
    row: int | None
    column: str  # the column's key; "" for a whole row or tab
    value: str
    severity: Literal["error", "warning"]
    code: str  # stable name of the kind of issue: "bad_date", "unknown_reference", …
    message: Text
    suggestion: str = ""  # what was probably meant, to be typed there ("meeting"); "" when nothing is near


class GridStore(Protocol):
    """A book of tabs people edit by hand. One contract suite holds every backend to these promises."""

    def version(self) -> str:
        """Return a cheap token that differs whenever the content may have changed.

        Raises Unavailable when the backend does not answer, SetupError when there is no such book.
        """

    def read(self) -> Book:
        """Return all tabs people edit, from one moment, blank rows included so that addresses hold.

        Raises Unavailable, SetupError.
        """

    def append(self, tab: str, rows: Sequence[Mapping[str, Cell]]) -> int:
        """Add rows (by column key) after the tab's last filled row, in order; return how many were added.

        `tab` is a schema key. A row whose identity (`Table.identity`: the ID, or the natural key) already stands in the
        tab is skipped: an append repeated after a lost answer writes each row once. Every other cell, formula, cached
        value and format of the book stays as it was. A text stays a text even when it looks like a formula. A column
        the tab lacks is added at its end.
        Raises InputError for a tab that is not in the book, Unavailable, Conflict when the book is being edited.
        """

    def replace(self, tab: str, grid: Grid) -> None:
        """Rewrite one of the bot's own tabs whole, in one step: a reader sees the old content or the new.

        Raises Unavailable, Conflict.
        """

    def prepare(self, tabs: Sequence[str], language: Language | None = None) -> Sequence[str]:
        """Create the named tabs (schema keys) that are missing and add missing columns; return what was changed.

        The bot's own tabs are made too, and a book of an earlier schema version is upgraded. New labels are in
        `language`, else in the one most of the book's tabs have. A second call changes nothing; no cell of people's
        is ever touched. Raises InputError for a tab that is not declared or whose row 1 is no header, Unavailable,
        Conflict.
        """
