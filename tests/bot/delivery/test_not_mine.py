"""What is told to a lead of a row: as surely as the row, once, and taken back only from who has heard it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import update

from bot.delivery.tick import Deliveries
from bot.desk import undo_of
from bot.people import Person
from bot.state.forgetting import forget, held
from bot.state.ledger import Errand
from bot.state.outbox import Outbox
from bot.state.records import Records, State
from bot.state.tables import outbox
from kpi_core.errors import SetupError, Unavailable
from sheets.grid import Cell
from tests.bot.delivery.cast_and_world import HA, LINH, OLGA, Clock, Died, Fuse, Slack, World, book, utc
from tests.sqlite import new_database

ACME = {"account_id": "A1", "name": "Acme", "owner_id": "1"}
BOOK = book([LINH, HA, OLGA], accounts=[ACME])
ROW: Mapping[str, Cell] = {"event_id": "R1", "by": "1", "kind": "hand_over", "subject": "A1", "reason": "Olga took it"}
VOID: Mapping[str, Cell] = {"event_id": undo_of("R1"), "by": "1", "kind": "void", "subject": "R1"}
REQUEST, RETRACTION = "Linh not Acme Olga took it en", "Linh again Acme en"
SLOW = Unavailable("slower", retry_after=60)
AT = utc("2026-11-16", "10:00")


def a_world(folder: Path) -> World:
    folder.mkdir(exist_ok=True)
    return World(new_database(folder / "state.sqlite3"), Clock(AT), Slack(), BOOK)


@dataclass
class Process:
    """One process: its outbox and its deliveries on one engine."""

    outbox: Outbox
    deliveries: Deliveries
    clock: Clock

    @classmethod
    def of(cls, world: World, fuse: Fuse | None = None) -> Process:
        deliveries = world.process(fuse)
        return cls(world.outbox(world.engines[-1]), deliveries, world.clock)

    def write(self, row: Mapping[str, Cell]) -> State | None:
        now = self.clock()
        errand = Errand("not_mine", "am:4", str(row["event_id"]), now, now + timedelta(days=7))
        self.outbox.submit("events", row, Person("1", "Linh"), errand)
        return self.deliveries.tell(errand)


def settle(world: World) -> Process:
    """Let a restarted process tick until leases and waits are over."""
    process = Process.of(world)
    for _ in range(3):
        world.clock.move(minutes=3)
        process.deliveries.tick()
    return process


def each_death(folder: Path, do: Callable[[Process], object], before: Callable[[Process], object]) -> list[World]:
    """Return the worlds in which a process died while it did this, each one step later than the last."""
    worlds: list[World] = []
    while True:
        world, fuse = a_world(folder / str(len(worlds))), Fuse()
        before(Process.of(world))
        process = Process.of(world, fuse)
        fuse.left = len(worlds)
        try:
            do(process)
        except Died:
            worlds.append(world)
        else:
            return worlds


def close(world: World) -> None:
    for engine in world.engines:
        engine.dispose()


def test_the_lead_hears_once_of_each_row_wherever_the_process_dies(tmp_path: Path) -> None:
    deaths = each_death(tmp_path, lambda process: process.write(ROW), lambda _: None)
    for world in deaths:
        process = settle(world)
        is_committed = process.outbox.row("events", "R1") is not None
        assert [REQUEST] * is_committed == world.slack.texts("D4")
        process.write(ROW)  # the form is sent again
        assert [REQUEST] == world.slack.texts("D4")
        close(world)
    assert len(deaths) > 10


def test_it_is_taken_back_once_wherever_the_process_dies(tmp_path: Path) -> None:
    for world in each_death(tmp_path, lambda process: process.write(VOID), lambda process: process.write(ROW)):
        is_committed = settle(world).outbox.row("events", undo_of("R1")) is not None
        assert [REQUEST, *[RETRACTION] * is_committed] == world.slack.texts("D4")
        close(world)


def test_what_is_taken_back_after_the_process_died_was_heard_first_or_never(tmp_path: Path) -> None:
    heard = set()
    for world in each_death(tmp_path, lambda process: process.write(ROW), lambda _: None):
        if (process := Process.of(world)).outbox.row("events", "R1") is not None:
            process.write(VOID)
            settle(world)
            heard.add(tuple(world.slack.texts("D4")))
        close(world)
    assert {(), (REQUEST, RETRACTION)} == heard


def test_the_lead_is_told_at_once(world: World) -> None:
    world.book = BOOK
    assert "sent" == Process.of(world).write(ROW)
    assert "sent" == Process.of(world).write(VOID)
    assert [REQUEST, RETRACTION] == world.slack.texts("D4")


def test_what_is_undone_before_slack_takes_it_never_goes_out(world: World) -> None:
    world.book = BOOK
    world.slack.refusals["U4"] = SLOW
    assert ("due", "skipped") == (Process.of(world).write(ROW), Process.of(world).write(VOID))
    world.slack.refusals.clear()
    settle(world)
    assert {} == world.slack.counts()


def test_what_is_undone_while_slack_is_down_never_goes_out(world: World) -> None:
    world.book = BOOK
    world.slack.down = True
    assert ("claimed", "due") == (Process.of(world).write(ROW), Process.of(world).write(VOID))
    world.slack.down = False
    settle(world)
    assert {} == world.slack.counts()


def test_a_retraction_waits_for_a_request_whose_reply_was_lost(world: World) -> None:
    world.book = BOOK
    world.slack.lost_replies = 1
    assert ("claimed", "due") == (Process.of(world).write(ROW), Process.of(world).write(VOID))
    assert [REQUEST] == world.slack.texts("D4")
    settle(world)
    assert [REQUEST, RETRACTION] == world.slack.texts("D4")


def test_it_is_told_when_slack_is_up_again_after_a_restart(world: World) -> None:
    world.book = BOOK
    world.slack.down = True
    assert "claimed" == Process.of(world).write(ROW)
    world.process().tick()
    world.slack.down = False
    settle(world)
    assert [REQUEST] == world.slack.texts("D4")


def test_who_pressed_does_not_wait_for_a_slack_that_asks_to_go_slower(world: World) -> None:
    world.book = BOOK
    world.slack.too_fast = 1
    assert "due" == Process.of(world).write(ROW)
    assert 1 == world.slack.requests
    settle(world)
    assert [REQUEST] == world.slack.texts("D4")


def test_what_slack_refuses_is_among_the_failures(world: World) -> None:
    world.book = BOOK
    world.slack.refusals["U4"] = SetupError("Slack refuses (user_not_found)", "Check slack_user_id")
    assert "failed" == Process.of(world).write(ROW)
    (failure,) = Records(world.engines[-1]).newest(states=["failed"])
    assert ("not_mine", "am:4", "R1") == (failure.kind, failure.recipient, failure.slot)
    assert "skipped" == Process.of(world).write(VOID), "who has not heard it need not hear that"


def test_nothing_is_told_of_who_was_forgotten(world: World) -> None:
    world.book = BOOK
    world.slack.refusals["U4"] = SLOW
    Process.of(world).write(ROW)
    engine = world.engines[-1]
    with engine.begin() as connection:
        connection.execute(update(outbox).values(state="appended"))
    forget(engine, "1")
    world.slack.refusals.clear()
    settle(world)
    assert {} == world.slack.counts()


def test_who_is_forgotten_is_told_nothing(world: World) -> None:
    world.book = BOOK
    world.slack.refusals["U4"] = SLOW
    Process.of(world).write(ROW)
    engine = world.engines[-1]
    assert {"deliveries": 1} == held(engine, "4")
    forget(engine, "4")
    assert {} == held(engine, "4")


def test_it_is_known_who_is_told_of_a_row(world: World) -> None:
    world.book = BOOK
    process = Process.of(world)
    process.write(ROW)
    assert ("am:4", "") == (process.deliveries.told_of("R1"), process.deliveries.told_of("R2"))
