"""How much of what the state holds, for whoever watches the bot: counts and instants, nobody's rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from bot.state.tables import deliveries, outbox

if TYPE_CHECKING:
    from sqlalchemy import Engine


@dataclass(frozen=True, slots=True)
class Census:
    """The rows that wait for the book and the deliveries by their state, each with the instant of the oldest open."""

    waiting_rows: int
    oldest_waiting_at: datetime | None
    deliveries: Mapping[str, int]
    oldest_due_at: datetime | None


def census(engine: Engine, now: datetime) -> Census:
    """Count what is there; of deliveries that fall due after `now` (aware) none is late."""
    waiting = select(func.count(), func.min(outbox.c.submitted_at)).where(outbox.c.state == "waiting")
    by_state = select(deliveries.c.state, func.count().label("n")).group_by(deliveries.c.state)
    open_now = deliveries.c.state.in_(("due", "claimed")), deliveries.c.due_at <= now
    with engine.connect() as connection:
        rows, oldest_waiting_at = connection.execute(waiting).one()
        counted = {row.state: row.n for row in connection.execute(by_state)}
        oldest_due_at = connection.scalar(select(func.min(deliveries.c.due_at)).where(*open_now))
    return Census(rows, oldest_waiting_at, counted, oldest_due_at)
