from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import Engine, insert, inspect, text
from sqlalchemy.exc import IntegrityError

from bot.personal import Personal
from bot.state.db import open_database
from bot.state.preferences import Preferences
from bot.state.tables import METADATA, preferences
from kpi_core.errors import SetupError, Unavailable
from tests.postgres import Postgres


def test_it_makes_private_files(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path}/amber.sqlite3")
    Preferences(engine).keep("1", Personal("vi"))
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert dict.fromkeys(("amber.sqlite3", "amber.sqlite3-shm", "amber.sqlite3-wal"), 0o600) == modes
    engine.dispose()


def test_it_makes_a_file_private_that_was_not(tmp_path: Path) -> None:
    path = tmp_path / "amber.sqlite3"
    path.touch(mode=0o644)
    open_database(str(path)).dispose()
    assert 0o600 == stat.S_IMODE(path.stat().st_mode)


def test_it_opens_a_database_again_with_what_is_in_it(tmp_path: Path) -> None:
    first = open_database(str(tmp_path / "amber.sqlite3"))
    Preferences(first).keep("1", Personal("vi"))
    first.dispose()
    again = open_database(str(tmp_path / "amber.sqlite3"))
    assert {"1": Personal("vi")} == Preferences(again).everybody()
    again.dispose()


@pytest.mark.parametrize("_again", range(8))  # of 8 that all began the change of the journal one was refused mostly
def test_it_can_be_opened_by_several_at_once(tmp_path: Path, _again: int) -> None:
    together = Barrier(8)

    def opened(path: str) -> Engine:
        together.wait()
        return open_database(path)

    with ThreadPoolExecutor(8) as pool:
        engines = list(pool.map(opened, [str(tmp_path / "amber.sqlite3")] * 8))
    names = set(inspect(engines[0]).get_table_names())
    assert {"alembic_version", *METADATA.tables} == names
    for engine in engines:
        engine.dispose()


def test_it_writes_ahead_and_waits_for_others(tmp_path: Path) -> None:
    engine = open_database(str(tmp_path / "amber.sqlite3"))
    with engine.connect() as connection:
        assert "wal" == connection.scalar(text("PRAGMA journal_mode"))
        assert 10_000 == connection.scalar(text("PRAGMA busy_timeout"))
    engine.dispose()


@pytest.mark.parametrize(
    "address",
    ["nonsense://x", "sqlite:////no/such/folder/amber.sqlite3", "/no/such/folder/a", "~nobody.here/a"],
)
def test_it_says_what_to_do_when_the_database_does_not_open(address: str) -> None:
    with pytest.raises(SetupError, match="AMBER_DATABASE"):
        open_database(address)


def test_a_server_that_lets_nobody_in_may_do_so_later() -> None:
    with pytest.raises(Unavailable, match="AMBER_DATABASE"):
        open_database("postgresql://u@/d?host=/no/such")


def test_it_waits_for_no_server_for_ever_unless_it_is_told_to(postgres: Postgres) -> None:
    def patience(address: str) -> tuple[object, object]:
        engine = open_database(address)
        engine.dispose()
        return engine.url.query["connect_timeout"], engine.url.query["tcp_user_timeout"]

    address = postgres.new_database()
    assert [("10", "30000"), ("7", "30000")] == [patience(address), patience(f"{address}&connect_timeout=7")]


def test_who_waits_for_a_connection_in_vain_may_try_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = open_database(str(tmp_path / "amber.sqlite3"))
    monkeypatch.setattr(engine.pool, "_timeout", 0)
    with ExitStack() as busy:
        for _ in range(15):
            busy.enter_context(engine.connect())
        with pytest.raises(Unavailable, match="the database is busy"):
            engine.connect()
    engine.dispose()


def test_a_home_is_one_s_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    open_database("~/amber.sqlite3").dispose()
    assert (tmp_path / "amber.sqlite3").exists()


@pytest.mark.parametrize("address", ["postgresql://u:secret@h:notaport/db", "postgresql://u:a@h:secret@h/db"])
def test_it_names_no_password_when_the_url_is_malformed(address: str) -> None:
    with pytest.raises(SetupError) as caught:
        open_database(address)
    assert "the database does not open (its URL is malformed). Set AMBER_DATABASE to " == str(caught.value)[:73]


def test_it_keeps_what_people_wrote_out_of_errors(tmp_path: Path) -> None:
    engine = open_database(str(tmp_path / "amber.sqlite3"))
    twice = [{"am_id": "1", "key": "note", "value": "Acme is unhappy"}] * 2
    with pytest.raises(IntegrityError) as caught, engine.begin() as connection:
        connection.execute(insert(preferences), twice)
    assert "Acme" not in str(caught.value)
    engine.dispose()


def test_it_refuses_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("these are notes, and they are long enough to be looked at")
    with pytest.raises(SetupError, match="not a database"):
        open_database(str(tmp_path / "notes.txt"))


def test_it_forgets_a_preference_that_is_taken_back(tmp_path: Path) -> None:
    engine = open_database(str(tmp_path / "amber.sqlite3"))
    choices = Preferences(engine)
    choices.keep("1", Personal("vi"))
    choices.keep("1", Personal("ru"))
    choices.keep("2", Personal("en"))
    assert {"1": Personal("ru"), "2": Personal("en")} == choices.everybody()
    choices.keep("1", Personal())
    assert {"2": Personal("en")} == choices.everybody()
    engine.dispose()


def test_settings_are_taken_back_one_change_after_the_other(tmp_path: Path) -> None:
    choices = Preferences(open_database(str(tmp_path / "state.sqlite3")))
    first, second = datetime(2026, 11, 18, 9, tzinfo=UTC), datetime(2026, 11, 18, 10, tzinfo=UTC)
    choices.change("1", Personal("vi"), first)
    choices.change("1", Personal("ru"), second)
    assert {"1": Personal("ru")} == choices.everybody()
    assert not choices.take_back("1", first)
    assert (second, True, Personal("vi")) == (
        choices.last_change("1"), choices.take_back("1", second), choices.of("1"),
    )  # fmt: skip
    assert (True, Personal(), None) == (choices.take_back("1", first), choices.of("1"), choices.last_change("1"))
