"""What the clients asked for and were promised: requests, deliverables, goals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from random import Random

from sheets.demo.cast import MEMBERS, Row
from sheets.demo.chance import chance
from sheets.demo.clients import Client
from sheets.demo.scene import HISTORY_DAYS, Scene

_REQUESTS_A_MONTH = {"key": 1.6, "near_key": 0.9, "standard": 0.4}
_RESPONSE_HOURS = {"urgent": 1.0, "high": 4.0, "normal": 8.0, "low": 16.0}
_SLA_HOURS = {"urgent": 4.0, "high": 8.0, "normal": 24.0, "low": 40.0}
_CATEGORIES = ("content", "report", "billing", "design", "campaign", "access")
_STAGES = ("brief", "proposal", "contract", "production", "delivery", "acceptance")
_TITLES = ("Landing page", "Video", "Monthly report", "Key visual", "Media plan", "Content calendar")
_GOALS: tuple[tuple[str, str, str, tuple[int, int]], ...] = (
    ("More qualified leads", "leads a month", "higher", (80, 400)),
    ("Cheaper acquisition", "cost per lead, USD", "lower", (8, 60)),
    ("Wider reach", "thousand people a month", "higher", (50, 900)),
    ("Brand recall", "% of those asked", "higher", (15, 55)),
    ("Faster checkout", "seconds", "lower", (20, 90)),
)


def request_rows(scene: Scene) -> Iterator[Row]:
    """Yield the rows of the requests tab, oldest first."""
    found = [request for client in scene.clients for request in _requests(scene, client)]
    found.sort(key=lambda request: (request[1], request[0].id))
    for number, (client, opened_at, priority) in enumerate(found, start=1):
        row = _request(scene, client, opened_at, priority, chance("request", number))
        yield {"request_id": f"R{number:04}", **row}


def _requests(scene: Scene, client: Client) -> Iterator[tuple[Client, datetime, str]]:
    """Yield when the client asked for something, and how pressing it was."""
    rng = chance("requests", client.name)
    for _ in range(round(_REQUESTS_A_MONTH[client.tier] * 18 * rng.uniform(0.6, 1.4))):
        day = scene.days_ago(rng.randrange(1, HISTORY_DAYS))
        if client.is_client_on(day):
            priority = rng.choices(tuple(_SLA_HOURS), (1, 3, 10, 4))[0]
            yield client, scene.instant(day, client.country, rng), priority
    if "upset" in client.traits:
        yield client, scene.instant(scene.days_ago(client.traits["upset"] - 1), client.country, rng), "urgent"


def _request(scene: Scene, client: Client, opened_at: datetime, priority: str, rng: Random) -> Row:
    habits = MEMBERS[client.owner_on(opened_at.date())].habits
    pressing = {"urgent": 0.4, "high": 0.7, "normal": 1.0, "low": 1.8}[priority]
    later = scene.workdays.later
    response_at = later(opened_at, habits.response_hours * pressing * rng.uniform(0.3, 2.6), client.country)
    pace = rng.uniform(0.15, 0.95) if rng.random() < habits.on_time else rng.uniform(1.1, 2.2)
    resolved_at = max(later(opened_at, _SLA_HOURS[priority] * pace, client.country), response_at)
    is_ignored = "upset" in client.traits and priority == "urgent" and opened_at.date() >= scene.days_ago(10)
    responded_at = None if is_ignored else scene.known(response_at)
    return {
        "account_id": client.id,
        "am_id": client.owner_on(opened_at.date()),
        "opened_at": opened_at,
        "response_due_at": later(opened_at, _RESPONSE_HOURS[priority], client.country),
        "first_response_at": responded_at,
        "last_update_at": responded_at and (scene.known(resolved_at) or responded_at),
        "due_at": later(opened_at, _SLA_HOURS[priority], client.country),
        "resolved_at": None if is_ignored else scene.known(resolved_at),
        "priority": priority,
        "category": "campaign" if is_ignored else rng.choice(_CATEGORIES),
    }


def deliverable_rows(scene: Scene) -> Iterator[Row]:
    """Yield the rows of the deliverables tab by due day: each piece of work goes through some of the stages."""
    found = [work for client in scene.clients for work in _works(scene, client)]
    found.sort(key=lambda work: (work[1], work[0].id, _STAGES.index(work[2])))
    for number, (client, due_on, stage, title) in enumerate(found, start=1):
        rng, owner = chance("deliverable", number), client.owner_on(min(due_on, scene.last_day))
        late_days = -rng.randrange(0, 4) if rng.random() < MEMBERS[owner].habits.on_time else rng.randrange(1, 12)
        done_on = scene.workdays.on_or_before(due_on + timedelta(days=late_days), client.country)
        if late_days > 0:
            done_on = max(done_on, due_on + timedelta(days=1))
        yield {
            "deliverable_id": f"W{number:04}",
            "account_id": client.id,
            "am_id": owner,
            "stage": stage,
            "title": title,
            "due_on": due_on,
            "done_on": done_on if done_on <= scene.last_day else None,
        }


def _works(scene: Scene, client: Client) -> Iterator[tuple[Client, date, str, str]]:
    rng = chance("works", client.name)
    for _ in range({"key": 7, "near_key": 4, "standard": 2}[client.tier]):
        due_on, title = scene.days_ago(rng.randrange(-20, HISTORY_DAYS - 60)), rng.choice(_TITLES)
        for stage in rng.choice((_STAGES[3:], _STAGES[3:], _STAGES)):
            if client.is_client_on(due_on):
                yield client, scene.workdays.on_or_before(due_on, client.country), stage, title
            due_on += timedelta(days=rng.randrange(5, 15))
            if due_on > scene.as_of + timedelta(days=30):
                break


def outcome_rows(scene: Scene) -> Iterator[Row]:
    """Yield the rows of the outcomes tab: a goal a quarter for the accounts that matter, the present ones running."""
    number = 0
    for client in scene.clients:
        rng = chance("outcomes", client.name)
        for quarter in range(-1, 6):
            due_on = scene.days_ago(quarter * 91 + rng.randrange(10, 80))
            if client.tier == "standard" or not client.is_client_on(due_on - timedelta(days=80)):
                continue
            if client.ended_on is None or due_on < client.ended_on:
                number += 1
                yield {"outcome_id": f"G{number:03}", "account_id": client.id, **_outcome(scene, client, due_on, rng)}


def _outcome(scene: Scene, client: Client, due_on: date, rng: Random) -> Mapping[str, str | float | bool | date | None]:
    goal, metric, better, (low, high) = rng.choice(_GOALS)
    target, is_due = float(rng.randrange(low, high)), due_on <= scene.last_day
    reached = (
        rng.uniform(0.96, 1.25)
        if rng.random() < MEMBERS[client.owner].habits.on_time - 0.12
        else rng.uniform(0.5, 0.94)
    )
    progress = reached if is_due else reached * rng.uniform(0.6, 0.95)
    achieved = progress >= 1
    return {
        "goal": goal,
        "metric": metric,
        "better": better,
        "target": target,
        "actual": round(target * progress if better == "higher" else target / progress, 1),
        "due_on": due_on,
        "achieved": achieved if is_due else None,
        "achieved_on": due_on - timedelta(days=rng.randrange(0, 20)) if achieved and is_due else None,
    }
