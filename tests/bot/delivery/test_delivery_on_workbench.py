"""The same promises with the real client on the local Slack, which loses answers on request."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import count

import pytest

from bot.delivery.post import SlackConversations, delivery_client
from bot.people import Roster
from bot.workbench.faults import FaultKind
from bot.workbench.server import Workbench
from bot.workbench.world import World as SlackWorld
from tests.bot.delivery.cast_and_world import HA, LINH, Said, World, book


@pytest.fixture
def bench(world: World) -> Iterator[Workbench]:
    world.book = book([LINH, HA], settings={"team_channel.North": "C1"})
    seconds = count(1_795_000_000)
    people = Roster.of(world.book.tables, date(2026, 11, 16)).people
    with Workbench(SlackWorld.of_roster(people, {"C1": "north"}, lambda: float(next(seconds)))) as bench:
        world.slack = SlackConversations(delivery_client(bench.bot_token, bench.api_url))  # type: ignore[assignment]  # the same port
        yield bench


def keys(bench: Workbench) -> dict[str, list[str]]:
    """Return the keys of the messages in each conversation."""
    return {
        address: [message["metadata"]["event_payload"]["key"].split("|")[1] for message in bench.messages(address)]
        for address in ("U1", "U4", "C1")
    }


EACH_ONCE = {"U1": ["am:1"], "U4": ["am:4"], "C1": ["team:North"]}


def test_it_posts_each_message_with_its_key(world: World, bench: Workbench) -> None:
    world.process().digest()
    assert EACH_ONCE == keys(bench)
    assert [] == bench.breaches


@pytest.mark.parametrize("fault", ["drop_after", "drop_before", "429", "500", "503"])
def test_it_sends_once_when_the_first_answers_are_lost(world: World, bench: Workbench, fault: FaultKind) -> None:
    bench.faults.next("chat.postMessage", fault, times=2)
    process = world.process()
    process.digest()
    for _ in range(3):
        world.clock.move(minutes=3)
        process.tick()
    assert EACH_ONCE == keys(bench)


def test_it_asks_again_when_history_does_not_answer(world: World, bench: Workbench) -> None:
    bench.faults.next("chat.postMessage", "drop_after")
    bench.faults.next("conversations.history", "503", times=2)
    process = world.process()
    process.digest()
    for _ in range(4):
        world.clock.move(minutes=5)
        process.tick()
    assert EACH_ONCE == keys(bench)


def test_it_keeps_the_words_of_a_message_whose_blocks_slack_refuses(bench: Workbench, world: World) -> None:
    message = Said("Hello Linh", [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}])
    world.slack.post("U1", message, "digest|am:1|2026-W46")
    assert ["Hello Linh"] == [message["text"] for message in bench.messages("U1")]
    assert EACH_ONCE["U1"] == keys(bench)["U1"]


def test_it_finds_both_of_two_messages_and_takes_one_back(world: World, bench: Workbench) -> None:
    key = "digest|am:1|2026-W46"
    first, second = (world.slack.post("U1", Said(text), key) for text in ("first", "second"))
    assert [first, second] == world.slack.find("U1", key, world.clock())
    for _ in range(2):  # what is gone already is fine
        world.slack.take_back(second)
    assert ["first"] == [message["text"] for message in bench.messages("U1")]
    assert [] == bench.breaches
