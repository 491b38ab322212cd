"""One person's settings, saved by several at once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from bot.personal import Personal
from bot.state.db import open_database
from bot.state.preferences import Preferences

NOON = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    engine = open_database(database)
    yield engine
    engine.dispose()


def test_each_of_several_changes_at_once_is_kept_and_can_be_taken_back(engine: Engine) -> None:
    def change(day: int) -> None:
        Preferences(engine).change("1", Personal(paused_until=date(2026, 12, day)), NOON + timedelta(minutes=day))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(change, range(1, 9)))
    choices, taken_back = Preferences(engine), 0
    while (at := choices.last_change("1")) is not None:
        taken_back += choices.take_back("1", at)
    assert (8, Personal()) == (taken_back, choices.of("1"))
