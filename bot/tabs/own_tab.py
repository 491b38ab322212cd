"""What every tab of Amber's own is made from, and the record that says how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.voice import Voice
from kpi_core.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.desk import Desk
    from bot.state.history import History
    from bot.state.ledger import Ledger
    from kpi_core.kpi import Kpi
    from kpi_core.periods import Period
    from kpi_core.text import Language
    from sheets.grid import Cell, Grid


@dataclass(frozen=True, slots=True)
class Sources:
    """What the tabs are made of: the book at one moment, the latest week that was reported, what the database keeps."""

    desk: Desk
    week: Period
    history: History
    ledger: Ledger


@dataclass(frozen=True, slots=True)
class OwnTab:
    """One tab: its key in `schema.BOT_TABS`, what makes it due, and what then stands in it.

    `occasion` is cheap: while it says the same, nothing is made and nothing is written.
    """

    key: str
    occasion: Callable[[Sources], str]
    grid: Callable[[Sources, Language], Grid]


def grid_of(header: Sequence[Text], rows: Iterable[Sequence[Cell | Text]], language: Language) -> Grid:
    """Return a header and its rows as a grid, texts in the book's language."""
    voice = Voice(language)
    return [[voice.text(cell) if isinstance(cell, Text) else cell for cell in row] for row in (header, *rows)]


def figure(kpi: Kpi, value: float | None) -> float | None:
    """Return a figure as the tabs show it, beside its unit: 0.052 is 5.2 %. No figure is a blank cell."""
    return None if value is None else round(value * 100 if kpi.unit == "%" else value, 2)
