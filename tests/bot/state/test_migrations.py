from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, create_engine, inspect, text

from bot.state import migrations
from bot.state.db import METADATA, open_database
from bot.state.ledger import Ledger
from kpi_core.errors import SetupError
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
