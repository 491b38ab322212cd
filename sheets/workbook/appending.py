"""Rows appended to a tab of a package."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, cast

from lxml import etree
from python_calamine import CalamineWorkbook

from kpi_core.errors import InputError
from kpi_core.schema import Kind
from sheets.filling import filled_columns, is_blank
from sheets.headers import book_language, book_locale, known_columns, recognise_tab
from sheets.identity import unknown_rows
from sheets.layout import LAST_ROW, NUMBER_FORMATS
from sheets.workbook.cells import Filling, cells_of
from sheets.workbook.ranges import grown_filter_name, grown_part, recalculated
from sheets.workbook.rows import SheetRows
from sheets.workbook.styles import Styles

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from lxml.etree import _Element

    from kpi_core.schema import Table
    from sheets.grid import Cell
    from sheets.workbook.package import Package

# An ID of Amber's own making: found byte for byte in a part, or not in it.
_PLAIN_ID = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9-]{8,}")
_FEW = 8


def sheet_of(package: Package, tab: str) -> tuple[str, str]:
    """Return the title and part of the sheet of a tab people edit. Raises InputError when the book has none."""
    for title, part in package.sheets.items():
        if recognise_tab(title) == tab:
            return title, part
    raise InputError(
        f"the workbook has no tab for {tab}; amber init --tabs {tab} makes one, or add one with its name and headers"
    )


def append_rows(package: Package, table: Table, rows: Sequence[Mapping[str, Cell]]) -> int:
    """Put rows after the last filled one of the table's sheet, each one once; return how many. Raises InputError."""
    title, part = sheet_of(package, table.key)
    sheet = SheetRows(package.part(part))
    columns = known_columns([header_texts(package, sheet.header)], table, title)
    rows = _unknown(package, title, table, columns, rows)
    if not rows:
        return 0
    styles = Styles(package.part(package.styles_part))
    missing = filled_columns(table, rows) - columns.keys()
    if missing:
        columns |= add_columns(package, sheet, title, table, missing)
    last, example = sheet.last_filled(columns.values())
    if last + len(rows) > LAST_ROW:
        raise InputError(f"{len(rows):,} rows more do not fit: a sheet ends at row {LAST_ROW:,}", title)
    painter = _Painter(styles, sheet, example if last > 1 else None)
    fillings = [
        {
            columns[key]: Filling(cell, painter.style(columns[key], cell, table.column(key).kind))
            for key, cell in row.items()
            if cell is not None and not is_blank(cell)
        }
        for row in rows
    ]
    sheet.fill_after(last, fillings, from_1904=package.counts_from_1904)
    package.put(part, sheet.xml)
    package.put(package.styles_part, styles.xml)
    _grow(package, part, list(package.sheets).index(title), last, last + len(rows))
    return len(rows)


class _Painter:
    """Chooses the style of new cells: that of the rows before, of the column, else a plain one."""

    def __init__(self, styles: Styles, sheet: SheetRows, example: _Element | None) -> None:
        self._styles = styles
        self._columns = sheet.column_styles
        self._example = {} if example is None else {i: int(c.get("s", "0")) for i, c in cells_of(example)}
        self._chosen: dict[tuple[int, type], int] = {}

    def style(self, index: int, cell: Cell, kind: Kind) -> int:
        case = (index, type(cell))
        if case not in self._chosen:
            candidates = [styles[index] for styles in (self._example, self._columns) if index in styles]
            code = NUMBER_FORMATS[kind if kind is Kind.DATE else Kind.DATETIME]
            self._chosen[case] = self._styles.fitting(cell, candidates, code)
        return self._chosen[case]


