"""Invoices, the payments that came in instalments, and what the accounts cost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from sheets.demo.cast import MEMBERS, Row
from sheets.demo.chance import chance
from sheets.demo.clients import Client, rounded
from sheets.demo.contracts import Contract
from sheets.demo.scene import Scene

_TAX = {"VN": 0.08, "RU": 0.2, "GB": 0.2}
_MONTH_DAYS = 30.4375


@dataclass(frozen=True, slots=True)
class Invoice:
    """One invoice; `amount` is gross. One in instalments was paid in two parts, the later on `paid_on`."""

    contract: Contract
    issued_on: date
    due_on: date
    amount: float
    tax: float
    pass_through: float
    paid_on: date | None
    in_instalments: bool


def invoices(scene: Scene, contracts: Iterable[Contract]) -> tuple[Invoice, ...]:
    """Return all invoices of the history, oldest first."""
    found = [invoice for contract in contracts for invoice in _billed(scene, contract)]
    return tuple(sorted(found, key=lambda invoice: (invoice.issued_on, invoice.contract.id)))


def _billing_days(scene: Scene, contract: Contract) -> Iterator[date]:
    """Yield when the contract is invoiced: monthly from its start while in force, a project once."""
    last_day = min(contract.last_day or scene.last_day, scene.last_day)
    months = 1 if not contract.is_recurring else 12 if contract.ends_on else 10_000
    for month in range(months):
        day = contract.starts_on + timedelta(days=round(month * _MONTH_DAYS))
        if day > last_day:
            return
        if day >= scene.first_day:
            yield scene.workdays.on_or_before(day, contract.client.country)


def _billed(scene: Scene, contract: Contract) -> Iterator[Invoice]:
    client, rng = contract.client, chance("invoices", contract.id)
    terms_days = rng.choice((14, 15, 30, 30))
    for issued_on in _billing_days(scene, contract):
        is_odd = rng.random() < 0.03  # hours less or more than the contract says
        net = rounded(contract.monthly * rng.uniform(0.8, 1.15), client.currency) if is_odd else contract.monthly
        media = rounded(net * rng.uniform(0.5, 1.4), client.currency) if contract.service == "Media buying" else 0.0
        tax = round(net * _TAX[client.country], 2)
        due_on = issued_on + timedelta(days=terms_days)
        paid_on = _paid_on(scene, client, issued_on, due_on, rng)
        yield Invoice(
            contract=contract,
            issued_on=issued_on,
            due_on=due_on,
            amount=round(net + media + tax, 2),
            tax=tax,
            pass_through=media,
            paid_on=paid_on,
            in_instalments=paid_on is not None and rng.random() < 0.02,
        )


def _paid_on(scene: Scene, client: Client, issued_on: date, due_on: date, rng: Random) -> date | None:
    is_late = rng.random() < MEMBERS[client.owner_on(issued_on)].habits.late_payers
    days = rng.randrange(2, 25) if is_late else -rng.randrange(0, 9)
    paid_on = max(scene.workdays.on_or_before(due_on + timedelta(days=days), client.country), issued_on)
    overdue_days = client.traits.get("overdue")
    is_withheld = overdue_days is not None and due_on >= scene.days_ago(overdue_days + 15)
    return None if is_withheld or paid_on > scene.last_day else paid_on


def invoice_id(number: int) -> str:
    """Return the id of the invoice that stands at that place."""
    return f"INV-{number:05}"


def invoice_rows(invoices: Iterable[Invoice]) -> Iterator[Row]:
    """Yield the rows of the invoices tab."""
    for number, invoice in enumerate(invoices, start=1):
        is_paid_at_once = invoice.paid_on is not None and not invoice.in_instalments
        yield {
            "invoice_id": invoice_id(number),
            "account_id": invoice.contract.client.id,
            "issued_on": invoice.issued_on,
            "due_on": invoice.due_on,
            "amount": invoice.amount,
            "tax": invoice.tax,
            "pass_through": invoice.pass_through or None,
            "paid_on": invoice.paid_on if is_paid_at_once else None,
            "paid_amount": invoice.amount if is_paid_at_once else None,
            "currency": invoice.contract.client.currency,
            "contract_id": invoice.contract.id,
        }


def payment_rows(scene: Scene, invoices: Iterable[Invoice]) -> Iterator[Row]:
    """Yield the instalments: two halves, the first at the due date of old, the second when all was paid."""
    for number, invoice in enumerate(invoices, start=1):
        if invoice.paid_on is None or not invoice.in_instalments:
            continue
        rng, country = chance("payments", invoice_id(number)), invoice.contract.client.country
        first_half = round(invoice.amount / 2, 2)
        halves = ((invoice.issued_on, first_half), (invoice.paid_on, round(invoice.amount - first_half, 2)))
        for part, (day, amount) in enumerate(halves, start=1):
            yield {
                "payment_id": f"P{number:05}-{part}",
                "invoice_id": invoice_id(number),
                "at": scene.instant(day, country, rng),
                "amount": amount,
            }


def cost_rows(scene: Scene) -> Iterator[Row]:
    """Yield what the accounts cost: winning them, and producing for them each month."""
    found: list[tuple[date, Client, str, float, bool]] = []
    for client in scene.clients:
        rng = chance("costs", client.name)
        if client.started_on is not None and client.started_on > scene.first_day:
            won_on = client.started_on - timedelta(days=rng.randrange(3, 20))
            found.append((won_on, client, "acquisition", client.fee * rng.uniform(0.15, 0.6), True))
        for month in range(18):
            day = scene.days_ago(3 + month * _MONTH_DAYS + rng.randrange(0, 20))
            if client.is_client_on(day) and rng.random() < 0.45:
                category = rng.choices(("production", "freelance", "travel", "tools"), (5, 3, 1, 1))[0]
                found.append((day, client, category, client.fee * rng.uniform(0.1, 0.75), rng.random() < 0.88))
    found.sort(key=lambda cost: (cost[0], cost[1].id))
    for number, (day, client, category, amount, planned) in enumerate(found, start=1):
        yield {
            "cost_id": f"K{number:04}",
            "account_id": client.id,
            "at": scene.instant(day, client.country, chance("cost", number)),
            "category": category,
            "amount": rounded(amount, client.currency),
            "planned": planned,
            "currency": client.currency,
        }
