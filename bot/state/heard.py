"""What comes from Slack twice is taken once, whichever process hears it: a repeated event, a copied request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from bot.state.tables import heard

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Engine


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
