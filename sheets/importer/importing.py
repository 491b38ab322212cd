"""An import: an export and its mapping → rows in a tab, each once, or not at all with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi_core.errors import NoBook
from sheets.codec.columns import typed_column
from sheets.codec.conventions import conventions_of
from sheets.headers import recognise_columns, recognise_tab
from sheets.importer.exports import read_export
from sheets.importer.mapping_file import Headers, read_mapping
from sheets.importer.rows import Reason, identifying, identity, read_rows, typed_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from sheets.codec.conventions import Conventions
    from sheets.grid import Grid, GridStore
    from sheets.importer.mapping import ImportMapping
    from sheets.importer.rows import Row

_EXPORT_LOCALE = "en_US"  # a mapping file says when an export's numbers are written otherwise
_ROWS_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class BadRow:
    """One row that does not fit: where it stands, why, and what was probably meant ("" when nothing is near)."""

    file: str
    line: int
    reason: str
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or in a dry run would do; nothing is added while there are bad rows that are not skipped.

    `passed_over` counts the rows of the export that the mapping does not take.
    """

    added: int
    skipped_existing: int
    bad: Sequence[BadRow]
    passed_over: int = 0


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

    A row that stands in the tab already is skipped: by its identity, or as a whole in a tab where nothing tells rows
    apart. `progress` is told rows written and rows in all.
    Raises InputError for a file or mapping that does not fit, and what the store raises.
    """
    export = read_export(file)
    plan = read_mapping(mapping, tab, Headers(file.name, export.columns))
    target = _target(store, plan)
    rows = read_rows(plan, export.records, target.export_conventions)
    misfits = {line: Reason(reason) for line, reason in export.misfits.items()}
    bad = [BadRow(str(file), line, *reason) for line, reason in sorted({**rows.reasons, **misfits}.items())]
    identity_of = identity(plan)
    new = [row for row in rows.fitting.values() if identity_of(row) not in target.present]
    skipped = len(rows.fitting) - len(new)
    if bad and not skip_bad:
        return Imported(0, skipped, bad, rows.passed_over)
    if not dry_run:
        if not target.exists:
            store.prepare([tab])
        _write(store, tab, new, progress)
    return Imported(len(new), skipped, bad, rows.passed_over)


@dataclass(frozen=True)
class _Target:
    """The tab as it is before the import: what identifies its rows; and how the export writes what goes there."""

    exists: bool
    present: frozenset[object]
    export_conventions: Conventions


def _target(store: GridStore, plan: ImportMapping) -> _Target:
    try:
        store.version()
    except NoBook:
        return _Target(exists=False, present=frozenset(), export_conventions=_export_conventions(plan, "UTC"))
    book = store.read()
    zone = book.timezone or "UTC"
    grid = next((grid for title, grid in book.tabs.items() if recognise_tab(title) == plan.table.key), None)
    rows = _typed_rows(grid or [[]], plan, conventions_of(book.locale, zone, zone))
    present = frozenset(map(identity(plan), rows))
    return _Target(grid is not None, present, _export_conventions(plan, zone))


def _export_conventions(plan: ImportMapping, book_zone: str) -> Conventions:
    return conventions_of(_EXPORT_LOCALE, plan.timezone or book_zone, book_zone)


def _typed_rows(grid: Grid, plan: ImportMapping, conventions: Conventions) -> Iterator[Row]:
    """Yield a grid's rows, only the cells that identify them."""
    indexes = recognise_columns(grid[0], plan.table)
    typed = {}
    for column in identifying(plan):
        index = indexes.get(column.key, len(grid[0]))
        raw = [row[index] if index < len(row) else None for row in grid[1:]]
        typed[column.key] = typed_cells(column, typed_column(column, raw, conventions)[0])
    return (dict(zip(typed, cells, strict=True)) for cells in zip(*typed.values(), strict=True))


def _write(store: GridStore, tab: str, rows: Sequence[Row], progress: Callable[[int, int], None] | None) -> None:
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        if progress:
            progress(start, len(rows))
        store.append(tab, rows[start : start + _ROWS_AT_ONCE])
    if progress:
        progress(len(rows), len(rows))
