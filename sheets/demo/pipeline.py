"""Deals: what was sold, what was lost, what is open; and the sales that became contracts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from sheets.demo.cast import ACCOUNT_MANAGERS, MEMBERS, Row
from sheets.demo.chance import chance
from sheets.demo.clients import CURRENCIES, Client, rounded
from sheets.demo.scene import HISTORY_DAYS, Scene

SERVICES = ("Brand strategy", "Media buying", "Social media", "SEO", "Creative production", "Analytics")
_STAGES = ("lead", "contacted", "brief", "proposal", "negotiation")
_CHANNELS = ("call", "email", "meeting", "chat", "social", "event")
_SOURCES = ("referral", "inbound", "outbound", "event", "partner", "other")
_LOST_REASONS = ("price", "no answer", "chose a competitor", "postponed", "no budget")
_TYPICAL_FEE = {"VND": 38_000_000, "RUB": 130_000, "GBP": 1_150}
_LOST_LEADS_PER_OPEN_ONE = 6


@dataclass(frozen=True, slots=True)
class Deal:
    """One deal. `client` is None for a company that is not in the accounts."""

    client: Client | None
    am_id: str
    kind: str
    service: str
    stage: str
    amount: float
    currency: str
    source: str
    created_at: datetime
    closed_at: datetime | None = None
    lost_at_stage: str = ""
    is_untouched: bool = False

    @property
    def country(self) -> str:
        """The country of whoever works on it."""
        return MEMBERS[self.am_id].country


def main_service(client: Client) -> str:
    """Return the service that the account's yearly contracts are about."""
    return chance("service", client.name).choice(SERVICES)


def deals(scene: Scene) -> tuple[Deal, ...]:
    """Return all deals, oldest first."""
    found = [deal for client in scene.clients for deal in _client_deals(scene, client)]
    found += [deal for member in ACCOUNT_MANAGERS for deal in _leads(scene, member.id)]
    return tuple(sorted(found, key=lambda deal: deal.created_at))


def _client_deals(scene: Scene, client: Client) -> Iterator[Deal]:
    rng = chance("deals", client.name)
    if "prospect" in client.traits:
        if "dormant" not in client.traits:
            yield _open(scene, client, "new", rng, rng.randrange(12, 120), rng.choice(_STAGES[1:4]))
        return
    if client.started_on is not None and client.started_on > scene.first_day:
        signed_on = client.started_on - timedelta(days=rng.randrange(1, 8))
        yield _closed(scene, client, "new", rng, signed_on, is_won=True)
    yield from _expansions(scene, client, rng)
    if "negotiating" in client.traits:
        yield _open(scene, client, "renewal", rng, rng.randrange(20, 40), "negotiation")


def _expansions(scene: Scene, client: Client, rng: Random) -> Iterator[Deal]:
    """Yield upsells and cross-sells: one to three attempts, more at the accounts that matter."""
    attempts = rng.choices(
        (0, 1, 2, 3), {"key": (0, 1, 3, 3), "near_key": (1, 3, 3, 2)}.get(client.tier, (3, 4, 2, 0))
    )[0]
    for _ in range(attempts):
        kind, closed_days_ago = rng.choice(("upsell", "cross_sell")), rng.randrange(2, HISTORY_DAYS - 40)
        closed_on = scene.days_ago(closed_days_ago)
        is_won = rng.random() < MEMBERS[client.owner_on(closed_on)].habits.wins
        if client.is_client_on(closed_on - timedelta(days=60)) and client.is_client_on(closed_on + timedelta(days=30)):
            yield _closed(scene, client, kind, rng, closed_on, is_won=is_won)
    if client.is_active and rng.random() < 0.2:
        yield _open(
            scene, client, rng.choice(("upsell", "cross_sell")), rng, rng.randrange(3, 45), rng.choice(_STAGES[1:])
        )


def _amount(client: Client, kind: str, rng: Random) -> float:
    months = {"new": 12.0, "renewal": 12.0, "upsell": rng.uniform(0.8, 2.5), "cross_sell": 12 * rng.uniform(0.1, 0.3)}
    return rounded(client.fee * months[kind], client.currency)


