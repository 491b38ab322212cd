"""One bot on the state of a file: two would each answer."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.state.address import MEND, file_of
from kpi_core.errors import Conflict, SetupError

_A_LOOK_S = 0.2  # is over by then


@contextmanager
def alone(address: str) -> Iterator[None]:
    """Hold the state at this address alone, when it is an SQLite file; any number may share a server's.

    Raises Conflict when another process has it, SetupError when it cannot be held.
    """
    path = file_of(address)
    if path is None:
        yield
        return
    with closing(_lock_beside(path)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")  # held by the open connection: the system frees it when the process dies
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise SetupError(f"{path}.lock cannot be used ({error})", MEND) from error
            raise Conflict(
                f"another `amber run` already works with {path}; stop it, or give this one its own AMBER_DATABASE"
            ) from None
        yield


def is_held(address: str) -> bool:
    """Whether a bot holds the state at this address, as far as that can be seen: of a server's it cannot."""
    path = file_of(address)
    if path is None or not Path(f"{path}.lock").exists():
        return False
    with closing(_lock_beside(path)) as lock:
        try:
            lock.execute("SELECT * FROM sqlite_master").fetchall()
        except sqlite3.OperationalError as error:
            return error.sqlite_errorcode == sqlite3.SQLITE_BUSY
        return False


def _lock_beside(path: Path) -> sqlite3.Connection:
    try:
        Path(f"{path}.lock").touch(0o600)
        return sqlite3.connect(f"{path}.lock", timeout=_A_LOOK_S, isolation_level=None)
    except (OSError, sqlite3.OperationalError) as error:
        raise SetupError(f"the database does not open ({error})", MEND) from error
