"""A message of reminders says how many more there are: whether one left something for later is kept with it."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the count; a bot that runs on with an earlier version beside this one gives none."""
    op.add_column("deliveries", sa.Column("counted", sa.Integer, nullable=False, server_default="0"))
