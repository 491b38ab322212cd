"""Two couriers at one delivery, the second thinking the first dead: whatever comes between what, one message stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

import greenlet
import pytest
from sqlalchemy import Engine

from bot.delivery.contents import Letter
from bot.delivery.deliver import Courier
from bot.delivery.pace import Pace
from bot.state.db import open_database
from bot.state.ledger import LEASE, Errand, Ledger
from tests.bot.delivery.cast_and_world import Clock, Said, Slack, not_through_a_power_cut, utc
from tests.sqlite import new_database

MORNING = utc("2026-11-16", "08:00")


class Turns:
    """Calls another's methods, and lets whoever leads the play decide before each who is next."""

    def __init__(self, of: object) -> None:
        self._of = of

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def turn(*words: object) -> object:
            greenlet.getcurrent().parent.switch()
            return getattr(self._of, name)(*words)

        return turn


class Play:
    """One delivery of Linh's, a first courier, and a second who comes when the first one's lease is over."""

    def __init__(self, engine: Engine, number: int, lost_replies: int) -> None:
        self.engine = engine
        self.slack = Slack(lost_replies=lost_replies)
        self.errand = Errand("pings", f"am:{number}", "2026-11-16", MORNING, MORNING + LEASE * 100)
        Ledger(engine, Clock(MORNING)).enrol(self.errand, MORNING)
        first = greenlet.greenlet(lambda: self._tick(MORNING, Turns))
        second = greenlet.greenlet(lambda: self._tick(MORNING + LEASE, Turns))
        self.actors = {"first": first, "second": second}
        for actor in self.actors.values():
            actor.switch()

    def perform(self, script: Sequence[str]) -> list[Sequence[str]]:
        """Follow the script, then let the first one who can go on; return what could be chosen each time.

        That is whose turn it is ("first", "second"), or who dies there ("first dies", "second dies").
        """
        choices: list[Sequence[str]] = []
        while alive := [name for name, actor in self.actors.items() if not actor.dead]:
            choices.append([*alive, *(f"{name} dies" for name in alive)])
            chosen = script[len(choices) - 1] if len(choices) <= len(script) else alive[0]
            name, _, death = chosen.partition(" ")
            if death:
                self.actors[name].throw()
            else:
                self.actors[name].switch()
        return choices

    def settle(self) -> None:
        """Let a third one tick when all leases are over."""
        for later in range(2, 6):
            self._tick(MORNING + LEASE * later, lambda each: each)

    def _tick(self, at: datetime, through: Callable[[Any], Any]) -> None:
        ledger = through(Ledger(self.engine, Clock(at)))
        courier = Courier(ledger, through(self.slack), Pace(lambda: 0.0, lambda seconds: None))
        for delivery in ledger.ready(at):
            courier.deliver(delivery, lambda errand: Letter("U1", Said("Acme is quiet")), at)
        for delivery in ledger.doubled():
            courier.look_again(delivery)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(str(new_database(tmp_path / "amber.sqlite3")))
    not_through_a_power_cut(engine)
    yield engine
    engine.dispose()


def plays(engine: Engine, *, deaths: bool, lost_replies: int = 0) -> Iterator[tuple[Play, Sequence[str]]]:
    """Yield every play that the choices allow, performed and settled, with its script."""
    scripts: list[Sequence[str]] = [[]]
    for number in count():
        if not scripts:
            return
        script = scripts.pop()
        play = Play(engine, number, lost_replies)
        choices = play.perform(script)
        performed = [*script, *(each[0] for each in choices[len(script) :])]
        for place in range(len(script), len(choices)):
            others = [each for each in choices[place][1:] if deaths or not each.endswith("dies")]
            scripts += [[*performed[:place], other] for other in others]
        play.settle()
        yield play, performed


def check(engine: Engine, *, deaths: bool, lost_replies: int) -> tuple[int, int]:
    """Perform every play; return how many there are and in how many of them two were posted."""
    performed = doubled = 0
    for play, script in plays(engine, deaths=deaths, lost_replies=lost_replies):
        performed += 1
        doubled += len(play.slack.messages["D1"]) > 1
        assert {"D1": 1} == play.slack.counts(), ", ".join(script)
        assert "sent" == Ledger(engine, Clock(MORNING)).state(play.errand), ", ".join(script)
    return performed, doubled


@pytest.mark.parametrize("lost_replies", [0, 1])
def test_one_message_stays_whoever_freezes_where(engine: Engine, lost_replies: int) -> None:
    performed, doubled = check(engine, deaths=False, lost_replies=lost_replies)
    assert 100 < performed
    assert 10 < doubled


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("lost_replies", [0, 1, 2])
def test_one_message_stays_whoever_freezes_and_dies_where(engine: Engine, lost_replies: int) -> None:
    performed, doubled = check(engine, deaths=True, lost_replies=lost_replies)
    assert 1000 < performed
    assert 100 < doubled
