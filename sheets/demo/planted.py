"""The few cells of the demo book that are wrong on purpose, where they spoil no story."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi_core.schema import TABS
from sheets.layout import column_letters

if TYPE_CHECKING:
    from sheets.demo.cast import Row
    from sheets.grid import Cell


@dataclass(frozen=True, slots=True)
class Planted:
    """One wrong cell: where it stands (row 1 is the header), what is typed there, and the issue that names it."""

    tab_key: str
    row: int
    column: str
    typed: Cell
    code: str

    @property
    def tab(self) -> str:
        """The tab's title in the demo book."""
        return TABS[self.tab_key].label.en

    @property
    def cell(self) -> str:
        """The cell's address: the columns stand in the order of the schema."""
        keys = [column.key for column in TABS[self.tab_key].columns]
        return f"{column_letters(keys.index(self.column))}{self.row}"


PLANTED: tuple[Planted, ...] = (
    Planted("accounts", 17, "next_step_on", "tomorow", "bad_date"),
    Planted("accounts", 151, "owner_id", "namm", "unknown_reference"),
    Planted("contacts", 41, "contact_id", "", "duplicate_id"),  # the row above, pasted twice
    Planted("interactions", 120, "channel", "meetting", "bad_choice"),
    Planted("deals", 12, "amount", "12,5OO", "bad_number"),
    Planted("surveys", 25, "score", 11, "score_out_of_range"),
)


def plant(book: dict[str, list[Row]]) -> None:
    """Write the wrong cells into the rows."""
    for wrong in PLANTED:
        rows, index = book[wrong.tab_key], wrong.row - 2
        if wrong.code == "duplicate_id":
            rows.insert(index, dict(rows[index - 1]))
        else:
            rows[index][wrong.column] = wrong.typed