def add_columns(
    package: Package, sheet: SheetRows, title: str, table: Table, keys: Collection[str]
) -> Mapping[str, int]:
    """Add headers at the right end of a sheet, beyond anything that stands in it; return their columns' indexes."""
    language = book_language(list(package.sheets))
    end = CalamineWorkbook.from_filelike(BytesIO(package.content)).get_sheet_by_name(title).end
    first = 0 if end is None else end[1] + 1
    added = [column for column in table.columns if column.key in keys]
    header = sheet.header
    style = 0 if header is None else max((i, int(c.get("s", "0"))) for i, c in cells_of(header))[1]
    sheet.set_header({first + n: Filling(column.label.to(language), style) for n, column in enumerate(added)})
    return {column.key: first + n for n, column in enumerate(added)}


def _unknown(
    package: Package, title: str, table: Table, columns: Mapping[str, int], rows: Sequence[Mapping[str, Cell]]
) -> list[Mapping[str, Cell]]:
    """Return the rows that do not stand in the sheet yet, the first of each identity. Raises InputError."""
    known = [column.key for column in table.identity if column.key in columns]
    if not known or _surely_new(package, title, table, rows):
        body = []
    else:
        calamine = CalamineWorkbook.from_filelike(BytesIO(package.content))
        body = calamine.get_sheet_by_name(title).to_python(skip_empty_area=False)[1:]
    standing = {key: [cast("Cell", cells[columns[key]]) for cells in body] for key in known}
    try:
        return unknown_rows(table, rows, standing, book_locale(list(package.sheets)))
    except InputError as error:
        raise InputError(str(error), title) from None


def _surely_new(package: Package, title: str, table: Table, rows: Sequence[Mapping[str, Cell]]) -> bool:
    """Whether a few IDs occur nowhere in the book, so that the seconds of reading a long tab can be saved."""
    ids = [str(row.get(table.id_column.key)) for row in rows] if table.id_column else []
    if not 0 < len(ids) <= _FEW or not all(_PLAIN_ID.fullmatch(text) for text in ids):
        return False
    parts = [package.sheets[title], *package.related(package.workbook_part, "sharedStrings")]
    return not any(text.encode() in package.part(part) for part in parts for text in ids)


def _grow(package: Package, sheet_part: str, sheet_index: int, old_last: int, new_last: int) -> None:
    """Draw out what ended with the tab's rows; have formulas over them recomputed when a person opens the book."""
    for part in package.related(sheet_part, "table"):
        xml = package.part(part)
        if b"totalsRowCount" not in xml:  # below a row of totals, new rows are no part of the table
            package.put(part, grown_part(xml, old_last, new_last))
    workbook = grown_filter_name(package.part(package.workbook_part), sheet_index, old_last, new_last)
    package.put(package.workbook_part, recalculated(workbook))


def header_texts(package: Package, row: _Element | None) -> list[str]:
    """Return a row's texts by column index; numbers and the like as they are written in the XML."""
    cells = {} if row is None else dict(cells_of(row))
    shared = _shared_texts(package, {int(c.findtext("{*}v", "-1")) for c in cells.values() if c.get("t") == "s"})
    texts = [""] * (max(cells, default=-1) + 1)
    for index, cell in cells.items():
        text = "".join(child.text or "" for child in cell.iter("{*}v", "{*}t"))
        texts[index] = shared.get(int(text), "") if cell.get("t") == "s" else text
    return texts


def _shared_texts(package: Package, numbers: Collection[int]) -> Mapping[int, str]:
    """Return some of the texts that cells share, by number; stops reading at the last one wanted."""
    found: dict[int, str] = {}
    if not numbers:
        return found
    xml = package.part(package.related(package.workbook_part, "sharedStrings")[0])
    items = etree.iterparse(BytesIO(xml), tag="{*}si", no_network=True, resolve_entities=False, huge_tree=True)
    for number, (_, item) in enumerate(items):
        if number in numbers:
            found[number] = "".join(text.text or "" for text in item.iterfind("{*}t")) + "".join(
                text.text or "" for text in item.iterfind("{*}r/{*}t")
            )
        item.clear()
        if number >= max(numbers):
            break
    return found
