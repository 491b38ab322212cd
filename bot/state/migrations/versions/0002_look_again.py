"""A delivery that may have been posted twice is looked at again, and one message taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add when to look."""
    op.add_column("deliveries", sa.Column("look_again_at", sa.DateTime(timezone=True)))
