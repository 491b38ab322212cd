"""The tables of the state, and what their columns hold."""

from __future__ import annotations

import json
from datetime import UTC, datetime
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
)
from sqlalchemy.types import TypeDecorator

from kpi_core.text import LANGUAGES, plain
from kpi_core.text import Text as Sentence

if TYPE_CHECKING:
    from sqlalchemy import Dialect


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
