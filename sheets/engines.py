"""How the tables of a reading are kept on disk and opened again: as Arrow for pandas, or as Parquet for DuckDB."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

import narwhals as nw
import pandas as pd
import pyarrow as pa

from kpi_core.frames import Frame


class Engine(Protocol):
    """What computes on the tables of a reading."""

    @property
    def name(self) -> str:
        """What stands for it in a manifest."""

    @property
    def suffix(self) -> str:
        """The ending of its files."""

    def write(self, path: Path, frame: Frame) -> None:
        """Keep a table in a new file that only the owner may read. Raises OSError."""

    def read(self, path: Path) -> Frame:
        """Open a table that was kept. Raises OSError, ValueError."""

    def adopt(self, frame: Frame) -> Frame:
        """Take in a small frame of the default engine."""


class Pandas:
    """The default: each table in an Arrow file, mapped into memory when it is opened."""

    name = "pandas"
    suffix = ".arrow"

    def __init__(self, place: Path) -> None:
        """Take any place: nothing is put there."""

    def write(self, path: Path, frame: Frame) -> None:
        """See Engine."""
        table = pa.Table.from_pandas(frame.collect().to_pandas(), preserve_index=False)
        with (
            open(path, "xb", opener=private) as file,
            pa.ipc.new_file(file, table.schema) as writer,
        ):
            writer.write_table(table)

    def read(self, path: Path) -> Frame:
        """See Engine."""
        with pa.memory_map(str(path)) as source:
            table = pa.ipc.open_file(source).read_all()
        frame: pd.DataFrame = table.to_pandas()
        return nw.from_native(frame).lazy()

    def adopt(self, frame: Frame) -> Frame:
        """See Engine."""
        return frame


# By name: who has no lake does not wait for what asks one.
_ENGINES: Mapping[str, tuple[str, str]] = {
    Pandas.name: (__name__, "Pandas"),
    "duckdb": ("sheets.lake.engine", "DuckDB"),
}


def engine_named(name: str, place: Path) -> Engine:
    """Return the engine of a manifest, for the reading at this place.

    Raises KeyError for one that is not known, SetupError for one that is not installed.
    """
    module, made = _ENGINES[name]
    return cast("Callable[[Path], Engine]", getattr(import_module(module), made))(place)


# Path.open has no opener, which is what makes a file private from its first instant.
def private(path: str, flags: int) -> int:
    """Open a file that only the owner may read."""
    return os.open(path, flags, 0o600)
