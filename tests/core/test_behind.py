"""The rows behind a figure, those first that tell most of it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from kpi_core.behind import NOTHING_BEHIND
from kpi_core.catalogue import BY_KEY
from kpi_core.kpi import Scope
from kpi_core.periods import between

D = datetime
NOW = D(2026, 7, 1)
Q2 = between(D(2026, 4, 1).date(), D(2026, 6, 30).date(), NOW)
Build = Callable[..., Any]


def invoices(*amounts: float, account: str = "acme") -> list[dict[str, Any]]:
    return [
        {"invoice_id": f"{account}{number}", "account_id": account, "issued_on": D(2026, 4, 1), "amount": amount}
        for number, amount in enumerate(amounts)
    ]


def behind(figures: Any, kpi: str, scope: Scope) -> tuple[int, list[int]]:
    found = figures.behind(BY_KEY[kpi], scope, Q2)
    return found.count, [row.row for row in found.telling]


def test_it_counts_all_rows_and_shows_five_with_the_most_of_a_sum_first(book: Build) -> None:
    figures = book(NOW, invoices=invoices(10.0, 70.0, 30.0, 70.0, 50.0, 60.0, 20.0)).figures
    assert (7, [3, 5, 7, 6, 4]) == behind(figures, "revenue", Scope("am", "linh"))


def test_it_shows_each_scope_its_own_rows(book: Build) -> None:
    figures = book(NOW, invoices=[*invoices(10.0, 20.0), *invoices(5.0, account="volga")]).figures
    assert (2, [3, 2]) == behind(figures, "revenue", Scope("am", "linh"))
    assert (1, [4]) == behind(figures, "revenue", Scope("am", "olga"))
    assert (3, [3, 2, 4]) == behind(figures, "revenue", Scope("all"))
    assert (0, []) == behind(figures, "revenue", Scope("am", "minh"))


def test_it_shows_first_what_pulls_the_figure_the_wrong_way(book: Build) -> None:
    answers = [(10, 9), (3, 2), (7, 8)]
    surveys = [
        {"survey_id": f"S{day}", "account_id": "acme", "kind": "nps", "score": score, "at": D(2026, 4, day)}
        for score, day in answers
    ]
    requests = [
        {"request_id": f"R{hours}", "account_id": "acme", "opened_at": D(2026, 4, 6, 9),
         "first_response_at": D(2026, 4, 6, 9 + hours)}
        for hours in (1, 4, 2)
    ]  # fmt: skip
    figures = book(NOW, surveys=surveys, requests=requests).figures
    assert (3, [3, 4, 2]) == behind(figures, "nps", Scope("all"))
    assert (3, [3, 4, 2]) == behind(figures, "response_time", Scope("all"))


def test_it_shows_nothing_behind_what_is_anonymous_or_cannot_be_computed(book: Build) -> None:
    figures = book(NOW, invoices=invoices(10.0)).figures
    assert NOTHING_BEHIND == figures.behind(BY_KEY["enps"], Scope("all"), Q2)
    assert NOTHING_BEHIND == figures.behind(BY_KEY["nps"], Scope("all"), Q2)
