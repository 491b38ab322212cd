"""What a mapping file says: how the columns and words of another system's export become those of a tab."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import TYPE_CHECKING

from kpi_core.names import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpi_core.schema import Column, Table
    from sheets.grid import Cell

ANY = "*"
_FIELD = re.compile(r"\{([^{}]+)\}")
_HOURS_AND_MINUTES = re.compile(r"(?P<hours>\d+):(?P<minutes>[0-5]\d)(?::(?P<seconds>[0-5]\d))?")
_HH_MM = "HH:MM"
_folded = lru_cache(1000)(fold)  # a column of words has few of them
_A_MINUTE = {"hours": 1 / 60, "minutes": 1.0, "seconds": 60.0, "milliseconds": 60_000.0}
DURATION_FORMS = (*_A_MINUTE, _HH_MM)


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
        if "{" not in self.template:
            return record[self.template].strip()
        parts = [record[field].strip() for field in self.fields]
        if not any(parts):
            return ""
        if not _FIELD.search(self.template):
            return parts[0]
        return " ".join(_FIELD.sub(lambda field: record[field[1]], self.template).split())

    def spelled(self, spellings: Mapping[str, str]) -> Source | None:
        """Return it with the columns as the export spells them (by folded name); None when the export lacks one."""
        if any(fold(field) not in spellings for field in self.fields):
            return None
        if _FIELD.search(self.template):
            return Source(_FIELD.sub(lambda field: f"{{{spellings[fold(field[1])]}}}", self.template))
        return Source(spellings[fold(self.template)])


@dataclass(frozen=True, slots=True)
class Condition:
    """What a record must say: one of the words, folded; "*" is anything but a blank."""

    source: Source
    words: frozenset[str]

    def holds(self, record: Mapping[str, str]) -> bool:
        """Whether the record says it."""
        word = _folded(self.source.text(record))
        return word in self.words or (bool(word) and ANY in self.words)


@dataclass(frozen=True, slots=True)
class ImportMapping:
    """A checked mapping file, as it fits one export. `decimal` and `timezone` are "" when the file does not say."""

    table: Table
    sources: Mapping[str, Source]  # by our column
    constants: Mapping[str, Cell]
    date_forms: Mapping[str, str]  # strptime, by our column
    duration_forms: Mapping[str, str]  # one of DURATION_FORMS, by our column
    decimal: str
    timezone: str  # in which the export's times stand
    words: Mapping[str, Mapping[str, str]]  # by our column: their word, folded, "*" for any letters → ours
    only: Sequence[Condition]  # which records are taken
    only_then: Mapping[str, Sequence[Condition]]  # by our column: in which records it is filled

    @property
    def given(self) -> Sequence[Column]:
        """The columns that it fills, in the tab's order."""
        return [column for column in self.table.columns if column.key in self.sources or column.key in self.constants]

    def takes(self, record: Mapping[str, str]) -> bool:
        """Whether a record is one of those to be imported."""
        return all(condition.holds(record) for condition in self.only)

    def text(self, column: str, record: Mapping[str, str]) -> str:
        """Return what a record says in a column that comes from the export, in our words.

        Their own word when the file says nothing of it; a blank stays blank.
        """
        if not all(condition.holds(record) for condition in self.only_then.get(column, ())):
            return ""
        text = self.sources[column].text(record)
        return _our_word(text, self.words[column]) if text and column in self.words else text


def _our_word(text: str, words: Mapping[str, str]) -> str:
    folded = _folded(text)
    if folded in words:
        return words[folded]
    return next((ours for theirs, ours in words.items() if ANY in theirs and fnmatchcase(folded, theirs)), text)


def minutes_in(text: str, form: str) -> float | None:
    """Return the minutes of a duration written in that form, or as 1:30:00; None when it is neither."""
    if parts := _HOURS_AND_MINUTES.fullmatch(text):
        return int(parts["hours"]) * 60 + int(parts["minutes"]) + int(parts["seconds"] or 0) / 60
    return float(text) / _A_MINUTE[form] if form in _A_MINUTE and re.fullmatch(r"\d+(\.\d+)?", text) else None
