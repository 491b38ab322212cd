from __future__ import annotations

import logging
from datetime import date, time

import pytest

from bot.delivery.slots import Timetable
from bot.personal import Personal
from kpi_core.errors import SetupError
from tests.bot.delivery.cast_and_world import CAST, LINH, World, book, utc

EVERYBODY = {"C1": 1, "D1": 1, "D2": 1, "D3": 1, "D4": 1, "D5": 1}


def test_it_sends_each_their_own_kind_of_digest_for_the_week_before(world: World) -> None:
    lines = world.process().digest()  # asked for on Sunday: the last full week ended a week ago

    assert EVERYBODY == world.slack.counts()
    assert ["card Linh 2026-11-02..2026-11-08 en"] == world.slack.texts("D1")
    assert ["card Olga 2026-11-02..2026-11-08 ru"] == world.slack.texts("D3")
    assert ["table Ha 2026-11-02..2026-11-08 en"] == world.slack.texts("D4")
    assert ["overview 2026-11-02..2026-11-08 en"] == world.slack.texts("D5")
    assert ["totals North 2026-11-02..2026-11-08 en"] == world.slack.texts("C1")
    assert ["Linh: sent", "Minh: sent", "Olga: sent", "Ha: sent", "Dmitri: sent", "North: sent"] == list(lines)


def test_it_sends_nothing_more_when_pressed_twice(world: World) -> None:
    process = world.process()
    process.digest()
    assert [] == list(process.digest())
    assert EVERYBODY == world.slack.counts()


def test_it_sends_nothing_at_the_slot_to_those_who_asked_before(world: World) -> None:
    process = world.process()
    process.tick()
    world.clock.at = utc("2026-11-16", "07:00")
    process.digest()
    world.clock.at = utc("2026-11-16", "08:00")
    process.tick()
    assert EVERYBODY == world.slack.counts()
    assert ["card Linh 2026-11-09..2026-11-15 en"] == world.slack.texts("D1")


def test_it_falls_due_at_each_ones_own_monday_morning(world: World) -> None:
    world.book = book([LINH | {"timezone": "Europe/Berlin"}, *CAST[1:3]])
    process = world.process()
    process.tick()
    world.clock.at = utc("2026-11-16", "08:00")
    process.tick()
    assert {"D2": 1, "D3": 1} == world.slack.counts()
    world.clock.at = utc("2026-11-16", "08:00", "Europe/Berlin")
    process.tick()
    assert {"D1": 1, "D2": 1, "D3": 1} == world.slack.counts()


def test_it_is_held_until_the_week_has_ended_in_the_books_zone(world: World) -> None:
    world.book = book([LINH | {"timezone": "Pacific/Auckland"}], timezone="America/New_York")
    world.clock.at = utc("2026-11-15", "12:00", "America/New_York")
    process = world.process()
    process.tick()
    world.clock.at = utc("2026-11-16", "08:00", "Pacific/Auckland")  # Sunday 14:00 in New York
    process.tick()
    world.clock.at = utc("2026-11-15", "23:59", "America/New_York")
    process.tick()
    assert {} == world.slack.counts()
    world.clock.at = utc("2026-11-16", "00:00", "America/New_York")
    process.tick()
    assert ["card Linh 2026-11-09..2026-11-15 en"] == world.slack.texts("D1")


def test_it_obeys_the_hour_in_the_settings(world: World) -> None:
    world.book = book([LINH], settings={"digest": "Tue 10:30"})
    process = world.process()
    process.tick()
    world.clock.at = utc("2026-11-17", "10:29")
    process.tick()
    assert {} == world.slack.counts()
    world.clock.at = utc("2026-11-17", "10:30")
    process.tick()
    assert ["card Linh 2026-11-09..2026-11-15 en"] == world.slack.texts("D1")


def test_it_sends_nothing_that_fell_due_before_it_was_first_started(world: World) -> None:
    world.clock.at = utc("2026-11-16", "08:01")
    world.process().tick()
    assert {} == world.slack.counts()


def test_it_catches_up_after_a_night_but_not_after_two_days(world: World) -> None:
    world.process().tick()
    world.clock.at = utc("2026-11-17", "19:59")
    world.process().tick()
    assert EVERYBODY == world.slack.counts()
    world.clock.at = utc("2026-11-24", "20:00")  # 36 hours after the next slot
    world.process().tick()
    assert EVERYBODY == world.slack.counts()


def test_it_sends_a_skipped_digest_when_somebody_asks(world: World) -> None:
    world.process().tick()
    world.clock.at = utc("2026-11-18", "12:00")
    world.process().tick()
    assert {} == world.slack.counts()
    world.process().digest()
    assert EVERYBODY == world.slack.counts()


def test_it_leaves_out_those_who_left_and_channels_of_no_team(world: World) -> None:
    world.book = book([LINH | {"active": False}, CAST[1]], settings={"team_channel.West": "C9"})
    world.process().digest()
    assert {"D2": 1} == world.slack.counts()


def test_it_sends_a_team_one_message_however_its_name_is_spelled(world: World) -> None:
    world.book = book([LINH, CAST[1] | {"team": "NORTH"}], settings={"team_channel.north": "C1"})
    world.process().digest()
    assert {"C1": 1, "D1": 1, "D2": 1} == world.slack.counts()


def test_it_speaks_the_language_one_has_chosen(world: World) -> None:
    world.book = book(settings={"language": "vi"})
    world.keep("3", Personal("en"))  # Olga's locale is ru
    world.process().digest()
    assert "vi" == world.slack.texts("D1")[0][-2:]
    assert "en" == world.slack.texts("D3")[0][-2:]


