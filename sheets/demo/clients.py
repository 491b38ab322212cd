"""Accounts as they live: dates, owners, currency, size, people; and their rows in accounts, ownership and contacts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from sheets.demo.cast import MEMBERS, Row
from sheets.demo.chance import chance
from sheets.demo.people import Contact, contacts_of
from sheets.demo.portfolio import Sketch, sketches

CADENCE_DAYS = {"key": 7, "near_key": 14, "standard": 30}
CURRENCIES = {"VN": "VND", "RU": "RUB", "GB": "GBP"}
_STEP = {"VND": 500_000, "RUB": 1_000, "GBP": 10}  # what a fee is rounded to
_USD_WORTH = {"VND": 25_400, "RUB": 88, "GBP": 0.78}
_MONTHLY_FEE_USD = {"key": (4_800, 8_400), "near_key": (2_000, 3_900), "standard": (600, 1_700)}
_SOURCES = ("referral", "inbound", "outbound", "event", "partner", "inbound", "outbound", "other")
_LOST_REASONS = ("price", "moved in-house", "competitor", "budget cut", "change of management", "results")
_FORMER_OWNER = "tom"  # whose accounts were handed over
_NEXT_STEPS = ("Send the quarterly plan", "Agree the media budget", "Book a review", "Show the new creatives")


@dataclass(frozen=True, slots=True)
class Client:
    """One account with everything resolved for an as-of day. `fee` is a month's fee in `currency`."""

    id: str
    name: str
    owner: str
    tier: str
    industry: str
    country: str
    currency: str
    fee: float
    source: str
    started_on: date | None  # None for a prospect
    ended_on: date | None
    former_owner: str
    handed_over_on: date | None
    cadence_days: int
    contacts: tuple[Contact, ...]
    traits: Mapping[str, int]

    @property
    def is_active(self) -> bool:
        """Whether it is a client today."""
        return self.started_on is not None and self.ended_on is None

    def owner_on(self, day: date) -> str:
        """Return who owned the account on that day."""
        return self.former_owner if self.handed_over_on is not None and day < self.handed_over_on else self.owner

    def is_client_on(self, day: date) -> bool:
        """Whether it was a client on that day."""
        return self.started_on is not None and self.started_on <= day and (self.ended_on is None or day < self.ended_on)

    def money(self, usd: float) -> float:
        """Return an amount of US dollars in the account's currency, rounded as people round."""
        return rounded(usd * _USD_WORTH[self.currency], self.currency)


def rounded(amount: float, currency: str) -> float:
    """Round an amount the way contracts in that currency do, never to nothing."""
    step = _STEP[currency]
    return float(max(round(amount / step), 1) * step)


def years_later(day: date, years: int) -> date:
    """Return the same day in another year (29 February becomes the 28th)."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _started_on(traits: Mapping[str, int], ended_on: date | None, as_of: date, rng: Random) -> date:
    """Return the first day of the first contract, so that yearly terms lead to the ends that the traits tell."""
    if "since" in traits:
        return as_of - timedelta(days=traits["since"])
    if ended_on is not None:
        cancelled_early = timedelta(days=rng.choice((0, 0, 90, 150)))
        return years_later(ended_on, -rng.randint(1, 3)) - cancelled_early
    renews_in_days = traits.get("renews", rng.randrange(82, 355))
    return years_later(as_of + timedelta(days=renews_in_days + 1), -rng.randint(2, 5))


def _client(number: int, sketch: Sketch, as_of: date) -> Client:
    # Drawn from the name alone, so that an account is the same whatever the day.
    rng = chance("client", sketch.name)
    country, traits = MEMBERS[sketch.owner].country, sketch.traits
    currency = CURRENCIES[country]
    fee = rounded(rng.uniform(*_MONTHLY_FEE_USD[sketch.tier]) * _USD_WORTH[currency], currency)
    source = rng.choice(_SOURCES)
    ended_on = as_of - timedelta(days=traits["lost"]) if "lost" in traits else None
    started_on = None if "prospect" in traits else _started_on(traits, ended_on, as_of, rng)
    handed_over_on = as_of - timedelta(days=traits["handed_over"]) if "handed_over" in traits else None
    own_cadence = sketch.tier == "near_key" and rng.random() < 0.15
    return Client(
        id=f"C{number:03}",
        name=sketch.name,
        owner=sketch.owner,
        tier=sketch.tier,
        industry=sketch.industry,
        country=country,
        currency=currency,
        fee=fee,
        source=source,
        started_on=started_on,
        ended_on=ended_on,
        former_owner=_FORMER_OWNER if handed_over_on else "",
        handed_over_on=handed_over_on,
        cadence_days=10 if own_cadence else CADENCE_DAYS[sketch.tier],
        contacts=() if "dormant" in traits else tuple(contacts_of(f"C{number:03}", sketch.tier, country, rng)),
        traits=traits,
    )


def clients(as_of: date) -> Iterator[Client]:
    """Yield every account as it stands on that day, in the portfolio's order."""
    for number, sketch in enumerate(sketches(), start=1):
        yield _client(number, sketch, as_of)


