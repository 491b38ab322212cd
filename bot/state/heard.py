"""What comes from Slack twice is taken once, whichever process hears it: a repeated event, a copied request."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from bot.state.lease import Lease
from bot.state.tables import heard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from sqlalchemy import Engine

_LEASE = timedelta(minutes=1)  # longer than what is done once may take


class Heard:
    """Implements bot.desk.Once in SQL, through restarts and among replicas."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def is_new(self, key: str) -> bool:
        """Whether this comes for the first time; from then on it does not."""
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(heard).values(key=key, at=self._clock()))
        except IntegrityError:
            return False
        return True

    @contextmanager
    def until_done(self, key: str) -> Iterator[bool]:
        """Give whether this is to be done; see bot.desk.Once."""
        with Lease(self._engine, key, _LEASE, self._clock).held() as is_ours:
            is_due = is_ours and not self._is_done(key)
            yield is_due
            if is_due:
                self.is_new(key)

    def _is_done(self, key: str) -> bool:
        with self._engine.connect() as connection:
            return connection.scalar(select(heard.c.key).where(heard.c.key == key)) is not None
