"""A Google Sheet read whole: what tabs there are, and the cells of those that Amber knows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from gspread.urls import SPREADSHEET_URL, SPREADSHEET_VALUES_BATCH_URL
from gspread.utils import absolute_range_name

from kpi_core.errors import Unavailable
from kpi_core.text import Text
from sheets.columnar import ColumnGrid
from sheets.google.faults import NotUnderstood, TabsChanged, understanding
from sheets.grid import Book
from sheets.headers import recognise_bot_tab, recognise_tab
from sheets.layout import SCHEMA_NAME
from sheets.upgrades import schema_version

if TYPE_CHECKING:
    from sheets.google.client import SheetsClient
    from sheets.grid import Grid

_TRIES = 3
_LOOK_AGAIN_SECONDS = 300.0
_CELLS_AT_ONCE = 500_000  # of the grid, blanks included: what is held as Python objects at a time
_LAST_ROW = 10_000_000  # no sheet has more
_OUTLINE_FIELDS = (
    "properties(locale,timeZone),developerMetadata(metadataKey,metadataValue),"
    "sheets.properties(sheetId,title,sheetType,gridProperties(rowCount,columnCount))"
)
# By columns, for nothing is then made of each row, and without the blanks that indent each cell.
_RAW = {
    "valueRenderOption": "UNFORMATTED_VALUE",
    "dateTimeRenderOption": "SERIAL_NUMBER",
    "majorDimension": "COLUMNS",
    "prettyPrint": "false",
}
_TOO_FAST = Text(
    "the Google Sheet changes faster than it can be read; try again",
    "Google Sheet thay đổi nhanh hơn tốc độ đọc; hãy thử lại",
    "таблица Google меняется быстрее, чем её удаётся прочитать; попробуйте ещё раз",
)
_NOT_THAT = "Google's answer broke off, or does not hold the cells that were asked for"
_START = re.compile(rb'\{\s*"range"\s*:')  # of a range's values: within a text, a quote stands behind a backslash
_END = re.compile(rb"\]\s*\}\s*\Z")


@dataclass(frozen=True, slots=True)
class Tab:
    """One sheet of the spreadsheet, whose grid has so many rows and columns, most of them often blank."""

    title: str
    gid: int
    row_count: int
    column_count: int

    @property
    def rows_at_once(self) -> int:
        """How many rows are asked for as one range."""
        return max(1, _CELLS_AT_ONCE // max(1, self.column_count))

    def ranges(self) -> Sequence[str]:
        """Return the ranges that the tab is asked for in; the last is open at its end, where rows are added."""
        step = self.rows_at_once
        if self.row_count <= step:
            return [absolute_range_name(self.title)]
        starts = range(1, self.row_count + 1, step)
        firsts = [absolute_range_name(self.title, f"{first}:{first + step - 1}") for first in starts[:-1]]
        return [*firsts, absolute_range_name(self.title, f"{starts[-1]}:{_LAST_ROW}")]


@dataclass(frozen=True, slots=True)
class Outline:
    """What a spreadsheet is like, without its cells."""

    locale: str
    timezone: str
    tabs: Sequence[Tab]
    schema_version: int


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of the known tabs, by title, and the digest of what was sent."""

    grids: Mapping[str, Grid]
    digest: str