def _status(client: Client) -> str:
    if client.ended_on is not None:
        return "lost"
    if client.started_on is None:
        return "prospect"
    return "paused" if "paused" in client.traits else "active"


def _referrer(client: Client, clients: tuple[Client, ...], rng: Random) -> str | None:
    """Return an older client of the same country, for one that came by referral."""
    born = client.started_on
    if client.source != "referral" or born is None:
        return None
    older = [other.id for other in clients if other.country == client.country and other.is_client_on(born)]
    return rng.choice([other for other in older if other != client.id] or [None])


def account_rows(clients: tuple[Client, ...], as_of: date) -> Iterator[Row]:
    """Yield the rows of the accounts tab."""
    for client in clients:
        rng = chance("accounts", client.name)
        row: Row = {
            "account_id": client.id,
            "name": client.name,
            "owner_id": client.owner,
            "status": _status(client),
            "tier": client.tier,
            "industry": client.industry,
            "started_on": client.started_on,
            "ended_on": client.ended_on,
            "lost_reason": rng.choice(_LOST_REASONS) if client.ended_on else None,
            "source": client.source,
            "referred_by": _referrer(client, clients, rng),
            "cadence_days": client.cadence_days if client.cadence_days != CADENCE_DAYS[client.tier] else None,
            "currency": client.currency,
        }
        if client.tier != "standard":
            row["category_spend"] = rounded(client.fee * 12 / rng.uniform(0.12, 0.6), client.currency)
            row["market_share"] = round(rng.uniform(0.02, 0.3), 2)
        if client.is_active and client.tier != "standard":
            longest_days = 110 if client.tier == "key" else 380
            reviewed_on = as_of - timedelta(days=rng.randrange(5, longest_days))
            row["reviewed_on"] = max(reviewed_on, client.started_on or reviewed_on)
            row["next_step"] = rng.choice(_NEXT_STEPS)
            row["next_step_on"] = as_of + timedelta(days=rng.randrange(-6, 30))
        yield row


def ownership_rows(clients: tuple[Client, ...]) -> Iterator[Row]:
    """Yield who owned what when, for the accounts that changed hands; both ends are inclusive."""
    for client in clients:
        if client.handed_over_on is not None and client.started_on is not None:
            last_day = client.handed_over_on - timedelta(days=1)
            yield {"account_id": client.id, "am_id": client.former_owner, "from": client.started_on, "to": last_day}
            yield {"account_id": client.id, "am_id": client.owner, "from": client.handed_over_on}


def contact_rows(clients: tuple[Client, ...], as_of: date) -> Iterator[Row]:
    """Yield the rows of the contacts tab."""
    for client in clients:
        for contact in client.contacts:
            left_on = as_of - timedelta(days=contact.left_days_ago) if contact.left_days_ago else None
            yield {
                "contact_id": contact.id,
                "account_id": client.id,
                "name": contact.name,
                "title": contact.title,
                "influence": contact.influence,
                "relationship": contact.relationship,
                "email": contact.email,
                "active": left_on is None,
                "left_on": left_on,
            }
