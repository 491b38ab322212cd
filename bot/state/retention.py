"""How long the state keeps what it holds of people."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from bot.state.records import SETTLED
from bot.state.tables import deliveries, heard, outbox, reminders

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Engine

    from bot.state.lease import Lease

_log = logging.getLogger(__name__)
_HEARD_KEPT = timedelta(days=1)  # Slack sends an event again for about an hour


class Retention:
    """Deletes settled deliveries, and rows that the book has, once they are as old as that.

    Who has the lease does it, and gives it back only when that fails: it lasts as long as until the next time.
    """

    def __init__(
        self, engine: Engine, deliveries_days: int, rows_days: int, lease: Lease, clock: Callable[[], datetime]
    ) -> None:
        self._engine = engine
        self._deliveries_kept = timedelta(days=deliveries_days)
        self._rows_kept = timedelta(days=rows_days)
        self._lease = lease
        self._clock = clock

    def apply(self) -> None:
        """Delete what is too old, unless it was done lately."""
        if not self._lease.take():
            return
        now = self._clock()
        settled = deliveries.c.state.in_(SETTLED), deliveries.c.settled_at < now - self._deliveries_kept
        gone = select(deliveries.c.id).where(*settled)
        steps = {
            "reminders": delete(reminders).where(reminders.c.delivery_id.in_(gone)),
            "deliveries": delete(deliveries).where(*settled),
            "outbox": delete(outbox).where(outbox.c.state == "appended", outbox.c.submitted_at < now - self._rows_kept),
            "heard": delete(heard).where(heard.c.at < now - _HEARD_KEPT),
        }
        try:
            with self._engine.begin() as connection:
                counts = {table: connection.execute(step).rowcount for table, step in steps.items()}
        except BaseException:
            self._lease.give_back()  # else it would be tried again tomorrow
            raise
        _log.info("retention.applied", extra=counts)
