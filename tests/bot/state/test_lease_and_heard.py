from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine, insert, select, update

from bot.personal import Personal
from bot.state.db import open_database
from bot.state.heard import Heard
from bot.state.history import History
from bot.state.lease import Lease
from bot.state.ledger import Ledger
from bot.state.preferences import Preferences
from bot.state.tables import marks
from kpi_core.errors import Unavailable
from kpi_core.history import HistoryRow
from tests.postgres import Postgres

NOON = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)
FIVE_MINUTES = timedelta(minutes=5)


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    engine = open_database(database)
    yield engine
    engine.dispose()


def lease(engine: Engine, at: datetime = NOON) -> Lease:
    return Lease(engine, "append", FIVE_MINUTES, lambda: at)


def test_a_right_is_one_process_s_until_it_gives_it_back(engine: Engine) -> None:
    first, second = lease(engine), lease(engine)
    assert (True, False) == (first.take(), second.take())
    first.give_back()
    assert second.take()


def test_a_right_outlives_who_died_with_it_by_its_time_alone(engine: Engine) -> None:
    dead = lease(engine)
    dead.take()
    assert not lease(engine, NOON + FIVE_MINUTES - timedelta(seconds=1)).take()
    other = lease(engine, NOON + FIVE_MINUTES)
    assert other.take()
    dead.give_back()
    assert not lease(engine, NOON + FIVE_MINUTES).take(), "it was another's by then"


def test_what_slack_sends_again_is_heard_once_by_all(engine: Engine) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: Heard(engine, lambda: NOON).is_new("Ev1"), range(8)))
    assert 1 == answers.count(True)
    assert Heard(engine, lambda: NOON).is_new("Ev2")


def test_it_keeps_instants_whatever_their_zone(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(insert(marks).values(name="a", at=NOON.astimezone(timezone(timedelta(hours=7)))))
        assert NOON == connection.scalar(select(marks.c.at))


def test_it_keeps_the_figures_of_a_week_as_they_are(engine: Engine) -> None:
    row = HistoryRow(date(2026, 11, 9), "nps", "am:1", 16.666666666666668, 5.0, 30.0, 30, None, "warning", 1)
    books = History(engine, "the book")
    books.keep([row])
    assert ([row], date(2026, 11, 9)) == (list(books.since(date(2026, 11, 9))), books.last_week())
    assert (date, None) == (type(books.last_week()), History(engine, "another").last_week())


def test_who_freezes_within_a_transaction_does_not_stop_the_others(
    postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.state.db._BUSY_TIMEOUT_MS", 100)
    engine = open_database(postgres.new_database())
    Ledger(engine, lambda: NOON).tick(NOON)
    with engine.connect() as at_work:  # for as long as it takes until the other is refused
        at_work.execute(update(marks).values(at=NOON))
        with pytest.raises(Unavailable):
            Ledger(engine, lambda: NOON).tick(NOON)
    engine.dispose()
    monkeypatch.setattr("bot.state.db._FROZEN_MS", 500)
    with engine.connect() as frozen:
        frozen.execute(update(marks).values(at=NOON))
        for _ in range(600):
            with suppress(Unavailable):
                Ledger(engine, lambda: NOON).tick(NOON + FIVE_MINUTES)
                break
        with pytest.raises(Unavailable):
            frozen.execute(select(marks))  # it wakes up, and its transaction is gone
    assert NOON + FIVE_MINUTES == Ledger(engine, lambda: NOON).ticked_at()
    engine.dispose()


def test_it_serves_on_after_its_server_was_restarted(postgres: Postgres) -> None:
    engine = open_database(postgres.new_database())
    choices = Preferences(engine)
    choices.keep("1", Personal("vi"))
    postgres.stop()
    with pytest.raises(Unavailable):
        choices.of("1")
    postgres.start()
    assert Personal("vi") == choices.of("1")
    engine.dispose()


def test_a_right_of_a_clock_that_ran_ahead_is_nobody_s(engine: Engine) -> None:
    ahead = lease(engine, NOON + timedelta(days=300))
    ahead.take()
    assert lease(engine).take(), "that clock was set right since"
    ahead.give_back()
    assert not lease(engine).take()


def test_a_right_is_renewed_by_whoever_has_it_alone(engine: Engine) -> None:
    clock = [NOON]
    mine = Lease(engine, "append", FIVE_MINUTES, lambda: clock[0])
    mine.take()
    clock[0] = NOON + timedelta(minutes=4)
    mine.renew()
    assert not lease(engine, NOON + timedelta(minutes=8)).take()
    assert lease(engine, NOON + timedelta(minutes=9)).take()
    mine.renew()
    assert not lease(engine, NOON + timedelta(minutes=10)).take()
