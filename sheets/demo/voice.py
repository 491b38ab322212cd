"""What people say: surveys of clients and of colleagues, recommendations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from sheets.demo.cast import ACCOUNT_MANAGERS, CAST, MEMBERS, Habits, Row
from sheets.demo.chance import chance
from sheets.demo.clients import Client
from sheets.demo.scene import Scene
from sheets.grid import Cell

_QUARTER_DAYS = 91
_QUARTERS = 6
_ANSWER_SHARE = 0.64
_COMMENTS = {
    "good": {"VN": "Rất hài lòng", "RU": "Всё отлично", "GB": "A pleasure to work with"},
    "bad": {"VN": "Phản hồi quá chậm", "RU": "Долго ждали ответа", "GB": "We wait too long for answers"},
}


def survey_rows(scene: Scene, requests: list[Row]) -> Iterator[Row]:
    """Yield the rows of the surveys tab, oldest first."""
    found = [row for client in scene.clients for row in _nps(scene, client)]
    found += _after_requests(scene, requests)
    found += [row for member in CAST for row in _among_colleagues(scene, member.id)]
    found.sort(
        key=lambda row: (str(row["sent_at"]), str(row["kind"]), str(row.get("contact_id")), str(row.get("am_id")))
    )
    for number, row in enumerate(found, start=1):
        yield {"survey_id": f"S{number:04}", **row}


def _nps_score(habits: Habits, rng: Random) -> int:
    draw = rng.random()
    if draw < habits.promoters:
        return rng.choice((9, 9, 10))
    return rng.choice((2, 4, 5, 6)) if draw < habits.promoters + habits.detractors else rng.choice((7, 8, 8))


def _csat_score(habits: Habits, rng: Random) -> int:
    return rng.choice((1, 2, 3)) if rng.random() < habits.detractors else rng.choice((4, 5, 5))


def _answer(scene: Scene, sent_on: date, country: str, score: int, rng: Random) -> Row:
    """Return when it was sent, and the answer when there is one by now."""
    sent_at = scene.instant(sent_on, country, rng)
    at = scene.known(scene.workdays.later(sent_at, rng.uniform(0.5, 40), country))
    if at is None or rng.random() > _ANSWER_SHARE:
        return {"sent_at": sent_at}
    tone = "good" if score >= 9 else "bad" if score in {2, 4} else ""
    comment = _COMMENTS[tone][country] if tone and rng.random() < 0.3 else None
    return {"sent_at": sent_at, "at": at, "score": score, "comment": comment}


def _nps(scene: Scene, client: Client) -> Iterator[Row]:
    """Yield the quarterly question to the decision maker and one more, and the upset client's answer."""
    rng = chance("loyalty", client.name)
    phase = rng.randrange(8, 88)
    for quarter in range(_QUARTERS):
        sent_on = scene.days_ago(quarter * _QUARTER_DAYS + phase)
        for contact in client.contacts[: rng.choice((1, 2, 2))]:
            if client.is_client_on(sent_on) and not ("upset" in client.traits and quarter == 0):
                score = _nps_score(MEMBERS[client.owner_on(sent_on)].habits, rng)
                answer = _answer(scene, sent_on, client.country, score, rng)
                yield {"account_id": client.id, "contact_id": contact.id, "kind": "nps", **answer}
    if "upset" in client.traits:
        at = scene.instant(scene.days_ago(client.traits["upset"]), client.country, rng)
        yield {
            "account_id": client.id,
            "contact_id": client.contacts[0].id,
            "kind": "nps",
            "sent_at": scene.instant(at.date() - timedelta(days=1), client.country, rng),
            "at": at,
            "score": 2,
            "comment": "Hứa ba lần, chưa giao lần nào",
        }


def _after_requests(scene: Scene, requests: list[Row]) -> Iterator[Row]:
    """Yield the short questions after a request was resolved: was it good, was it easy."""
    clients = {client.id: client for client in scene.clients}
    for request in requests:
        rng, resolved_at = chance("csat", request["request_id"]), request["resolved_at"]
        client = clients[str(request["account_id"])]
        if not isinstance(resolved_at, datetime) or rng.random() > 0.5:
            continue
        habits, kind = MEMBERS[str(request["am_id"])].habits, rng.choice(("csat", "csat", "csat", "ces"))
        score = _csat_score(habits, rng) if kind == "csat" else _csat_score(habits, rng) + rng.choice((1, 2))
        yield {
            "account_id": client.id,
            "am_id": request["am_id"],
            "contact_id": client.contacts[0].id,
            "request_id": request["request_id"],
            "kind": kind,
            **_answer(scene, resolved_at.date(), client.country, score, rng),
        }


def _among_colleagues(scene: Scene, am_id: str) -> Iterator[Row]:
    """Yield what colleagues say about an AM or lead, and what everybody says about the agency, each quarter."""
    member, rng = MEMBERS[am_id], chance("colleagues", am_id)
    for quarter in range(_QUARTERS):
        for _ in range(9 if member in ACCOUNT_MANAGERS or member.role == "lead" else 0):
            sent_on, score = (
                scene.days_ago(quarter * _QUARTER_DAYS + rng.randrange(3, 88)),
                _csat_score(member.habits, rng),
            )
            yield _about(am_id, "internal", _answer(scene, sent_on, member.country, score, rng))
        sent_on = scene.days_ago(quarter * _QUARTER_DAYS + 20)
        yield _about(am_id, "enps", _answer(scene, sent_on, member.country, _nps_score(Habits(), rng), rng))


def _about(am_id: str, kind: str, answer: Row) -> Row:
    # No free words: they would tell who wrote them.
    silent: dict[str, Cell] = {**answer, "comment": None}
    return {"am_id": am_id, "kind": kind, **silent}


def referral_rows(scene: Scene) -> Iterator[Row]:
    """Yield mentions, introductions and reviews; an introduction names the account it brought, if it did."""
    number = 0
    for client in scene.clients:
        rng = chance("referrals", client.name)
        for _ in range({"key": 2, "near_key": 1, "standard": rng.choice((0, 0, 1))}[client.tier]):
            day = scene.days_ago(rng.randrange(1, 500))
            if not client.is_client_on(day):
                continue
            number += 1
            kind = rng.choice(("mention", "introduction", "review"))
            yield {
                "referral_id": f"F{number:03}",
                "account_id": client.id,
                "at": scene.instant(day, client.country, rng),
                "kind": kind,
                "sentiment": rng.choices(("positive", "neutral", "negative"), (8, 2, 1))[0],
                "new_account_id": _brought(scene, day) if kind == "introduction" else None,
            }


def _brought(scene: Scene, introduced_on: date) -> str | None:
    """Return the referred account that started within three months of the introduction."""
    for client in scene.clients:
        if client.source == "referral" and client.started_on is not None:
            waited = client.started_on - introduced_on
            if timedelta(0) < waited < timedelta(days=90):
                return client.id
    return None
