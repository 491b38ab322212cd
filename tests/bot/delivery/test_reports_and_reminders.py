"""Kinds of messages that meet in one ledger."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.delivery.pings import Pings
from tests.bot.delivery.cast_and_world import LINH, MINH, OLGA, World, book, signal, utc
from tests.bot.delivery.test_late_and_failed import ADMIN, WRONG_ID


def test_a_report_of_failures_leaves_the_reminders_alone(world: World) -> None:
    world.book = book([MINH, OLGA, LINH, ADMIN], settings={"pings": "10:00"})
    world.slack.refusals["U1"] = WRONG_ID
    process = world.process()
    process.tick()
    world.clock.at = utc("2026-11-16", "08:00")
    process.tick()
    world.clock.move(minutes=1)
    process.tick()
    assert 1 == world.slack.counts()["D6"]
    world.slack.refusals.clear()
    world.signals = [signal("Acme", "1")]
    world.clock.at = utc("2026-11-16", "10:00")
    process.tick()
    assert ["Linh Acme +0"] == world.slack.texts("D1")


def test_what_is_wrong_with_the_reminders_keeps_no_scorecard_from_anybody_and_no_reminder_for_good(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_: object) -> None:
        raise KeyError("Acme")

    world.book = book([LINH], settings={"pings": "08:00"})
    world.signals = [signal("Acme", "1")]
    world.process().tick()
    world.clock.at = utc("2026-11-16", "08:00")
    with monkeypatch.context() as patch:
        patch.setattr(Pings, "due", stumble)
        with pytest.raises(KeyError):
            world.process().tick()
    assert ["card Linh 2026-11-09..2026-11-15 en"] == world.slack.texts("D1")
    world.clock.move(minutes=1)
    world.process().tick()
    assert ["Linh Acme +0"] == world.slack.texts("D1")[1:]


def test_an_urgent_word_does_not_wait_for_the_scorecards(world: World) -> None:
    world.book = book([LINH, MINH, OLGA], settings={"pings": "23:00"})
    process = world.process()
    process.tick()
    world.clock.at = utc("2026-11-16", "10:00")
    world.signals = [replace(signal("Bamboo", "2"), is_immediate=True)]
    process.tick()
    assert ["At once Minh Bamboo +0", "late Mon 08:00 card Minh 2026-11-09..2026-11-15 en"] == world.slack.texts("D2")
