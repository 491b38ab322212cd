"""The tables as they were when versions began: a database of before has some or all of them, and keeps those."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables that are not there."""
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("recipient", sa.String, nullable=False),
        sa.Column("slot", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("due_at", _INSTANT, nullable=False),
        sa.Column("expires_at", _INSTANT, nullable=False),
        sa.Column("lease_until", _INSTANT, nullable=False),
        sa.Column("claimed_by", sa.String, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("ts", sa.String, nullable=False),
        sa.Column("error", sa.Text, nullable=False),
        sa.Column("settled_at", _INSTANT),
        sa.UniqueConstraint("kind", "recipient", "slot"),
        if_not_exists=True,
    )
    op.create_table(
        "reminders",
        sa.Column("delivery_id", sa.Integer, sa.ForeignKey("deliveries.id"), primary_key=True),
        sa.Column("signal", sa.String, primary_key=True),
        if_not_exists=True,
    )
    op.create_index("ix_reminders_signal", "reminders", ["signal"], if_not_exists=True)
    op.create_table(
        "outbox",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("tab", sa.String, nullable=False),
        sa.Column("row_id", sa.String, nullable=False),
        sa.Column("row", sa.JSON, nullable=False),
        sa.Column("by", sa.String, nullable=False),
        sa.Column("submitted_at", _INSTANT, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("error", sa.Text, nullable=False),
        sa.UniqueConstraint("tab", "row_id"),
        if_not_exists=True,
    )
    op.create_table(
        "owners",
        sa.Column("book", sa.String, primary_key=True),
        sa.Column("account_id", sa.String, primary_key=True),
        sa.Column("am_id", sa.String, nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "history",
        sa.Column("book", sa.String, primary_key=True),
        sa.Column("week", sa.Date, primary_key=True),
        sa.Column("kpi", sa.String, primary_key=True),
        sa.Column("scope", sa.String, primary_key=True),
        sa.Column("value", sa.Float, nullable=False),
        sa.Column("numerator", sa.Float),
        sa.Column("denominator", sa.Float),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("target", sa.Float),
        sa.Column("status", sa.String),
        sa.Column("version", sa.Integer, nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "own_tabs",
        sa.Column("book", sa.String, primary_key=True),
        sa.Column("tab", sa.String, primary_key=True),
        sa.Column("occasion", sa.String, nullable=False),
        sa.Column("content", sa.String, nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "notices",
        sa.Column("subject", sa.String, primary_key=True),
        sa.Column("content", sa.String, nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "preferences",
        sa.Column("am_id", sa.String, primary_key=True),
        sa.Column("key", sa.String, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "marks",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("at", _INSTANT, nullable=False),
        if_not_exists=True,
    )
