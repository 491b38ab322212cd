"""The tabs of a spreadsheet made and completed, in one batchUpdate: people's, and the bot's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gspread.utils import absolute_range_name

from kpi_core.schema import BOT_TABS, SCHEMA_VERSION, TABS
from kpi_core.text import LANGUAGES
from sheets.google.dressing import (
    added_columns,
    bot_tab_added,
    drop_down,
    new_gid,
    people_tab_added,
    people_tab_from,
    protection,
)
from sheets.google.edits import area, put, repeat
from sheets.google.faults import understanding
from sheets.google.standing import rows_in, texts_of, width_of
from sheets.headers import book_language, known_columns, recognise_bot_tab, recognise_tab
from sheets.layout import SCHEMA_NAME, check_tabs, header_note
from sheets.upgrades import schema_version, upgrade

if TYPE_CHECKING:
    from kpi_core.schema import BotTab, Column
    from kpi_core.text import Language
    from sheets.google.client import SheetsClient
    from sheets.google.edits import Json

_BOOK_FIELDS = (
    "properties.locale,developerMetadata(metadataId,metadataKey,metadataValue),"
    "sheets(properties(sheetId,title,sheetType,gridProperties(rowCount,columnCount)),protectedRanges(range,warningOnly))"
)
_NEW_CELLS = 26_000  # of the one tab that a new spreadsheet comes with
_TOP_FIELDS = "sheets(properties.sheetId,data.rowData.values(formattedValue,userEnteredValue,note,dataValidation))"


def prepare_book(
    client: SheetsClient, spreadsheet: str, tabs: Sequence[str], language: Language | None
) -> Sequence[str]:
    """Make the tabs and columns that are missing, in one write; return them ("deals", "accounts.tier", "Scorecard").

    Two reads, and no write when nothing is missing. An empty tab that is all the spreadsheet has becomes the first one
    made. Tabs are not made "tables" of Google's: such a table ends at a row, refuses what its column type does not
    know ("15 tr") and wants a name in each header, where people are free.
    """
    check_tabs(tabs)
    book = _look(client, spreadsheet)
    plan = _Plan(book, language or book.language)
    for key in tabs:
        plan.people_tab(key)
    for tab in BOT_TABS:
        plan.bot_tab(tab, client.address)
    plan.changes += upgrade(plan, book.version)
    plan.note_version()
    if plan.edits:
        # What is said of the rows below a header takes one.
        room = [{"appendDimension": {"sheetId": gid, "dimension": "ROWS", "length": 1}} for gid in book.bare]
        client.batch_update(spreadsheet, {"requests": [*room, *plan.edits]})
    return plan.changes


@dataclass(frozen=True)
class _Book:
    """A spreadsheet as it is: of each tab its number, its first two rows, whether it is protected as a whole."""

    locale: str
    titles: Mapping[int, str]  # by the tab's number
    tops: Mapping[int, Sequence[Sequence[Json]]]
    blank: int | None  # the tab that a new spreadsheet comes with, while nothing stands in it
    bare: Sequence[int]  # the tabs of people's that have but one row
    protected: frozenset[int]
    metadata: Json  # where the schema version is noted, {} when nowhere

    @property
    def language(self) -> Language:
        """The language of the tabs, else of the locale, else English."""
        if any(recognise_tab(title) or recognise_bot_tab(title) for title in self.titles.values()):
            return book_language(list(self.titles.values()))
        return next((language for language in LANGUAGES if self.locale.startswith(language)), "en")

    @property
    def version(self) -> int:
        """The schema version, 0 when the book carries none."""
        return schema_version(self.metadata.get("metadataValue", ""))

    def header(self, gid: int) -> Sequence[str]:
        """Return a tab's row 1."""
        return next(iter(texts_of(self.tops.get(gid, ())[:1])), ())


@understanding("what stands in the tabs")
def _look(client: SheetsClient, spreadsheet: str) -> _Book:
    answer = client.spreadsheets_get(spreadsheet, {"fields": _BOOK_FIELDS})
    sheets = {each["properties"].get("sheetId", 0): each for each in answer["sheets"]}
    grids = {gid: each["properties"] for gid, each in sheets.items() if "gridProperties" in each["properties"]}
    may_be_blank = len(sheets) == 1 and all(map(_is_as_large_as_new, grids.values()))
    peoples = {gid: facts for gid, facts in grids.items() if recognise_tab(facts["title"])}
    ranges = [_top(facts, whole=may_be_blank) for facts in (grids if may_be_blank else peoples).values()]
    # Without a range, all cells of the spreadsheet would come.
    found = client.spreadsheets_get(spreadsheet, {"fields": _TOP_FIELDS, "ranges": ranges})["sheets"] if ranges else ()
    tops = {each["properties"].get("sheetId", 0): rows_in(each) for each in found}
    noted = (each for each in answer.get("developerMetadata", ()) if each["metadataKey"] == SCHEMA_NAME)
    return _Book(
        locale=answer["properties"].get("locale", ""),
        titles={gid: each["properties"]["title"] for gid, each in sheets.items()},
        tops=tops,
        blank=next((gid for gid, rows in tops.items() if may_be_blank and not any(map(any, rows))), None),
        bare=[gid for gid, facts in peoples.items() if facts["gridProperties"]["rowCount"] == 1],
        protected=frozenset(gid for gid, each in sheets.items() if _is_protected(each)),
        metadata=next(noted, {}),
    )


