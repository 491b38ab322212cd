"""Which rows are one row, however their cells are typed."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from kpi_core.errors import InputError
from kpi_core.schema import INTERACTIONS, OWNERSHIP, RATES
from sheets.identity import unknown_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sheets.grid import Cell

HAND_OVER = {"account_id": "7", "am_id": "minh", "from": date(2026, 3, 2)}


@pytest.mark.parametrize("cell", ["7", 7, 7.0, " 7 ", "\u00a07\u200b"])
def test_it_knows_an_id_however_it_is_typed(cell: Cell) -> None:
    assert [] == unknown_rows(INTERACTIONS, [{"interaction_id": "7"}], {"interaction_id": [None, cell]}, "en_US")


@pytest.mark.parametrize("cell", ["007", "70", "", None, "#N/A"])
def test_it_tells_ids_apart(cell: Cell) -> None:
    rows = [{"interaction_id": "7"}]
    assert rows == unknown_rows(INTERACTIONS, rows, {"interaction_id": [cell]}, "en_US")


@pytest.mark.parametrize(
    ("cell", "locale"),
    [
        (46083, "en_US"),
        (datetime(2026, 3, 2), "en_US"),
        (datetime(2026, 3, 2, 18, 30), "en_US"),
        (date(2026, 3, 2), "en_US"),
        ("2026-03-02", "en_US"),
        ("02/03/2026", "vi_VN"),
        ("2 марта 2026", "ru_RU"),
    ],
)
def test_a_day_is_one_however_it_is_typed(cell: Cell, locale: str) -> None:
    standing: dict[str, Sequence[Cell]] = {"account_id": [7], "am_id": ["minh"], "from": [cell]}
    assert [] == unknown_rows(OWNERSHIP, [HAND_OVER], standing, locale)


@pytest.mark.parametrize("other", [{"account_id": "8"}, {"am_id": "olga"}, {"from": date(2026, 3, 3)}])
def test_a_natural_key_differs_in_any_part(other: dict[str, Cell]) -> None:
    standing = {key: [cell] for key, cell in {**HAND_OVER, **other}.items()}
    assert [HAND_OVER] == unknown_rows(OWNERSHIP, [HAND_OVER], standing, "en_US")


def test_it_takes_the_first_of_each() -> None:
    again = {**HAND_OVER, "from": datetime(2026, 3, 2), "to": date(2026, 4, 1)}
    assert [HAND_OVER] == unknown_rows(OWNERSHIP, [HAND_OVER, again], {}, "en_US")


def test_where_nothing_tells_rows_apart_all_are_new() -> None:
    rate = {"currency": "EUR", "rate": 1.1}
    assert [rate, rate] == unknown_rows(RATES, [rate, rate], {"currency": ["EUR"], "rate": [1.1]}, "en_US")


def test_a_tab_without_the_column_has_none_of_them() -> None:
    assert [HAND_OVER] == unknown_rows(OWNERSHIP, [HAND_OVER], {"account_id": ["7"], "am_id": ["minh"]}, "en_US")


@pytest.mark.parametrize("lacking", ["account_id", "am_id", "from"])
def test_it_refuses_a_row_without_its_identity(lacking: str) -> None:
    with pytest.raises(InputError, match=lacking):
        unknown_rows(OWNERSHIP, [{**HAND_OVER, lacking: ""}], {}, "en_US")
