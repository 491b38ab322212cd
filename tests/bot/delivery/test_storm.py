"""Slack in a storm: refusals, dropped lines, an outage. All arrives once, and Slack is not besieged."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import count

import pytest

from bot.delivery.post import SlackConversations, delivery_client
from bot.people import Roster
from bot.workbench.faults import Fault, FaultKind, Faults
from bot.workbench.server import Workbench
from bot.workbench.world import World as SlackWorld
from tests.bot.delivery.cast_and_world import CAST, Clock, World, book, utc

TROUBLE: tuple[FaultKind, ...] = ("429", "500", "503", "drop_before", "drop_after")
RECIPIENTS = {"U1": "am:1", "U2": "am:2", "U3": "am:3", "U4": "am:4", "U5": "am:5", "C1": "team:North"}
# Of one delivery in one minute: a question where the conversation is, one for its history, a post.
MOST_CALLS = 3


class Weather(Faults):
    """What calls meet: every one a 503 in an outage, else trouble by chance. It counts them by the story's minute."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.is_outage = False
        self.chance = 0.0
        self.calls: Counter[str] = Counter()
        self._clock = clock
        self._dice = random.Random(6)

    def take(self, method: str) -> Fault | None:
        self.calls[f"{self._clock():%d %H:%M}"] += 1
        if self.is_outage:
            return Fault("503")
        kind = self._dice.choice(TROUBLE)
        return Fault(kind, seconds=30) if self._dice.random() < self.chance else None


@pytest.fixture
def bench(world: World) -> Iterator[Workbench]:
    world.book = book(CAST, settings={"team_channel.North": "C1"})
    people, seconds = Roster.of(world.book.tables, date(2026, 11, 16)).people, count(1_795_000_000)
    with Workbench(SlackWorld.of_roster(people, {"C1": "north"}, lambda: float(next(seconds)))) as bench:
        world.slack = SlackConversations(delivery_client(bench.bot_token, bench.api_url))  # type: ignore[assignment]  # the same port
        yield bench


@pytest.fixture
def weather(world: World, bench: Workbench) -> Weather:
    bench._workspace.faults = weather = Weather(world.clock)
    return weather


def pass_time(world: World, minutes: int) -> None:
    process = world.process()
    for _ in range(minutes):
        world.clock.move(minutes=1)
        process.tick()


def keys(bench: Workbench) -> dict[str, list[str]]:
    return {
        address: [message["metadata"]["event_payload"]["key"] for message in bench.messages(address)]
        for address in RECIPIENTS
    }


EACH_ONCE = {address: [f"digest|{recipient}|2026-W46"] for address, recipient in RECIPIENTS.items()}


def test_each_message_comes_once_through_outage_and_storm(world: World, bench: Workbench, weather: Weather) -> None:
    world.process().tick()
    world.clock.at = utc("2026-11-16", "07:59")
    weather.is_outage = True
    pass_time(world, 10)
    assert [] == [key for found in keys(bench).values() for key in found]
    asked_in_vain = weather.calls.total()
    weather.is_outage, weather.chance = False, 0.6
    pass_time(world, 60)
    weather.chance = 0.0
    pass_time(world, 60)

    assert EACH_ONCE == keys(bench)
    assert [] == bench.breaches
    assert max(weather.calls.values()) <= MOST_CALLS * len(RECIPIENTS)
    # Told that Slack is down, each waits twice as long as before: half a minute, a minute, …
    assert asked_in_vain <= 5 * MOST_CALLS * len(RECIPIENTS)


def test_a_long_outage_costs_slack_two_calls_an_hour_and_message(
    world: World, bench: Workbench, weather: Weather
) -> None:
    world.process().tick()
    world.clock.at = utc("2026-11-16", "07:59")
    weather.is_outage = True
    pass_time(world, 90)
    weather.calls.clear()
    pass_time(world, 60)
    assert weather.calls.total() <= 2 * MOST_CALLS * len(RECIPIENTS)
    weather.is_outage = False
    pass_time(world, 60)
    assert EACH_ONCE == keys(bench)
