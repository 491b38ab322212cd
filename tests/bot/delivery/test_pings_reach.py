"""Whom a day's reminders reach, and whom they leave alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from bot.personal import Personal
from kpi_core.rules import RULES_BY_KEY
from kpi_core.rules.signal import Signal
from tests.bot.delivery.cast_and_world import DMITRI, HA, LINH, MINH, World, book, signal, utc

PINGS_ALONE = {"pings": "09:00", "digest": "Sun 03:00"}
AWAY = {"away_from": datetime(2026, 11, 9), "away_to": datetime(2026, 11, 20)}
HA_REPORTS = HA | {"manager_id": "5"}


def of(rule: str, am_id: str) -> Signal:
    return replace(signal("Linh", am_id, rule=rule), account_id=None, audience=RULES_BY_KEY[rule].audience)


def day(world: World, at: str) -> dict[str, int]:
    """Let the day's reminders fall due; return how many messages each has by then."""
    world.clock.at = utc(at, "08:59")
    process = world.process()
    process.tick()
    world.clock.at = utc(at, "09:00")
    process.tick()
    return world.slack.counts()


@pytest.mark.parametrize(
    ("rule", "am_id", "expected"),
    [
        ("kpi_shift", "1", {"D1": 1, "D4": 1}),
        ("overload", "1", {"D4": 1}),
        ("one_to_one", "1", {"D4": 1}),
        ("criteria_review", "5", {"D5": 1}),
        ("key_candidate", "1", {"D1": 1, "D4": 1}),
        ("quiet", "1", {"D1": 1}),
        ("quiet", "4", {"D4": 1}),
    ],
)
def test_each_rule_reaches_its_audience(world: World, rule: str, am_id: str, expected: dict[str, int]) -> None:
    world.book = book((LINH, MINH, HA, DMITRI), settings=PINGS_ALONE)
    world.signals = [of(rule, am_id)]
    assert expected == day(world, "2026-11-16")


@pytest.mark.parametrize(
    ("at", "country", "expected"),
    [
        pytest.param("2026-11-20", "VN", {"D1": 1}, id="a Friday"),
        pytest.param("2026-11-21", "VN", {}, id="a Saturday"),
        pytest.param("2026-11-28", "VN", {"D1": 1}, id="a Saturday worked in their country"),
        pytest.param("2026-11-28", "RU", {}, id="the same in another country"),
        pytest.param("2026-09-02", "VN", {}, id="their country's holiday"),
        pytest.param("2026-09-02", "RU", {"D1": 1}, id="another country's holiday"),
    ],
)
def test_nobody_is_reminded_on_days_off(world: World, at: str, country: str, expected: dict[str, int]) -> None:
    worked = [{"on": datetime(2026, 11, 28), "country": "VN", "working": True, "name": "In exchange"}]
    world.book = book((LINH | {"country": country},), settings=PINGS_ALONE, holidays=worked)
    world.signals = [signal("Acme", "1")]
    assert expected == day(world, at)


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        pytest.param((LINH | AWAY | {"backup_id": "2"}, MINH, HA), {"D2": 1}, id="away: the backup"),
        pytest.param((LINH | AWAY, MINH, HA), {"D4": 1}, id="away without a backup: the lead"),
        pytest.param((LINH | {"slack_user_id": None}, MINH, HA), {"D4": 1}, id="no Slack ID: the lead"),
        pytest.param((LINH | {"left_on": datetime(2026, 11, 13)}, MINH, HA), {"D4": 1}, id="left: the lead"),
        pytest.param((LINH | {"active": False}, HA_REPORTS | AWAY, DMITRI), {"D5": 1}, id="lead away: their lead"),
    ],
)
def test_whoever_stands_in_is_reminded(world: World, people: Any, expected: dict[str, int]) -> None:
    world.book = book(people, settings=PINGS_ALONE)
    world.signals = [signal("Acme", "1")]
    assert expected == day(world, "2026-11-16")


def test_a_backup_gets_the_others_signals_and_their_own_in_one_message(world: World) -> None:
    world.book = book((LINH | AWAY | {"backup_id": "2"}, MINH, HA), settings=PINGS_ALONE)
    world.signals = [signal("Acme", "1"), signal("Bamboo", "2")]
    day(world, "2026-11-16")
    assert ["Minh Acme Bamboo +0"] == world.slack.texts("D2")


def test_one_who_comes_back_is_reminded_of_what_only_the_backup_heard(world: World) -> None:
    world.book = book((LINH | AWAY | {"backup_id": "2"}, MINH, HA), settings=PINGS_ALONE)
    world.signals = [signal("Acme", "1")]
    day(world, "2026-11-20")
    day(world, "2026-11-23")
    assert ["Linh Acme +0"] == world.slack.texts("D1")[-1:]


def test_one_who_pauses_is_left_alone_and_nobody_hears_it_instead(world: World) -> None:
    world.book = book((LINH, MINH, HA), settings=PINGS_ALONE)
    world.keep("1", Personal(paused_until=date(2026, 11, 17)))
    world.signals = [signal("Acme", "1")]
    assert {} == day(world, "2026-11-16")


def test_who_has_nothing_to_do_hears_nothing(world: World) -> None:
    world.book = book((LINH, MINH, HA), settings=PINGS_ALONE)
    world.signals = [signal("Acme", "1")]
    assert {"D1": 1} == day(world, "2026-11-16")
