"""Processes that come and go through a spring, when the clocks change on one side of the world after the other."""

from __future__ import annotations

import random
from datetime import timedelta

from tests.bot.delivery.cast_and_world import HA, LINH, MINH, OLGA, World, book, utc

ZONES = ("America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Ho_Chi_Minh")
PAUSES = (timedelta(minutes=1), timedelta(minutes=7), timedelta(hours=5), timedelta(days=1))


def test_each_has_each_week_once_at_a_time_that_clocks_skip(world: World) -> None:
    people = [person | {"timezone": zone} for person, zone in zip((LINH, MINH, OLGA, HA), ZONES, strict=True)]
    # There is no such time on 8 March in New York and on 29 March in Berlin.
    world.book = book(people, settings={"digest": "Sun 02:30"})
    dice, world.clock.at = random.Random(3), utc("2026-03-03", "12:00")
    process = world.process()
    while world.clock.at < utc("2026-04-07", "12:00"):
        process.tick()
        world.clock.at += dice.choice(PAUSES)
        process = world.process() if dice.random() < 0.2 else process
    process.tick()
    for person in people:
        recipient, channel = f"am:{person['am_id']}", str(person["slack_user_id"]).replace("U", "D")
        keys = [key for key, _ in world.slack.messages[channel]]
        assert [f"digest|{recipient}|2026-W{week:02}" for week in range(9, 14)] == keys
