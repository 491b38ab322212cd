from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import pytest

from bot.delivery.post import Message, Posted
from bot.personal import Personal
from kpi_core.errors import SetupError, Unavailable
from kpi_core.rules.signal import Signal
from tests.bot.delivery.cast_and_world import HA, LINH, MINH, OLGA, Slack, World, book, signal, utc

MONDAY = "2026-11-16"
HOURS = {"working_hours": "Mon-Fri 09:00-12:00,13:00-18:00", "pings": "09:00"}


def urgent(account: str, am_id: str | None) -> Signal:
    return replace(signal(account, am_id, rule="lead_waiting"), severity="urgent", is_immediate=True)


@dataclass
class SlackWithAVisitor(Slack):
    """While messages are posted somebody turns up: `comes` is called after so many."""

    after: int = 0
    comes: Callable[[], None] = lambda: None
    kinds: list[str] = field(default_factory=list)  # of the messages posted, in their order

    def post(self, address: str, message: Message, key: str) -> Posted:
        self.kinds.append(key.partition("|")[0])
        if len(self.kinds) == self.after:
            self.comes()
        return super().post(address, message, key)


def tick(world: World, at: str, day: str = MONDAY) -> None:
    world.clock.at = utc(day, at)
    world.process().tick()


@pytest.fixture
def morning(world: World) -> World:
    """It is Monday, 10:00 in Ho Chi Minh City; today's messages are out."""
    world.book = book(settings=HOURS)
    tick(world, "10:00")
    return world


def test_it_tells_at_once_what_cannot_wait_and_once_only(morning: World) -> None:
    morning.signals = [urgent("Acme", "1"), signal("Bamboo", "1")]
    for at in ("10:01", "10:02", "10:07"):
        tick(morning, at)
    assert ["At once Linh Acme +0"] == morning.slack.texts("D1")


def test_it_tells_in_one_message_what_falls_due_together(morning: World) -> None:
    morning.signals = [urgent("Acme", "1"), urgent("Volga", "3"), urgent("Bamboo", "1")]
    tick(morning, "10:01")
    assert ["At once Linh Acme Bamboo +0"] == morning.slack.texts("D1")
    assert {"D1": 1, "D3": 1} == morning.slack.counts()


def test_it_tells_the_next_one_apart(morning: World) -> None:
    morning.signals = [urgent("Acme", "1")]
    tick(morning, "10:01")
    morning.signals.append(urgent("Bamboo", "1"))
    tick(morning, "10:02")
    assert ["At once Linh Acme +0", "At once Linh Bamboo +0"] == morning.slack.texts("D1")


def test_it_counts_what_is_over_the_limit_and_sends_no_second_message_for_it(morning: World) -> None:
    morning.book = book(settings=HOURS | {"ping_limit": "2"})
    morning.signals = [urgent(name, "1") for name in ("Acme", "Bamboo", "Volga")]
    tick(morning, "10:01")
    tick(morning, "10:02")
    assert ["At once Linh Acme Bamboo +1"] == morning.slack.texts("D1")


def test_a_message_that_is_full_and_leaves_nothing_holds_up_no_other(morning: World) -> None:
    morning.book = book(settings=HOURS | {"ping_limit": "1"})
    morning.signals = [urgent("Acme", "1")]
    tick(morning, "10:01")
    morning.signals.append(urgent("Bamboo", "1"))
    tick(morning, "10:02")
    assert ["At once Linh Acme +0", "At once Linh Bamboo +0"] == morning.slack.texts("D1")


def test_what_a_full_message_only_counted_comes_an_hour_later_with_what_is_new(morning: World) -> None:
    morning.book = book(settings=HOURS | {"ping_limit": "2"})
    morning.signals = [urgent(name, "1") for name in ("Acme", "Bamboo", "Volga")]
    tick(morning, "10:01")
    morning.signals.append(urgent("Lotus", "1"))
    tick(morning, "11:01")
    assert 1 == len(morning.slack.texts("D1"))
    tick(morning, "11:02")
    assert ["At once Linh Acme Bamboo +1", "At once Linh Volga Lotus +0"] == morning.slack.texts("D1")


def test_the_next_mornings_message_has_what_a_full_one_only_counted(morning: World) -> None:
    morning.book = book(settings=HOURS | {"ping_limit": "2"})
    morning.signals = [urgent(name, "1") for name in ("Acme", "Bamboo", "Volga")]
    tick(morning, "17:59")
    tick(morning, "09:00", "2026-11-17")
    assert ["At once Linh Acme Bamboo +1", "Linh Volga +0"] == morning.slack.texts("D1")


@pytest.mark.parametrize(
    ("day", "at"),
    [
        pytest.param(MONDAY, "08:59", id="before work"),
        pytest.param(MONDAY, "12:30", id="at lunch"),
        pytest.param(MONDAY, "18:00", id="after work"),
        pytest.param("2026-11-21", "10:00", id="on Saturday"),
    ],
)
def test_it_waits_for_working_hours(morning: World, day: str, at: str) -> None:
    morning.signals = [urgent("Acme", "1")]
    morning.book = book(settings=HOURS | {"pings": "23:59"})
    tick(morning, at, day)
    assert {} == morning.slack.counts()


