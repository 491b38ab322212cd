from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.escalation import escalations
from bot.people import Roster
from kpi_core.rules.signal import Signal
from tests.bot.delivery.cast_and_world import CAST, DMITRI, HA, LINH, MINH, World, book, signal, utc

THURSDAY = date(2026, 11, 19)
ACME = signal("Acme", "1")
AWAY = {"away_from": datetime(2026, 11, 9), "away_to": datetime(2026, 11, 30)}


def escalated_to(one: Signal, *told: str, on: date = THURSDAY, people: object = CAST, identity: str = "") -> str | None:
    roster = Roster.of(book(people).tables, on)  # type: ignore[arg-type]  # rows of a book
    days = {identity or one.identity: [date(2026, 11, int(day)) for day in told]}
    found = escalations([one], days, roster, on).get(one.identity)
    return found.name if found else None


@pytest.mark.parametrize(
    ("told", "on", "expected"),
    [
        pytest.param((), 19, None, id="never told"),
        pytest.param(("10", "13"), 19, None, id="told twice"),
        pytest.param(("10", "13", "16"), 18, None, id="the third reminder is fresh"),
        pytest.param(("10", "13", "16"), 19, "Ha", id="three reminders, and the time of one more"),
        pytest.param(("10", "13", "16", "19"), 25, "Ha", id="and it stays so"),
    ],
)
def test_it_goes_to_the_lead_after_three_reminders(told: tuple[str, ...], on: int, expected: str | None) -> None:
    assert expected == escalated_to(ACME, *told, on=date(2026, 11, on))


@pytest.mark.parametrize(
    ("due_on", "told", "expected"),
    [
        pytest.param(20, ("16",), None, id="its date has not come"),
        pytest.param(19, ("16",), "Ha", id="its date has come first"),
        pytest.param(19, (), None, id="its owner was not told"),
        pytest.param(12, ("16",), None, id="its date had passed before its owner was told"),
    ],
)
def test_it_goes_to_the_lead_when_its_date_comes_first(
    due_on: int, told: tuple[str, ...], expected: str | None
) -> None:
    assert expected == escalated_to(replace(ACME, due_on=date(2026, 11, due_on)), *told)


def test_reminders_of_an_earlier_rung_count_and_those_of_an_earlier_situation_do_not() -> None:
    since = replace(ACME, cycle="2", open_since=datetime(2026, 11, 9))
    assert "Ha" == escalated_to(since, "10", "13", "16", identity=ACME.identity)
    anew = replace(ACME, cycle="2", open_since=datetime(2026, 11, 12))
    assert None is escalated_to(anew, "10", "13", "16", identity=ACME.identity)


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        pytest.param((LINH, MINH, HA | AWAY | {"backup_id": "2"}, DMITRI), "Minh", id="away: the backup"),
        pytest.param((LINH, MINH, HA | AWAY | {"manager_id": "5"}, DMITRI), "Dmitri", id="away: their lead"),
        pytest.param((LINH | AWAY, HA, DMITRI), None, id="the lead is told already, in the AM's place"),
        pytest.param((LINH | AWAY | {"backup_id": "2"}, MINH, HA), "Ha", id="told to the AM's backup"),
    ],
)
def test_it_goes_to_whoever_stands_in_for_the_lead(people: object, expected: str | None) -> None:
    assert expected == escalated_to(ACME, "10", "13", "16", people=people)


def test_what_is_the_leads_own_or_nobodys_is_not_escalated() -> None:
    assert None is escalated_to(replace(ACME, audience=("lead",)), "10", "13", "16")
    assert None is escalated_to(replace(ACME, am_id=None), "10", "13", "16")


def test_the_lead_gets_it_with_the_owners_fourth_reminder_and_until_it_is_seen_to(world: World) -> None:
    world.signals = [ACME]
    counts = []
    for day in (16, 19, 23, 26, 30):
        world.clock.at = utc(f"2026-11-{day}", "10:00")
        world.process().pings()
        counts.append(tuple(len(world.slack.texts(channel)) for channel in ("D1", "D4")))
    assert [(1, 0), (2, 0), (3, 0), (4, 1), (5, 2)] == counts
    world.signals = []
    world.clock.at = utc("2026-12-03", "10:00")
    world.process().pings()
    assert ["Ha Acme +0"] * 2 == world.slack.texts("D4")


def test_its_owner_hears_on_the_day_its_date_has_come_that_it_went_to_the_lead_and_not_again_the_next(
    world: World,
) -> None:
    world.signals = [replace(ACME, due_on=date(2026, 11, 17))]
    counts = []
    for day in (16, 17, 18, 19, 20):
        world.clock.at = utc(f"2026-11-{day}", "10:00")
        world.process().pings()
        counts.append(tuple(len(world.slack.texts(channel)) for channel in ("D1", "D4")))
    assert [(1, 0), (2, 1), (2, 1), (2, 1), (3, 2)] == counts