def _is_as_large_as_new(properties: Mapping[str, Any]) -> bool:
    grid = properties["gridProperties"]
    return bool(grid["rowCount"] * grid["columnCount"] <= _NEW_CELLS)


def _top(properties: Mapping[str, Any], *, whole: bool) -> str:
    """Return the range to look at: a tab's first two rows, or all of it."""
    name: str = absolute_range_name(properties["title"])
    return name if whole else f"{name}!1:{min(2, properties['gridProperties']['rowCount'])}"


def _is_protected(sheet: Json) -> bool:
    """Whether a tab is protected as a whole: by a range without bounds."""
    firm = (each for each in sheet.get("protectedRanges", ()) if not each.get("warningOnly", False))
    return any(each.get("range", {}).keys() <= {"sheetId"} for each in firm)


@dataclass
class _Plan:
    """What is to be done in one call, and what that changes. Implements Upgradable."""

    book: _Book
    language: Language
    edits: list[Json] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)

    def people_tab(self, key: str) -> None:
        """Make a tab of people's, or the columns it lacks."""
        table = TABS[key]
        gid = next((gid for gid, title in self.book.titles.items() if recognise_tab(title) == key), None)
        if gid is None:
            blank = self._blank_tab()
            self.edits += (
                people_tab_added(self._new_gid(key), table, self.language)
                if blank is None
                else people_tab_from(blank, table, self.language)
            )
            self.changes.append(key)
            return
        known = known_columns(texts_of(self.book.tops.get(gid, ())), table, self.book.titles[gid])
        missing = [column for column in table.columns if column.key not in known]
        self.edits += added_columns(gid, width_of(self.book.header(gid)), missing, self.language)
        self.changes += [f"{key}.{column.key}" for column in missing]

    def bot_tab(self, tab: BotTab, address: str) -> None:
        """Make one of the bot's own tabs, or protect it anew."""
        gid = next((gid for gid, title in self.book.titles.items() if recognise_bot_tab(title) == tab.key), None)
        if gid is None:
            gid = self._new_gid(tab.key)
            self.edits += bot_tab_added(gid, tab, self.language, address)
            self.changes.append(tab.key)
        elif gid not in self.book.protected:
            self.edits.append(protection(gid, self.language, address))
            self.changes.append(f"{tab.key} (protected)")

    def note_version(self) -> None:
        """Note in the book by which schema it is made; a later one's note stays."""
        value = str(SCHEMA_VERSION)
        if not self.book.metadata:
            location = {"spreadsheet": True}
            facts = {"metadataKey": SCHEMA_NAME, "metadataValue": value, "location": location, "visibility": "DOCUMENT"}
            self.edits.append({"createDeveloperMetadata": {"developerMetadata": facts}})
        elif self.book.version < SCHEMA_VERSION:
            lookup = {"developerMetadataLookup": {"metadataId": self.book.metadata["metadataId"]}}
            change = {"dataFilters": [lookup], "developerMetadata": {"metadataValue": value}, "fields": "metadataValue"}
            self.edits.append({"updateDeveloperMetadata": change})

    def headers(self) -> Mapping[str, Sequence[str]]:
        """Return row 1 of each tab people edit; see Upgradable."""
        found = ((recognise_tab(title), gid) for gid, title in reversed(list(self.book.titles.items())))
        return {key: self.book.header(gid) for key, gid in found if key}

    def explain(self, tab: str, columns: Mapping[int, Column]) -> bool:
        """Give headers their notes and the cells below their drop-downs; see Upgradable."""
        gid = next(gid for gid, title in self.book.titles.items() if recognise_tab(title) == tab)
        top, below = [*self.book.tops[gid], [], []][:2]
        edits: list[Json] = []
        for index, column in columns.items():
            if not top[index].get("note"):
                edits.append(put(gid, 0, index, [[{"note": header_note(column, self.language)}]], "note"))
            if drop_down(column) and not (index < len(below) and below[index].get("dataValidation")):
                edits.append(repeat(area(gid, (1, None), (index, index + 1)), drop_down(column), "dataValidation"))
        self.edits += edits
        return bool(edits)

    def _new_gid(self, key: str) -> int:
        gid = new_gid(key, {*self.book.titles, *self.taken})
        self.taken.add(gid)
        return gid

    def _blank_tab(self) -> int | None:
        """Return the number of the blank tab that a new spreadsheet comes with, unless it has a name or is used up."""
        gid = self.book.blank
        title = self.book.titles[gid] if gid is not None else ""
        return None if self.changes or recognise_tab(title) or recognise_bot_tab(title) else gid
