"""The real bot is killed at random moments of a digest, with lost replies on top: each AM has one message."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from subprocess import TimeoutExpired

import pytest
from sqlalchemy import select

from bot.people import Person
from bot.state.db import open_database
from bot.state.ledger import Ledger
from bot.state.tables import deliveries
from bot.workbench.faults import FaultKind
from bot.workbench.server import Workbench
from bot.workbench.world import World
from sheets.layout import write_book
from tests.bot.delivery.cast_and_world import utc
from tests.e2e.hasty_bot import real_now, running

pytestmark = pytest.mark.timeout(600)  # a bot takes seconds to start

MONDAY = utc("2026-11-16", "08:00")
TROUBLE: tuple[FaultKind, ...] = ("drop_after", "drop_after", "drop_before", "503", "slow")


class Office:
    """AMs in a local Slack, their book, and a bot that was last up on Friday."""

    def __init__(self, folder: Path, people: int, database: str = "") -> None:
        database = database or str(folder / "state.sqlite3")
        rows = [{"am_id": f"{n}", "name": f"Linh {n}", "slack_user_id": f"U{n}", "role": "am"} for n in range(people)]
        settings = [{"key": "timezone", "value": "Asia/Ho_Chi_Minh"}]
        write_book(folder / "book.xlsx", {"team": rows, "settings": settings})
        residents = [Person(row["am_id"], row["name"], slack_user_id=row["slack_user_id"]) for row in rows]
        self.users = [row["slack_user_id"] for row in rows]
        self.bench = Workbench(World.of_roster(residents, {}, lambda: real_now().timestamp()))
        self.engine = open_database(database)
        Ledger(self.engine, real_now).tick(MONDAY - timedelta(days=3))
        self.environment = {
            "AMBER_STORE": f"xlsx:{folder / 'book.xlsx'}",
            "AMBER_DATABASE": database,
            "AMBER_CACHE": str(folder / "cache"),
            "AMBER_AS_OF": "",
            "AMBER_LOG": "error",
            "AMBER_SLACK_BOT_TOKEN": self.bench.bot_token,
            "AMBER_SLACK_APP_TOKEN": self.bench.app_token,
        }

    def digests(self) -> list[str]:
        """The keys of the digests that stand in Slack."""
        said = [message for user in self.users for message in self.bench.messages(user)]
        keys = [message["metadata"]["event_payload"]["key"] for message in said if "metadata" in message]
        return [key for key in keys if key.startswith("digest|")]

    def states(self) -> list[str]:
        """What became of the digests, as the ledger has it."""
        with self.engine.connect() as connection:
            return list(connection.scalars(select(deliveries.c.state).where(deliveries.c.kind == "digest")))


def of_size(folder: Path, people: int) -> Iterator[Office]:
    office = Office(folder, people)
    with office.bench:
        yield office
    office.engine.dispose()


@pytest.fixture
def office(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Office]:
    yield from of_size(tmp_path, request.param)


@pytest.mark.parametrize(
    ("office", "kills"), [(8, 2), pytest.param(50, 20, marks=[pytest.mark.soak, pytest.mark.timeout(3600)])],
    indirect=["office"],
)  # fmt: skip
def test_each_am_has_one_digest_however_often_the_bot_is_killed(office: Office, kills: int) -> None:
    dice, truth, people = random.Random(kills), real_now(), len(office.users)
    environment = office.environment | {"SLACK_API_URL": office.bench.api_url}
    for posted in sorted(dice.sample(range(people - 1), kills)):
        with running(environment, MONDAY, truth) as bot:
            office.bench.faults.next("chat.postMessage", dice.choice(TROUBLE), seconds=0.2)
            office.bench.wait_for(lambda done=posted: len(office.digests()) > done, timeout=120)
            with suppress(TimeoutExpired):
                bot.wait(dice.uniform(0, 0.4))
                pytest.fail("the bot died by itself")
    with running(environment, MONDAY, truth) as bot:
        while ["sent"] * people != office.states():
            with suppress(TimeoutExpired):
                bot.wait(0.2)
                pytest.fail("the bot died by itself")
    assert [f"digest|am:{n}|2026-W46" for n in range(people)] == office.digests()
    assert ["sent"] * people == office.states()
    assert [] == office.bench.breaches
