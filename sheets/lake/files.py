"""The Parquet files of a lake: whose rows they hold, and their columns as raw cells, each of the type that is due."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow import types

from kpi_core.errors import InputError
from kpi_core.schema import Column, Kind, Table
from kpi_core.text import Text
from sheets.columnar import Cells, ColumnGrid
from sheets.headers import recognise_columns

_SUFFIX = ".parquet"
_ROWS_AT_A_TIME = 250_000
_WRONG_TYPE = Text(
    "the column '{name}' is of the type {type}; expected: {expected}",
    "cột '{name}' có kiểu {type}; cần: {expected}",
    "столбец «{name}» имеет тип {type}; нужно: {expected}",
)
_TWICE = Text(
    "the column '{name}' stands there twice", "cột '{name}' có hai lần trong tệp", "столбец «{name}» стоит там дважды"
)
_NO_PARQUET = Text(
    "this file cannot be read as Parquet; write it anew or take it away",
    "không đọc được tệp này dưới dạng Parquet; hãy ghi lại hoặc bỏ nó đi",
    "файл не читается как Parquet; запишите его заново или уберите",
)


@dataclass(frozen=True)
class _Expected:
    """What a kind of column may hold in Parquet."""

    name: Text
    holds: Callable[[Any], bool]


def _is_text(kind: Any) -> bool:
    kind = kind.value_type if types.is_dictionary(kind) else kind
    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind))


def _is_number(kind: Any) -> bool:
    return bool(types.is_integer(kind) or types.is_floating(kind) or types.is_decimal(kind))


_TEXT = _Expected(Text("string", "chuỗi", "строки"), _is_text)
_NAME = _Expected(
    Text("string or whole numbers", "chuỗi hoặc số nguyên", "строки или целые числа"),
    lambda kind: _is_text(kind) or types.is_integer(kind),
)
_MOMENT = _Expected(
    Text("date or timestamp", "ngày hoặc thời điểm", "даты или моменты"),
    lambda kind: types.is_date(kind) or types.is_timestamp(kind),
)
_NUMBER = _Expected(Text("numbers", "số", "числа"), _is_number)
_YES_NO = _Expected(Text("boolean", "đúng/sai", "да/нет"), types.is_boolean)
_EXPECTED: Mapping[Kind, _Expected] = {
    Kind.ID: _NAME,
    Kind.TEXT: _NAME,
    Kind.CHOICE: _TEXT,
    Kind.DATE: _MOMENT,
    Kind.DATETIME: _MOMENT,
    Kind.NUMBER: _NUMBER,
    Kind.MONEY: _NUMBER,
    Kind.PERCENT: _NUMBER,
    Kind.INTEGER: _NUMBER,
    Kind.YES_NO: _YES_NO,
}


@dataclass(frozen=True)
class TabFiles:
    """The files that hold the rows of one tab, in the order of their names."""

    folder: Path
    name: str
    files: tuple[Path, ...]

    @cached_property
    def header(self) -> Sequence[str]:
        """The names of all columns, in the order in which they are met."""
        return tuple(dict.fromkeys(name for file in self.files for name in _schema_of(file, self.place(file)).names))

    @property
    def title(self) -> str:
        """What people know the tab by: its one file, "accounts.parquet", or its bare name, "interactions"."""
        return self.place(self.files[0]) if len(self.files) == 1 else self.name

    def place(self, file: Path) -> str:
        """Return how a file is named to people: "accounts.parquet", "interactions/2026.parquet"."""
        return str(file.relative_to(self.folder))

    @cached_property
    def starts(self) -> Sequence[int]:
        """The number of rows before each file."""
        counts = [_rows_of(file, self.place(file)) for file in self.files]
        return tuple(np.cumsum([0, *counts[:-1]]).tolist())

    def located(self, number: int) -> tuple[str, int]:
        """Return the file that holds a row, by its bare name, and the row's number there; both count from 1."""
        index = int(np.searchsorted(self.starts, number - 1, side="right")) - 1
        return self.files[index].name, number - self.starts[index]

    def whole(self, table: Table, zone: str) -> ColumnGrid:
        """Return all rows; see pieces."""
        columns = zip(*(piece.columns for piece in self.pieces(table, zone)), strict=True)
        joined = [Cells.joined(parts) for parts in columns]
        return ColumnGrid(joined or [Cells(0) for _ in self.header])

    def pieces(self, table: Table, zone: str) -> Iterator[ColumnGrid]:
        """Yield the rows a part at a time, the columns as `header` has them; those unknown to the table are blank.

        A moment with a zone of its own becomes that of `zone`. Raises InputError for a column of a wrong type or
        one that stands twice, and for a file that is damaged.
        """
        header = self.header
        known = {header[index]: table.column(key) for key, index in recognise_columns(header, table).items()}
        for file in self.files:
            place = self.place(file)
            schema = _schema_of(file, place)
            present = [name for name in known if name in schema.names]
            for name in present:
                if schema.names.count(name) > 1:
                    raise InputError(_TWICE.format(name=name), place)
                _check_type(known[name], schema.field(name).type, name, place)
            with _damage_named(place), pq.ParquetFile(file) as parquet:
                for batch in parquet.iter_batches(_ROWS_AT_A_TIME, columns=present):
                    cells = {name: _cells(batch.column(name), known[name], zone) for name in present}
                    yield ColumnGrid([cells.get(name, Cells(batch.num_rows)) for name in header])