def _closed(scene: Scene, client: Client, kind: str, rng: Random, closed_on: date, *, is_won: bool) -> Deal:
    owner = client.owner_on(closed_on)
    closed_at = scene.instant(closed_on, client.country, rng)
    days_to_close = 4 + round(rng.gammavariate(3, 5) if kind == "new" else rng.gammavariate(4, 7))
    created_at = scene.instant(closed_at.date() - timedelta(days=days_to_close), client.country, rng)
    service = main_service(client)
    if kind == "cross_sell":
        service = rng.choice([other for other in SERVICES if other != service])
    return Deal(
        client=client,
        am_id=owner,
        kind=kind,
        service=service,
        stage="won" if is_won else "lost",
        amount=_amount(client, kind, rng),
        currency=client.currency,
        source=client.source if kind == "new" else rng.choice(("inbound", "outbound", "outbound", "referral")),
        created_at=created_at,
        closed_at=closed_at,
        lost_at_stage="" if is_won else rng.choices(_STAGES, (1, 2, 2, 4, 3))[0],
    )


def _open(scene: Scene, client: Client, kind: str, rng: Random, created_days_ago: int, stage: str) -> Deal:
    return Deal(
        client=client,
        am_id=client.owner,
        kind=kind,
        service=main_service(client) if kind != "cross_sell" else rng.choice(SERVICES),
        stage=stage,
        amount=_amount(client, kind, rng),
        currency=client.currency,
        source=client.source if kind == "new" else "outbound",
        created_at=scene.instant(scene.days_ago(created_days_ago), client.country, rng),
    )


def _leads(scene: Scene, am_id: str) -> Iterator[Deal]:
    """Yield the deals with companies that are no account: most came to nothing, the latest are still open."""
    rng, country, lost = chance("leads", am_id), MEMBERS[am_id].country, MEMBERS[am_id].habits.lost_leads
    currency = CURRENCIES[country]
    for number in range(lost + lost // _LOST_LEADS_PER_OPEN_ONE):
        is_open = number >= lost
        created_on = scene.days_ago(rng.randrange(1, 80) if is_open else rng.randrange(45, HISTORY_DAYS))
        created_at = scene.instant(created_on, country, rng)
        closed_at = None if is_open else scene.instant(created_on + timedelta(days=rng.randrange(6, 44)), country, rng)
        stage = rng.choice(_STAGES[:4]) if is_open else "lost"
        yield Deal(
            client=None,
            am_id=am_id,
            kind="new",
            service=rng.choice(SERVICES),
            stage=stage,
            amount=rounded(_TYPICAL_FEE[currency] * 12 * rng.uniform(0.4, 1.8), currency),
            currency=currency,
            source=rng.choice(_SOURCES),
            created_at=created_at,
            closed_at=closed_at,
            lost_at_stage="" if is_open else rng.choices(_STAGES, (3, 3, 2, 2, 1))[0],
            is_untouched=stage == "lead",
        )


def deal_rows(scene: Scene, deals: tuple[Deal, ...]) -> Iterator[Row]:
    """Yield the rows of the deals tab, oldest first."""
    for number, deal in enumerate(deals, start=1):
        rng = chance("deal row", number)
        touched_at = scene.workdays.later(
            deal.created_at, rng.choice((0.1, 0.25, 0.4, 0.5, 0.75, 1.5, 4)), deal.country
        )
        expected_on = deal.created_at.date() + timedelta(days=rng.randrange(30, 75))
        yield {
            "deal_id": deal_id(number),
            "account_id": deal.client.id if deal.client else None,
            "am_id": deal.am_id,
            "name": f"{deal.service}: {deal.client.name if deal.client else 'new enquiry'}",
            "kind": deal.kind,
            "service": deal.service,
            "stage": deal.stage,
            "lost_at_stage": deal.lost_at_stage or None,
            "amount": deal.amount,
            "currency": deal.currency,
            "channel": rng.choices(_CHANNELS, (3, 4, 3, 2, 1, 1))[0],
            "source": deal.source,
            "created_at": deal.created_at,
            "first_touch_at": None if deal.is_untouched else scene.known(touched_at),
            "expected_close_on": max(expected_on, scene.as_of + timedelta(days=5))
            if not deal.closed_at
            else expected_on,
            "closed_at": deal.closed_at,
            "lost_reason": rng.choice(_LOST_REASONS) if deal.stage == "lost" else None,
        }


def deal_id(number: int) -> str:
    """Return the id of the deal that stands so manieth."""
    return f"D{number:04}"
