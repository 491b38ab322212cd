"""A reading's tables as Parquet files, which other programs read, and Amber itself as a lake."""

from __future__ import annotations

from pathlib import Path

import narwhals as nw

from kpi_core.errors import InputError
from kpi_core.frames import frame_of
from kpi_core.schema import PEOPLE_TABS, SETTINGS
from sheets.snapshot import Snapshot


def write_tables(folder: Path, snapshot: Snapshot) -> int:
    """Write a file for each tab of the book into a new or empty folder and return how many were written.

    The columns are those of the schema that the book has; cells and rows that are left out of the figures are left out.
    Raises InputError when the folder holds something or cannot be written.
    """
    tables = snapshot.tables
    present = [table for table in PEOPLE_TABS if table.key not in tables.missing and table is not SETTINGS]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise InputError("there is something in it already; name a new folder", str(folder))
        for table in present:
            columns = [column.key for column in table.columns if f"{table.key}.{column.key}" not in tables.missing]
            tables[table.key].sort("row").select(*columns).sink_parquet(_file(folder, table.key))
        # A file names no time zone of its own: the book's is set.
        settings = {**tables.settings.typed, "timezone": snapshot.timezone}
        frame = frame_of({"key": [*settings], "value": [*settings.values()]}, {"key": nw.String, "value": nw.String})
        frame.sink_parquet(_file(folder, SETTINGS.key))
    except OSError as error:
        raise InputError(f"it cannot be written ({error.strerror})", str(folder)) from error
    return len(present) + 1


def _file(folder: Path, tab: str) -> Path:
    return folder / f"{tab}.parquet"
