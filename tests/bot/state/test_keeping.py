"""How long the state keeps what it holds of people, and what is left of somebody who is forgotten."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, create_engine, func, select
from sqlalchemy.exc import OperationalError

from bot.people import Person
from bot.personal import Personal
from bot.state.db import open_database
from bot.state.forgetting import forget, held
from bot.state.heard import Heard
from bot.state.history import History
from bot.state.lease import Lease
from bot.state.ledger import Errand, Ledger
from bot.state.outbox import Outbox
from bot.state.preferences import Preferences
from bot.state.retention import Retention
from bot.state.tables import METADATA
from kpi_core.errors import Conflict
from kpi_core.history import HistoryRow
from kpi_core.periods import DAY
from sheets.grid import Cell

NOON = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)
LINH, MINH = Person("1", "Linh"), Person("2", "Minh")


class Book:
    def append(self, tab: str, rows: Sequence[Mapping[str, Cell]]) -> int:
        return len(rows)


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    engine = open_database(database)
    yield engine
    engine.dispose()


def outbox(engine: Engine, at: datetime = NOON) -> Outbox:
    return Outbox(engine, Book(), lambda: at, lambda: None)  # type: ignore[arg-type]  # only append


def call(who: Person) -> Mapping[str, Cell]:
    return {"account_id": "7", "am_id": who.am_id, "at": NOON.replace(tzinfo=None), "channel": "call"}


def deliver(engine: Engine, recipient: str, at: datetime = NOON) -> None:
    ledger = Ledger(engine, lambda: at)
    ledger.enrol(Errand("pings", recipient, f"{at:%Y-%m-%d}", at, at + timedelta(hours=12)), at)
    for delivery in ledger.ready(at):
        claim = ledger.claim(delivery)
        assert claim is not None
        ledger.fence(claim, "U1", ["quiet|7|1"])
        ledger.sent(delivery, "D1", "1.0")


def counts(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        tables = METADATA.sorted_tables
        found = {table.name: connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables}
    return {name: count for name, count in found.items() if count}


def keeper(engine: Engine, clock: Callable[[], datetime]) -> Retention:
    return Retention(engine, 400, 90, Lease(engine, "retention", DAY, clock), clock)


def test_it_keeps_what_is_settled_and_written_as_long_as_it_is_told(engine: Engine) -> None:
    deliver(engine, "am:1", NOON - DAY * 401)
    deliver(engine, "am:1", NOON - DAY * 399)
    box = outbox(engine, NOON - DAY * 91)
    box.submit("interactions", call(LINH), LINH)
    box.flush()
    box.submit("interactions", call(LINH), LINH)  # the book has not got it
    Heard(engine, lambda: NOON - DAY * 2).is_new("Ev1")
    Heard(engine, lambda: NOON).is_new("Ev2")
    keeper(engine, lambda: NOON).apply()
    assert {"deliveries": 1, "reminders": 1, "outbox": 1, "heard": 1, "marks": 1} == counts(engine)


def test_it_looks_once_a_day_whoever_does_it(engine: Engine, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "bot.state.retention")
    for hours in (0, 1, 23, 24, 25):
        keeper(engine, lambda hours=hours: NOON + timedelta(hours=hours)).apply()  # type: ignore[misc]  # the loop's own
    assert 2 == len(caplog.records)


def test_what_it_could_not_do_it_does_soon(engine: Engine) -> None:
    broken = create_engine("sqlite://")  # has no tables
    lease = Lease(engine, "retention", DAY, lambda: NOON)
    with pytest.raises(OperationalError):
        Retention(broken, 100, 10, lease, lambda: NOON).apply()
    assert Lease(engine, "retention", DAY, lambda: NOON).take()
    broken.dispose()


def test_it_forgets_one_person_and_nobody_else(engine: Engine) -> None:
    row = HistoryRow(date(2026, 11, 9), "nps", "am:1", 40.0, 12.0, 30.0, 30, None, None, 1)
    History(engine, "book").keep([row])
    for person in (LINH, MINH):
        Preferences(engine).keep(person.am_id, Personal("vi"))
        deliver(engine, f"am:{person.am_id}")
        outbox(engine).submit("interactions", call(person), person)
    outbox(engine).submit("interactions", call(LINH), MINH)  # Minh wrote it, of Linh
    outbox(engine).flush()
    assert {"reminders": 1, "deliveries": 1, "preferences": 1, "history": 1, "outbox": 2} == held(engine, "1")

    forget(engine, "1")
    assert {} == held(engine, "1")
    assert {"reminders": 1, "deliveries": 1, "preferences": 1, "outbox": 1} == held(engine, "2")


def test_it_forgets_nobody_whose_rows_the_book_has_not_got(engine: Engine) -> None:
    Preferences(engine).keep("1", Personal("vi"))
    outbox(engine).submit("interactions", call(LINH), LINH)
    with pytest.raises(Conflict, match="wait for the book"):
        forget(engine, "1")
    assert {"preferences": 1, "outbox": 1} == held(engine, "1")
