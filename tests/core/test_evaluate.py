from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from typing import Any
from weakref import ref

import pytest

from kpi_core.catalogue import BY_KEY, KPIS
from kpi_core.errors import InputError
from kpi_core.kpi import Kpi, Scope
from kpi_core.periods import between
from kpi_core.schema import TABS
from kpi_core.text import LANGUAGES

D = datetime
NOW = D(2026, 7, 1)
Q2 = between(D(2026, 4, 1).date(), D(2026, 6, 30).date(), NOW)
Build = Callable[..., Any]
INVOICES = [
    {"invoice_id": "1", "account_id": "acme", "issued_on": D(2026, 4, 1), "amount": 10.0},
    {"invoice_id": "2", "account_id": "bamboo", "issued_on": D(2026, 4, 2), "amount": 20.0},
    {"invoice_id": "3", "account_id": "volga", "issued_on": D(2026, 4, 3), "amount": 40.0},
    {"invoice_id": "4", "account_id": None, "issued_on": D(2026, 4, 3), "amount": 80.0},
]


def test_it_sums_up_every_level_from_the_same_facts(book: Build) -> None:
    figures = book(NOW, invoices=INVOICES).figures
    revenue = BY_KEY["revenue"]

    def values(level: str) -> dict[str, float]:
        return {key: result.value for key, result in figures.results(revenue, level, Q2).items()}

    assert {"": 150.0} == values("all")
    assert {"linh": 10.0, "minh": 20.0, "olga": 40.0} == values("am")
    assert {"Sen": 30.0, "Volga": 40.0} == values("team")
    assert {"key": 10.0} == values("tier")
    assert {"acme": 10.0, "bamboo": 20.0, "volga": 40.0} == values("account")


def test_it_computes_a_figure_once_however_many_ask_at_once(book: Build) -> None:
    figures = book(NOW, invoices=INVOICES).figures
    computed, asking, compute = [], Barrier(5), figures._computed

    def counted(*asked: Any) -> Any:
        computed.append(asked)
        asking.wait()  # until the other four are about to ask
        return compute(*asked)

    def ask(is_first: bool) -> Any:
        if not is_first:
            asking.wait()
        return figures.results(BY_KEY["revenue"], "am", Q2)

    figures._computed = counted
    with ThreadPoolExecutor(5) as threads:
        answers = list(threads.map(ask, [True, False, False, False, False]))
    assert 1 == len(computed)
    assert all(answers[0] is answer for answer in answers)


def test_it_gives_every_scope_a_result_and_a_sum_of_nothing_is_zero_where_the_tab_has_rows(book: Build) -> None:
    asked = book(NOW, invoices=INVOICES[:1])
    assert 0 == asked.ask("revenue", Q2, "am:olga").value
    assert asked.ask("win_rate", Q2, "am:olga").value is None


def test_it_never_makes_zero_of_an_empty_a_missing_tab_or_a_missing_column(book: Build) -> None:
    empty = book(NOW).ask("revenue", Q2)
    assert (None, "the tab “Invoices” has no rows") == (empty.value, empty.reason.to("en"))
    tab = book(NOW, missing=("invoices",)).ask("revenue", Q2)
    assert (None, "the tab “Invoices” is missing in the book") == (tab.value, tab.reason.to("en"))
    column = book(NOW, missing=("invoices.issued_on",), invoices=INVOICES).ask("revenue", Q2)
    assert (None, "the column “Issued on” is missing in the tab “Invoices”") == (column.value, column.reason.to("en"))


def test_it_never_makes_zero_of_a_column_that_nobody_fills(book: Build) -> None:
    overdue = book(NOW, invoices=INVOICES).ask("overdue_amount", Q2)
    assert (None, "the column “Due on” in the tab “Invoices” is blank in every row") == (
        overdue.value,
        overdue.reason.to("en"),
    )


