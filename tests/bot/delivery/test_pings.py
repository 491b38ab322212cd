from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from bot.delivery.pings import by_account
from bot.people import Roster
from bot.personal import Personal
from bot.receivers import receiver, receivers
from tests.bot.delivery.cast_and_world import CAST, DMITRI, HA, LINH, MINH, World, book, signal, utc

AWAY = {"away_from": datetime(2026, 11, 9), "away_to": datetime(2026, 11, 20)}  # dates of the sheet


def test_it_sends_one_message_to_each_owner_and_none_to_the_others(world: World) -> None:
    world.signals = [signal("Acme", "1"), signal("Bamboo", "1"), signal("Volga", "3")]
    lines = world.process().pings()
    assert ["Linh Acme Bamboo +0"] == world.slack.texts("D1")
    assert {"D1": 1, "D3": 1} == world.slack.counts()
    assert ["Linh: sent", "Olga: sent"] == list(lines)


def test_who_asks_hears_in_their_language_what_became_of_each(world: World) -> None:
    world.signals = [signal("Acme", "1")]
    world.slack.lost_replies = 1
    assert ["Linh: ждёт (the line was cut)"] == list(world.process().pings(language="ru"))


def test_it_sends_nothing_more_when_pressed_twice_that_day(world: World) -> None:
    world.signals = [signal("Acme", "1")]
    world.process().pings()
    world.signals.append(signal("Bamboo", "1"))
    assert [] == list(world.process().pings())
    assert {"D1": 1} == world.slack.counts()


def test_it_is_silent_when_there_is_nothing(world: World) -> None:
    assert [] == list(world.process().pings())
    assert {} == world.slack.counts()


def test_it_falls_due_on_working_days_alone(world: World) -> None:
    world.signals = [signal("Acme", "1")]
    world.book = book(settings={"pings": "09:00"})
    world.clock.at = utc("2026-11-13", "12:00")  # Friday
    process = world.process()
    process.tick()
    for day in ("2026-11-14", "2026-11-15"):
        world.clock.at = utc(day, "09:00")
        process.tick()
    assert {} == world.slack.counts()
    world.clock.at = utc("2026-11-16", "09:00")
    process.tick()
    assert ["Linh Acme +0"] == world.slack.texts("D1")[-1:]


def test_it_keeps_holidays_and_works_saturdays_as_the_sheet_says(world: World) -> None:
    world.signals = [signal("Acme", "1")]
    special = [
        {"on": datetime(2026, 11, 13), "working": False, "name": "Company day"},  # a Friday
        {"on": datetime(2026, 11, 14), "working": True, "name": "Worked Saturday"},
    ]
    world.book = book(holidays=special)
    world.clock.at = utc("2026-11-12", "12:00")
    process = world.process()
    process.tick()
    world.clock.at = utc("2026-11-13", "09:00")
    process.tick()
    assert {} == world.slack.counts()
    world.clock.at = utc("2026-11-14", "09:00")
    process.tick()
    assert {"D1": 1} == world.slack.counts()


def test_it_reminds_of_a_signal_at_most_once_in_three_days(world: World) -> None:
    world.signals = [signal("Acme", "1")]
    for day in ("2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19"):
        world.clock.at = utc(day, "10:00")
        world.process().pings()
    assert 2 == len(world.slack.texts("D1"))  # Monday and Thursday


def test_it_reminds_everybody_in_the_audience_of_a_signal_each_at_most_once_in_three_days(world: World) -> None:
    world.signals = [replace(signal("Acme", "1"), audience=("owner", "lead"))]
    for day in ("2026-11-16", "2026-11-17", "2026-11-18"):
        world.clock.at = utc(day, "10:00")
        world.process().pings()
    assert {"D1": 1, "D4": 1} == world.slack.counts()


def test_it_reminds_again_at_once_of_a_new_cycle(world: World) -> None:
    world.signals = [signal("Acme", "1", cycle="90")]
    world.clock.at = utc("2026-11-16", "10:00")
    world.process().pings()
    world.signals = [signal("Acme", "1", cycle="60")]
    world.clock.at = utc("2026-11-17", "10:00")
    world.process().pings()
    assert 2 == len(world.slack.texts("D1"))


def test_it_shows_at_most_the_limit_and_the_rest_on_the_next_day(world: World) -> None:
    world.book = book(settings={"ping_limit": "2"})
    world.signals = [signal(name, "1") for name in ("Acme", "Bamboo", "Volga")]
    world.process().pings()
    world.clock.move(days=1)
    world.process().pings()
    assert ["Linh Acme Bamboo +1", "Linh Volga +0"] == world.slack.texts("D1")


