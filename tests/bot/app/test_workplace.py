import logging
from dataclasses import dataclass
from types import SimpleNamespace

from bot.app.clock import Clock
from bot.app.workplace import Workplace


class FullDisk:
    """An outbox, hand-overs and tabs that cannot work."""

    def flush(self):
        raise OSError("no space left on device")

    def notice(self, desk):
        raise OSError("no space left on device")

    def write(self, desk):
        raise OSError("no space left on device")

    def apply(self):
        raise OSError("no space left on device")


class Counted:
    """Deliveries that count their ticks."""

    def __init__(self):
        self.ticks = 0

    def tick(self):
        self.ticks += 1


class Told(FullDisk):
    """Hand-overs, an outbox and tabs that note when they are called."""

    def __init__(self):
        self.calls = []

    def flush(self):
        self.calls.append("flush")

    def notice(self, desk):
        self.calls.append("notice")

    def write(self, desk):
        self.calls.append("write")

    def apply(self):
        self.calls.append("apply")


@dataclass
class Book:
    """Desks that were looked after since the start, or not yet, of a book that answers or does not."""

    have_looked: bool = True
    silent: str = ""

    def current(self):
        return SimpleNamespace(snapshot=self)


def test_it_delivers_even_when_all_else_breaks(caplog):
    deliveries, broken = Counted(), FullDisk()
    Workplace(Book(), broken, deliveries, broken, Clock(), *[broken] * 8).tick()
    assert 1 == deliveries.ticks
    assert ["handovers", "outbox", "own_tabs", "retention"] == [one.part for one in caplog.records]
    assert {(logging.ERROR, "tick.failed")} == {(one.levelno, one.message) for one in caplog.records}


def test_it_does_nothing_on_what_only_a_former_process_knew():
    book, deliveries, told = Book(have_looked=False), Counted(), Told()
    place = Workplace(book, told, deliveries, told, Clock(), *[told] * 8)
    place.tick()
    assert (0, []) == (deliveries.ticks, told.calls)
    book.have_looked = True
    place.tick()
    assert (1, ["notice", "flush", "write", "apply"]) == (deliveries.ticks, told.calls)


def test_it_delivers_without_waiting_for_a_google_that_does_not_answer():
    deliveries, told = Counted(), Told()
    Workplace(Book(silent="Google"), told, deliveries, told, Clock(), *[told] * 8).tick()
    assert (1, ["notice", "apply"]) == (deliveries.ticks, told.calls)


def test_it_begins_nothing_more_once_it_is_told_to_stop():
    deliveries, told = Counted(), Told()
    Workplace(Book(), told, deliveries, told, Clock(), *[told] * 8).tick(lambda: told.calls == ["notice", "flush"])
    assert (0, ["notice", "flush"]) == (deliveries.ticks, told.calls)
