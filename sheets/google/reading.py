"""A Google Sheet read whole: what tabs there are, and the cells of those that Amber knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

from gspread.urls import SPREADSHEET_URL, SPREADSHEET_VALUES_BATCH_URL
from gspread.utils import absolute_range_name

from kpi_core.errors import Unavailable
from sheets.google.faults import TabsChanged
from sheets.grid import Book
from sheets.headers import recognise_bot_tab, recognise_tab

if TYPE_CHECKING:
    from sheets.google.client import SheetsClient
    from sheets.grid import Cell, Grid

_TRIES = 3
_LOOK_AGAIN_SECONDS = 300.0
_CELLS_AT_ONCE = 2_500_000  # of the grid, blanks included: about 20 MB of JSON, well within Google's 180 s
_LAST_ROW = 10_000_000  # no sheet has more
_OUTLINE_FIELDS = (
    "properties(locale,timeZone),sheets.properties(sheetId,title,sheetType,gridProperties(rowCount,columnCount))"
)
_RAW = {"valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "SERIAL_NUMBER"}


class Stretch(NamedTuple):
    """Some rows of a tab: the range to ask for, the number of rows above it, and the size of its grid."""

    title: str
    range: str
    rows_above: int
    cell_count: int


@dataclass(frozen=True, slots=True)
class Tab:
    """One sheet of the spreadsheet, whose grid has so many rows and columns, most of them often blank."""

    title: str
    gid: int
    row_count: int
    column_count: int

    def stretches(self) -> Sequence[Stretch]:
        """Return the tab in stretches that one call can fetch; the last is open at its end, where rows are added."""
        step = max(1, _CELLS_AT_ONCE // max(1, self.column_count))
        if self.row_count <= step:
            return [Stretch(self.title, absolute_range_name(self.title), 0, self.row_count * self.column_count)]
        starts = range(1, self.row_count + 1, step)
        *firsts, last = (
            Stretch(self.title, self._rows(first, first + step - 1), first - 1, step * self.column_count)
            for first in starts
        )
        return [*firsts, last._replace(range=self._rows(starts[-1], _LAST_ROW))]

    def _rows(self, first: int, last: int) -> str:
        return absolute_range_name(self.title, f"{first}:{last}")


@dataclass(frozen=True, slots=True)
class Outline:
    """What a spreadsheet is like, without its cells."""

    locale: str
    timezone: str
    tabs: Sequence[Tab]


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of the known tabs, by title; the digest of what was sent; and how many calls they took."""

    grids: Mapping[str, Grid]
    digest: str
    calls: int


