"""Small random books in one set of tables, told apart by a prefix of every id: each measure then runs once for all."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

Row = dict[str, Any]
START = datetime(2025, 1, 1)
END = datetime(2026, 7, 1)
_COUNTRIES = ("VN", "RU", None)


class _Chance:
    """A seeded source of plausible and of odd values."""

    def __init__(self, seed: int, book: str) -> None:
        self._random = random.Random(seed)
        self._book = book
        self.ams = [self.id(f"am{number}") for number in range(3)]
        self.accounts = [self.id(f"account{number}") for number in range(5)]

    def id(self, name: str) -> str:
        return f"{self._book}-{name}"

    def of(self, *choices: Any) -> Any:
        return self._random.choice(choices)

    def am(self) -> Any:
        return self.of(*self.ams, None)

    def account(self) -> Any:
        return self.of(*self.accounts, *self.accounts, None)

    def day(self) -> datetime:
        return START + timedelta(days=self._random.randrange((END - START).days + 60))

    def at(self) -> datetime:
        return self.day() + timedelta(minutes=self._random.randrange(24 * 60))

    def maybe(self, value: Any, share: float = 0.7) -> Any:
        return value if self._random.random() < share else None

    def after(self, at: datetime, days: float) -> datetime:
        return at + timedelta(days=round(self._random.uniform(-0.05, 1) * days, 3))

    def money(self) -> float:
        return round(self._random.uniform(-50, 1000), 2)

    def number(self, least: int, most: int) -> float:
        return float(self._random.randint(least, most))


def _team(chance: _Chance) -> list[Row]:
    return [
        {
            "am_id": am,
            "name": am,
            "team": chance.id(chance.of("sen", "neva")),
            "role": "am",
            "country": chance.of(*_COUNTRIES),
        }
        for am in chance.ams
    ]


def _account(chance: _Chance, number: int) -> Row:
    return {
        "account_id": chance.accounts[number],
        "name": "Acme",
        "owner_id": chance.am(),
        "status": chance.of("active", "active", "paused", "lost", "prospect", None),
        "tier": chance.of("key", "near_key", "standard", None),
        "started_on": chance.maybe(chance.day()),
        "ended_on": chance.maybe(chance.day(), 0.2),
        "source": chance.of("referral", "inbound", None),
        "cadence_days": chance.maybe(chance.number(1, 60), 0.3),
        "category_spend": chance.maybe(abs(chance.money()) * 20),
        "currency": chance.of("USD", "VND", None),
    }


def _ownership(chance: _Chance) -> Row:
    start = chance.day()
    return {
        "account_id": chance.account(),
        "am_id": chance.am(),
        "from": start,
        "to": chance.maybe(chance.after(start, 200)),
    }


def _interaction(chance: _Chance) -> Row:
    return {
        "account_id": chance.account(),
        "am_id": chance.am(),
        "at": chance.at(),
        "channel": chance.of("call", "email"),
        "direction": chance.of("inbound", "outbound", "outbound", None),
        "minutes": chance.maybe(chance.number(0, 90)),
        "replied": chance.of(True, False, None),
        "deal_id": chance.maybe(chance.id(f"deals{chance.of(0, 1, 2, 3)}"), 0.3),
    }


def _request(chance: _Chance) -> Row:
    opened = chance.at()
    return {
        "account_id": chance.account(),
        "am_id": chance.am(),
        "opened_at": opened,
        "response_due_at": chance.maybe(chance.after(opened, 1), 0.3),
        "first_response_at": chance.maybe(chance.after(opened, 2)),
        "due_at": chance.maybe(chance.after(opened, 9), 0.3),
        "resolved_at": chance.maybe(chance.after(opened, 10)),
        "priority": chance.of("low", "normal", "high", "urgent", None),
        "category": chance.of("design", "billing", None),
    }


def _contract(chance: _Chance) -> Row:
    starts = chance.day()
    return {
        "account_id": chance.account(),
        "service": chance.of("seo", "ads", None),
        "recurring": chance.of(True, False, None, None),
        "signed_on": chance.maybe(chance.after(starts, 10), 0.5),
        "starts_on": starts,
        "ends_on": chance.maybe(chance.after(starts, 400)),
        "amount": chance.maybe(chance.money(), 0.9),
        "renews": chance.maybe(chance.id(f"contracts{chance.of(0, 1, 2, 3, 4, 5)}"), 0.2),
        "cancelled_on": chance.maybe(chance.after(starts, 300), 0.15),
        "renewal_status": chance.of("open", "negotiating", "won", "lost", None, None),
        "auto_renews": chance.of(True, False, None, None),
        "currency": chance.of("USD", "VND", None),
    }


def _invoice(chance: _Chance) -> Row:
    issued = chance.day()
    return {
        "account_id": chance.account(),
        "issued_on": issued,
        "due_on": chance.maybe(chance.after(issued, 30), 0.8),
        "amount": chance.maybe(chance.money(), 0.95),
        "tax": chance.maybe(chance.number(0, 20)),
        "pass_through": chance.maybe(chance.number(0, 20), 0.2),
        "paid_on": chance.maybe(chance.after(issued, 60)),
        "paid_amount": chance.maybe(abs(chance.money()), 0.2),
        "currency": chance.of("USD", "VND", None, "XYZ"),
        "contract_id": chance.maybe(chance.id(f"contracts{chance.of(0, 1)}"), 0.3),
    }


def _payment(chance: _Chance) -> Row:
    return {
        "invoice_id": chance.id(f"invoices{chance.of(0, 1, 2, 3)}"),
        "at": chance.at(),
        "amount": abs(chance.money()),
    }


def _deal(chance: _Chance) -> Row:
    created = chance.at()
    stage = chance.of("lead", "contacted", "brief", "proposal", "negotiation", "won", "won", "lost")
    return {
        "account_id": chance.account(),
        "am_id": chance.am(),
        "kind": chance.of("new", "upsell", "cross_sell", "renewal", None),
        "stage": stage,
        "lost_at_stage": chance.of("lead", "brief", "proposal", None) if stage == "lost" else None,
        "amount": chance.maybe(chance.money(), 0.9),
        "currency": chance.of("USD", "VND", None),
        "channel": chance.of("call", "email", None),
        "source": chance.of("referral", "inbound", None),
        "created_at": created,
        "first_touch_at": chance.maybe(chance.after(created, 3), 0.6),
        "expected_close_on": chance.maybe(chance.day()),
        "closed_at": chance.after(created, 60) if stage in ("won", "lost") else None,
    }


def _survey(chance: _Chance) -> Row:
    kind = chance.of("nps", "nps", "csat", "ces", "internal", "enps", "enps")
    sent = chance.at()
    top = {"nps": 10, "enps": 10, "ces": 7}.get(kind, 5)
    answered = chance.maybe(True)
    return {
        "account_id": chance.account(),
        "am_id": chance.am(),
        "kind": kind,
        "sent_at": chance.maybe(sent, 0.9),
        "at": chance.after(sent, 9) if answered else None,
        "score": chance.number(0, top) if answered else None,
    }


def _outcome(chance: _Chance) -> Row:
    return {
        "account_id": chance.account(),
        "better": chance.of("higher", "lower", None),
        "target": chance.maybe(chance.number(0, 9)),
        "actual": chance.maybe(chance.number(0, 9)),
        "due_on": chance.day(),
        "achieved": chance.of(True, False, None, None),
    }


def _cost(chance: _Chance) -> Row:
    return {
        "account_id": chance.account(),
        "at": chance.at(),
        "category": chance.of("acquisition", "Acquisition", "production", None),
        "amount": chance.maybe(abs(chance.money()) / 10, 0.9),
        "planned": chance.of(True, False, None),
        "currency": chance.of("USD", "VND", None),
    }


_MAKERS: Mapping[str, tuple[int, Callable[[_Chance], Row]]] = {
    "ownership": (3, _ownership),
    "interactions": (25, _interaction),
    "requests": (12, _request),
    "contracts": (8, _contract),
    "invoices": (12, _invoice),
    "payments": (5, _payment),
    "deals": (10, _deal),
    "surveys": (60, _survey),
    "outcomes": (5, _outcome),
    "costs": (8, _cost),
    "contacts": (
        7,
        lambda chance: {
            "account_id": chance.account(),
            "active": chance.of(True, False, None),
            "left_on": chance.maybe(chance.day(), 0.2),
        },
    ),
    "referrals": (
        5,
        lambda chance: {
            "account_id": chance.account(),
            "at": chance.at(),
            "kind": chance.of("mention", "introduction", "review"),
            "sentiment": chance.of("positive", "negative", None),
        },
    ),
    "deliverables": (
        8,
        lambda chance: {
            "account_id": chance.account(),
            "am_id": chance.am(),
            "stage": chance.of("brief", "delivery"),
            "due_on": (due := chance.day()),
            "done_on": chance.maybe(chance.after(due, 9)),
        },
    ),
    "initiatives": (
        4,
        lambda chance: {
            "am_id": chance.am(),
            "at": chance.at(),
            "role": chance.of("led", "contributed", "attended", None),
        },
    ),
    "campaigns": (
        8,
        lambda chance: {
            "campaign_id": chance.id(f"mail{chance.of(0, 1)}"),
            "account_id": chance.account(),
            "am_id": chance.am(),
            "at": chance.at(),
            "stage": chance.of("sent", "opened", "clicked", "purchased", "unsubscribed"),
            "count": chance.number(0, 50),
        },
    ),
    "events": (
        4,
        lambda chance: {
            "at": chance.at(),
            "by": chance.am(),
            "kind": "renewal_outcome",
            "subject": chance.id(f"contracts{chance.of(0, 1, 2, 3)}"),
            "value": chance.of("won", "lost", "negotiating"),
        },
    ),
}
_IDS = {
    "interactions": "interaction_id",
    "requests": "request_id",
    "contracts": "contract_id",
    "invoices": "invoice_id",
    "payments": "payment_id",
    "deals": "deal_id",
    "surveys": "survey_id",
    "outcomes": "outcome_id",
    "costs": "cost_id",
    "contacts": "contact_id",
    "referrals": "referral_id",
    "deliverables": "deliverable_id",
    "initiatives": "initiative_id",
    "events": "event_id",
}


def books(count: int, seed: int) -> Mapping[str, Sequence[Row]]:
    """Return the rows of `count` small books together, per tab."""
    found: dict[str, list[Row]] = {"team": [], "accounts": []}
    for number in range(count):
        chance = _Chance(seed * 1000 + number, f"b{number}")
        found["team"] += _team(chance)
        found["accounts"] += [_account(chance, one) for one in range(len(chance.accounts))]
        for tab, (rows, maker) in _MAKERS.items():
            made = [maker(chance) for _ in range(rows)]
            if tab in _IDS:
                made = [{**row, _IDS[tab]: chance.id(f"{tab}{one}")} for one, row in enumerate(made)]
            found.setdefault(tab, []).extend(made)
    found["rates"] = [
        {"currency": "VND", "on": START, "rate": 0.00004},
        {"currency": "VND", "on": datetime(2026, 1, 1), "rate": 0.00005},
    ]
    found["holidays"] = [{"on": datetime(2026, 2, day), "country": "VN"} for day in range(16, 21)]
    found["targets"] = [{"kpi": "revenue", "scope": "all", "per": "quarter", "target": 1e6}]
    return found
