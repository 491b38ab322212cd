"""How a book that an earlier Amber made becomes one of today: small steps, in order, the same for every backend.

A step changes nothing that a person typed, and nothing when it runs again. To add one: append it to STEPS and raise
`kpi_core.schema.SCHEMA_VERSION` to its version.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from kpi_core.schema import SCHEMA_VERSION, TABS
from kpi_core.text import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi_core.schema import Column, Table


class Upgradable(Protocol):
    """A book as the steps see it."""

    def headers(self) -> Mapping[str, Sequence[str]]:
        """Return row 1 of each tab people edit, by the tab's key."""

    def explain(self, tab: str, columns: Mapping[int, Column]) -> bool:
        """Give headers (columns by their index) notes and the cells below drop-downs, where there are none.

        Return whether any was given.
        """


@dataclass(frozen=True, slots=True)
class Step:
    """What a book of an earlier version than `version` is given; it names what was changed."""

    version: int
    apply: Callable[[Upgradable], Iterable[str]]


def _explain_headers(book: Upgradable) -> Iterable[str]:
    """Tabs and columns added to an .xlsx book before version 2 had no notes, and columns no drop-downs."""
    for tab, header in book.headers().items():
        columns = {index: column for index, label in enumerate(header) if (column := _labelled(TABS[tab], label))}
        if book.explain(tab, columns):
            yield f"{tab} (notes and drop-downs)"


def _labelled(table: Table, label: str) -> Column | None:
    """Return the column whose header reads as Amber writes it; a header of people's own words is theirs."""
    labels = {column.label.to(language): column for column in table.columns for language in LANGUAGES}
    return labels.get(label)


STEPS: tuple[Step, ...] = (Step(2, _explain_headers),)


def upgrade(book: Upgradable, version: int) -> Sequence[str]:
    """Bring a book of this schema version up to date; return what was changed. 0 is a book that Amber did not make."""
    return [change for step in STEPS if 0 < version < step.version for change in step.apply(book)]


def schema_version(noted: str) -> int:
    """Return the version that a book's note says; 0 for none, and for what somebody made of it."""
    return int(noted) if noted.isascii() and noted.isdecimal() else 0


def is_newer(version: int) -> bool:
    """Whether a book was set up by a later Amber, so that this one does not know all of it."""
    return version > SCHEMA_VERSION
