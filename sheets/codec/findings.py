"""Where the issues of a book are gathered, each at its address."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from rapidfuzz import fuzz, process

from kpi_core.names import fold
from kpi_core.schema import TABS
from sheets.codec.issue_kinds import ISSUE_KINDS
from sheets.grid import Cell, Issue

_SHOWN_CHARACTERS = 80  # a cell may hold 50,000; a message shows its start
_KINDS = {kind.code: kind for kind in ISSUE_KINDS}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one value, before it is known where the value stands."""

    code: str
    suggestion: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)


def is_error(code: str) -> bool:
    """Whether what has this fault is left out."""
    return _KINDS[code].severity == "error"


def written(cell: Cell) -> str:
    """Return a cell as a person would have typed it: 7.0 is "7", a midnight is a date."""
    match cell:
        case None:
            return ""
        case bool():
            return str(cell).upper()
        case float() if math.isnan(cell):
            return ""
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case datetime():
            return cell.isoformat(" ", "seconds").removesuffix(" 00:00:00")
        case _:
            return str(cell).strip()


def comparable(name: str) -> str:
    """Return what near-miss names are compared by: folded, without punctuation and leading zeros."""
    return re.sub(r"(?<!\d)0+(?=\d)", "", re.sub(r"[\W_]+", "", fold(name)))


def nearest(name: str, candidates: Mapping[str, str]) -> str:
    """Return what the candidate nearest in spelling stands for; "" when none is near or its digits differ.

    `candidates` maps comparable spellings to what to suggest. A12 is no misspelling of A13.
    """
    wanted = comparable(name[:_SHOWN_CHARACTERS])
    if not wanted:
        return ""
    digits = re.sub(r"\D", "", wanted)
    alike = [spelling for spelling in candidates if re.sub(r"\D", "", spelling) == digits]
    found = process.extractOne(wanted, alike, scorer=fuzz.ratio, score_cutoff=70)
    return candidates[found[0]] if found else ""


class Place(NamedTuple):
    """Where something stands: the tab's title, the cell ("" for a whole tab), its row and column key."""

    title: str
    cell: str = ""
    row: int | None = None
    column: str = ""


class Findings:
    """The issues found so far. `titles` and `letters` say where tabs and columns (by key) stand in the file."""

    def __init__(self) -> None:
        self.issues: list[Issue] = []
        self.titles: dict[str, str] = {}
        self.letters: dict[str, dict[str, str]] = {}

    def add(self, tab: str, column: str, row: int, value: Cell, fault: Fault) -> None:
        """Note a fault of one cell, by tab and column key."""
        place = Place(self.titles[tab], f"{self.letters[tab][column]}{row}", row, column)
        named = {"column": TABS[tab].column(column).label} | dict(fault.facts)
        self.add_at(place, value, Fault(fault.code, fault.suggestion, named))

    def add_at(self, place: Place, value: Cell, fault: Fault) -> None:
        """Note a fault of any place."""
        kind = _KINDS[fault.code]
        typed = written(value)
        shown = typed if len(typed) <= _SHOWN_CHARACTERS else f"{typed[:_SHOWN_CHARACTERS]}…"
        message = kind.message.format(**({"value": shown} | dict(fault.facts)))
        self.issues.append(Issue(*place, typed, kind.severity, kind.code, message, fault.suggestion))

    def in_order(self, titles: Iterable[str]) -> list[Issue]:
        """Return the issues in the order of the book: by tab as given, row, column."""
        rank = {title: index for index, title in enumerate(titles)}

        def position(issue: Issue) -> tuple[int, int, int, str]:
            return rank.get(issue.tab, len(rank)), issue.row or 0, len(issue.cell), issue.cell

        return sorted(self.issues, key=position)
