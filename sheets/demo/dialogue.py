"""Interactions: every account at its own rhythm, walked back from its last contact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from sheets.demo.cast import MEMBERS, Row
from sheets.demo.chance import chance
from sheets.demo.clients import Client
from sheets.demo.pipeline import Deal, deal_id
from sheets.demo.scene import Scene

_CHANNELS = ("call", "email", "meeting", "chat", "social", "event")
_MINUTES: Mapping[str, tuple[int, int]] = {
    "call": (10, 35),
    "email": (5, 15),
    "meeting": (30, 90),
    "chat": (5, 20),
    "social": (5, 10),
    "event": (60, 180),
}
_SUMMARIES: Mapping[str, tuple[str, ...]] = {
    "VN": (
        "Cập nhật tiến độ tháng",
        "Duyệt kế hoạch nội dung",
        "Trao đổi ngân sách quảng cáo",
        "Báo cáo kết quả",
        "Hỏi thăm sau chiến dịch",
        "Góp ý thiết kế",
        "Lịch quay TVC",
        "",
    ),
    "RU": (
        "Статус по проекту",
        "Согласовали медиаплан",
        "Обсудили бюджет",
        "Отчёт за месяц",
        "Правки по креативам",
        "Планы на квартал",
        "Созвон по запуску",
        "",
    ),
    "GB": (
        "Monthly status",
        "Signed off the media plan",
        "Talked budget",
        "Results review",
        "Creative feedback",
        "Launch call",
        "Plans for next quarter",
        "",
    ),
}


@dataclass(frozen=True, slots=True)
class Talk:
    """One interaction before it has a number. `replied` is None where the question does not arise."""

    client: Client
    at: datetime
    direction: str
    replied: bool | None

    @property
    def order(self) -> tuple[datetime, str, str]:
        """Oldest first; the account decides between equals."""
        return self.at, self.client.id, self.direction


def interaction_rows(scene: Scene, deals: Iterable[Deal]) -> Iterator[Row]:
    """Yield the rows of the interactions tab, oldest first."""
    running: dict[str, list[tuple[str, Deal]]] = {}
    for number, deal in enumerate(deals, start=1):
        if deal.client is not None:
            running.setdefault(deal.client.id, []).append((deal_id(number), deal))
    talks = sorted((talk for client in scene.clients for talk in _talks(scene, client)), key=lambda talk: talk.order)
    for number, talk in enumerate(talks, start=1):
        yield _row(number, talk, _deal_of(talk, running.get(talk.client.id, [])))


def _deal_of(talk: Talk, running: Iterable[tuple[str, Deal]]) -> str | None:
    """Return the deal that the talk was about: the one under way, mostly."""
    for key, deal in running:
        if deal.created_at <= talk.at and (deal.closed_at is None or talk.at <= deal.closed_at):
            return key
    return None


def _row(number: int, talk: Talk, deal: str | None) -> Row:
    client, rng = talk.client, chance("talk", number)
    channel = "email" if talk.replied is False else rng.choices(_CHANNELS, (32, 28, 16, 18, 4, 2))[0]
    return {
        "interaction_id": f"I{number:05}",
        "account_id": client.id,
        "am_id": client.owner_on(talk.at.date()),
        "at": talk.at,
        "channel": channel,
        "direction": talk.direction,
        "minutes": rng.randrange(*_MINUTES[channel], 5),
        "contact_id": rng.choices(client.contacts, range(len(client.contacts), 0, -1))[0].id,
        "replied": talk.replied,
        "deal_id": deal if rng.random() < 0.7 else None,
        "summary": rng.choice(_SUMMARIES[client.country]) or None,
    }


def _talks(scene: Scene, client: Client) -> Iterator[Talk]:
    rng = chance("talks", client.name)
    if "dormant" in client.traits:
        return
    if "chased" in client.traits:
        yield from (_unanswered(scene, client, scene.days_ago(3 + 6 * turn), rng) for turn in range(6))
        return
    begin = max((client.started_on or scene.days_ago(45)) - timedelta(days=35), scene.first_day)
    last_on = _last_contact_on(scene, client, rng)
    if "quiet" in client.traits:
        yield from (
            _unanswered(scene, client, scene.days_ago(client.traits["quiet"] * part), rng) for part in (0.5, 0.2)
        )
    yield from _back_from(scene, client, last_on, begin, rng)


def _pause_days(client: Client, rng: Random) -> float:
    """Return the days from one contact to the next; whoever lets accounts go quiet today was slower all along."""
    longest = 1.25 - 0.6 * MEMBERS[client.owner].habits.in_cadence
    return client.cadence_days * rng.uniform(0.2, longest)


def _last_contact_on(scene: Scene, client: Client, rng: Random) -> date:
    """Return when the account was last contacted: within its cadence as often as its AM keeps to it."""
    within = max(1, round(_pause_days(client, rng) * rng.random()))
    beyond = round(client.cadence_days * rng.uniform(1.15, 1.8))
    keeps = rng.random() < MEMBERS[client.owner].habits.in_cadence
    days = client.traits.get("quiet", within if keeps or client.traits else beyond)
    if "upset" in client.traits:
        days = client.traits["upset"] + 1
    return client.ended_on - timedelta(days=days) if client.ended_on else scene.days_ago(days)


def _back_from(scene: Scene, client: Client, last_on: date, begin: date, rng: Random) -> Iterator[Talk]:
    day = last_on
    while day >= begin:
        at = scene.instant(day, client.country, rng)
        is_inbound = rng.random() < 0.33
        yield Talk(client, at, "inbound" if is_inbound else "outbound", None if is_inbound else True)
        if rng.random() < 0.28:
            yield _unanswered(scene, client, at.date() - timedelta(days=1), rng)
        day = at.date() - timedelta(days=max(1, round(_pause_days(client, rng))))


def _unanswered(scene: Scene, client: Client, day: date, rng: Random) -> Talk:
    return Talk(client, scene.instant(day, client.country, rng), "outbound", replied=False)
