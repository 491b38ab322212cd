"""The database: its tables, and how it is opened."""

from __future__ import annotations

import json
import sqlite3
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import (
    JSON,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    create_engine,
    event,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, OperationalError
from sqlalchemy.types import TypeDecorator

from bot.state.migrations import upgrade
from kpi_core.errors import SetupError, Unavailable
from kpi_core.text import LANGUAGES, plain
from kpi_core.text import Text as Sentence

if TYPE_CHECKING:
    from sqlalchemy import URL, Dialect, Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor, ExceptionContext
    from sqlalchemy.pool import ConnectionPoolEntry

_BUSY_TIMEOUT_MS, _FROZEN_MS = 10_000, 20_000
# A server that is gone without a word would be waited for until the system gives up, which takes a quarter of an hour.
_PATIENCE = {"connect_timeout": "10", "tcp_user_timeout": "30000"}
_BETWEEN_TRIES_S = 0.01
MEND = "Set AMBER_DATABASE to a file Amber may write, or to a URL like postgresql://USER:PASSWORD@HOST/DATABASE"


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept in UTC: SQLite would drop its zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # SQLAlchemy's signature
        """Turn it to UTC on the way in."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  # idem
        """Give it its zone back on the way out."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Said(TypeDecorator[Sentence]):
    """A sentence in its three languages, so that each reads it in their own; "" is none."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Sentence | None, dialect: Dialect) -> str | None:  # noqa: ARG002  # SQLAlchemy's signature
        """Write its facts into the sentence on the way in."""
        if value is None:
            return None
        written = {language: value.to(language) for language in LANGUAGES}
        return json.dumps(written, ensure_ascii=False) if any(written.values()) else ""

    def process_result_value(self, value: str | None, dialect: Dialect) -> Sentence | None:  # noqa: ARG002  # idem
        """Read it; what an earlier Amber wrote is in one language."""
        if value is None:
            return None
        return Sentence(**json.loads(value)) if value.startswith("{") else plain(value)


METADATA = MetaData()

# States: due → claimed → sent | failed | skipped | unknown. Before `lease_until` nobody (else) may take the row.
deliveries = Table(
    "deliveries",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("recipient", String, nullable=False),
    Column("slot", String, nullable=False),
    Column("state", String, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("lease_until", Instant, nullable=False),
    Column("claimed_by", String, nullable=False, default=""),
    Column("attempts", Integer, nullable=False, default=0),
    Column("channel", String, nullable=False, default=""),
    Column("ts", String, nullable=False, default=""),
    Column("error", Said, nullable=False, default=plain("")),
    Column("settled_at", Instant),
    Column("look_again_at", Instant),  # when to look for a message beside the recorded one
    Column("counted", Integer, nullable=False, server_default="0"),  # how many signals the message leaves for later
    UniqueConstraint("kind", "recipient", "slot"),
)

# Which signals a message of reminders speaks of; they count as reminded once that delivery was sent.
reminders = Table(
    "reminders",
    METADATA,
    Column("delivery_id", ForeignKey("deliveries.id"), primary_key=True),
    Column("signal", String, primary_key=True, index=True),
)

outbox = Table(
    "outbox",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("tab", String, nullable=False),
    Column("row_id", String, nullable=False),
    Column("row", JSON, nullable=False),
    Column("by", String, nullable=False),
    Column("submitted_at", Instant, nullable=False),
    Column("state", String, nullable=False),
    Column("error", Text, nullable=False, default=""),
    UniqueConstraint("tab", "row_id"),
)

# Who owned each account when a book was last read: what a change is told by.
owners = Table(
    "owners",
    METADATA,
    Column("book", String, primary_key=True),
    Column("account_id", String, primary_key=True),
    Column("am_id", String, nullable=False),
)

# The figures of each reported week (its Monday), kept once; see kpi_core.history.
history = Table(
    "history",
    METADATA,
    Column("book", String, primary_key=True),
    Column("week", Date, primary_key=True),
    Column("kpi", String, primary_key=True),
    Column("scope", String, primary_key=True),
    Column("value", Float, nullable=False),
    Column("numerator", Float),
    Column("denominator", Float),
    Column("n", Integer, nullable=False),
    Column("target", Float),
    Column("status", String),
    Column("version", Integer, nullable=False),
)

# What the bot last wrote into each tab of its own: on which occasion, and a digest of the content.
own_tabs = Table(
    "own_tabs",
    METADATA,
    Column("book", String, primary_key=True),
    Column("tab", String, primary_key=True),
    Column("occasion", String, nullable=False),
    Column("content", String, nullable=False),
)

# What somebody was last told about a subject: a digest of it.
notices = Table(
    "notices",
    METADATA,
    Column("subject", String, primary_key=True),
    Column("content", String, nullable=False),
)

preferences = Table(
    "preferences",
    METADATA,
    Column("am_id", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("value", Text, nullable=False),
)

# What came from Slack and was taken, so that what it sends again is not, whichever process hears it.
heard = Table(
    "heard",
    METADATA,
    Column("key", String, primary_key=True),
    Column("at", Instant, nullable=False),
)

# When something last happened, by its name: the last tick.
marks = Table(
    "marks",
    METADATA,
    Column("name", String, primary_key=True),
    Column("at", Instant, nullable=False),
)


def url_of(address: str) -> URL:
    """Return the URL of a database; an address without a scheme is an SQLite file's path. Raises SetupError."""
    try:
        return make_url(address if "://" in address else f"sqlite:///{Path(address).expanduser()}")
    except (ArgumentError, ValueError, RuntimeError):  # their words may be a piece of a password not percent-encoded
        raise SetupError("the database does not open (its URL is malformed)", MEND) from None


def open_database(address: str) -> Engine:
    """Open the database at a URL or a path of an SQLite file, and upgrade it; a new file is its owner's alone (0600).

    Raises SetupError when the address is none, the database cannot be opened, or a newer Amber has made it, and
    Unavailable when its server does not let anybody in.
    """
    url = url_of(address)
    try:
        if url.get_backend_name() == "sqlite" and url.database:
            _keep_private(Path(url.database))
        # What people wrote stays out of errors, and so out of logs; a server that was restarted is connected to anew.
        if url.drivername in {"postgresql", "postgresql+psycopg"}:
            url = url.set(query={**_PATIENCE, **url.query})
        engine = create_engine(url, hide_parameters=True, pool_pre_ping=True)
        event.listen(engine, "connect", _tune_sqlite if url.get_backend_name() == "sqlite" else _tune_postgres)
        try:
            upgrade(engine)
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


def _keep_private(path: Path) -> None:
    """Make the file readable by its owner alone before SQLite writes to it; its -wal and -shm files inherit that."""
    path.touch(0o600)  # opens no file that is there: closing it would free what SQLite has locked for this process
    path.chmod(0o600)


def _translate(context: ExceptionContext) -> None:
    """Raise Unavailable for a server that is down or being restarted, and for a file that is locked or a full disk."""
    error = context.sqlalchemy_exception
    if isinstance(error, OperationalError) or (isinstance(error, DBAPIError) and context.is_disconnect):
        raise Unavailable(f"the database does not answer ({type(context.original_exception).__name__})")


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
