"""Nothing lost, nothing twice: whatever dies, and wherever."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kpi_core.errors import SetupError, Unavailable
from tests.bot.delivery.cast_and_world import LINH, OLGA, Clock, Died, Fuse, Slack, World, book, signal, utc
from tests.sqlite import new_database

ONCE = {"C1": 1, "D1": 1, "D3": 1}


SMALL_BOOK = book([LINH, OLGA], settings={"team_channel.North": "C1"})


def small_world(folder: Path) -> World:
    folder.mkdir()
    return World(new_database(folder / "amber.sqlite3"), Clock(utc("2026-11-15", "23:00")), Slack(), SMALL_BOOK)


def settle(world: World) -> None:
    """Let restarted processes tick until leases and waits are over."""
    for _ in range(4):
        world.clock.move(minutes=3)
        world.process().tick()


def test_it_sends_once_wherever_the_process_dies_during_a_tick(tmp_path: Path) -> None:
    deaths = 0
    for steps in range(200):
        world = small_world(tmp_path / str(steps))
        world.process().tick()
        world.clock.at = utc("2026-11-16", "08:00")
        fuse = Fuse()
        process = world.process(fuse)
        fuse.left = steps
        try:
            process.tick()
        except Died:
            deaths += 1
        settle(world)
        assert ONCE == world.slack.counts(), f"died after {steps} steps"
        for engine in world.engines:
            engine.dispose()
        if not fuse.blew:
            break
    assert 20 < deaths < 199


def test_it_sends_once_wherever_the_process_dies_during_a_press(tmp_path: Path) -> None:
    for steps in range(200):
        world = small_world(tmp_path / str(steps))
        fuse = Fuse()
        process = world.process(fuse)
        fuse.left = steps
        try:
            process.digest()
        except Died:
            world.clock.move(minutes=3)
            world.process().digest()
        assert ONCE == world.slack.counts(), f"died after {steps} steps"
        for engine in world.engines:
            engine.dispose()
        if not fuse.blew:
            return
    pytest.fail("it never ended")


def test_it_finds_a_message_whose_reply_was_lost(world: World) -> None:
    world.slack.lost_replies = 1
    process = world.process()
    lines = process.digest()
    assert "Linh: waits (the line was cut)" == lines[0]
    world.clock.move(minutes=3)
    process.tick()
    assert {"C1": 1, "D1": 1, "D2": 1, "D3": 1, "D4": 1, "D5": 1} == world.slack.counts()
    assert 1 == world.slack.asked


def test_it_asks_history_only_when_in_doubt(world: World) -> None:
    process = world.process()
    process.digest()
    assert 0 == world.slack.asked


def test_it_sends_all_after_an_outage(world: World) -> None:
    world.book = book([LINH, OLGA])
    process = world.process()
    world.slack.down = True
    process.digest()
    for _ in range(10):
        world.clock.move(minutes=1)
        process.tick()
    assert {} == world.slack.counts()
    world.slack.down = False
    world.clock.move(hours=1)
    process.tick()
    assert {"D1": 1, "D3": 1} == world.slack.counts()


def test_it_waits_as_long_as_slack_asks(world: World) -> None:
    world.book = book([LINH, OLGA])
    world.slack.refusals["U1"] = Unavailable("slower", retry_after=90)
    process = world.process()
    process.digest()
    assert {"D3": 1} == world.slack.counts()
    world.slack.refusals.clear()
    world.clock.move(seconds=89)
    process.tick()
    assert {"D3": 1} == world.slack.counts()
    world.clock.move(seconds=1)
    process.tick()
    assert {"D1": 1, "D3": 1} == world.slack.counts()
    assert 0 == world.slack.asked


def test_it_sends_the_others_theirs_when_one_fails_for_good(world: World) -> None:
    world.slack.refusals["C1"] = SetupError("Slack refuses (is_archived)", "Choose another channel")
    world.slack.refusals["U2"] = RuntimeError("unforeseen")
    lines = world.process().digest()
    assert {"D1": 1, "D3": 1, "D4": 1, "D5": 1} == world.slack.counts()
    assert "Minh: waits (RuntimeError: unforeseen)" == lines[1]
    assert "North: failed (Slack refuses (is_archived). Choose another channel)" == lines[5]


def test_it_does_not_repeat_what_failed_for_good_until_somebody_asks(world: World) -> None:
    world.slack.refusals["C1"] = SetupError("Slack refuses (not_in_channel)", "Invite Amber to the channel")
    process = world.process()
    process.digest()
    world.slack.refusals.clear()
    world.clock.move(minutes=10)
    process.tick()
    assert "C1" not in world.slack.counts()
    process.digest()
    assert 1 == world.slack.counts()["C1"]


def test_it_repeats_nothing_when_history_cannot_be_read(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise SetupError("Slack refuses (missing_scope)", "Install the app again")

    world.book = book([LINH])
    world.slack.lost_replies = 1
    monkeypatch.setattr(world.slack, "find", refuse)
    process = world.process()
    process.digest()
    world.clock.move(minutes=3)
    process.tick()
    world.clock.move(minutes=30)
    assert [] == list(process.digest())
    assert {"D1": 1} == world.slack.counts()


def test_it_sends_the_others_theirs_when_history_fails_in_an_unforeseen_way(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(address: str, key: str) -> None:
        raise KeyError("messages")

    world.book = book([LINH, OLGA])
    world.slack.lost_replies = 1
    process = world.process()
    with monkeypatch.context() as patch:
        patch.setattr(world.slack, "find", stumble)
        patch.setitem(world.slack.refusals, "U3", Unavailable("slower", retry_after=60))
        process.digest()
        world.slack.refusals.clear()
        world.clock.move(minutes=3)
        process.tick()
    assert {"D1": 1, "D3": 1} == world.slack.counts()
    world.clock.move(minutes=3)
    process.tick()
    assert {"D1": 1, "D3": 1} == world.slack.counts()


def test_it_shares_the_work_of_two_processes(world: World) -> None:
    processes = [world.process(), world.process()]
    with ThreadPoolExecutor(2) as pool:
        lines = [line for done in pool.map(lambda process: process.digest(), processes) for line in done]
    assert {"C1": 1, "D1": 1, "D2": 1, "D3": 1, "D4": 1, "D5": 1} == world.slack.counts()
    assert 6 == len(lines)


def test_it_remembers_of_which_signals_a_lost_reply_spoke(world: World) -> None:
    world.clock.at = utc("2026-11-16", "10:00")
    world.signals = [signal("Acme", "1")]
    world.slack.lost_replies = 1
    world.process().pings()
    world.clock.move(minutes=3)
    world.process().tick()
    world.clock.move(days=1)
    assert [] == list(world.process().pings())
    assert ["Linh Acme +0"] == world.slack.texts("D1")


def test_it_keeps_quiet_about_a_reminder_that_came_to_nothing(world: World) -> None:
    world.signals = [signal("Acme", "1")]
    world.slack.refusals["U1"] = Unavailable("slower", retry_after=60)
    process = world.process()
    process.pings()
    world.slack.refusals.clear()
    world.signals = []  # Linh has called Acme meanwhile
    world.clock.move(minutes=2)
    process.tick()
    assert {} == world.slack.counts()
