from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from kpi_core.rules import Signal

D = datetime
Find = Callable[..., list[Signal]]


def invoice(due: datetime, **more: Any) -> dict[str, Any]:
    row = {"invoice_id": "I1", "account_id": "acme", "issued_on": D(2026, 4, 1), "due_on": due, "amount": 1200.0}
    return {**row, **more}


@pytest.mark.parametrize(
    ("due", "cycle", "severity"),
    [
        (D(2026, 6, 30), None, None),
        (D(2026, 6, 29), "2026-06-29:1", "notice"),
        (D(2026, 6, 16), "2026-06-16:1", "notice"),
        (D(2026, 6, 15), "2026-06-15:15", "warning"),
        (D(2026, 5, 31), "2026-05-31:30", "warning"),
        (D(2026, 5, 1), "2026-05-01:60", "urgent"),
    ],
)
def test_it_climbs_the_rungs_of_an_unpaid_invoice(
    find: Find, due: datetime, cycle: str | None, severity: str | None
) -> None:
    found = find("overdue", invoices=[invoice(due)])
    assert ([] if cycle is None else [(cycle, severity)]) == [(signal.cycle, signal.severity) for signal in found]


def test_it_says_what_is_left_to_pay(find: Find) -> None:
    (signal,) = find("overdue", invoices=[invoice(D(2026, 6, 15), paid_on=D(2026, 6, 1), paid_amount=200.0)])
    assert "invoice I1 is 15 days past due, 1,000 USD unpaid" == signal.why.to("en")
    assert ("linh", date(2026, 6, 15), "invoices", 2) == (signal.am_id, signal.due_on, signal.tab, signal.row)


def test_it_says_one_day_in_the_singular(find: Find) -> None:
    (signal,) = find("overdue", invoices=[invoice(D(2026, 6, 29))])
    assert "счёт I1 просрочен на 1 день, не оплачено 1,200 USD" == signal.why.to("ru")


def test_it_is_content_with_a_paid_invoice(find: Find) -> None:
    assert [] == find("overdue", invoices=[invoice(D(2026, 6, 1), paid_on=D(2026, 6, 30))])


def test_it_takes_the_rungs_from_the_settings(find: Find) -> None:
    settings = {"overdue_rungs": "10, 20"}
    assert [] == find("overdue", settings=settings, invoices=[invoice(D(2026, 6, 21))])
    (signal,) = find("overdue", settings=settings, invoices=[invoice(D(2026, 6, 20))])
    assert "2026-06-20:10" == signal.cycle


def cost(amount: float, *, planned: bool | None = True, at: datetime = datetime(2026, 5, 4)) -> dict[str, Any]:
    return {"cost_id": f"{amount}{at}", "account_id": "acme", "at": at, "amount": amount, "planned": planned}


BILLED = [invoice(D(2026, 7, 30), amount=1000.0)]


def test_it_speaks_up_when_costs_exceed_the_quarters_revenue(find: Find) -> None:
    assert [] == find("cost_overrun", invoices=BILLED, costs=[cost(1000.0)])
    (signal,) = find("cost_overrun", invoices=BILLED, costs=[cost(1000.5)])
    assert ("acme", "2026-Q2:costs", ("owner", "lead")) == (signal.subject, signal.cycle, signal.audience)
    assert "this quarter's costs, 1,000.50 USD, exceed the revenue, 1,000 USD" == signal.why.to("en")


def test_it_forgets_costs_of_the_quarter_before(find: Find) -> None:
    assert [] == find("cost_overrun", invoices=BILLED, costs=[cost(5000.0, at=D(2026, 3, 31))])


def test_it_names_an_unplanned_share_over_a_fifth(find: Find) -> None:
    assert [] == find("cost_overrun", invoices=BILLED, costs=[cost(80.0), cost(20.0, planned=False)])
    (signal,) = find("cost_overrun", invoices=BILLED, costs=[cost(75.0), cost(25.0, planned=False)])
    assert "2026-Q2:unplanned" == signal.cycle
    assert "25% of this quarter's costs were not planned: 25 USD of 100 USD" == signal.why.to("en")


def test_it_takes_an_unknown_plan_for_no_answer(find: Find) -> None:
    assert [] == find("cost_overrun", invoices=BILLED, costs=[cost(90.0, planned=None)])


def test_it_says_nothing_of_costs_without_any_invoice_in_the_book(find: Find) -> None:
    assert [] == find("cost_overrun", costs=[cost(90.0)])
