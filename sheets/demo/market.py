"""The market around the accounts: mailings to it, competitors in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sheets.demo.cast import ACCOUNT_MANAGERS, Row
from sheets.demo.chance import chance
from sheets.demo.scene import HISTORY_DAYS, Scene

_CAMPAIGN_EVERY_DAYS = 14
_RIVALS = {
    "VN": ("Sao Mai Media", "Rồng Việt Ads", "Nón Lá Digital"),
    "RU": ("Агентство Вектор", "Медиа Полюс", "Студия Клён"),
    "GB": ("Brightside Partners", "Foundry Row", "Tall Oak Media"),
}
_STRENGTHS = ("price", "local team", "media discounts", "speed", "data science")
_WEAKNESSES = ("slow reports", "staff turnover", "no strategy", "weak creatives")


def campaign_rows(scene: Scene) -> Iterator[Row]:
    """Yield a row per mailing and stage, each stage smaller than the one before."""
    for number in range(HISTORY_DAYS // _CAMPAIGN_EVERY_DAYS):
        rng = chance("campaign", number)
        member = rng.choice(ACCOUNT_MANAGERS)
        day = scene.days_ago(HISTORY_DAYS - number * _CAMPAIGN_EVERY_DAYS)
        sent_at = scene.instant(day, member.country, rng)
        sent = rng.randrange(400, 2600)
        opened = round(sent * rng.uniform(0.22, 0.4))
        clicked = round(opened * rng.uniform(0.08, 0.22))
        counts = {
            "sent": sent,
            "opened": opened,
            "clicked": clicked,
            "replied": round(clicked * rng.uniform(0.15, 0.4)),
            "purchased": round(clicked * rng.uniform(0.02, 0.12)),
            "unsubscribed": round(sent * rng.uniform(0.001, 0.008)),
        }
        for stage, count in counts.items():
            at = sent_at if stage == "sent" else scene.known(sent_at + timedelta(hours=20))
            if at is not None:
                campaign = {"campaign_id": f"M{number + 1:03}", "am_id": member.id}
                yield {**campaign, "at": at, "stage": stage, "count": count}


def competitor_rows(scene: Scene) -> Iterator[Row]:
    """Yield who else serves the accounts that matter."""
    for client in scene.clients:
        if client.tier == "standard" or not client.is_active:
            continue
        rng = chance("competitors", client.name)
        rivals = rng.sample(_RIVALS[client.country], rng.choice((1, 1, 2)))
        for rival in rivals:
            yield {
                "account_id": client.id,
                "competitor": rival,
                "share_of_wallet": round(rng.uniform(0.05, 0.35), 2),
                "strengths": rng.choice(_STRENGTHS),
                "weaknesses": rng.choice(_WEAKNESSES),
                "threat": "high"
                if "quiet" in client.traits
                else rng.choice(("low", "low", "medium", "medium", "high")),
                "updated_on": scene.days_ago(rng.randrange(10, 200)),
            }