def test_it_catches_up_the_same_day_only(world: World) -> None:
    world.signals = [signal("Acme", "1")]
    world.book = book([LINH], settings={"digest": "Sun 03:00"})
    world.process().tick()
    world.clock.at = utc("2026-11-16", "23:59")
    world.process().tick()
    assert ["late Mon 09:00 Linh Acme +0"] == world.slack.texts("D1")
    world.signals = [signal("Bamboo", "1")]
    world.clock.at = utc("2026-11-18", "00:30")  # Tuesday's slot was missed
    world.process().tick()
    assert 1 == len(world.slack.texts("D1"))


def test_it_sends_what_is_asked_for_on_a_weekend(world: World) -> None:
    world.signals = [signal("Acme", "1")]
    world.clock.at = utc("2026-11-14", "10:00")
    world.process().pings()
    assert {"D1": 1} == world.slack.counts()


def test_it_groups_by_account_with_the_worst_first() -> None:
    acme, bamboo, acme_too = signal("Acme", "1"), signal("Bamboo", "1"), signal("Acme", "1", rule="renewal")
    assert [acme, acme_too, bamboo] == by_account([acme, bamboo, acme_too])


@pytest.mark.parametrize(
    ("people", "am_id", "expected"),
    [
        pytest.param(CAST, "1", "Linh", id="its AM"),
        pytest.param((LINH | AWAY | {"backup_id": "2"}, MINH, HA), "1", "Minh", id="away: the backup"),
        pytest.param((LINH | AWAY, MINH, HA), "1", "Ha", id="away without a backup: the lead"),
        pytest.param((LINH | AWAY | {"backup_id": "2"}, MINH | AWAY, HA), "1", "Ha", id="both away: the lead"),
        pytest.param((LINH | {"active": False}, MINH, HA), "1", "Ha", id="left: the lead"),
        pytest.param((LINH | {"slack_user_id": None}, MINH, HA), "1", "Ha", id="no Slack ID: the lead"),
        pytest.param(CAST, None, "Ha", id="nobody's: the lead"),
        pytest.param(CAST, "99", "Ha", id="somebody unknown's: the lead"),
        pytest.param((LINH | {"active": False}, HA | AWAY, DMITRI), "1", "Dmitri", id="no lead: the head"),
        pytest.param((LINH | {"active": False, "manager_id": "1"}, MINH), "1", None, id="nobody to tell"),
    ],
)
def test_it_finds_who_is_to_be_told(people: list[dict[str, object]], am_id: str | None, expected: str | None) -> None:
    roster = Roster.of(book(people).tables, date(2026, 11, 16))
    found = receiver(signal("Acme", am_id), roster, date(2026, 11, 16))
    assert expected == (found.name if found else None)


@pytest.mark.parametrize(
    ("am_id", "audience", "expected"),
    [
        ("1", ("owner",), ["Linh"]),
        ("1", ("owner", "lead"), ["Linh", "Ha"]),
        ("1", ("lead",), ["Ha"]),
        ("4", ("owner", "lead"), ["Ha", "Dmitri"]),
        (None, ("head",), ["Dmitri"]),
        (None, ("owner", "lead"), ["Ha"]),
    ],
)
def test_it_tells_the_audience_of_a_signal_each_once(am_id: str | None, audience: Any, expected: list[str]) -> None:
    people = (LINH, MINH, HA | {"manager_id": "5"}, DMITRI)
    told = receivers(
        replace(signal("Acme", am_id), audience=audience),
        Roster.of(book(people).tables, date(2026, 11, 16)),
        date(2026, 11, 16),
    )
    assert expected == [person.name for person in told]


def test_it_holds_the_reminders_of_one_who_pauses(world: World) -> None:
    world.signals = [signal("Acme", "1"), signal("Volga", "3")]
    world.book = book(settings={"pings": "09:00"})
    world.keep("1", Personal(paused_until=date(2026, 11, 17)))
    world.clock.at = utc("2026-11-16", "08:00")
    process = world.process()
    process.tick()
    world.clock.at = utc("2026-11-16", "09:00")
    process.tick()
    process.pings()
    assert {"D3": 1} == world.slack.counts()
    world.clock.at = utc("2026-11-17", "09:00")
    process.tick()
    assert ["Linh Acme +0"] == world.slack.texts("D1")