class BookReader:
    """Reads one spreadsheet again and again, and remembers its outline meanwhile.

    What a reading costs of Google's quota of 60 a minute: the version is Drive's and costs nothing, the cells of all
    tabs are one call (one more per 2,500,000 cells of grid), the outline one more. It is looked at before the first
    reading and when tabs may have changed:

    - a tab that was asked for is gone: Google refuses the whole call, so this one reading costs three;
    - the version changed but no cell did: somebody made, renamed or filled a tab unknown so far, changed the locale,
      or only a format;
    - five minutes passed since the last look and cells changed, for a tab made in the very seconds in which
      somebody typed elsewhere.

    So a reading after people typed costs one, other changes two, and a tab's coming or going three.
    """

    def __init__(self, client: SheetsClient, spreadsheet: str) -> None:
        self._client = client
        self._spreadsheet = spreadsheet
        self._outline: Outline | None = None
        self._looked_at_seconds = 0.0
        self._digest = ""

    def read(self) -> Book:
        """Return the book as it is now; see GridStore."""
        for _ in range(_TRIES):
            # The version from before the cells: whatever happens meanwhile is noticed by the next question for it.
            version = self._client.file_version(self._spreadsheet)
            try:
                outline, cells = self._read()
            except TabsChanged:
                self._outline = None
                continue
            if cells.calls <= 1 or version == self._client.file_version(self._spreadsheet):
                self._digest = cells.digest
                return self._book(version, outline, cells)
        raise Unavailable("the Google Sheet changes faster than it can be read; try again")

    def _read(self) -> tuple[Outline, Cells]:
        known = self._outline
        outline = known or self._look()
        cells = self._cells(outline)
        if known is not None and self._may_have_other_tabs(cells):
            outline = self._look()
            if _titles(outline) != _titles(known):
                cells = self._cells(outline)
        return outline, cells

    def _may_have_other_tabs(self, cells: Cells) -> bool:
        age_seconds = self._client.patience.clock() - self._looked_at_seconds
        return cells.digest == self._digest or age_seconds >= _LOOK_AGAIN_SECONDS

    def _look(self) -> Outline:
        self._outline = outline_of(self._client, self._spreadsheet)
        self._looked_at_seconds = self._client.patience.clock()
        return self._outline

    def _cells(self, outline: Outline) -> Cells:
        grids: dict[str, list[Sequence[Cell]]] = {tab.title: [] for tab in outline.tabs if recognise_tab(tab.title)}
        calls = _calls([tab for tab in outline.tabs if tab.title in grids])
        digest = blake2b(digest_size=16)
        for stretches in calls:
            params = {"ranges": [stretch.range for stretch in stretches], **_RAW}
            answer = self._client.request("get", SPREADSHEET_VALUES_BATCH_URL % self._spreadsheet, params=params)
            digest.update(answer.content)
            for stretch, rows in zip(stretches, _rows_of(answer.json(), len(stretches)), strict=True):
                grid = grids[stretch.title]
                # Google leaves out the blank rows at the end of what it was asked for.
                grid.extend(() for _ in range(stretch.rows_above - len(grid)))
                grid.extend(rows)
        return Cells(grids, digest.hexdigest(), len(calls))

    def _book(self, version: str, outline: Outline, cells: Cells) -> Book:
        address = f"https://docs.google.com/spreadsheets/d/{self._spreadsheet}/edit"
        people = [tab for tab in outline.tabs if recognise_bot_tab(tab.title) is None]
        return Book(
            tabs={tab.title: cells.grids.get(tab.title, ()) for tab in people},
            locale=outline.locale,
            timezone=outline.timezone,
            version=version,
            cell_urls={tab.title: f"{address}#gid={tab.gid}&range={{cell}}" for tab in people},
            content=cells.digest,
        )


def outline_of(client: SheetsClient, spreadsheet: str) -> Outline:
    """Return what a spreadsheet is like; charts on sheets of their own are left out. Raises what a call raises."""
    answer = client.request("get", SPREADSHEET_URL % spreadsheet, params={"fields": _OUTLINE_FIELDS}).json()
    try:
        return Outline(
            locale=str(answer["properties"].get("locale", "")),
            timezone=str(answer["properties"].get("timeZone", "")),
            tabs=[
                _tab(sheet["properties"])
                for sheet in answer["sheets"]
                if sheet["properties"].get("sheetType", "GRID") == "GRID"
            ],
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unavailable("Google's answer does not say what tabs there are") from error


def _tab(properties: Mapping[str, Any]) -> Tab:
    grid = properties.get("gridProperties", {})
    return Tab(
        title=str(properties["title"]),
        gid=int(properties.get("sheetId", 0)),
        row_count=int(grid.get("rowCount", 0)),
        column_count=int(grid.get("columnCount", 0)),
    )


def _titles(outline: Outline) -> list[str]:
    return [tab.title for tab in outline.tabs]


def _calls(tabs: Sequence[Tab]) -> Sequence[Sequence[Stretch]]:
    """Return all tabs in stretches, as many to a call as fit."""
    calls: list[list[Stretch]] = []
    room = 0
    for stretch in (stretch for tab in tabs for stretch in tab.stretches()):
        if not calls or stretch.cell_count > room:
            calls.append([])
            room = _CELLS_AT_ONCE
        calls[-1].append(stretch)
        room -= stretch.cell_count
    return calls


def _rows_of(answer: Any, count: int) -> Sequence[Sequence[Sequence[Cell]]]:
    """Return the rows of each range that was asked for. Raises Unavailable for an answer that is not to that."""
    try:
        found = [each.get("values", ()) for each in answer["valueRanges"]]
    except (KeyError, TypeError, AttributeError) as error:
        raise Unavailable("Google's answer holds no cells") from error
    if len(found) != count or not all(isinstance(row, list) for rows in found for row in rows):
        raise Unavailable("Google's answer does not hold the cells that were asked for")
    return found
