"""Each Monday another process delivers, and dies one step later than the last: every digest comes once."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from bot.people import Roster
from bot.workbench.server import Workbench
from bot.workbench.world import World as SlackWorld
from tests.bot.delivery.cast_and_world import utc
from tests.bot.delivery.doomed import BOOKS, Scene

pytestmark = pytest.mark.timeout(600)  # some twenty processes, one after the other

SUNDAY, WEEK = utc("2026-11-15", "23:00"), timedelta(weeks=1)


@pytest.mark.parametrize("recipients", [1, pytest.param(3, marks=[pytest.mark.soak, pytest.mark.timeout(3600)])])
def test_each_digest_comes_once_wherever_the_process_dies(tmp_path: Path, recipients: int) -> None:
    people = Roster.of(BOOKS[recipients].tables, SUNDAY.date()).people
    seconds = count(1_795_000_000)
    with Workbench(SlackWorld.of_roster(people, {"C1": "north"}, lambda: float(next(seconds)))) as bench:
        scene = Scene(tmp_path / "amber.sqlite3", bench.api_url, bench.bot_token, recipients)
        survivor = scene.world(SUNDAY)
        process = survivor.process()
        weeks = []
        for steps in count():
            survivor.clock.at = SUNDAY + WEEK * steps
            process.tick()
            weeks.append((survivor.clock.at.date() - timedelta(days=1)).strftime("%G-W%V"))
            monday = survivor.clock.at + timedelta(hours=9)
            survived = scene.survives(monday, steps)
            for minutes in (3, 6):
                survivor.clock.at = monday + timedelta(minutes=minutes)
                process.tick()
            if survived:
                break
        for address, recipient in [("U1", "am:1"), ("U4", "am:4"), ("C1", "team:North")][:recipients]:
            keys = [message["metadata"]["event_payload"]["key"] for message in bench.messages(address)]
            assert [f"digest|{recipient}|{week}" for week in weeks] == keys
        assert len(weeks) > 12 * recipients
    for engine in survivor.engines:
        engine.dispose()