def tabs_in(folder: Path) -> Mapping[str, TabFiles]:
    """Return the tabs of a folder by name: a file accounts.parquet, a folder accounts or accounts.parquet of files."""
    found: dict[str, list[Path]] = {}
    for path in sorted(folder.iterdir()):
        files = sorted(path.glob(f"*{_SUFFIX}")) if path.is_dir() else [path] if path.suffix == _SUFFIX else []
        kept = [file for file in files if file.is_file() and not file.name.startswith(("_", "."))]
        if kept:
            found.setdefault(path.name.removesuffix(_SUFFIX), []).extend(kept)
    return {name: TabFiles(folder, name, tuple(files)) for name, files in found.items()}


@contextmanager
def _damage_named(place: str) -> Iterator[None]:
    try:
        yield
    except (pa.ArrowException, OSError, UnicodeDecodeError):
        raise InputError(_NO_PARQUET, place) from None


def _schema_of(file: Path, place: str) -> Any:
    with _damage_named(place):
        return pq.read_schema(file)


def _rows_of(file: Path, place: str) -> int:
    with _damage_named(place):
        return int(pq.read_metadata(file).num_rows)


def _check_type(column: Column, kind: Any, name: str, place: str) -> None:
    expected = _EXPECTED[column.kind]
    if not (types.is_null(kind) or expected.holds(kind)):
        raise InputError(_WRONG_TYPE.format(name=name, type=str(kind), expected=expected.name), place)


def _cells(array: Any, column: Column, zone: str) -> Cells:
    """Return a column of Parquet as raw cells of its kind."""
    if types.is_null(array.type):
        return Cells(len(array))
    expected = _EXPECTED[column.kind]
    if expected in {_TEXT, _NAME}:
        texts = array.cast(pa.large_string())
        texts.validate(full=True)  # nothing has looked yet whether it is UTF-8
        return Cells(len(array), texts=texts)
    if expected is _NUMBER:
        return Cells(len(array), numbers=array.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False))
    if expected is _YES_NO:
        flags = array.cast(pa.int8()).cast(pa.float64())
        return Cells(len(array), flags=flags.to_numpy(zero_copy_only=False))
    if types.is_timestamp(array.type) and array.type.tz:
        array = pc.local_timestamp(array.cast(pa.timestamp("us", zone), safe=False))
    return Cells(len(array), moments=array.cast(pa.timestamp("us"), safe=False).to_numpy(zero_copy_only=False))
