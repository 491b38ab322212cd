"""Mapping files: read, checked against the tab and the export, each fault with its line."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from kpi_core.errors import InputError
from kpi_core.names import fold
from kpi_core.schema import TABS, Kind
from sheets.codec.findings import comparable, nearest
from sheets.importer.mapping import DURATION_FORMS, Condition, ImportMapping, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from kpi_core.schema import Column, Table
    from sheets.grid import Cell

    Section = Mapping[str, object]

_SECTIONS = ("columns", "optional", "constants", "formats", "values", "only")
_OF_THE_FILE = ("decimal", "timezone")  # formats that are not a column's
_DURATION = "minutes"


class Headers(NamedTuple):
    """The name of an export and its columns."""

    name: str
    columns: Sequence[str]


def read_mapping(file: Path, tab: str, export: Headers) -> ImportMapping:
    """Read a mapping file for a tab and an export.

    Raises InputError, with file and line where known, for whatever does not fit.
    """
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
    return _Reading(file, text, table, export).mapping(content)


class _Reading:
    """One reading of a mapping file, which knows the place of each of its entries."""

    def __init__(self, file: Path, text: str, table: Table, export: Headers) -> None:
        self._file = file
        self._lines = text.splitlines()
        self._columns = {column.key: column for column in table.columns}
        self._table = table
        self._export = export
        self._spellings = {fold(column): column for column in reversed(export.columns)}

    def mapping(self, content: Section) -> ImportMapping:
        for section in content:
            if section not in _SECTIONS:
                raise self._wrong(section, f"there is no section [{section}]{_hint(section, _SECTIONS)}")
        columns, optional, constants, formats, values, only = (self._section(content, name) for name in _SECTIONS)
        for section, keys in zip(_SECTIONS, (columns, optional, constants, formats, values, ()), strict=True):
            for key in keys:
                if section != "formats" or key not in _OF_THE_FILE:
                    self._column(key, section)
        self._check_once(columns, optional, constants)
        self._check_required(columns.keys() | constants.keys())
        sources = {key: self._source(key, theirs) for key, theirs in columns.items()}
        sources |= {key: source for key, theirs in optional.items() if (source := self._found(key, theirs, "optional"))}
        by_column = {key: conditions for key, conditions in only.items() if isinstance(conditions, dict)}
        forms = {key: self._form(key, form) for key, form in formats.items() if key not in _OF_THE_FILE}
        return ImportMapping(
            table=self._table,
            sources=sources,
            constants={key: self._constant(key, value) for key, value in constants.items()},
            date_forms={key: form for key, form in forms.items() if key != _DURATION},
            duration_forms={key: form for key, form in forms.items() if key == _DURATION},
            decimal=self._decimal(formats),
            timezone=self._timezone(formats),
            words={key: self._words(key, words) for key, words in values.items()},
            only=[self._condition(said, only[said], "only", sources) for said in only if said not in by_column],
            only_then={
                self._column(key, "only").key: [
                    self._condition(said, words, f"only.{key}", sources) for said, words in conditions.items()
                ]
                for key, conditions in by_column.items()
            },
        )

    def _check_once(self, columns: Section, optional: Section, constants: Section) -> None:
        for key in constants:
            if key in columns or key in optional:
                section = "columns" if key in columns else "optional"
                raise self._wrong(key, f"{key} stands in [{section}] and in [constants]; keep one", "constants")
        for key in optional:
            if key in columns:
                raise self._wrong(key, f"{key} stands in [columns] and in [optional]; keep one", "optional")

    def _check_required(self, given: Iterable[str]) -> None:
        missing = [key for key, column in self._columns.items() if column.required and key not in given]
        if missing:
            what = "it" if len(missing) == 1 else "them"
            raise InputError(
                f"the tab {self._table.key} needs {', '.join(missing)}; add {what} to [columns] or [constants]",
                str(self._file),
            )

    def _column(self, key: str, section: str) -> Column:
        if key not in self._columns:
            hint = _hint(key, self._columns) or f"; it has {', '.join(self._columns)}"
            raise self._wrong(key, f"the tab {self._table.key} has no column {key}{hint}", section)
        return self._columns[key]

    def _section(self, content: Section, name: str) -> Section:
        section = content.get(name, {})
        if not isinstance(section, dict):
            raise self._wrong(name, f"[{name}] is a section of its own: write [{name}] on a line, its entries below")
        return section

    def _source(self, key: str, theirs: object) -> Source:
        source = self._found(key, theirs, "columns")
        if source is None:
            first = Source(self._texts(key, theirs, "columns")[0])
            missing = next(field for field in first.fields if fold(field) not in self._spellings)
            raise self._lacking(missing, f" for {key}", key, "columns")
        return source

    def _found(self, key: str, theirs: object, section: str) -> Source | None:
        """Return the first of the sources whose columns the export has."""
        sources = (Source(text).spelled(self._spellings) for text in self._texts(key, theirs, section))
        return next((source for source in sources if source), None)

    def _lacking(self, field: str, use: str, key: str, section: str) -> InputError:
        hint = _hint(field, self._export.columns) or f"; it has {', '.join(self._export.columns)}"
        return self._wrong(key, f"{self._export.name} has no column {field}{use}{hint}", section)

    def _texts(self, key: str, value: object, section: str) -> Sequence[str]:
        """Return a text, or a list of some, as a list."""
        return [self._text(key, each, section) for each in (value if isinstance(value, list) and value else [value])]

    def _text(self, key: str, value: object, section: str) -> str:
        if not isinstance(value, str):
            raise self._wrong(key, f"{key} is a text: put it in quotes", section)
        return value

    def _constant(self, key: str, value: object) -> Cell:
        if isinstance(value, (str, int, float, date)):
            return value
        raise self._wrong(key, f"{key} is one text, number, date, true or false", "constants")

    def _form(self, key: str, form: object) -> str:
        text = self._text(key, form, "formats")
        if key == _DURATION and text not in DURATION_FORMS:
            raise self._wrong(key, f"{key} is one of {', '.join(DURATION_FORMS)}", "formats")
        if key != _DURATION and self._columns[key].kind not in {Kind.DATE, Kind.DATETIME}:
            raise self._wrong(
                key, f"{key} is not a date: [formats] has those of dates, {_DURATION}, decimal and timezone", "formats"
            )
        return text

    def _decimal(self, formats: Section) -> str:
        decimal = self._text("decimal", formats.get("decimal", ""), "formats")
        if decimal not in {"", ".", ","}:
            raise self._wrong("decimal", f'decimal is "." or ",", not "{decimal}"', "formats")
        return decimal

    def _timezone(self, formats: Section) -> str:
        zone = self._text("timezone", formats.get("timezone", ""), "formats")
        try:
            return zone and ZoneInfo(zone).key
        except (KeyError, ValueError, OSError):  # unknown; no key at all; a folder of zones
            raise self._wrong(
                "timezone", f"'{zone}' is no time zone; write it like UTC or Asia/Bangkok", "formats"
            ) from None

    def _words(self, key: str, words: object) -> Mapping[str, str]:
        if not isinstance(words, dict):
            raise self._wrong(key, f'[values.{key}] has lines such as Won = "won"', "values")
        return {fold(their): self._text(their, our, f"values.{key}") for their, our in words.items()}

    def _condition(self, field: str, words: object, section: str, sources: Mapping[str, Source]) -> Condition:
        """Return a condition on one of our columns, as what it comes from says, or on one of theirs."""
        source = sources.get(field) or Source(field).spelled(self._spellings)
        if source is None:
            raise self._lacking(field, "", field, section)
        return Condition(source, frozenset(map(fold, self._texts(field, words, section))))

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
