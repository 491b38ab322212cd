"""Where the issues of a book are gathered, each at its address."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from rapidfuzz import fuzz, process

from kpi_core.names import fold
from kpi_core.schema import TABS
from kpi_core.text import Text
from sheets.codec.issue_kinds import ISSUE_KINDS
from sheets.columnar import mended
from sheets.grid import Cell, Issue

_SHOWN_CHARACTERS = 80  # a cell may hold 50,000; a message shows its start
NAMED = 1_000  # cells of a column with the same fault: who has more mends the column, not cell by cell
_MORE = Text(
    "{message} (and {count} more below in this column)",
    "{message} (và {count} ô nữa bên dưới trong cột này)",
    "{message} (и ещё {count} ниже в этом столбце)",
)
_NOT_DIGITS = re.compile(r"\D")
_KINDS = {kind.code: kind for kind in ISSUE_KINDS}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one value, before it is known where the value stands.

    `meant` is what was probably meant, or works it out: only for a fault that is named it is looked for.
    """

    code: str
    meant: str | Callable[[], str] = ""
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def suggestion(self) -> str:
        """What was probably meant; "" when nothing is near."""
        return self.meant if isinstance(self.meant, str) else self.meant()


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
            return mended(str(cell)).strip()


def comparable(name: str) -> str:
    """Return what near-miss names are compared by: folded, without punctuation and leading zeros."""
    return re.sub(r"(?<!\d)0+(?=\d)", "", re.sub(r"[\W_]+", "", fold(name)))


class Spellings:
    """Names that may have been meant: `candidates` maps comparable spellings to what to suggest."""

    def __init__(self, candidates: Mapping[str, str]) -> None:
        self._candidates = candidates
        self._alike = defaultdict[str, list[str]](list)  # by their digits: A12 is no misspelling of A13
        for spelling in candidates:
            self._alike[_NOT_DIGITS.sub("", spelling)].append(spelling)

    def nearest(self, name: str) -> str:
        """Return what the candidate nearest in spelling stands for; "" when none is near or its digits differ."""
        wanted = comparable(name[:_SHOWN_CHARACTERS])
        alike = self._alike.get(_NOT_DIGITS.sub("", wanted), ()) if wanted else ()
        found = process.extractOne(wanted, alike, scorer=fuzz.ratio, score_cutoff=70)
        return self._candidates[found[0]] if found else ""


def nearest(name: str, candidates: Mapping[str, str]) -> str:
    """Return what the nearest of a few candidates stands for; see Spellings."""
    return Spellings(candidates).nearest(name)


class Place(NamedTuple):
    """Where something stands: the tab's title, the cell ("" for a whole tab), its row and column key."""

    title: str
    cell: str = ""
    row: int | None = None
    column: str = ""


class Findings:
    """The issues found so far. `titles` and `letters` say where tabs and columns (by key) stand in the file.

    Of the same fault in very many cells of a column the first are named; the last of these says how many follow.
    """

    def __init__(self) -> None:
        self.titles: dict[str, str] = {}
        self.letters: dict[str, dict[str, str]] = {}
        self._issues: list[Issue] = []
        self._named = defaultdict[tuple[str, str, str], list[int]](list)  # where in `_issues`, by title, column, code
        self._unnamed = Counter[tuple[str, str, str]]()

    def add(self, tab: str, column: str, row: int, value: Cell, fault: Fault) -> None:
        """Note a fault of one cell, by tab and column key."""
        key = self.titles[tab], column, fault.code
        if len(self._named[key]) == NAMED:
            self._unnamed[key] += 1
            return
        self._named[key].append(len(self._issues))
        place = Place(self.titles[tab], f"{self.letters[tab][column]}{row}", row, column)
        named = {"column": TABS[tab].column(column).label} | dict(fault.facts)
        self.add_at(place, value, Fault(fault.code, fault.meant, named))

    def add_unnamed(self, tab: str, column: str, code: str, count: int) -> None:
        """Note that so many more cells of a column have a fault of which enough are named."""
        self._unnamed[self.titles[tab], column, code] += count

    def add_at(self, place: Place, value: Cell, fault: Fault) -> None:
        """Note a fault of any place."""
        kind = _KINDS[fault.code]
        typed = written(value)
        shown = typed if len(typed) <= _SHOWN_CHARACTERS else f"{typed[:_SHOWN_CHARACTERS]}…"
        facts = {name: fact if isinstance(fact, Text) else str(fact) for name, fact in fault.facts.items()}
        message = kind.message.format(**{"value": shown, **facts}).filled()
        self._issues.append(Issue(*place, typed, kind.severity, kind.code, message, fault.suggestion))

    def in_order(self, titles: Iterable[str]) -> list[Issue]:
        """Return the issues in the order of the book: by tab as given, row, column."""
        issues = self._issues.copy()
        for key, count in (+self._unnamed).items():
            last = self._named[key][-1]
            more = _MORE.format(message=issues[last].message, count=str(count))
            issues[last] = replace(issues[last], message=more.filled())
        rank = {title: index for index, title in enumerate(titles)}

        def position(issue: Issue) -> tuple[int, int, int, str]:
            return rank.get(issue.tab, len(rank)), issue.row or 0, len(issue.cell), issue.cell

        return sorted(issues, key=position)
