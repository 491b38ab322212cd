from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, MetaData, create_engine, insert, inspect, text

from bot.personal import Personal
from bot.state import migrations
from bot.state.alone import alone
from bot.state.db import open_as_it_stands, open_database
from bot.state.history import History
from bot.state.ledger import Errand, Ledger
from bot.state.migrations import _STEPS, version
from bot.state.outbox import Outbox
from bot.state.preferences import Preferences
from bot.state.tables import METADATA
from kpi_core.errors import Conflict, SetupError
from tests.postgres import Postgres

NOON = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)
BEFORE_VERSIONS = """
CREATE TABLE deliveries (id INTEGER NOT NULL, kind VARCHAR NOT NULL, recipient VARCHAR NOT NULL, slot VARCHAR NOT NULL,
    state VARCHAR NOT NULL, due_at DATETIME NOT NULL, expires_at DATETIME NOT NULL, lease_until DATETIME NOT NULL,
    claimed_by VARCHAR NOT NULL, attempts INTEGER NOT NULL, channel VARCHAR NOT NULL, ts VARCHAR NOT NULL,
    error TEXT NOT NULL, settled_at DATETIME, PRIMARY KEY (id), UNIQUE (kind, recipient, slot));
CREATE TABLE reminders (delivery_id INTEGER NOT NULL, signal VARCHAR NOT NULL, PRIMARY KEY (delivery_id, signal),
    FOREIGN KEY(delivery_id) REFERENCES deliveries (id));
CREATE INDEX ix_reminders_signal ON reminders (signal);
INSERT INTO deliveries VALUES (1, 'pings', 'am:1', '2026-11-16', 'sent', '2026-11-16 09:00:00', '2026-11-16 23:00:00',
    '2026-11-16 09:02:00', 'somebody', 1, 'D1', '1.0', '', '2026-11-16 09:00:01');
INSERT INTO reminders VALUES (1, 'quiet|7|1')
"""

OF_THE_FIRST: Mapping[str, Mapping[str, object]] = {
    "deliveries": {
        "kind": "pings", "recipient": "am:1", "slot": "2026-11-16", "state": "failed", "due_at": NOON,
        "expires_at": NOON, "lease_until": NOON, "claimed_by": "somebody", "attempts": 1, "channel": "U1", "ts": "",
        "error": "user_not_found", "settled_at": NOON,
    },
    "reminders": {"delivery_id": 1, "signal": "quiet|7|1"},
    "outbox": {
        "tab": "events", "row_id": "E1", "row": {"event_id": "E1", "at": {"datetime": "2026-11-16T09:00:00"}},
        "by": "1", "submitted_at": NOON, "state": "waiting", "error": "",
    },
    "owners": {"book": "the book", "account_id": "7", "am_id": "3"},
    "history": {
        "book": "the book", "week": date(2026, 11, 9), "kpi": "nps", "scope": "am:1", "value": 33.3, "n": 30,
        "version": 1,
    },
    "own_tabs": {"book": "the book", "tab": "pings", "occasion": "a day", "content": "0f"},
    "notices": {"subject": "set_up", "content": "told"},
    "preferences": {"am_id": "1", "key": "language", "value": "vi"},
    "marks": {"name": "tick", "at": NOON},
}  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "amber.sqlite3")


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    engine = open_database(database)
    yield engine
    engine.dispose()


def test_it_takes_steps_to_the_tables_as_they_are_declared(engine: Engine) -> None:
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), METADATA)
    assert [] == differences, "a column or a table was changed without a step in bot/state/migrations/versions"


def test_it_keeps_what_a_database_of_before_the_versions_holds(path: str) -> None:
    old = create_engine(f"sqlite:///{path}")
    with old.begin() as connection:
        for statement in BEFORE_VERSIONS.split(";"):
            connection.execute(text(statement))
    old.dispose()

    engine = open_database(path)
    day = (NOON - timedelta(hours=12)).date()
    assert frozenset({"quiet|7|1"}) == Ledger(engine, lambda: NOON).reminded_in("am:1", day, day)
    with engine.connect() as connection:
        assert [] == compare_metadata(MigrationContext.configure(connection), METADATA)
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def first_version(request: pytest.FixtureRequest, path: str) -> str:
    """The address of a database that the first Amber has made and worked with."""
    postgres: Postgres | None = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    address = postgres.bare_database() if postgres else path
    climbed(address if postgres else f"sqlite:///{path}", "0001", OF_THE_FIRST)
    return address


