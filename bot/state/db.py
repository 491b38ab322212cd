"""How the state's database is opened, and what it says when it does not answer."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, event
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.pool import QueuePool

from bot.state.address import MEND, file_of, url_of
from bot.state.alone import is_held
from bot.state.migrations import upgrade, version
from kpi_core.errors import Conflict, SetupError, Unavailable
from kpi_core.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor, ExceptionContext
    from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

_BUSY_TIMEOUT_MS, _FROZEN_MS = 10_000, 20_000
# A server that is gone without a word would be waited for until the system gives up, which takes a quarter of an hour.
_PATIENCE = {"connect_timeout": "10", "tcp_user_timeout": "30000"}
_BETWEEN_TRIES_S = 0.01
_SILENT = Text(
    "the database does not answer ({reason})",
    "cơ sở dữ liệu không trả lời ({reason})",
    "база данных не отвечает ({reason})",
)
_EARLIER = "the database is of an earlier Amber, whose bot still runs; stop it, and start it with this version"
_BUSY = Text(
    "the database is busy; try again in a moment",
    "cơ sở dữ liệu đang bận; hãy thử lại sau giây lát",
    "база данных занята; повторите через минуту",
)


def open_database(address: str, *, is_alone: bool = False) -> Engine:
    """Open the database at a URL or a path of an SQLite file, and upgrade it; a new file is its owner's alone (0600).

    A file is not upgraded beneath the bot of an earlier Amber; who `is_alone` with it knows that there is none.
    Raises SetupError when the address is none, the database cannot be opened, or a newer Amber has made it, Conflict
    beside such a bot, and Unavailable when its server does not let anybody in.
    """

    def look_for_bot() -> None:
        if not is_alone and is_held(address):
            raise Conflict(_EARLIER)

    return _opened(address, lambda engine: upgrade(engine, look_for_bot))


def open_as_it_stands(address: str) -> Engine:
    """Open a database of any version without upgrading it, to read what every version has; an empty one is made.

    Raises SetupError and Unavailable as open_database does.
    """

    def make(engine: Engine) -> None:
        with engine.connect() as connection:
            is_empty = version(connection) is None
        if is_empty:
            upgrade(engine)

    return _opened(address, make)


def _opened(address: str, begin: Callable[[Engine], object]) -> Engine:
    url = url_of(address)
    try:
        if path := file_of(address):
            _keep_private(path)
        # What people wrote stays out of errors, and so out of logs; a server that was restarted is connected to anew.
        if url.drivername in {"postgresql", "postgresql+psycopg"}:
            url = url.set(query={**_PATIENCE, **url.query})
        engine = create_engine(
            url, hide_parameters=True, pool_pre_ping=True, poolclass=_Pool, pool_timeout=_BUSY_TIMEOUT_MS / 1000
        )
        event.listen(engine, "connect", _tune_sqlite if url.get_backend_name() == "sqlite" else _tune_postgres)
        try:
            begin(engine)
        except BaseException:
            engine.dispose()
            raise
    except (ArgumentError, DatabaseError, ImportError, OSError) as error:
        reason = str(getattr(error, "orig", None) or error)
        if isinstance(error, OperationalError) and url.get_backend_name() != "sqlite":
            # A server that is only just starting, as after a power cut, is worth another try.
            raise Unavailable(f"the database does not answer ({reason}). {MEND}") from error
        raise SetupError(f"the database does not open ({reason})", MEND) from error
    event.listen(engine, "handle_error", _translate)
    return engine


class _Pool(QueuePool):
    """The connections of a process, each for one thread at a time."""

    __module__ = QueuePool.__module__  # by which it is named in the log: what it says there is SQLAlchemy's

    def connect(self) -> PoolProxiedConnection:
        """Return one. Raises Unavailable while none is free for long."""
        try:
            return super().connect()
        except NoneFree:
            raise Unavailable(_BUSY) from None


def _keep_private(path: Path) -> None:
    """Make the file readable by its owner alone before SQLite writes to it; its -wal and -shm files inherit that."""
    path.touch(0o600)  # opens no file that is there: closing it would free what SQLite has locked for this process
    path.chmod(0o600)


def _translate(context: ExceptionContext) -> None:
    """Raise Unavailable for a server that is down or being restarted, and for a file that is locked or a full disk."""
    error = context.sqlalchemy_exception
    if isinstance(error, OperationalError) or (isinstance(error, DBAPIError) and context.is_disconnect):
        raise Unavailable(_SILENT.format(reason=type(context.original_exception).__name__))


def _tune_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    # FULL: what was committed survives a power cut, which WAL's usual NORMAL does not promise.
    for pragma in (f"busy_timeout={_BUSY_TIMEOUT_MS}", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    _write_ahead(cursor)
    cursor.close()


def _write_ahead(cursor: DBAPICursor) -> None:
    """Change the journal to WAL; of two that do so at once SQLite refuses one without waiting, whatever its timeout."""
    until = time.monotonic() + _BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                raise
            time.sleep(_BETWEEN_TRIES_S)
        else:
            return


def _tune_postgres(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    # A process that freezes within a transaction would keep its rows from all others.
    cursor.execute(f"SET idle_in_transaction_session_timeout = {_FROZEN_MS}")
    cursor.execute(f"SET lock_timeout = {_BUSY_TIMEOUT_MS}")
    connection.commit()
    cursor.close()
