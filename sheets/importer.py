"""Rows of another system's export, taken into a tab: each once, or not at all with the reason."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from pandas import isna

from kpi_core.errors import InputError, SetupError
from kpi_core.schema import Kind
from sheets.codec.columns import typed_column
from sheets.codec.conventions import conventions_of
from sheets.codec.findings import Fault, Findings, Place
from sheets.exports import read_export
from sheets.headers import recognise_columns, recognise_tab
from sheets.layout import TEXT_LIMIT
from sheets.mapping import check_fields, is_numeric, read_mapping

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from kpi_core.schema import Column
    from sheets.codec.columns import Array
    from sheets.codec.conventions import Conventions
    from sheets.exports import Record
    from sheets.grid import Cell, Grid, GridStore
    from sheets.mapping import ImportMapping

    Row = Mapping[str, Cell]

_EXPORT_LOCALE = "en_US"  # a mapping file says when an export's numbers are written otherwise
_ROWS_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class BadRow:
    """One row that does not fit, where it stands and why."""

    file: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or in a dry run would do; nothing is added while there are bad rows that are not skipped."""

    added: int
    skipped_existing: int
    bad: Sequence[BadRow]


def import_csv(
    file: Path,
    tab: str,
    mapping: Path,
    store: GridStore,
    *,
    dry_run: bool = False,
    skip_bad: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Imported:
    """Add the rows of a CSV file to a tab (schema key) through a mapping file; a missing book or tab is made.

    A row whose ID stands in the tab already is skipped; in a tab without an ID column, a row that stands there as a
    whole. `progress` is told rows written and rows in all.
    Raises InputError for a file or mapping that does not fit, and what the store raises.
    """
    plan = read_mapping(mapping, tab)
    export = read_export(file)
    check_fields(plan, file, export.columns)
    target = _target(store, plan)
    rows, reasons = _read_rows(plan, export.records, target.conventions)
    bad = [BadRow(str(file), line, reason) for line, reason in sorted((reasons | dict(export.misfits)).items())]
    new = [row for row in rows.values() if _identity(row, plan) not in target.present]
    skipped = len(rows) - len(new)
    if bad and not skip_bad:
        return Imported(0, skipped, bad)
    if not dry_run:
        if not target.exists:
            store.prepare([tab])
        _write(store, tab, new, progress)
    return Imported(len(new), skipped, bad)


@dataclass(frozen=True)
class _Target:
    """The tab as it is before the import: what identifies its rows, and how the book reads what is typed."""

    exists: bool
    present: frozenset[object]
    conventions: Conventions


def _target(store: GridStore, plan: ImportMapping) -> _Target:
    try:
        store.version()
    except SetupError:  # no book yet
        return _Target(exists=False, present=frozenset(), conventions=conventions_of(_EXPORT_LOCALE, "UTC", "UTC"))
    book = store.read()
    zone = book.timezone or "UTC"
    grid = next((grid for title, grid in book.tabs.items() if recognise_tab(title) == plan.table.key), None)
    rows = _typed_rows(grid or [[]], plan, conventions_of(book.locale, zone, zone))
    present = frozenset(_identity(row, plan) for row in rows)
    return _Target(grid is not None, present, conventions_of(_EXPORT_LOCALE, zone, zone))


def _typed_rows(grid: Grid, plan: ImportMapping, conventions: Conventions) -> Iterator[Row]:
    """Yield a grid's rows, only the cells that identify them."""
    indexes = recognise_columns(grid[0], plan.table)
    typed = {}
    for column in _identifying(plan):
        index = indexes.get(column.key, len(grid[0]))
        raw = [row[index] if index < len(row) else None for row in grid[1:]]
        typed[column.key] = _cells(column, typed_column(column, raw, conventions)[0])
    return (dict(zip(typed, cells, strict=True)) for cells in zip(*typed.values(), strict=True))


def _identifying(plan: ImportMapping) -> Sequence[Column]:
    return [plan.table.id_column] if plan.table.id_column else _given(plan)


def _identity(row: Row, plan: ImportMapping) -> object:
    return tuple(row.get(column.key) for column in _identifying(plan))


def _given(plan: ImportMapping) -> Sequence[Column]:
    """Return the columns that the mapping fills, in the tab's order."""
    given = plan.sources.keys() | plan.constants.keys()
    return [column for column in plan.table.columns if column.key in given]


def _read_rows(
    plan: ImportMapping, records: Sequence[Record], conventions: Conventions
) -> tuple[dict[int, Row], dict[int, str]]:
    """Return the rows that fit and the reasons of those that do not, both by line."""
    columns: dict[str, Sequence[Cell]] = {}
    reasons: dict[int, str] = {}
    for column in _given(plan):
        columns[column.key], wrong = _read_column(plan, column, records, conventions)
        reasons |= {records[place].line: reason for place, reason in wrong.items()} | reasons
    rows: dict[int, Row] = {}
    lines: dict[object, int] = {}
    for place, (line, _) in enumerate(records):
        if line in reasons:
            continue
        row = {key: cells[place] for key, cells in columns.items() if cells[place] is not None}
        first_line = lines.setdefault(_identity(row, plan), line)
        if plan.table.id_column and first_line != line:
            reasons[line] = f"this {plan.table.id_column.key} stands on line {first_line} already"
        else:
            rows[line] = row
    return rows, reasons


def _read_column(
    plan: ImportMapping, column: Column, records: Sequence[Record], conventions: Conventions
) -> tuple[Sequence[Cell], dict[int, str]]:
    """Return a column's cells, None where it has none, and what is wrong with some, by their place."""
    wrong: dict[int, str] = {}
    raw: list[Cell] = []
    for place, (_, fields) in enumerate(records):
        try:
            raw.append(_raw(plan, column, fields, conventions))
        except InputError as error:
            wrong[place] = str(error)
            raw.append(None)
    values, faults = typed_column(column, raw, conventions)
    cells = _cells(column, values)
    if column.required:
        faults = {place: Fault("missing_value") for place, cell in enumerate(cells) if cell is None} | faults
    reasons = {place: _reason(column, raw[place], fault) for place, fault in faults.items()}
    return cells, reasons | wrong


def _reason(column: Column, cell: Cell, fault: Fault) -> str:
    """Return the codec's sentence on a fault, in English, with what was probably meant."""
    findings = Findings()
    findings.add_at(Place(""), cell, Fault(fault.code, fault.suggestion, {"column": column.key} | dict(fault.facts)))
    issue = findings.issues[0]
    return f"{column.key}: {issue.message.en}" + (f"; did you mean {issue.suggestion}?" if issue.suggestion else "")


def _raw(plan: ImportMapping, column: Column, fields: Mapping[str, str], conventions: Conventions) -> Cell:
    """Return what the codec is to read: the text itself, unless the mapping says how it is written.

    Raises InputError with the reason when it cannot be that.
    """
    if column.key in plan.constants:
        return plan.constants[column.key]
    text = plan.word(column.key, plan.sources[column.key].text(fields))
    if len(text) > TEXT_LIMIT:
        raise InputError(f"{column.key}: the text has {len(text):,} characters, a cell holds {TEXT_LIMIT:,}")
    if text and column.key in plan.date_formats:
        return _moment(column.key, text, plan.date_formats[column.key], conventions)
    if plan.decimal and is_numeric(column):
        return _number(text, plan.decimal)
    return text


def _moment(key: str, text: str, form: str, conventions: Conventions) -> datetime:
    try:
        moment = datetime.strptime(text, form)  # noqa: DTZ007  # an export's times stand in the book's zone
    except ValueError:
        raise InputError(f"{key}: '{text}' is not written as {form}") from None
    return moment.astimezone(conventions.sheet_tz).replace(tzinfo=None) if moment.tzinfo else moment


def _number(text: str, decimal: str) -> Cell:
    """Return the number a text is with that decimal mark; the text itself when it is none."""
    group = "," if decimal == "." else "."
    digits = rf"(?:\d{{1,3}}(?:[{group}\s]\d{{3}})+|\d+)"
    if not re.fullmatch(rf"[-+]?{digits}(?:{re.escape(decimal)}\d+)?", text):
        return text
    return float(re.sub(rf"[{group}\s]", "", text).replace(decimal, "."))


def _cells(column: Column, values: Array) -> Sequence[Cell]:
    """Return a typed column as cells, None where a value is missing."""
    cells = [None if isna(cell) else cell for cell in values.tolist()]
    return [cell and cell.date() for cell in cells] if column.kind is Kind.DATE else cells


def _write(store: GridStore, tab: str, rows: Sequence[Row], progress: Callable[[int, int], None] | None) -> None:
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        if progress:
            progress(start, len(rows))
        store.append(tab, rows[start : start + _ROWS_AT_ONCE])
    if progress:
        progress(len(rows), len(rows))
