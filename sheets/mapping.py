"""Mapping files: how the columns and words of another system's export become those of a tab."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from kpi_core.errors import InputError
from kpi_core.names import fold
from kpi_core.schema import TABS, Kind
from sheets.codec.findings import comparable, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from kpi_core.schema import Column, Table
    from sheets.grid import Cell

_SECTIONS = ("columns", "constants", "formats", "values")
_NUMERIC = frozenset({Kind.NUMBER, Kind.MONEY, Kind.PERCENT, Kind.INTEGER})
_FIELD = re.compile(r"\{([^{}]+)\}")
EVERYTHING_ELSE = "*"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a column's text comes from: one field of the export, or a template that joins several."""

    template: str

    @property
    def fields(self) -> Sequence[str]:
        """The export's columns it needs."""
        return _FIELD.findall(self.template) or [self.template]

    def text(self, record: Mapping[str, str]) -> str:
        """Return the text for one record; blank when all its fields are."""
        parts = [record[field].strip() for field in self.fields]
        if not any(parts):
            return ""
        if parts and not _FIELD.search(self.template):
            return parts[0]
        return " ".join(_FIELD.sub(lambda field: record[field[1]], self.template).split())


@dataclass(frozen=True, slots=True)
class ImportMapping:
    """A checked mapping file. `decimal` is the export's decimal mark, "" when the file does not say."""

    table: Table
    sources: Mapping[str, Source]  # by our column
    constants: Mapping[str, Cell]
    date_formats: Mapping[str, str]  # strptime, by our column
    decimal: str
    words: Mapping[str, Mapping[str, str]]  # by our column: their word, folded → ours
    places: Mapping[str, str]  # file and line, by our column

    def word(self, column: str, text: str) -> str:
        """Return our word for theirs; their own when the file says nothing of it, and a blank stays blank."""
        words = self.words.get(column, {})
        return words.get(fold(text)) or (words.get(EVERYTHING_ELSE, text) if text else text)


def read_mapping(file: Path, tab: str) -> ImportMapping:
    """Read a mapping file for a tab. Raises InputError, with file and line where known, for whatever does not fit."""
    table = TABS.get(tab)
    if table is None:
        raise InputError(f"there is no tab {tab}{_hint(tab, TABS)}; the tabs are {', '.join(TABS)}")
    try:
        text = file.read_text("utf-8-sig")
    except OSError as error:
        raise InputError(f"the mapping cannot be read: {error.strerror}", str(file)) from None
    except UnicodeDecodeError:
        raise InputError("the mapping is not UTF-8 text; save it as UTF-8", str(file)) from None
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        raise InputError(f"this is not TOML: {error}", f"{file}:{line[1]}" if line else str(file)) from None
    return _Reading(file, text, table).mapping(content)


