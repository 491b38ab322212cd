"""The world in which delivery is tested."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.delivery.cast_and_world import Clock, Slack, World, book, utc
from tests.sqlite import new_database


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """It is Sunday evening in Ho Chi Minh City, 15 November 2026; team North has a channel."""
    snapshot = book(settings={"team_channel.North": "C1"})
    world = World(new_database(tmp_path / "amber.sqlite3"), Clock(utc("2026-11-15", "23:00")), Slack(), snapshot)
    yield world
    for engine in world.engines:
        engine.dispose()
