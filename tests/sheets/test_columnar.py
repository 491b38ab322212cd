"""Cells kept by column read like any other grid, whatever they hold."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from sheets.columnar import Cells, ColumnGrid, column_of
from sheets.grid import Cell


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("Acme", "Acme"),
        ("", None),
        (None, None),
        (7, 7.0),
        (7.5, 7.5),
        (True, True),
        (False, False),
        (2**60 + 1, "1152921504606846977"),
        (10**400, "1.000e+400"),
        (datetime(2026, 11, 20, 9, 30), datetime(2026, 11, 20, 9, 30)),
        (date(2026, 11, 20), datetime(2026, 11, 20)),
        ("Volga \ud83e", "Volga \N{REPLACEMENT CHARACTER}"),
        ("🧧", "🧧"),
    ],
)
@pytest.mark.parametrize("beside", [[], ["Bamboo"], [1.5], [False], [None, "", 3, True, datetime(2026, 1, 1)]])
def test_it_keeps_each_cell_beside_any_others(cell: Cell, kept: Cell, beside: list[Cell]) -> None:
    for cells, place in ((Cells.of([*beside, cell]), -1), (Cells.of([cell, *beside]), 0)):
        assert (kept or None, type(kept)) == (cells[place] or None, type(cells[place])) or kept == cells[place]
        assert len(beside) + 1 == len(list(cells))


def test_it_joins_columns_of_different_cells() -> None:
    parts = [Cells.of(["header"]), Cells.of([1, 2.5]), Cells(1), Cells.of([True]), Cells.of([datetime(2026, 1, 1)])]
    assert ["header", 1.0, 2.5, None, True, datetime(2026, 1, 1)] == list(Cells.joined(parts))


def test_it_reads_row_for_row() -> None:
    grid = ColumnGrid.of([["ID", "a-1", "a-2"], ["name", "Acme"], []])
    assert [["ID", "name", None], ["a-1", "Acme", None], ["a-2", None, None]] == list(grid)
    assert ["a-2", None, None] == grid[-1]
    assert [["a-1", "Acme", None]] == list(grid[1:2])


def test_it_stacks_parts_to_their_height_and_leaves_out_blank_ones_at_the_end() -> None:
    above, below = ColumnGrid.of([["ID"], ["name"]]), ColumnGrid.of([["a-1"]])
    stacked = ColumnGrid.stacked([above, ColumnGrid.of([]), below, ColumnGrid.of([])], height=2)
    assert [["ID", "name"], [None, None], [None, None], [None, None], ["a-1", None]] == list(stacked)


def test_it_knows_which_cells_say_something() -> None:
    cells = Cells.of(["Acme", "", None, 0, 3, False, True, datetime(2026, 1, 1)])
    assert [True, False, False, False, True, False, True, True] == cells.say_something().tolist()


def test_it_takes_a_column_out_of_ragged_rows() -> None:
    assert ["name", None, "Bamboo"] == list(column_of([["ID", "name"], ["a-1"], ["a-2", "Bamboo"]], 1))