class _Reading:
    """One reading of a mapping file, which knows the place of each of its entries."""

    def __init__(self, file: Path, text: str, table: Table) -> None:
        self._file = file
        self._lines = text.splitlines()
        self._table = table

    def mapping(self, content: Mapping[str, object]) -> ImportMapping:
        for section in content:
            if section not in _SECTIONS:
                raise self._wrong(section, f"there is no section [{section}]{_hint(section, _SECTIONS)}")
        columns, constants, formats, values = (self._section(content, name) for name in _SECTIONS)
        decimal = self._text("decimal", formats.get("decimal", ""), "formats")
        if decimal not in {"", ".", ","}:
            raise self._wrong("decimal", f'decimal is "." or ",", not "{decimal}"', "formats")
        mapping = ImportMapping(
            table=self._table,
            sources={key: Source(self._text(key, theirs, "columns")) for key, theirs in columns.items()},
            constants={key: self._constant(key, value) for key, value in constants.items()},
            date_formats={k: self._text(k, form, "formats") for k, form in formats.items() if k != "decimal"},
            decimal=decimal,
            words={key: self._words(key, words) for key, words in values.items()},
            places={key: self._place(key, "columns") for key in columns},
        )
        self._check(mapping)
        return mapping

    def _check(self, mapping: ImportMapping) -> None:
        for section, keys in zip(
            _SECTIONS, (mapping.sources, mapping.constants, mapping.date_formats, mapping.words), strict=True
        ):
            for key in keys:
                self._column(key, section)
        for key in mapping.sources.keys() & mapping.constants.keys():
            raise self._wrong(key, f"{key} stands in [columns] and in [constants]; keep one", "constants")
        for key in mapping.date_formats:
            if self._column(key, "formats").kind not in {Kind.DATE, Kind.DATETIME}:
                raise self._wrong(key, f"{key} is not a date: [formats] has those of dates, and decimal", "formats")
        given = mapping.sources.keys() | mapping.constants.keys()
        missing = [column.key for column in self._table.columns if column.required and column.key not in given]
        if missing:
            what = "it" if len(missing) == 1 else "them"
            raise InputError(
                f"the tab {self._table.key} needs {', '.join(missing)}; add {what} to [columns] or [constants]",
                str(self._file),
            )

    def _column(self, key: str, section: str) -> Column:
        known = {column.key: column for column in self._table.columns}
        if key not in known:
            hint = _hint(key, known) or f"; it has {', '.join(known)}"
            raise self._wrong(key, f"the tab {self._table.key} has no column {key}{hint}", section)
        return known[key]

    def _section(self, content: Mapping[str, object], name: str) -> Mapping[str, object]:
        section = content.get(name, {})
        if not isinstance(section, dict):
            raise self._wrong(name, f"[{name}] is a section of its own: write [{name}] on a line, its entries below")
        return section

    def _text(self, key: str, value: object, section: str) -> str:
        if not isinstance(value, str):
            raise self._wrong(key, f"{key} is a text: put it in quotes", section)
        return value

    def _constant(self, key: str, value: object) -> Cell:
        if isinstance(value, (str, int, float, date)):
            return value
        raise self._wrong(key, f"{key} is one text, number, date, true or false", "constants")

    def _words(self, key: str, words: object) -> Mapping[str, str]:
        if not isinstance(words, dict):
            raise self._wrong(key, f'[values.{key}] has lines such as Won = "won"', "values")
        return {
            their if their == EVERYTHING_ELSE else fold(their): self._text(their, our, f"values.{key}")
            for their, our in words.items()
        }

    def _wrong(self, key: str, message: str, section: str = "") -> InputError:
        return InputError(message, self._place(key, section))

    def _place(self, key: str, section: str) -> str:
        """Return file and line of a section's entry, the file alone when it is not found."""
        here = ""
        entry = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=|\s*\[(?:{re.escape(section)}\.)?{re.escape(key)}\]")
        for number, line in enumerate(self._lines, start=1):
            if heading := re.match(r"\s*\[([\w.]+)\]", line):
                here = heading[1]
            if entry.match(line) and (not section or here.startswith(section)):
                return f"{self._file}:{number}"
        return str(self._file)


def _hint(name: str, candidates: Iterable[str]) -> str:
    """Return "; did you mean …?", or "" when nothing is near."""
    near = nearest(name, {comparable(candidate): candidate for candidate in candidates})
    return f"; did you mean {near}?" if near else ""


def check_fields(mapping: ImportMapping, export: Path, fields: Sequence[str]) -> None:
    """Raise InputError when the mapping names a column that the export lacks."""
    for key, source in mapping.sources.items():
        for field in source.fields:
            if field not in fields:
                hint = _hint(field, fields) or f"; it has {', '.join(fields)}"
                raise InputError(f"{export.name} has no column {field} for {key}{hint}", mapping.places[key])


def is_numeric(column: Column) -> bool:
    """Whether an export's decimal mark matters to a column."""
    return column.kind in _NUMERIC