def climbed(url: str, step: str, rows: Mapping[str, Mapping[str, object]] = MappingProxyType({})) -> None:
    """Make a database as it was after a step, with a row in each of some tables."""
    old = create_engine(url)
    with old.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(migrations._FOLDER))
        command.upgrade(config, step)
        tables = MetaData()
        tables.reflect(connection)
        for table, row in rows.items():
            connection.execute(insert(tables.tables[table]).values(row))
    old.dispose()


def version_of(path: str) -> str | None:
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        found = version(connection)
    engine.dispose()
    return found


def test_it_works_on_with_what_the_first_version_left(first_version: str) -> None:
    engine = open_database(first_version)
    ledger, books = Ledger(engine, lambda: NOON), History(engine, "the book")
    (failed,) = ledger.records.newest(9)
    assert ("am:1", NOON, "user_not_found", ("quiet|7|1",)) == (
        failed.recipient, failed.due_at, failed.error.to("vi"), failed.signals,
    )  # fmt: skip
    assert [] == list(ledger.doubled())
    assert (NOON, Personal("vi")) == (ledger.ticked_at(), Preferences(engine).of("1"))
    assert ["nps"] == [row.kpi for row in books.since(date(2026, 11, 9))]
    waiting = Outbox(engine, None, lambda: NOON, lambda: None)  # type: ignore[arg-type]  # nothing is written
    assert [{"event_id": "E1", "at": datetime(2026, 11, 16, 9)}] == list(waiting.unread("events", NOON))
    with engine.connect() as connection:
        assert ("3", "a day", "told") == tuple(
            connection.scalar(text(f"SELECT {column} FROM {table}"))
            for table, column in (("owners", "am_id"), ("own_tabs", "occasion"), ("notices", "content"))
        )
        assert [] == compare_metadata(MigrationContext.configure(connection), METADATA)
    ledger.enrol(Errand("pings", "am:1", "2026-11-17", NOON, NOON + timedelta(days=1)), NOON)
    assert 1 == len(ledger.ready(NOON))
    engine.dispose()


def test_it_takes_no_step_beneath_the_bot_of_an_earlier_amber(path: str) -> None:
    climbed(f"sqlite:///{path}", "0001")
    with alone(path):
        with pytest.raises(Conflict, match="stop it, and start it with this version"):
            open_database(path)
        assert "0001" == version_of(path)
        open_database(path, is_alone=True).dispose()  # it is that bot itself, on this version now
    assert _STEPS[-1] == version_of(path)


def test_who_only_reads_takes_no_step(path: str) -> None:
    climbed(f"sqlite:///{path}", "0001")
    engine = open_as_it_stands(path)
    assert {} == Ledger(engine, lambda: NOON).told_since(NOON.date())
    engine.dispose()
    assert "0001" == version_of(path)


def test_who_only_reads_makes_the_tables_where_there_are_none(database: str) -> None:
    engine = open_as_it_stands(database)
    assert {} == Ledger(engine, lambda: NOON).told_since(NOON.date())
    engine.dispose()


def test_it_refuses_the_database_of_a_newer_amber(database: str, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SetupError, match="version 9999, this Amber knows"):
        open_database(database)


def test_it_takes_no_step_when_the_version_is_its_own(
    database: str, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "_locked", None)
    open_database(database).dispose()


def test_of_several_that_start_at_once_one_takes_the_steps(
    postgres: Postgres, caplog: pytest.LogCaptureFixture
) -> None:
    address = postgres.bare_database()
    caplog.set_level("INFO", "bot")
    with ThreadPoolExecutor(4) as pool:
        engines = list(pool.map(open_database, [address] * 4))
    for engine in engines:
        engine.dispose()
    assert ["database.upgraded"] == [record.message for record in caplog.records]


def test_it_leaves_everything_as_it_was_when_a_step_fails(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def half_way(connection: Connection) -> None:
        connection.execute(text("CREATE TABLE half (a INTEGER)"))
        raise RuntimeError

    monkeypatch.setattr(migrations, "_climb", half_way)
    with pytest.raises(RuntimeError):
        open_database(path)
    monkeypatch.undo()
    engine = open_database(path)
    assert not inspect(engine).has_table("half")
    engine.dispose()
