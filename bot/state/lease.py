"""A right that one process has at a time."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, or_, update
from sqlalchemy.exc import IntegrityError

from bot.state.tables import marks
from kpi_core.errors import AmberError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime, timedelta

    from sqlalchemy import ColumnElement, Engine


class Lease:
    """A right among processes that share a database; whoever dies with it keeps it until it has run out."""

    def __init__(self, engine: Engine, name: str, lasts: timedelta, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._name = name
        self._lasts = lasts
        self._clock = clock
        self._since: datetime | None = None

    def take(self) -> bool:
        """Take the right; False while another process has it."""
        now = self._clock()
        # One that begins later than any taken now would end was taken by a clock that was wrong, and set right since.
        run_out = or_(marks.c.at <= now - self._lasts, marks.c.at > now + self._lasts)
        try:
            with self._engine.begin() as connection:
                if not connection.execute(update(marks).where(self._is_this, run_out).values(at=now)).rowcount:
                    connection.execute(insert(marks).values(name=self._name, at=now))
        except IntegrityError:
            return False
        self._since = now
        return True

    def renew(self) -> None:
        """Let the right last its whole time from now on, unless it is another's by now."""
        now = self._clock()
        with self._engine.begin() as connection:
            mine = self._is_this, marks.c.at == self._since
            if connection.execute(update(marks).where(*mine).values(at=now)).rowcount:
                self._since = now

    def give_back(self) -> None:
        """Leave the right to whoever wants it next; one that ran out may be another's by now, and stays."""
        with self._engine.begin() as connection:
            connection.execute(delete(marks).where(self._is_this, marks.c.at == self._since))

    @contextmanager
    def kept(self, each_s: float) -> Iterator[None]:
        """Renew the right every so many seconds, for as long as it takes: who dies or freezes renews nothing."""
        over = Event()

        def renew() -> None:
            while not over.wait(each_s):
                with suppress(AmberError):  # it lasts for several tries
                    self.renew()

        thread = Thread(target=renew, name="lease", daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    @contextmanager
    def held(self) -> Iterator[bool]:
        """Take the right for a while; gives whether it was there to take."""
        taken = self.take()
        try:
            yield taken
        finally:
            if taken:
                self.give_back()

    @property
    def _is_this(self) -> ColumnElement[bool]:
        return marks.c.name == self._name
