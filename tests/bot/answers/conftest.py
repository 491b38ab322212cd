"""A tiny literal book and its desk: Linh and Minh of team Sen under Ha, Olga of team Neva, Dmitri the head."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import narwhals as nw
import pandas as pd
import pytest

from bot.desk import Desk
from bot.voice import Voice
from kpi_core.attribution import attribute
from kpi_core.evaluate import Figures
from kpi_core.schema import PEOPLE_TABS, Kind, Table
from kpi_core.settings import TeamSettings
from kpi_core.tables import Tables
from sheets.snapshot import Snapshot
from tests.bot.answers.stage import Book, SendingOnce, Slack, Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import Any

    from bot.people import Person
    from kpi_core.frames import Frame

NOW = datetime(2026, 11, 18, 10, 0)  # a Wednesday

_DTYPES = {
    **dict.fromkeys((Kind.ID, Kind.TEXT, Kind.CHOICE), "str"),
    **dict.fromkeys((Kind.DATE, Kind.DATETIME), "datetime64[us]"),
    **dict.fromkeys((Kind.NUMBER, Kind.MONEY, Kind.PERCENT), "float64"),
    Kind.INTEGER: "Int64",
    Kind.YES_NO: "boolean",
}

TEAM = [
    {"am_id": "1", "name": "Trần Thuỳ Linh", "role": "am", "team": "Sen", "slack_user_id": "U0LINH", "manager_id": "4"},
    {"am_id": "2", "name": "Lê Minh", "role": "senior_am", "team": "Sen", "slack_user_id": "U0MINH", "manager_id": "4"},
    {"am_id": "3", "name": "Ольга Орлова", "role": "am", "team": "Neva", "slack_user_id": "U0OLGA"},
    {"am_id": "4", "name": "Phạm Hà", "role": "lead", "team": "Sen", "slack_user_id": "U0HA"},
    {"am_id": "5", "name": "Dmitri Volkov", "role": "head", "slack_user_id": "U0DMITRI", "email": "d@amber.example"},
]
ACCOUNTS = [
    {"account_id": "A1", "name": "Acme", "owner_id": "1", "tier": "key", "started_on": datetime(2025, 1, 1)},
    {"account_id": "A2", "name": "Bamboo", "owner_id": "2", "tier": "standard", "started_on": datetime(2025, 1, 1)},
    {"account_id": "A3", "name": "Volga", "owner_id": "3", "tier": "standard", "started_on": datetime(2025, 1, 1)},
    {"account_id": "A4", "name": "Acme Books", "owner_id": "1", "tier": "standard", "started_on": datetime(2025, 1, 1)},
]
INTERACTIONS = [
    {"interaction_id": "I1", "account_id": "A1", "am_id": "1", "at": datetime(2026, 9, 1, 9), "channel": "call"},
    {"interaction_id": "I2", "account_id": "A4", "am_id": "1", "at": datetime(2026, 11, 16, 9), "channel": "call"},
    {"interaction_id": "I3", "account_id": "A2", "am_id": "2", "at": datetime(2026, 11, 2, 9), "channel": "meeting"},
]
CONTRACTS = [
    {
        "contract_id": "C1", "account_id": "A1", "service": "Media", "starts_on": datetime(2026, 1, 1),
        "ends_on": datetime(2026, 12, 1), "amount": 1200.0, "recurring": True,
    },
]  # fmt: skip
INVOICES = [
    {
        "invoice_id": "V1", "account_id": "A1", "issued_on": datetime(2026, 11, 2), "due_on": datetime(2026, 11, 10),
        "amount": 110.0, "tax": 10.0,
    },
]  # fmt: skip


def _frame(table: Table, rows: Sequence[Mapping[str, object]]) -> Frame:
    columns = {
        column.key: pd.Series([row.get(column.key) for row in rows], dtype=_DTYPES[column.kind])
        for column in table.columns
    }
    numbers = pd.Series(range(2, len(rows) + 2), dtype="Int64")
    return nw.from_native(pd.DataFrame({"row": numbers, **columns})).lazy()


def desk_of(
    now: datetime = NOW, settings: Mapping[str, str] | None = None, **tabs: Sequence[Mapping[str, object]]
) -> Desk:
    """Make the desk on a book with these rows in place of the usual ones."""
    usual = {
        "team": TEAM, "accounts": ACCOUNTS, "interactions": INTERACTIONS, "contracts": CONTRACTS, "invoices": INVOICES,
    }  # fmt: skip
    frames = {table.key: _frame(table, (usual | tabs).get(table.key, [])) for table in PEOPLE_TABS}
    tables = attribute(Tables(frames, frozenset(), TeamSettings(settings or {}), "USD"))
    now_utc = now.replace(tzinfo=UTC)
    letters = {
        table.key: {column.key: "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[i] for i, column in enumerate(table.columns)}
        for table in PEOPLE_TABS
    }
    titles = {table.key: table.label.en for table in PEOPLE_TABS}
    snapshot = Snapshot(tables, [], "v1", now_utc, "UTC", "en_US", titles, letters)
    return Desk(snapshot, Figures(tables, now), now, now_utc)


@pytest.fixture(scope="session")
def desk() -> Desk:
    return desk_of()


@pytest.fixture(scope="session")
def make_desk() -> Callable[..., Desk]:
    return desk_of


@pytest.fixture
def usual_tabs() -> Mapping[str, Sequence[Mapping[str, object]]]:
    return {"interactions": INTERACTIONS, "events": []}


@pytest.fixture
def voice() -> Voice:
    return Voice("en")


def _person(desk: Desk, am_id: str) -> Person:
    return desk.roster.by_id[am_id]


@pytest.fixture
def linh(desk: Desk) -> Person:
    return _person(desk, "1")


@pytest.fixture
def minh(desk: Desk) -> Person:
    return _person(desk, "2")


@pytest.fixture
def olga(desk: Desk) -> Person:
    return _person(desk, "3")


@pytest.fixture
def ha(desk: Desk) -> Person:
    return _person(desk, "4")


@pytest.fixture
def dmitri(desk: Desk) -> Person:
    return _person(desk, "5")


@pytest.fixture(scope="module")
def server() -> Iterator[Slack]:
    slack = Slack()
    yield slack
    slack.stop()


@pytest.fixture
def stage(server: Slack, desk: Desk, make_desk: Callable[..., Desk], usual_tabs: Mapping[str, Any]) -> Iterator[Stage]:
    server.calls.clear()
    server.profiles.clear()
    server.errors.clear()
    server.cut_off.clear()
    server.uploads.clear()
    server.refuses_blocks = False
    server.addresses_expired = False
    server.unreachable = set()
    stage = Stage(server, Book(desk, make_desk, usual_tabs), SendingOnce())
    yield stage
    stage.sending.engine.dispose()