@pytest.mark.parametrize(
    ("key", "tab", "row", "blank"),
    [
        ("bookings", "deals", {"stage": "won", "closed_at": D(2026, 5, 1)}, "Amount"),
        ("upsell_rate", "deals", {"stage": "won", "closed_at": D(2026, 5, 1)}, "Kind"),
        ("pipeline_coverage", "deals", {"stage": "brief", "created_at": D(2026, 5, 1), "amount": 9.0}, "Expected"),
        ("advocacy", "referrals", {"at": D(2026, 5, 1)}, "Kind"),
        ("team_contribution", "initiatives", {"am_id": "linh", "at": D(2026, 5, 1)}, "Role"),
    ],
)
def test_it_never_makes_zero_of_what_nobody_says(
    book: Build, key: str, tab: str, row: dict[str, Any], blank: str
) -> None:
    result = book(NOW, invoices=INVOICES, **{tab: [{"account_id": "acme", **row}]}).ask(key, Q2)
    assert result.value is None
    assert result.reason.to("en").startswith(f"the column “{blank}")


def test_it_says_that_a_period_has_not_begun(book: Build) -> None:
    future = between(D(2026, 8, 1).date(), D(2026, 8, 31).date(), NOW)
    assert "the period has not begun" == book(NOW, invoices=INVOICES).ask("revenue", future).reason.to("en")


def test_it_refuses_a_scope_that_is_not_in_the_book(book: Build) -> None:
    with pytest.raises(InputError, match="no AM “zoe”"):
        book(NOW).figures.result(BY_KEY["revenue"], Scope("am", "zoe"), Q2)


def test_it_names_the_rows_behind_a_figure(book: Build) -> None:
    rows = book(NOW, invoices=INVOICES).figures.rows(BY_KEY["revenue"], Scope("team", "Sen"), Q2)
    assert [("invoices", 2, "acme", 10.0), ("invoices", 3, "bamboo", 20.0)] == [
        (row.tab, row.row, row.account_id, row.numerator) for row in rows
    ]


@pytest.mark.parametrize(
    ("window", "days"),
    [
        ("W", "2026-06-22..2026-06-28"),
        ("•", "2026-06-22..2026-06-28"),
        ("Q", "2026-04-01..2026-06-28"),
        ("90", "2026-03-31..2026-06-28"),
        ("Y", "2025-06-29..2026-06-28"),
    ],
)
def test_it_ends_every_scorecard_window_with_the_week_asked_for(book: Build, window: str, days: str) -> None:
    kpi = next(kpi for kpi in KPIS if kpi.window == window) if window != "Y" else _yearly()
    assert days == str(book(NOW).figures.window(kpi, D(2026, 6, 29)))


def _yearly() -> Kpi:
    from dataclasses import replace

    return replace(BY_KEY["revenue"], window="Y")


@pytest.mark.parametrize("kpi", KPIS, ids=lambda kpi: kpi.key)
def test_it_gives_each_kpi_a_result_with_a_reason_on_a_book_without_facts(book: Build, kpi: Kpi) -> None:
    figures = book(NOW, accounts=[], team=[]).figures
    result = figures.result(kpi, Scope("all"), Q2)
    assert result.value is None
    assert result.reason is not None


@pytest.mark.parametrize("kpi", KPIS, ids=lambda kpi: kpi.key)
def test_it_declares_each_kpi_whole(kpi: Kpi) -> None:
    texts = [kpi.names, kpi.formula, kpi.counted, *([kpi.counted_of] if kpi.counted_of else [])]
    assert all(text.to(language).strip() for text in texts for language in LANGUAGES)
    for need in kpi.needs:
        tab, _, column = need.partition(".")
        assert TABS[tab].column(column)
    if kpi.aggregate == "ratio":
        assert kpi.counted_of


def test_its_figures_go_as_soon_as_nobody_holds_them(book: Build) -> None:
    figures = book(NOW, invoices=INVOICES).figures
    assert 10.0 == figures.result(BY_KEY["revenue"], Scope("am", "linh"), Q2).value
    held = ref(figures)
    del figures
    assert held() is None
