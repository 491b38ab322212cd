"""Sheets that Amber makes in a book: tabs that were missing, and its own, rewritten whole."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from lxml import etree

from kpi_core.schema import BOT_TABS, SCHEMA_VERSION, TABS, Kind
from sheets import upgrades
from sheets.filling import is_blank
from sheets.headers import book_language, known_columns, recognise_bot_tab, recognise_tab
from sheets.layout import (
    BOT_COLOUR,
    BOT_TAB_NOTE,
    NUMBER_FORMATS,
    OPTIONAL_COLOUR,
    REQUIRED_COLOUR,
    SCHEMA_NAME,
    column_letters,
    width,
)
from sheets.workbook.appending import add_columns, header_texts, sheet_of
from sheets.workbook.cells import Filling, fill_row
from sheets.workbook.explaining import explain
from sheets.workbook.package import serialised
from sheets.workbook.rows import SheetRows
from sheets.workbook.styles import Styles

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml.etree import _Element

    from kpi_core.schema import BotTab, Column, Table
    from kpi_core.text import Language
    from sheets.grid import Cell, Grid
    from sheets.workbook.package import Package
    from sheets.workbook.rows import Fillings

_HEADER_COLOURS = {True: REQUIRED_COLOUR, False: OPTIONAL_COLOUR}
_WIDEST_CHARACTERS = 60


def upgrade(package: Package, tabs: Sequence[str], language: Language | None = None) -> Sequence[str]:
    """Add the tabs and columns that are missing; return them ("deals", "accounts.tier", "Scorecard")."""
    language = language or book_language(list(package.sheets))
    present = {recognise_tab(title): title for title in reversed(list(package.sheets))}
    changes: list[str] = []
    for table in (TABS[tab] for tab in tabs):
        if table.key in present:
            missing = _complete(package, present[table.key], table, language)
            changes += [f"{table.key}.{column}" for column in missing]
        else:
            _add_people_tab(package, table, language)
            changes.append(table.key)
    present_bot_tabs = {recognise_bot_tab(title) for title in package.sheets}
    for tab in BOT_TABS:
        if tab.key not in present_bot_tabs:
            rewrite_bot_tab(package, tab, [[BOT_TAB_NOTE.to(language)]])
            changes.append(tab.key)
    version = upgrades.schema_version(package.defined_name(SCHEMA_NAME))
    changes += upgrades.upgrade(_Upgrade(package, language), version)
    if version < SCHEMA_VERSION and (version or changes):
        package.define_name(SCHEMA_NAME, str(SCHEMA_VERSION))
    return changes


class _Upgrade:
    """An .xlsx book as the upgrade's steps see it. Implements Upgradable."""

    def __init__(self, package: Package, language: Language) -> None:
        self._package = package
        self._language = language

    def headers(self) -> Mapping[str, Sequence[str]]:
        """Return row 1 of each tab people edit; see Upgradable."""
        found = {recognise_tab(title): part for title, part in reversed(list(self._package.sheets.items()))}
        return {tab: self._header(part) for tab, part in found.items() if tab}

    def explain(self, tab: str, columns: Mapping[int, Column]) -> bool:
        """Give headers their notes and the cells below their drop-downs; see Upgradable."""
        return explain(self._package, sheet_of(self._package, tab)[1], columns, self._language)

    def _header(self, part: str) -> Sequence[str]:
        return header_texts(self._package, SheetRows(self._package.part(part)).header)


