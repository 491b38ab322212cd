"""One column of raw cells → one typed array: cells of the natural type all at once, odd ones singly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kpi_core.choices import choice_label
from kpi_core.names import fold
from kpi_core.schema import Column, Kind
from kpi_core.text import LANGUAGES
from sheets.codec.conventions import Conventions
from sheets.codec.dates import read_moment
from sheets.codec.findings import Fault, comparable, nearest, written
from sheets.codec.numbers import read_number
from sheets.grid import Cell

DTYPES: Mapping[Kind, str] = {
    Kind.ID: "str",
    Kind.TEXT: "str",
    Kind.CHOICE: "str",
    Kind.DATE: "datetime64[us]",
    Kind.DATETIME: "datetime64[us]",
    Kind.NUMBER: "float64",
    Kind.MONEY: "float64",
    Kind.PERCENT: "float64",
    Kind.INTEGER: "Int64",
    Kind.YES_NO: "boolean",
}
_FORMULA_ERRORS = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#ERROR!", "#SPILL!", "#CALC!"}
)
_PADDING = " \t\r\n\v\f\u00a0\u200b\u202f\ufeff"  # what pasted text brings along, seen or unseen
_YES = frozenset({"yes", "y", "true", "x", "1", "v", "✓", "✔", "☑", "co", "dung", "да", "д", "истина"})
_NO = frozenset({"no", "n", "false", "0", "khong", "sai", "нет", "н", "ложь"})
_MOST_EXACT = 2.0**53  # the largest whole number a float tells apart from its neighbours
_DAY_ZERO = np.datetime64("1899-12-30", "us")
_FIRST, _LAST = np.datetime64("1950-01-01", "us"), np.datetime64("2200-01-01", "us")
_MILLISECONDS_A_DAY = 86_400_000
_FAR_DAYS = 1_000_000  # beyond any calendar: keeps a serial like 1e300 within datetime64
_BLANK, _TEXT, _NUMBER, _FLAG, _MOMENT, _OTHER = range(6)
_TYPES: defaultdict[type, int] = defaultdict(
    lambda: _OTHER,
    {type(None): _BLANK, str: _TEXT, int: _NUMBER, float: _NUMBER, bool: _FLAG, date: _MOMENT, datetime: _MOMENT},
)

Faults = dict[int, Fault]  # by the position of the cell in its column
Array = Any  # a numpy array or a pandas extension array: what a DataFrame takes as a column
_Places = np.ndarray[Any, np.dtype[np.intp]]
_Reader = Callable[[Cell], Any]  # gives the value, None for a blank, or a Fault


@dataclass
class _Cells:
    """The raw cells of a column, told apart by type, and the faults found in them so far."""

    values: np.ndarray[Any, np.dtype[np.object_]]
    types: np.ndarray[Any, np.dtype[np.int8]]
    faults: Faults = field(default_factory=dict)

    @classmethod
    def of(cls, cells: Sequence[Cell]) -> _Cells:
        values = np.empty(len(cells), dtype=object)
        values[:] = cells
        return cls(values, np.fromiter(map(_TYPES.__getitem__, map(type, cells)), np.int8, len(cells)))

    def of_type(self, *types: int) -> _Places:
        """Return where cells of these types stand."""
        return np.flatnonzero(np.isin(self.types, types))

    def refuse(self, places: _Places, code: str) -> None:
        """Note the same fault at all these places."""
        if len(places):
            self.faults |= dict.fromkeys(places.tolist(), Fault(code))

    def numbers(self) -> tuple[_Places, np.ndarray[Any, np.dtype[np.float64]]]:
        """Return where number cells stand and what they hold."""
        places = self.of_type(_NUMBER)
        return places, self.values[places].astype(np.float64)

    def read(self, places: _Places, read: _Reader, into: Array) -> None:
        """Read the cells at these places singly, each distinct one once, into an array."""
        cells = self.values[places]
        readings = {cell: _reading(cell, read) for cell in set(cells)}
        wrong = {cell: reading for cell, reading in readings.items() if isinstance(reading, Fault)}
        if wrong:
            found = ((place, wrong.get(cell)) for place, cell in zip(places.tolist(), cells, strict=True))
            self.faults |= {place: fault for place, fault in found if fault}
            readings |= dict.fromkeys(wrong)
        into[places] = np.array([readings[cell] for cell in cells], dtype=into.dtype)


def _reading(cell: Cell, read: _Reader) -> Any:
    if isinstance(cell, str):
        cell = cell.strip(_PADDING)
        if not cell:
            return None
        if cell in _FORMULA_ERRORS:
            return Fault("formula_error")
    return read(cell)


def empty_column(column: Column, length: int) -> Array:
    """Return a column of that many missing values."""
    return pd.Series([None] * length, dtype=DTYPES[column.kind]).array


def typed_column(column: Column, raw: Sequence[Cell], conventions: Conventions) -> tuple[Array, Faults]:
    """Return a column's values in its declared dtype, missing where the cell is blank or faulty, and the faults."""
    cells = _Cells.of(raw)
    match column.kind:
        case Kind.ID | Kind.TEXT:
            values = _texts(cells)
        case Kind.CHOICE:
            values = _choices(cells, column)
        case Kind.DATE | Kind.DATETIME:
            values = _moments(cells, conventions)
            values = _days(values) if column.kind is Kind.DATE else _rezoned(values, conventions)
        case Kind.YES_NO:
            values = _claims(cells)
        case Kind.INTEGER:
            values = _integers(cells, conventions)
        case Kind.PERCENT:
            values = _fractions(cells, conventions)
        case Kind.NUMBER | Kind.MONEY:
            values = _numbers(cells, partial(_read_number, conventions=conventions))
    return values, cells.faults