def test_it_logs_no_names_and_no_words_of_the_messages(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.slack.refusals["U2"] = SetupError("Slack refuses Minh (user_not_found)", "Check slack_user_id")
    process = world.process()
    caplog.clear()  # what opening the database said
    with caplog.at_level(logging.DEBUG, "bot"):
        process.digest()
    events = [record.getMessage() for record in caplog.records if record.name.startswith("bot")]
    assert ["delivery.sent", "delivery.failed", *["delivery.sent"] * 4] == events
    told = " ".join(str(vars(record)) for record in caplog.records if record.name.startswith("bot"))
    assert not [word for word in ("Linh", "Minh", "North", "card", "user_not_found") if word in told]


def test_it_tells_who_has_no_slack_id_and_sends_the_others_theirs(world: World) -> None:
    world.book = book([LINH | {"slack_user_id": None}, CAST[1]])
    lines = world.process().digest()
    assert {"D2": 1} == world.slack.counts()
    assert "Linh: failed (there is no Slack user ID. Fill in slack_user_id in the team tab)" == lines[0]


def test_it_shows_who_would_get_one_without_sending(world: World) -> None:
    process = world.process()
    assert ["Linh", "Minh", "Olga", "Ha", "Dmitri", "North"] == list(process.digest(dry_run=True))
    assert {} == world.slack.counts()
    process.digest()
    assert [] == list(process.digest(dry_run=True))


def test_it_comes_when_one_has_chosen(world: World) -> None:
    world.keep("1", Personal(digest=Timetable(time(16, 30), 4)))
    process = world.process()
    process.tick()
    for day, at in (("2026-11-16", "08:00"), ("2026-11-20", "16:29")):
        world.clock.at = utc(day, at)
        process.tick()
    assert ["D1"] == sorted(set(EVERYBODY) - set(world.slack.counts()))
    world.clock.at = utc("2026-11-20", "16:30")
    process.tick()
    assert ["card Linh 2026-11-09..2026-11-15 en"] == world.slack.texts("D1")


def test_it_does_not_come_while_one_pauses(world: World) -> None:
    world.keep("1", Personal(paused_until=date(2026, 11, 17)))
    process = world.process()
    process.tick()
    world.clock.at = utc("2026-11-16", "08:00")
    process.tick()
    process.digest()
    assert ["D1"] == sorted(set(EVERYBODY) - set(world.slack.counts()))


def test_it_comes_again_from_the_day_the_pause_ends(world: World) -> None:
    world.keep("1", Personal(paused_until=date(2026, 11, 16)))
    process = world.process()
    process.tick()
    world.clock.at = utc("2026-11-16", "08:00")
    process.tick()
    assert EVERYBODY == world.slack.counts()


@pytest.fixture
def monday(world: World) -> World:
    """It is Monday, 07:00; everybody had last week's digest, and waits for this week's at 08:00."""
    for day, at in (("2026-11-08", "23:00"), ("2026-11-09", "08:00"), ("2026-11-16", "07:00")):
        world.clock.at = utc(day, at)
        world.process().tick()
    assert EVERYBODY == world.slack.counts()
    world.slack.messages.clear()
    return world


def test_who_moves_their_time_to_one_that_is_past_gets_it_at_once_and_once(monday: World) -> None:
    monday.keep("1", Personal(digest=Timetable(time(6, 30), 0)))
    for at in ("07:01", "07:02", "08:00"):
        monday.clock.at = utc("2026-11-16", at)
        monday.process().tick()
        assert at == "08:00" or {"D1": 1} == monday.slack.counts()
    assert ["card Linh 2026-11-09..2026-11-15 en"] == monday.slack.texts("D1")
    assert EVERYBODY == monday.slack.counts()


def test_when_the_team_moves_its_time_to_one_that_is_past_all_get_it_at_once_but_who_is_new(monday: World) -> None:
    team = {"team_channel.North": "C1"}
    monday.book = book(settings=team | {"digest": "Fri 16:00"})
    monday.clock.at = utc("2026-11-18", "10:00")
    monday.process().tick()
    assert {} == monday.slack.counts()
    newcomer = LINH | {"am_id": "9", "slack_user_id": "U9"}
    monday.book = book([*CAST, newcomer], settings=team | {"digest": "Tue 09:00"})
    for _ in range(2):
        monday.clock.move(minutes=1)
        monday.process().tick()
    assert EVERYBODY == monday.slack.counts()


def test_who_moves_their_time_to_a_later_one_does_not_get_it_twice(monday: World) -> None:
    monday.clock.at = utc("2026-11-16", "08:00")
    monday.process().tick()
    monday.keep("1", Personal(digest=Timetable(time(9), 0)))
    monday.clock.at = utc("2026-11-16", "09:01")
    monday.process().tick()
    assert EVERYBODY == monday.slack.counts()


def test_next_weeks_morning_in_a_zone_ahead_brings_no_digest_of_the_week_before(world: World) -> None:
    new_york = "America/New_York"
    world.book = book([LINH | {"timezone": "Pacific/Auckland"}], timezone=new_york)
    for day, at in (("2026-11-08", "12:00"), ("2026-11-08", "14:01"), ("2026-11-09", "00:00")):
        world.clock.at = utc(day, at, new_york)
        world.process().tick()
    world.keep("1", Personal(paused_until=date(2026, 11, 18)))
    for day, at in (("2026-11-15", "14:01"), ("2026-11-22", "14:01"), ("2026-11-23", "00:00")):
        world.clock.at = utc(day, at, new_york)
        world.process().tick()
    assert [f"card Linh {week} en" for week in ("2026-11-02..2026-11-08", "2026-11-16..2026-11-22")] == (
        world.slack.texts("D1")
    )
