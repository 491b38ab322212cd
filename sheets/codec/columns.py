"""One column of raw cells → one typed array: cells of the natural type all at once, odd ones singly."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
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
from sheets.columnar import Cells
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
_FORMULA_ERRORS = pa.array(
    ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#ERROR!", "#SPILL!", "#CALC!"],
    pa.large_string(),
)
_PADDING = " \t\r\n\v\f\u00a0\u200b\u202f\ufeff"  # what pasted text brings along, seen or unseen
_YES = frozenset({"yes", "y", "true", "x", "1", "v", "✓", "✔", "☑", "co", "dung", "да", "д", "истина"})
_NO = frozenset({"no", "n", "false", "0", "khong", "sai", "нет", "н", "ложь"})
_MOST_EXACT = 2.0**53  # the largest whole number a float tells apart from its neighbours
_DAY_ZERO = np.datetime64("1899-12-30", "us")
_FIRST, _LAST = np.datetime64("1950-01-01", "us"), np.datetime64("2200-01-01", "us")
_MILLISECONDS_A_DAY = 86_400_000
_FAR_DAYS = 1_000_000  # beyond any calendar: keeps a serial like 1e300 within datetime64

_STR = pd.StringDtype("pyarrow", na_value=np.nan)

Faults = dict[int, Fault]  # by the position of the cell in its column
Array = Any  # a numpy array or a pandas extension array: what a DataFrame takes as a column
_Bools = np.ndarray[Any, np.dtype[np.bool_]]
_Codes = np.ndarray[Any, np.dtype[np.intp]]
_Reader = Callable[[str], Any]  # gives the value or a Fault


@dataclass(frozen=True)
class _Column:
    """The raw cells of a column, and the faults found in them so far."""

    cells: Cells
    faults: Faults = field(default_factory=dict)

    def texts(self) -> Any:
        """Return the texts without padding, null where there is none; a formula's error value is a fault."""
        return self._checked(self.cells.texts)

    def all_as_texts(self) -> Any:
        """Return every cell as the text it looks like, checked like the texts."""
        cells = self.cells
        texts = cells.texts
        for others, written_out in (
            (cells.numbers, _digits),
            (cells.flags, _flag_words),
            (cells.moments, _days_written),
        ):
            if others is not None:
                texts = written_out(others) if texts is None else pc.coalesce(texts, written_out(others))
        return pa.nulls(len(cells), pa.large_string()) if texts is None else self._checked(texts)

    def _checked(self, texts: Any) -> Any:
        texts = pc.utf8_trim(texts, characters=_PADDING)
        texts = pc.if_else(pc.equal(texts, ""), None, texts)
        wrong = pc.is_in(texts, _FORMULA_ERRORS)
        if not pc.any(wrong).as_py():
            return texts
        self.refuse(wrong.to_numpy(zero_copy_only=False), "formula_error")
        return pc.if_else(wrong, None, texts)

    def refuse(self, bad: _Bools, code: str) -> None:
        """Note the same fault of all these cells."""
        self.faults.update(dict.fromkeys(np.flatnonzero(bad).tolist(), Fault(code)))

    def refuse_any(self, cells: Array | None, code: str) -> None:
        """Note a fault of every cell of a type that the column cannot take."""
        if cells is not None:
            self.refuse(~np.isnat(cells) if cells.dtype.kind == "M" else ~np.isnan(cells), code)

    def read(self, texts: Any, read: _Reader) -> tuple[list[Any], _Codes]:
        """Read each distinct text once: the values, the last of them None, and which of them each cell has."""
        coded = texts.dictionary_encode()
        codes = coded.indices.fill_null(len(coded.dictionary)).to_numpy()
        values: list[Any] = [*map(read, coded.dictionary.to_pylist()), None]
        wrong = [isinstance(value, Fault) for value in values]
        if any(wrong):
            self.faults.update(
                (place, values[codes[place]]) for place in np.flatnonzero(np.array(wrong)[codes]).tolist()
            )
        return [None if is_wrong else value for value, is_wrong in zip(values, wrong, strict=True)], codes


def _digits(numbers: Array) -> Any:
    whole = np.abs(numbers) < _MOST_EXACT
    whole[whole] = numbers[whole] == np.trunc(numbers[whole])
    digits = pa.array(numbers, mask=~whole).cast(pa.int64()).cast(pa.large_string())
    if not (~whole & ~np.isnan(numbers)).any():
        return digits
    return pc.coalesce(digits, pa.array([written(number) or None for number in numbers.tolist()], pa.large_string()))


def _flag_words(flags: Array) -> Any:
    return pc.if_else(pa.array(flags == 1, mask=np.isnan(flags)), "TRUE", "FALSE").cast(pa.large_string())


def _days_written(moments: Array) -> Any:
    return pa.array([written(moment) or None for moment in moments.tolist()], pa.large_string())


