from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from kpi_core.history import history
from kpi_core.periods import unit_period

D = datetime
NOW = D(2026, 7, 1)
WEEK = unit_period("week", D(2026, 6, 24), NOW)


def test_it_keeps_each_figure_of_a_week_that_has_a_value_with_its_target_and_version(book: Callable[..., Any]) -> None:
    figures = book(
        NOW,
        invoices=[{"invoice_id": "1", "account_id": "acme", "issued_on": D(2026, 6, 22), "amount": 90.0}],
        targets=[{"kpi": "revenue", "scope": "am:linh", "per": "week", "target": 100.0}],
    ).figures
    rows = {(row.kpi, row.scope): row for row in history(figures, WEEK)}
    linh = rows["revenue", "am:linh"]
    assert (date(2026, 6, 22), 90, 90, None, 1, 100, "amber", 1) == (
        linh.week,
        linh.value,
        linh.numerator,
        linh.denominator,
        linh.n,
        linh.target,
        linh.status,
        linh.version,
    )
    assert rows["revenue", "team:Sen"].target is None
    assert ("nps", "all") not in rows