class BookReader:
    """Reads one spreadsheet again and again, and remembers its outline meanwhile.

    What a reading costs of Google's quota of 60 a minute: the version is Drive's and costs nothing, the cells of all
    tabs are one call, the outline is another. No answer tells that a tab was made, so the outline is looked at

    - first, when the last look is five minutes ago: two calls, whatever happened meanwhile;
    - after the cells, when none of them differs although the version does: somebody made or filled a tab unknown so
      far, or changed the locale, or only a format: two calls, and a third when there are other tabs;
    - when Google refuses the whole call because a tab that was asked for is gone: three calls.

    So after people typed, a reading costs one call; a tab that comes or goes costs two, in busy minutes three.
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
            self._digest = cells.digest
            return self._book(version, outline, cells)
        raise Unavailable(_TOO_FAST)

    def _read(self) -> tuple[Outline, Cells]:
        age_seconds = self._client.patience.clock() - self._looked_at_seconds
        known = self._outline if age_seconds < _LOOK_AGAIN_SECONDS else None
        outline = known or self._look()
        cells = self._cells(outline)
        if known is not None and cells.digest == self._digest:
            outline = self._look()
            if _titles(outline) != _titles(known):
                cells = self._cells(outline)
        return outline, cells

    def _look(self) -> Outline:
        self._outline = outline_of(self._client, self._spreadsheet)
        self._looked_at_seconds = self._client.patience.clock()
        return self._outline

    def _cells(self, outline: Outline) -> Cells:
        tabs = [tab for tab in outline.tabs if recognise_tab(tab.title)]
        if not tabs:
            return Cells({}, "")
        params = {"ranges": [text for tab in tabs for text in tab.ranges()], **_RAW}
        answer = self._client.request("get", SPREADSHEET_VALUES_BATCH_URL % self._spreadsheet, params=params)
        values = _values_in(answer.content)
        grids = {
            tab.title: ColumnGrid.stacked([_grid(next(values, None)) for _ in tab.ranges()], tab.rows_at_once)
            for tab in tabs
        }
        if next(values, None) is not None:
            raise NotUnderstood(_NOT_THAT)
        return Cells(grids, blake2b(answer.content, digest_size=16).hexdigest())

    def _book(self, version: str, outline: Outline, cells: Cells) -> Book:
        address = f"https://docs.google.com/spreadsheets/d/{self._spreadsheet}/edit"
        people = [tab for tab in outline.tabs if recognise_bot_tab(tab.title) is None]
        return Book(
            tabs={tab.title: cells.grids.get(tab.title, ()) for tab in people},
            locale=outline.locale,
            timezone=outline.timezone,
            version=version,
            schema_version=outline.schema_version,
            cell_urls={tab.title: f"{address}#gid={tab.gid}&range={{cell}}" for tab in people},
            content=cells.digest,
        )


@understanding("what tabs there are")
def outline_of(client: SheetsClient, spreadsheet: str) -> Outline:
    """Return what a spreadsheet is like; charts on sheets of their own are left out. Raises what a call raises."""
    answer = client.request("get", SPREADSHEET_URL % spreadsheet, params={"fields": _OUTLINE_FIELDS}).json()
    return Outline(
        locale=str(answer["properties"].get("locale", "")),
        timezone=str(answer["properties"].get("timeZone", "")),
        tabs=[
            _tab(sheet["properties"])
            for sheet in answer["sheets"]
            if sheet["properties"].get("sheetType", "GRID") == "GRID"
        ],
        schema_version=schema_version_in(answer),
    )


def schema_version_in(answer: Mapping[str, Any]) -> int:
    """Return the schema version that a spreadsheet's metadata notes, 0 for none."""
    noted = (each for each in answer.get("developerMetadata", ()) if each["metadataKey"] == SCHEMA_NAME)
    return max((schema_version(each.get("metadataValue", "")) for each in noted), default=0)


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


def _values_in(body: bytes) -> Iterator[Any]:
    """Yield each range of an answer, parsed alone: all at once they take ten times the memory of the body.

    Raises NotUnderstood for garbage.
    """
    starts = [match.start() for match in _START.finditer(body)]
    end = _END.search(body, starts[-1]) if starts else None
    if end is None:
        raise NotUnderstood(_NOT_THAT)
    for start, stop in pairwise([*starts, end.start()]):
        try:
            yield json.loads(body[start:stop].rstrip(b", \r\n"))
        except (ValueError, RecursionError) as error:
            raise NotUnderstood(_NOT_THAT) from error


def _grid(answered: Any) -> ColumnGrid:
    """Return the cells of one range. Raises NotUnderstood for what is none."""
    columns = answered.get("values", []) if isinstance(answered, dict) else None
    if not isinstance(columns, list) or not all(isinstance(column, list) for column in columns):
        raise NotUnderstood(_NOT_THAT)
    return ColumnGrid.of(columns)
