import logging

from bot.app.clock import Clock
from bot.app.workplace import Workplace


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


def test_it_delivers_even_when_the_outbox_breaks(caplog):
    deliveries = Counted()
    Workplace(None, FullDisk(), deliveries, Clock()).tick()
    assert 1 == deliveries.ticks
    assert [(logging.ERROR, "outbox.flush_failed")] == [(one.levelno, one.message) for one in caplog.records]
