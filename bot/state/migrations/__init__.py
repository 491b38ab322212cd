"""The database's schema: each version of it is a step, a file of `versions` that is named by its number."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from kpi_core.errors import SetupError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection, Engine

_log = logging.getLogger(__name__)
_FOLDER = Path(__file__).parent
_STEPS = sorted(step.name[:4] for step in (_FOLDER / "versions").glob("[0-9]*.py"))
_LOCK = 0x616D6265720000  # the advisory lock of PostgreSQL that means this schema: "amber"


def upgrade(engine: Engine, may_climb: Callable[[], object] = lambda: None) -> None:
    """Bring the schema to the version of this Amber, from whatever it was; of several at once one does it.

    `may_climb` is called before anything is changed, and raises when it should not be. Raises SetupError when a newer
    Amber has made it.
    """
    with engine.connect() as connection:
        if version(connection) == _STEPS[-1]:
            return
    with _locked(engine) as connection:
        before = version(connection)
        if before == _STEPS[-1]:
            return  # another process was faster
        if before and before not in _STEPS:
            raise SetupError(
                f"the database is of a newer Amber: it has version {before}, this Amber knows {_STEPS[-1]}",
                "Update Amber, or give this one its own AMBER_DATABASE",
            )
        may_climb()
        _climb(connection)
    _log.info("database.upgraded", extra={"before": before or "none", "after": _STEPS[-1]})


def version(connection: Connection) -> str | None:
    """Return the schema's version; None of a database that is empty, or older than the numbers."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    number: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return number


@contextmanager
def _locked(engine: Engine) -> Iterator[Connection]:
    """Give a transaction of which one is open at a time; what it does is all done or nothing."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.detach()  # used once: it checks no references while tables are made anew
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        yield connection
        connection.commit()


def _climb(connection: Connection) -> None:
    # Most starts find nothing to do, and should not wait for the library.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    command.upgrade(config, "head")
