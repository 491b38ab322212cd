"""Contracts: yearly terms chained by renewals, projects and second services sold on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from sheets.demo.cast import Row
from sheets.demo.chance import chance
from sheets.demo.clients import Client, rounded, years_later
from sheets.demo.pipeline import Deal, main_service
from sheets.demo.scene import Scene


@dataclass(frozen=True, slots=True)
class Contract:
    """One contract. `monthly` is what is invoiced a month (a project: once)."""

    client: Client
    service: str
    kind: str
    is_recurring: bool
    signed_on: date
    starts_on: date
    ends_on: date | None
    amount: float
    monthly: float
    id: str = ""
    renews: str = ""
    cancelled_on: date | None = None
    renewal_status: str = ""
    auto_renews: bool = False
    notice_days: int | None = None

    @property
    def last_day(self) -> date | None:
        """The last day in force; None while it is open-ended."""
        ends = [day for day in (self.ends_on, self.cancelled_on) if day is not None]
        return min(ends, default=None)


def contracts(scene: Scene, deals: Iterable[Deal]) -> tuple[Contract, ...]:
    """Return all contracts with their ids, account by account."""
    sold: dict[str, list[Deal]] = {}
    for deal in deals:
        if deal.client is not None and deal.stage == "won" and deal.kind in {"upsell", "cross_sell"}:
            sold.setdefault(deal.client.id, []).append(deal)
    return tuple(
        contract
        for client in scene.clients
        if client.started_on is not None
        for contract in _numbered(
            client, [*_terms(scene, client, client.started_on), *_sold(client, sold.get(client.id, []))]
        )
    )


def _numbered(client: Client, unnumbered: Iterable[Contract]) -> Iterator[Contract]:
    """Give each contract its id; a renewal names the term before it."""
    previous = ""
    for number, contract in enumerate(unnumbered, start=1):
        numbered = replace(contract, id=f"{client.id}/{number:02}")
        if contract.kind == "renewal":
            numbered = replace(numbered, renews=previous)
        previous = numbered.id
        yield numbered


def _term_ends_on(started_on: date, years: int) -> date:
    return years_later(started_on, years) - timedelta(days=1)


def _term_count(scene: Scene, client: Client, started_on: date, rng: Random) -> int:
    """Return how many yearly terms the account has had: until today, its end, or the end that its traits tell."""
    horizon = client.ended_on or scene.as_of + timedelta(days=client.traits.get("renews", 0))
    years = 1
    # A term that began on 29 February ends a day early: such a day starts no further term.
    while _term_ends_on(started_on, years) < horizon - timedelta(days=3):
        years += 1
    is_near = _term_ends_on(started_on, years) < scene.as_of + timedelta(days=100)
    signs_ahead = client.is_active and not client.traits and is_near and rng.random() < 0.6
    return years + 1 if signs_ahead else years


def _terms(scene: Scene, client: Client, started_on: date) -> Iterator[Contract]:
    """Yield the yearly terms, each renewing the one before."""
    rng, monthly = chance("terms", client.name), client.fee
    count, is_told = _term_count(scene, client, started_on, rng), "renews" in client.traits
    auto_renews = client.is_active and not is_told and rng.random() < 0.12
    notice_days = 30 if not is_told and rng.random() < 0.12 else None
    for number in range(1, count + 1):
        is_last, ends_on = number == count, _term_ends_on(started_on, number)
        starts_on = years_later(started_on, number - 1)
        yield Contract(
            client=client,
            service=main_service(client),
            kind="renewal" if number > 1 else "new",
            is_recurring=True,
            signed_on=min(starts_on - timedelta(days=1), scene.last_day) - timedelta(days=rng.randrange(0, 24)),
            starts_on=starts_on,
            ends_on=ends_on,
            amount=monthly * 12,
            monthly=monthly,
            cancelled_on=client.ended_on if client.ended_on and client.ended_on < ends_on else None,
            renewal_status=_renewal_status(client, is_last=is_last),
            auto_renews=auto_renews and is_last,
            notice_days=notice_days,
        )
        monthly = rounded(monthly * rng.uniform(0.98, 1.1), client.currency)


def _renewal_status(client: Client, *, is_last: bool) -> str:
    if not is_last:
        return "won"
    if client.ended_on is not None:
        return "lost"
    return "negotiating" if "negotiating" in client.traits else "open"


def _sold(client: Client, deals: Iterable[Deal]) -> Iterator[Contract]:
    """Yield what was sold besides: an upsell is a project of its own, a cross-sell runs on until somebody ends it."""
    for deal in deals:
        if deal.closed_at is None:
            continue
        signed_on = deal.closed_at.date()
        is_project = deal.kind == "upsell"
        ends_on = signed_on + timedelta(days=75) if is_project else None
        monthly = deal.amount if is_project else rounded(deal.amount / 12, deal.currency)
        leaves_first = client.ended_on is not None and (ends_on is None or client.ended_on < ends_on)
        yield Contract(
            client=client,
            service=deal.service,
            kind=deal.kind,
            is_recurring=not is_project,
            signed_on=signed_on,
            starts_on=signed_on + timedelta(days=1),
            ends_on=ends_on,
            amount=monthly,
            monthly=monthly,
            cancelled_on=client.ended_on if leaves_first else None,
        )


def contract_rows(contracts: Iterable[Contract]) -> Iterator[Row]:
    """Yield the rows of the contracts tab."""
    for contract in contracts:
        yield {
            "contract_id": contract.id,
            "account_id": contract.client.id,
            "service": contract.service,
            "kind": contract.kind,
            "recurring": contract.is_recurring,
            "signed_on": contract.signed_on,
            "starts_on": contract.starts_on,
            "ends_on": contract.ends_on,
            "amount": contract.amount,
            "renews": contract.renews or None,
            "cancelled_on": contract.cancelled_on,
            "notice_days": contract.notice_days,
            "renewal_status": contract.renewal_status or None,
            "auto_renews": contract.auto_renews or None,
            "currency": contract.client.currency,
        }
