import logging

from bot.app.clock import Clock
from bot.app.workplace import Workplace
from kpi_core.errors import Unavailable


class FullDisk:
    """An outbox that cannot work."""

    def flush(self):
        raise OSError("no space left on device")


class Counted:
    """Deliveries that count their ticks."""

    def __init__(self):
        self.ticks = 0

    def tick(self):
        self.ticks += 1


class NoBook:
    """Desks whose book is out of reach."""

    def current(self):
        raise Unavailable("the book does not answer")


def test_it_delivers_even_when_the_outbox_breaks(caplog):
    deliveries = Counted()
    Workplace(NoBook(), FullDisk(), deliveries, Clock()).tick()
    assert 1 == deliveries.ticks
    assert [(logging.ERROR, "outbox.flush_failed")] == [(one.levelno, one.message) for one in caplog.records]
