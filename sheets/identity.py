"""Which rows are one row: told by `Table.identity`, compared as the codec reads the cells, however they are typed.

The number 7 and the text "7" are one ID; a serial date, a date cell and "2026-03-02" are one day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi_core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kpi_core.schema import Table
    from sheets.grid import Cell

Identity = tuple[object, ...]  # a value per column of Table.identity, None for a cell that is blank or not readable


def unknown_rows(
    table: Table, rows: Sequence[Mapping[str, Cell]], standing: Mapping[str, Sequence[Cell]], locale: str
) -> list[Mapping[str, Cell]]:
    """Return the rows that do not stand in the tab yet, the first of each identity; all where nothing tells them apart.

    `standing` has the tab's cells below the header by column key (identity columns suffice; one that the tab lacks is
    left out), `locale` is the book's. Raises InputError for a row that lacks a part of its identity.
    """
    keys = [column.key for column in table.identity]
    if not keys:
        return list(rows)
    new: dict[Identity, Mapping[str, Cell]] = {}
    given = {key: [row.get(key) for row in rows] for key in keys}
    for row, identity in zip(rows, identities(table, given, locale), strict=True):
        if None in identity:
            raise InputError(f"a row for the tab {table.key} has no {keys[identity.index(None)]}")
        new.setdefault(identity, row)
    if standing.keys() >= set(keys):
        for identity in identities(table, standing, locale):
            new.pop(identity, None)
    return list(new.values())


def identities(table: Table, cells: Mapping[str, Sequence[Cell]], locale: str) -> Iterator[Identity]:
    """Yield the identity of each row, from its cells by column key (all identity columns, of one length)."""
    # Who only opens a book does not wait for pandas.
    import pandas as pd  # noqa: PLC0415

    from sheets.codec.columns import typed_column  # noqa: PLC0415
    from sheets.codec.conventions import conventions_of  # noqa: PLC0415

    conventions = conventions_of(locale, "UTC", "UTC")  # a day has no zone
    columns = []
    for column in table.identity:
        values = pd.Series(typed_column(column, cells[column.key], conventions)[0])
        columns.append(values.astype(object).where(values.notna(), None))
    return zip(*columns, strict=True)