def test_it_waits_for_the_hours_of_the_readers_own_country_and_zone(morning: World) -> None:
    olga = OLGA | {"country": "RU", "timezone": "Europe/Moscow"}
    hours = {"working_hours.RU": "Mon-Fri 10:00-19:00", "pings": "23:59", "digest": "Tue 08:00"}
    morning.book = book((LINH, olga), settings=HOURS | hours)
    morning.signals = [urgent("Volga", "3")]
    tick(morning, "13:30")  # 9:30 in Moscow
    assert {} == morning.slack.counts()
    tick(morning, "14:00")
    assert ["At once Olga Volga +0"] == morning.slack.texts("D3")


def test_it_keeps_holidays_and_works_saturdays_as_the_sheet_says(morning: World) -> None:
    special = [
        {"on": datetime(2026, 11, 17), "working": False, "name": "Company day"},
        {"on": datetime(2026, 11, 21), "working": True, "name": "Worked Saturday"},
    ]
    morning.book = book(settings=HOURS | {"pings": "23:59"}, holidays=special)
    morning.signals = [urgent("Acme", "1")]
    tick(morning, "10:00", "2026-11-17")
    assert {} == morning.slack.counts()
    morning.signals = [urgent("Bamboo", "1")]
    tick(morning, "10:00", "2026-11-21")
    assert ["At once Linh Bamboo +0"] == morning.slack.texts("D1")


def test_it_leaves_to_the_daily_message_what_that_says_in_the_same_minute(world: World) -> None:
    world.book = book(settings=HOURS)
    tick(world, "08:59")
    world.signals = [urgent("Acme", "1"), signal("Bamboo", "1")]
    tick(world, "09:00")
    tick(world, "09:01")
    assert ["Linh Acme Bamboo +0"] == world.slack.texts("D1")


def test_it_is_not_repeated_by_the_daily_message_of_that_day(morning: World) -> None:
    morning.signals = [urgent("Acme", "1"), signal("Bamboo", "1")]
    morning.book = book(settings=HOURS | {"pings": "11:00"})
    tick(morning, "10:01")
    tick(morning, "11:00")
    assert ["At once Linh Acme +0", "Linh Bamboo +0"] == morning.slack.texts("D1")


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        pytest.param((LINH | {"away_from": datetime(2026, 11, 9), "backup_id": "2"}, MINH, HA), "D2", id="away"),
        pytest.param((LINH | {"slack_user_id": None}, MINH, HA), "D4", id="no Slack ID"),
        pytest.param((LINH | {"active": False}, MINH, HA), "D4", id="left"),
    ],
)
def test_it_tells_whoever_stands_in(morning: World, people: Any, expected: str) -> None:
    morning.book = book(people, settings=HOURS)
    morning.signals = [urgent("Acme", "1")]
    tick(morning, "10:01")
    assert {expected: 1} == morning.slack.counts()


def test_it_holds_what_comes_for_one_who_pauses(morning: World) -> None:
    morning.keep("1", Personal(paused_until=date(2026, 11, 17)))
    morning.signals = [urgent("Acme", "1")]
    tick(morning, "10:01")
    assert {} == morning.slack.counts()


def test_it_tries_once_a_day_where_it_fails(morning: World) -> None:
    morning.signals = [urgent("Acme", "1"), urgent("Volga", "3")]
    morning.slack.refusals["U1"] = SetupError("Slack refuses (user_not_found)", "Check slack_user_id")
    for at in ("10:01", "10:02", "10:03"):
        tick(morning, at)
    ledger = morning.process()._ledger  # what became of them stands nowhere else
    became = [(one.recipient, one.state) for one in ledger.records.newest(kinds=["alerts"])]
    assert [("am:1", "failed"), ("am:3", "sent")] == sorted(became)


def test_it_tells_once_what_slack_did_not_take_at_first(morning: World) -> None:
    morning.signals = [urgent("Acme", "1")]
    morning.slack.refusals["U1"] = Unavailable("Slack asks to go slower", retry_after=30)
    tick(morning, "10:01")
    del morning.slack.refusals["U1"]
    morning.signals.append(urgent("Bamboo", "1"))
    tick(morning, "10:03")
    tick(morning, "10:04")
    assert ["At once Linh Acme Bamboo +0"] == morning.slack.texts("D1")


def test_it_tells_once_when_the_reply_was_lost(morning: World) -> None:
    morning.signals = [urgent("Acme", "1")]
    morning.slack.lost_replies = 1
    for at in ("10:01", "10:05", "10:10"):
        tick(morning, at)
    assert ["At once Linh Acme +0"] == morning.slack.texts("D1")


def test_it_says_nothing_of_what_was_seen_to_meanwhile(morning: World) -> None:
    morning.signals = [urgent("Acme", "1")]
    morning.slack.refusals["U1"] = Unavailable("Slack asks to go slower", retry_after=30)
    tick(morning, "10:01")
    del morning.slack.refusals["U1"]
    morning.signals = []
    tick(morning, "10:03")
    assert {} == morning.slack.counts()


def test_it_goes_out_between_two_messages_of_a_long_digest(morning: World) -> None:
    people = [LINH | {"am_id": str(n), "slack_user_id": f"U{n}"} for n in range(1, 121)]
    morning.book = book(people, settings=HOURS | {"digest": "Mon 11:00"})
    morning.slack = slack = SlackWithAVisitor(after=30, comes=lambda: morning.signals.append(urgent("Acme", "1")))
    tick(morning, "11:00")
    assert {"digest": 120, "alerts": 1} == Counter(slack.kinds)
    assert 50 == slack.kinds.index("alerts")