def empty_column(column: Column, length: int) -> Array:
    """Return a column of that many missing values."""
    return pd.Series(None, index=range(length), dtype=DTYPES[column.kind]).array


def typed_column(column: Column, raw: Sequence[Cell], conventions: Conventions) -> tuple[Array, Faults]:
    """Return a column's values in its declared dtype, missing where the cell is blank or faulty, and the faults."""
    cells = _Column(Cells.of(raw))
    match column.kind:
        case Kind.ID | Kind.TEXT:
            values = _strings(cells.all_as_texts())
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
            is_number = column.kind is Kind.NUMBER  # "90%" is 0.9 of a target; of money it is nothing
            values = _numbers(cells, partial(read_number, conventions=conventions, percent=is_number))
    return values, cells.faults


def _strings(texts: Any) -> Array:
    """Return texts as pandas keeps them, uncopied: pd.array would make a Python object of each."""
    return pd.arrays.ArrowStringArray(texts, dtype=_STR)  # type: ignore[call-arg]  # pandas has it, its stubs not yet


def _choices(cells: _Column, column: Column) -> Array:
    labels = {word: choice_label(column, word) for word in column.choices}
    spellings = {comparable(label.to(language)): word for word, label in labels.items() for language in LANGUAGES}
    spellings |= {comparable(word): word for word in column.choices}
    facts = {"choices": ", ".join(column.choices)}

    def read(text: str) -> str | Fault:
        return spellings.get(comparable(text)) or Fault("bad_choice", partial(nearest, text, spellings), facts)

    words, codes = cells.read(cells.all_as_texts(), read)
    return _strings(pa.array(words, pa.large_string()).take(pa.array(codes)))


def _claims(cells: _Column) -> Array:
    def read(text: str) -> bool | Fault:
        word = fold(text)
        return word in _YES if word in _YES | _NO else Fault("bad_yes_no")

    claims, codes = cells.read(cells.all_as_texts(), read)
    found = np.array(claims, dtype=np.float64)[codes]
    return pd.arrays.BooleanArray(found == 1, np.isnan(found))


def _numbers(cells: _Column, read: _Reader) -> Array:
    raw = cells.cells
    values = np.full(len(raw), np.nan) if raw.numbers is None else raw.numbers.copy()
    cells.refuse(np.isinf(values), "bad_number")
    cells.refuse_any(raw.flags, "bad_number")
    cells.refuse_any(raw.moments, "bad_number")
    if raw.texts is not None:
        numbers, codes = cells.read(cells.texts(), read)
        values = np.where(np.isnan(values), np.array(numbers, dtype=np.float64)[codes], values)
    values[np.isinf(values)] = np.nan
    return values


def _fractions(cells: _Column, conventions: Conventions) -> Array:
    """Return percentages as fractions: 0.05 and "5%" are five per cent, and so is a bare number over one."""

    def read(text: str) -> float | Fault:
        number = read_number(text, conventions, percent=True)
        # As a bare one, so that the step below makes it the fraction meant.
        return number * 100 if isinstance(number, float) and "%" in text and abs(number) > 1 else number

    values = _numbers(cells, read)
    return np.where(np.abs(values) > 1, values / 100, values)


def _integers(cells: _Column, conventions: Conventions) -> Array:
    values = _numbers(cells, partial(read_number, conventions=conventions))
    broken = (values != np.trunc(values)) | (np.abs(values) > _MOST_EXACT)
    cells.refuse(broken & ~np.isnan(values), "bad_integer")
    missing = broken | np.isnan(values)
    return pd.arrays.IntegerArray(np.where(missing, 0, values).astype(np.int64), missing)


def _moments(cells: _Column, conventions: Conventions) -> Array:
    """Return naive moments in the sheet's zone, from serial numbers of days, date cells and texts."""
    raw = cells.cells
    moments = np.full(len(raw), np.datetime64("NaT"), dtype="datetime64[us]")
    if raw.numbers is not None:
        serials = np.clip(raw.numbers, -_FAR_DAYS, _FAR_DAYS)
        numbered = ~np.isnan(serials)
        # A serial's binary fraction of a day is off by parts of a microsecond: the millisecond is what was meant.
        milliseconds = np.round(serials[numbered] * _MILLISECONDS_A_DAY).astype("timedelta64[ms]")
        moments[numbered] = _DAY_ZERO + milliseconds
    if raw.moments is not None:
        moments = np.where(np.isnat(raw.moments), moments, raw.moments)
    cells.refuse_any(raw.flags, "bad_date")
    if raw.texts is not None:
        typed, codes = cells.read(cells.texts(), partial(read_moment, conventions=conventions))
        moments = np.where(np.isnat(moments), np.array(typed, dtype="datetime64[us]")[codes], moments)
    out = (moments < _FIRST) | (moments >= _LAST)
    cells.refuse(out, "date_out_of_range")
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
