"""How the agency runs itself: targets, rates, days off, settings, initiatives, and what Amber wrote down."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sheets.demo.cast import ACCOUNT_MANAGERS, TEAMS, Row
from sheets.demo.chance import chance
from sheets.demo.clients import years_later
from sheets.demo.contracts import Contract
from sheets.demo.pipeline import SERVICES
from sheets.demo.scene import Scene, own_days

# KPI, scope, per, target, where amber begins, weight. Shares are fractions, money is in US dollars. A card shows the
# first twelve that are for it: the last two of an AM's are for the roles alone, those of a team's follow.
_TARGETS: tuple[tuple[str, str, str | None, float, float, float], ...] = (
    ("freshness", "all", None, 0.85, 0.7, 2),
    ("freshness", "tier:key", None, 0.95, 0.85, 2),
    ("interactions_per_account", "all", "week", 0.85, 0.5, 1),
    ("response_time", "all", None, 3, 5, 1),
    ("nps", "all", None, 30, 10, 1.5),
    ("nps", "role:senior_am", None, 35, 10, 1.5),
    ("outcome_rate", "all", None, 0.75, 0.6, 1),
    ("on_time_delivery", "all", None, 0.9, 0.8, 1),
    ("retention_rate", "all", None, 0.96, 0.9, 2),
    ("renewal_rate", "all", None, 0.85, 0.7, 2),
    ("quota_attainment", "all", None, 1, 0.85, 1.5),
    ("expansion_revenue", "all", "quarter", 60_000, 40_000, 1),
    ("expansion_revenue", "team:Sen", "quarter", 20_000, 12_000, 1),
    ("expansion_revenue", "team:Neva", "quarter", 20_000, 12_000, 1),
    ("expansion_revenue", "team:Harbour", "quarter", 20_000, 12_000, 1),
    ("expansion_revenue", "role:am", "quarter", 4_000, 2_000, 1),
    ("expansion_revenue", "role:senior_am", "quarter", 8_000, 5_000, 1),
    ("overdue_share", "role:am", None, 0.15, 0.25, 1),
    ("overdue_share", "role:senior_am", None, 0.1, 0.2, 1),
    ("conversion_rate", "role:am", None, 0.15, 0.08, 1),
    ("conversion_rate", "role:senior_am", None, 0.2, 0.1, 1),
    ("accounts_per_am", "all", None, 12, 16, 1),
    ("team_satisfaction", "all", None, 0.8, 0.65, 1),
    ("revenue", "all", "quarter", 1_000_000, 850_000, 1),
    ("revenue", "team:Sen", "quarter", 310_000, 265_000, 1),
    ("revenue", "team:Neva", "quarter", 400_000, 340_000, 1),
    ("revenue", "team:Harbour", "quarter", 290_000, 245_000, 1),
    ("revenue", "role:am", "quarter", 72_000, 60_000, 1),
    ("revenue", "role:senior_am", "quarter", 90_000, 75_000, 1),
    ("revenue", "am:artem", "quarter", 165_000, 140_000, 1),
    ("win_rate", "all", None, 0.35, 0.2, 1),
    ("late_payment_rate", "all", None, 0.12, 0.2, 1),
)
# US dollars for one unit: eighteen months ago, and how far it has drifted since.
_RATES = {"VND": (1 / 24_900, -0.03), "RUB": (1 / 84, -0.06), "GBP": (1.26, 0.04)}
_INITIATIVES = ("Pitch rehearsal", "Onboarding a newcomer", "Case library", "Client day", "Pricing review", "Mentoring")


def target_rows() -> Iterator[Row]:
    """Yield the rows of the targets tab."""
    for kpi, scope, per, target, warn_at, weight in _TARGETS:
        yield {"kpi": kpi, "scope": scope, "per": per, "target": target, "warn_at": warn_at, "weight": weight}


def rate_rows(scene: Scene) -> Iterator[Row]:
    """Yield a rate a month, and one old enough for the oldest contract."""
    months = [scene.days_ago(548 - round(30.4375 * month)) for month in range(18)]
    for currency, (start, drift) in _RATES.items():
        rng = chance("rates", currency)
        yield {"currency": currency, "on": years_later(scene.as_of, -7), "rate": _significant(start)}
        for month, day in enumerate(months):
            rate = start * (1 + drift * month / 17 + rng.uniform(-0.008, 0.008))
            yield {"currency": currency, "on": day, "rate": _significant(rate)}


def _significant(rate: float) -> float:
    return float(f"{rate:.5g}")


def holiday_rows(scene: Scene) -> Iterator[Row]:
    """Yield the days on which the agency departs from the public calendars."""
    for day in sorted(own_days(scene.as_of), key=lambda own: (own.on, own.country)):
        yield {"on": day.on, "country": day.country, "working": day.working, "name": day.name}


def setting_rows() -> Iterator[Row]:
    """Yield the rows of the settings tab."""
    settings = {
        "base_currency": "USD",
        "timezone": "Asia/Ho_Chi_Minh",
        "language": "en",
        "working_hours": "Mon-Fri 09:00-12:00,13:00-18:00",
        "digest": "Mon 08:00",
        "pings": "09:00",
        "services": ", ".join(SERVICES),
        "cadence_days.key": "7",
        "cadence_days.near_key": "14",
        "cadence_days.standard": "30",
        "lead_minutes.finance": "15",
        "sla_hours.urgent": "4",
        "admin_channel": "C0ADMIN",
        **{f"team_channel.{team}": f"C0{team.upper()}" for team in TEAMS},
        "leaderboard": "no",
    }
    for key, value in settings.items():
        yield {"key": key, "value": value}


def initiative_rows(scene: Scene) -> Iterator[Row]:
    """Yield what the AMs did for each other."""
    number = 0
    for member in ACCOUNT_MANAGERS:
        rng = chance("initiatives", member.id)
        for _ in range(rng.randrange(5, 10)):
            number += 1
            yield {
                "initiative_id": f"T{number:03}",
                "am_id": member.id,
                "at": scene.instant(scene.days_ago(rng.randrange(2, 540)), member.country, rng),
                "name": rng.choice(_INITIATIVES),
                "role": rng.choices(("led", "contributed", "attended"), (1, 3, 4))[0],
                "hours": float(rng.randrange(1, 9)),
            }


def event_rows(scene: Scene, contracts: tuple[Contract, ...]) -> Iterator[Row]:
    """Yield what was done in Slack before: hand-overs, outcomes of renewals, snoozes, the last of them taken back."""
    found = [*_hand_overs(scene), *_outcomes(scene, contracts), *_snoozes(scene)]
    found.sort(key=lambda row: (str(row["at"]), str(row["subject"])))
    numbered: list[Row] = [{"event_id": f"E{number:03}", **row} for number, row in enumerate(found, start=1)]
    yield from numbered
    regretted = next(row for row in reversed(numbered) if row["kind"] == "snooze")
    at = scene.instant(scene.last_day, "VN", chance("void"))
    void = _event(at, str(regretted["by"]), "void", str(regretted["event_id"]), reason="called them after all")
    yield {"event_id": f"E{len(found) + 1:03}", **void}


def _event(at: datetime, by: str, kind: str, subject: str, **more: str | date) -> Row:
    return {"at": at, "by": by, "kind": kind, "subject": subject, **more}


def _hand_overs(scene: Scene) -> Iterator[Row]:
    for client in scene.clients:
        if client.handed_over_on is not None:
            at = scene.instant(client.handed_over_on, client.country, chance("hand-over", client.name))
            yield _event(at, "grace", "hand_over", client.id, value=client.owner, reason="rebalancing the team")


def _outcomes(scene: Scene, contracts: tuple[Contract, ...]) -> Iterator[Row]:
    renewed = [contract for contract in contracts if contract.renews]
    for contract in renewed:
        days_ago = (scene.as_of - contract.signed_on).days
        if 1 < days_ago < 60:
            at = scene.instant(contract.signed_on, contract.client.country, chance("outcome", contract.id))
            yield _event(at, contract.client.owner_on(at.date()), "renewal_outcome", contract.renews, value="won")


def _snoozes(scene: Scene) -> Iterator[Row]:
    wanted = {"Алтай Мёд": 40, "Phở Nhà Lan": 30, "Highlands Tea": 62, "Умный Дом": 13}
    for client in scene.clients:
        days_ago = wanted.get(client.name)
        if days_ago is None:
            continue
        at = scene.instant(scene.days_ago(days_ago), client.country, chance("snooze", client.name))
        until = at.date() + timedelta(days=14)
        yield _event(at, client.owner, "snooze", client.id, rule="quiet", until=until, reason="on holiday")
