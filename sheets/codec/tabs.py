"""Which tab and which column is which, and which rows hold something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kpi_core.schema import TABS, Table
from kpi_core.text import LANGUAGES, Text
from sheets.codec.findings import Fault, Findings, Place, comparable, nearest, written
from sheets.columnar import Cells, ColumnGrid, column_of, mended
from sheets.grid import Book, Cell, Grid
from sheets.headers import recognise_bot_tab, recognise_columns, recognise_tab
from sheets.layout import column_letters


@dataclass(frozen=True)
class Sheet:
    """The rows of one tab below its header, or a part of them, and the index of each known column."""

    table: Table
    rows: Grid
    places: Mapping[str, int]
    first_number: int = 2

    @property
    def numbers(self) -> range:
        """The rows' numbers in the sheet."""
        return range(self.first_number, self.first_number + len(self.rows))

    def cells(self, column: str) -> Cells:
        """Return the raw cells of a column."""
        return column_of(self.rows, self.places[column])


def recognise(book: Book, findings: Findings) -> dict[str, Sheet]:
    """Return the tabs found, by key in the schema's order; what is not understood goes to the findings.

    An empty tab is as good as none.
    """
    found: dict[str, Sheet] = {}
    unknown: list[str] = []
    for name, grid in book.tabs.items():
        title = mended(name)
        key = recognise_tab(title)
        if key in found:
            findings.add_at(Place(title), title, Fault("duplicate_tab", facts={"tab": findings.titles[key]}))
        elif key is not None and any(map(any, grid)):
            findings.titles[key] = title
            found[key] = _sheet(TABS[key], title, grid, findings)
        elif key is None and not recognise_bot_tab(title):
            unknown.append(title)
    _mention_unknown(unknown, found, findings)
    return {key: found[key] for key in TABS if key in found}


def _mention_unknown(titles: Sequence[str], found: Mapping[str, Sheet], findings: Findings) -> None:
    """Mention tabs whose title looks like a misspelt one that the book lacks; others are the people's own business."""
    lacking = _spellings({key: table.label for key, table in TABS.items() if key not in found})
    for title in titles:
        if meant := nearest(title, lacking):
            findings.add_at(Place(title), title, Fault("unknown_tab", meant))


def _spellings(labels: Mapping[str, Text]) -> dict[str, str]:
    """Return what each spelling of these labels stands for: the label itself, else the key."""
    by_label = {comparable(label.to(to)): label.to(to) for label in labels.values() for to in LANGUAGES}
    return {comparable(key): key for key in labels} | by_label


def _sheet(table: Table, title: str, grid: Grid, findings: Findings) -> Sheet:
    header = grid[0]
    places = recognise_columns(header, table)
    findings.letters[table.key] = {key: column_letters(index) for key, index in places.items()}
    _check_header(table, title, header, places, findings)
    return Sheet(table, _down_to_the_last_filled(grid)[1:], places)


def _down_to_the_last_filled(grid: Grid) -> Grid:
    """Return a grid without the blank rows at its end: a sheet may have a million."""
    if isinstance(grid, ColumnGrid):
        return grid
    return grid[: next((number for number in range(len(grid), 0, -1) if any(grid[number - 1])), 0)]


def _check_header(
    table: Table, title: str, header: Sequence[Cell], places: Mapping[str, int], findings: Findings
) -> None:
    unknown: dict[int, str] = {}
    for index, name in enumerate(map(written, header)):
        if not name or index in places.values():
            continue
        if known := list(recognise_columns([name], table)):
            place = Place(title, f"{column_letters(index)}1", 1, known[0])
            fault = Fault("duplicate_column", facts={"column": table.column(known[0]).label})
            findings.add_at(place, name, fault)
        else:
            unknown[index] = name
    lacking = [column for column in table.columns if column.key not in places]
    for column in lacking:
        if column.required:
            meant = _nearest_to(column.label, {comparable(name): name for name in unknown.values()})
            findings.add_at(
                Place(title, column=column.key), None, Fault("missing_column", meant, {"column": column.label})
            )
    if unknown:
        names = ", ".join(unknown.values())
        spellings = _spellings({column.key: column.label for column in lacking})
        meant = next(filter(None, (nearest(name, spellings) for name in unknown.values())), "")
        place = Place(title, f"{column_letters(min(unknown))}1", 1)
        findings.add_at(place, names, Fault("unknown_columns", meant, {"names": names}))


def _nearest_to(label: Text, candidates: Mapping[str, str]) -> str:
    return next(filter(None, (nearest(label.to(language), candidates) for language in LANGUAGES)), "")
