from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.app.book import BookDesks, demo_book, desks_on, opener, store_spec
from bot.app.clock import Clock
from bot.settings import read_settings
from kpi_core.errors import SetupError
from sheets.layout import write_book
from sheets.refresh import Snapshots

TEN = datetime(2026, 11, 17, 10)


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "book.xlsx"
    write_book(path, {"team": [{"am_id": "3", "name": "Linh"}]}, timezone="Asia/Ho_Chi_Minh")
    return path


@pytest.fixture
def desks(book, tmp_path):
    found = desks_on(f"xlsx:{book}", tmp_path / "cache", TEN, once=True)
    yield found
    found.close()


def test_the_desk_stands_at_local_time_of_the_books_zone(desks):
    desk = desks.current()
    assert (TEN, datetime(2026, 11, 17, 3, tzinfo=UTC)) == (desk.now, desk.now_utc)


def test_all_who_ask_in_one_moment_share_one_desk(desks):
    assert desks.current() is desks.current()


def test_a_changed_book_gets_a_desk_of_its_own(desks, book):
    before = desks.current()
    write_book(book, {"team": [{"am_id": "3", "name": "Linh"}, {"am_id": "4", "name": "Minh"}]})
    assert ["Linh", "Minh"] == [person.name for person in desks.current().roster.people]
    assert ["Linh"] == [person.name for person in before.roster.people]


def test_the_held_desk_waits_for_no_reading(desks, book):
    first = desks.held()
    write_book(book, {"team": [{"am_id": "4", "name": "Minh"}]})
    with desks._lock, desks._snapshots._lock:  # somebody else is reading
        assert first is desks.held()
    assert first is not desks.current()
    assert ["Minh"] == [person.name for person in desks.held().roster.people]


def test_figures_are_kept_while_the_tables_are_the_same(book, tmp_path):
    snapshots = Snapshots(opener(f"xlsx:{book}"), tmp_path / "cache", Clock(TEN), in_process=True)

    class Renewed:
        """Readings that are new each time, of a book whose content is not."""

        def current(self):
            return replace(snapshots.current())

    desks = BookDesks(Renewed(), TEN)
    one, other = desks.current(), desks.current()
    assert one is not other
    assert one.figures is other.figures


def test_the_book_asked_for_comes_before_the_settings(tmp_path):
    settings = read_settings({"AMBER_STORE": "xlsx:settings.xlsx"}, tmp_path / ".env")
    said = []
    assert "xlsx:asked.xlsx" == store_spec("xlsx:asked.xlsx", settings, said.append)
    assert "xlsx:settings.xlsx" == store_spec(None, settings, said.append)
    assert [] == said


@pytest.mark.parametrize(
    ("spec", "mend"), [("book.xlsx", "xlsx:book.xlsx"), ("gsheet:abc", "xlsx:PATH"), ("", "xlsx:PATH")]
)
def test_a_place_it_cannot_open_is_refused_with_what_to_write(spec, mend):
    with pytest.raises(SetupError, match=f"Write it as {mend}$"):
        opener(spec)


def test_the_demo_book_is_made_once_and_anew_when_asked(tmp_path):
    said: list[str] = []
    first = demo_book(tmp_path, Clock(TEN), said.append)
    made = first.stat().st_mtime_ns
    demo_book(tmp_path, Clock(TEN), said.append)
    assert ([f"The demo book was made: {tmp_path / 'amber-demo.xlsx'}"], made) == (said, first.stat().st_mtime_ns)
    demo_book(tmp_path, Clock(TEN), said.append, fresh=True)
    assert made < first.stat().st_mtime_ns