def rewrite_bot_tab(package: Package, tab: BotTab, grid: Grid) -> None:
    """Give one of the bot's tabs new content; row 1 is its header. The tab is made when it is missing."""
    styles = Styles(package.part(package.styles_part))
    header = styles.of_header(REQUIRED_COLOUR)
    rows = [
        {
            index: Filling(cell, _bot_style(cell, styles) if number else header)
            for index, cell in enumerate(row)
            if cell is not None and not is_blank(cell)
        }
        for number, row in enumerate(grid)
    ]
    columns = max((len(row) for row in grid), default=0)
    widths = [
        min(_WIDEST_CHARACTERS, 2 + max(len(_shown(row[index])) for row in grid if index < len(row)))
        for index in range(columns)
    ]
    sheet = _Sheet(package, rows, [(characters, 0) for characters in widths])
    sheet.mark_as_the_bots()
    package.put(package.styles_part, styles.xml)
    for title, part in package.sheets.items():
        if recognise_bot_tab(title) == tab.key:
            package.put(part, sheet.xml)
            return
    package.add_sheet(tab.label.to(book_language(list(package.sheets))), sheet.xml)


def _bot_style(cell: Cell, styles: Styles) -> int:
    if not isinstance(cell, date):
        return 0
    return styles.of_format(NUMBER_FORMATS[Kind.DATETIME if isinstance(cell, datetime) else Kind.DATE])


def _shown(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def _add_people_tab(package: Package, table: Table, language: Language) -> None:
    styles = Styles(package.part(package.styles_part))
    headers = {required: styles.of_header(_HEADER_COLOURS[required]) for required in (True, False)}
    header = {
        index: Filling(column.label.to(language), headers[column.required])
        for index, column in enumerate(table.columns)
    }
    columns = [(width(column, language), styles.of_format(NUMBER_FORMATS[column.kind])) for column in table.columns]
    package.put(package.styles_part, styles.xml)
    title = table.label.to(language)
    package.add_sheet(title, _Sheet(package, [header], columns).xml)
    explain(package, package.sheets[title], dict(enumerate(table.columns)), language)


def _complete(package: Package, title: str, table: Table, language: Language) -> Sequence[str]:
    """Add a tab's missing columns; return their keys."""
    part = package.sheets[title]
    sheet = SheetRows(package.part(part))
    known = known_columns([header_texts(package, sheet.header)], table, title)
    missing = [column.key for column in table.columns if column.key not in known]
    if missing:
        places = add_columns(package, sheet, title, table, missing)
        package.put(part, sheet.xml)
        explain(package, part, {index: table.column(key) for key, index in places.items()}, language)
    return missing


class _Sheet:
    """The XML of a new sheet: row 1 frozen, `columns` as (width in characters, style)."""

    def __init__(self, package: Package, rows: Sequence[Fillings], columns: Sequence[tuple[int, int]]) -> None:
        self._namespace = package.namespace
        self._root = etree.fromstring(f'<worksheet xmlns="{package.namespace.strip("{}")}"/>')
        last = f"{column_letters(max(len(columns), 1) - 1)}{max(len(rows), 1)}"
        self._add(self._root, "dimension", ref=f"A1:{last}")
        view = self._add(self._add(self._root, "sheetViews"), "sheetView", workbookViewId="0")
        self._add(view, "pane", ySplit="1", topLeftCell="A2", activePane="bottomLeft", state="frozen")
        if columns:
            cols = self._add(self._root, "cols")
        for number, (characters, style) in enumerate(columns, start=1):
            at = {"min": str(number), "max": str(number)}
            self._add(cols, "col", **at, width=str(characters), style=str(style), customWidth="1")
        data = self._add(self._root, "sheetData")
        for number, fillings in enumerate(rows, start=1):
            fill_row(self._add(data, "row"), number, fillings, from_1904=package.counts_from_1904)

    @property
    def xml(self) -> bytes:
        """The part's bytes."""
        return serialised(self._root)

    def mark_as_the_bots(self) -> None:
        """Colour the tab and protect its cells, without a password."""
        properties = etree.Element(f"{self._namespace}sheetPr")
        self._add(properties, "tabColor", rgb=f"FF{BOT_COLOUR[1:]}")
        self._root.insert(0, properties)
        self._add(self._root, "sheetProtection", sheet="1", formatColumns="0", sort="0", autoFilter="0")

    def _add(self, parent: _Element, name: str, **facts: str) -> _Element:
        return etree.SubElement(parent, f"{self._namespace}{name}", facts)
