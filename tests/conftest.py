"""What tests of any part may ask for: a database of either engine. And how examples are drawn everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.postgres import Postgres, postgres_server
from tests.sqlite import new_database

settings.load_profile("ci")  # hypothesis's own: the same examples on each machine, however slow it is


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One server for whoever asks for it."""
    with postgres_server() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database of its own, on each engine that Amber knows."""
    if request.param == "sqlite":
        return str(new_database(tmp_path / "amber.sqlite3"))
    postgres: Postgres = request.getfixturevalue("postgres")
    return postgres.new_database()
