import logging
from dataclasses import dataclass

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


@dataclass
class Book:
    """Desks that were looked after since the start, or not yet."""

    have_looked: bool = True


def test_it_delivers_even_when_the_outbox_breaks(caplog):
    deliveries = Counted()
    Workplace(Book(), FullDisk(), deliveries, Clock()).tick()
    assert 1 == deliveries.ticks
    assert [(logging.ERROR, "outbox.flush_failed")] == [(one.levelno, one.message) for one in caplog.records]


def test_it_delivers_nothing_of_what_only_a_former_process_knew(caplog):
    book, deliveries = Book(have_looked=False), Counted()
    place = Workplace(book, FullDisk(), deliveries, Clock())
    place.tick()
    assert 0 == deliveries.ticks
    book.have_looked = True
    place.tick()
    assert 1 == deliveries.ticks