def _texts(cells: _Cells) -> Array:
    values = cells.values
    places, numbers = cells.numbers()
    odd = cells.of_type(_FLAG, _MOMENT, _OTHER)
    if len(places) or len(odd):
        values = values.copy()
        whole = np.abs(numbers) < _MOST_EXACT
        whole[whole] = numbers[whole] == np.trunc(numbers[whole])
        values[places[whole]] = pa.array(numbers[whole]).cast(pa.int64()).cast(pa.string()).to_numpy(False)
        cells.read(places[~whole], written, values)
        cells.read(odd, written, values)
    texts = pc.utf8_trim(pa.array(values, pa.large_string(), from_pandas=True), characters=_PADDING)
    texts = pc.if_else(pc.equal(texts, ""), None, texts)
    wrong = pc.is_in(texts, pa.array(sorted(_FORMULA_ERRORS), pa.large_string()))
    cells.refuse(np.flatnonzero(wrong.to_numpy(False)), "formula_error")
    return pd.array(pc.if_else(wrong, None, texts), dtype="str")


def _choices(cells: _Cells, column: Column) -> Array:
    labels = {word: choice_label(column, word) for word in column.choices}
    spellings = {comparable(label.to(language)): word for word, label in labels.items() for language in LANGUAGES}
    spellings |= {comparable(word): word for word in column.choices}

    def read(cell: Cell) -> str | Fault:
        text = written(cell)
        found = spellings.get(comparable(text))
        return found or Fault("bad_choice", nearest(text, spellings), {"choices": ", ".join(column.choices)})

    words = np.full(len(cells.values), None, dtype=object)
    cells.read(np.flatnonzero(cells.types != _BLANK), read, words)
    return pd.array(words, dtype="str")


def _claims(cells: _Cells) -> Array:
    def read(cell: Cell) -> bool | Fault:
        word = fold(written(cell))
        return word in _YES if word in _YES | _NO else Fault("bad_yes_no")

    claims = np.full(len(cells.values), None, dtype=object)
    cells.read(np.flatnonzero(cells.types != _BLANK), read, claims)
    return pd.array(claims, dtype="boolean")


def _read_number(cell: Cell, conventions: Conventions) -> float | Fault:
    return read_number(cell, conventions) if isinstance(cell, str) else Fault("bad_number")


def _numbers(cells: _Cells, read: _Reader) -> Array:
    values = np.full(len(cells.values), np.nan)
    places, numbers = cells.numbers()
    values[places] = numbers
    cells.refuse(places[np.isinf(numbers)], "bad_number")
    cells.read(cells.of_type(_TEXT, _FLAG, _MOMENT, _OTHER), read, values)
    values[np.isinf(values)] = np.nan
    return values


def _fractions(cells: _Cells, conventions: Conventions) -> Array:
    """Return percentages as fractions: 0.05 and "5%" are five per cent, and so is a bare number over one."""

    def read(cell: Cell) -> float | Fault:
        if not isinstance(cell, str):
            return Fault("bad_number")
        number = read_number(cell, conventions, percent=True)
        # As a bare one, so that the step below makes it the fraction meant.
        return number * 100 if isinstance(number, float) and "%" in cell and abs(number) > 1 else number

    values = _numbers(cells, read)
    return np.where(np.abs(values) > 1, values / 100, values)


def _integers(cells: _Cells, conventions: Conventions) -> Array:
    values = _numbers(cells, partial(_read_number, conventions=conventions))
    broken = (values != np.trunc(values)) | (np.abs(values) > _MOST_EXACT)
    cells.refuse(np.flatnonzero(broken & ~np.isnan(values)), "bad_integer")
    missing = broken | np.isnan(values)
    return pd.arrays.IntegerArray(np.where(missing, 0, values).astype(np.int64), missing)


def _moments(cells: _Cells, conventions: Conventions) -> Array:
    """Return naive moments in the sheet's zone, from serial numbers of days, date cells and texts."""

    def read(cell: Cell) -> datetime | Fault:
        return read_moment(cell, conventions) if isinstance(cell, str) else Fault("bad_date")

    moments = np.full(len(cells.values), np.datetime64("NaT"), dtype="datetime64[us]")
    places, serials = cells.numbers()
    days = np.clip(np.nan_to_num(serials), -_FAR_DAYS, _FAR_DAYS)
    # A serial's binary fraction of a day is off by parts of a microsecond: the millisecond is what was meant.
    moments[places] = _DAY_ZERO + np.round(days * _MILLISECONDS_A_DAY).astype("timedelta64[ms]")
    real = cells.of_type(_MOMENT)
    moments[real] = cells.values[real].astype("datetime64[us]")
    cells.read(cells.of_type(_TEXT, _FLAG, _OTHER), read, moments)
    out = (moments < _FIRST) | (moments >= _LAST)
    cells.refuse(np.flatnonzero(out), "date_out_of_range")
    moments[out] = np.datetime64("NaT")
    return moments


def _days(moments: Array) -> Array:
    return moments.astype("datetime64[D]").astype("datetime64[us]")


def _rezoned(moments: Array, conventions: Conventions) -> Array:
    """Return moments of the sheet's zone as the reporting zone's; of a repeated hour the first counts."""
    if conventions.sheet_zone == conventions.zone:
        return moments
    typed = pd.DatetimeIndex(moments).tz_localize(
        conventions.sheet_zone, ambiguous=np.ones(len(moments), dtype=bool), nonexistent="shift_forward"
    )
    return typed.tz_convert(conventions.zone).tz_localize(None).to_numpy()
