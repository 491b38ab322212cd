"""Four bots on one PostgreSQL: one is killed, one frozen half-way, and each AM has one message."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from subprocess import Popen
from threading import Event

import pytest

from bot.app.book import one_desk
from bot.settings import read_settings
from tests.e2e.hasty_bot import real_now, running
from tests.e2e.test_delivery_killed import MONDAY, Office
from tests.postgres import Postgres

PEOPLE = 50
NAMES = ("frozen", "killed", "third", "fourth")


@pytest.fixture
def office(tmp_path: Path, postgres: Postgres) -> Iterator[Office]:
    office = Office(tmp_path, PEOPLE, postgres.new_database())
    with office.bench:
        yield office
    office.engine.dispose()


@pytest.fixture
def bots(office: Office, tmp_path: Path) -> Iterator[dict[str, Popen[bytes]]]:
    """Four bots that have looked at the book and wait for the same word."""
    one_desk(
        office.environment["AMBER_STORE"], read_settings(office.environment, tmp_path / ".env")
    )  # read once for all
    truth, ready = real_now(), {name: tmp_path / f"{name} is ready" for name in NAMES}
    with ExitStack() as stack:
        started = {}
        for name, file in ready.items():
            environment = office.environment | {
                "SLACK_API_URL": office.bench.api_url,
                "REPLICA_READY": str(file),
                "REPLICA_GO": str(tmp_path / "go"),
                "REPLICA_STRUCK": name,
            }
            started[name] = stack.enter_context(running(environment, MONDAY, truth, "tests.e2e.replica"))
        wait_until(lambda: all(file.exists() or started[name].poll() is not None for name, file in ready.items()))
        assert {None} == {bot.poll() for bot in started.values()}
        yield started


@pytest.mark.timeout(600)
def test_each_am_has_one_digest_of_four_bots_of_which_one_is_killed_and_one_freezes(
    office: Office, bots: dict[str, Popen[bytes]], tmp_path: Path
) -> None:
    taken_back = Event()
    office.bench._workspace.world.watchers.append(lambda change: taken_back.set() if change.kind == "deleted" else None)
    (tmp_path / "go").touch()
    assert -signal.SIGKILL == bots["killed"].wait(100)
    wait_until(lambda: ["sent"] * PEOPLE == office.states())
    assert "T" == state_of(bots["frozen"])

    taken_back.clear()  # of one that was only slow, on a busy machine
    bots["frozen"].send_signal(signal.SIGCONT)
    assert taken_back.wait(100)
    wait_until(lambda: sorted(f"digest|am:{n}|2026-W46" for n in range(PEOPLE)) == sorted(office.digests()))
    assert ["sent"] * PEOPLE == office.states()
    assert [] == office.bench.breaches


def wait_until(happens: Callable[[], bool], patience_s: float = 200) -> None:
    for _ in range(int(patience_s / 0.1)):
        if happens():
            return
        Event().wait(0.1)
    pytest.fail("it did not happen in time")


def state_of(bot: Popen[bytes]) -> str:
    """How the system sees the process: "T" is stopped."""
    return Path(f"/proc/{bot.pid}/stat").read_text().rpartition(")")[2].split()[0]
