import pickle
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from operator import is_
from threading import Event

import pytest

from bot.app.book import BookDesks, demo_book, desks_on, store_spec
from bot.app.clock import Clock
from bot.app.place import place_of
from bot.settings import read_settings
from kpi_core.errors import SetupError, Unavailable
from kpi_core.text import Text
from sheets.layout import write_book
from sheets.refresh import Snapshots

TEN = datetime(2026, 11, 17, 10)


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """A busy machine may take its time with a look."""
    monkeypatch.setattr("bot.app.book._FIRST_LOOK_SECONDS", 60.0)
    monkeypatch.setattr("sheets.refresh._PATIENCE_S", 60.0)
    monkeypatch.setattr("sheets.watch._ENDS_WITHIN_S", 60.0)


@pytest.fixture
def settings(tmp_path):
    given = {"AMBER_CACHE": str(tmp_path / "cache"), "AMBER_AS_OF": "2026-11-17T10:00"}
    return read_settings(given, tmp_path / ".env")


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "book.xlsx"
    write_book(path, {"team": [{"am_id": "3", "name": "Linh"}]}, timezone="Asia/Ho_Chi_Minh")
    return path


@pytest.fixture
def desks(book, settings):
    found = desks_on(f"xlsx:{book}", settings, once=True)
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
    assert ["Linh", "Minh"] == [person.name for person in desks.refresh().roster.people]
    assert ["Linh"] == [person.name for person in before.roster.people]


def test_what_was_worked_out_stays_while_the_tables_are_the_same(book, settings):
    snapshots = Snapshots(place_of(f"xlsx:{book}", settings).opener(), settings.cache, Clock(TEN), in_process=True)
    snapshots.current()

    class Renewed:
        """Snapshots that are new each time, of a book whose content is not."""

        def refresh(self):
            return replace(snapshots.current())

    desks = BookDesks(Renewed(), TEN)
    one = desks.refresh()
    worked_out = one.figures, one.roster, one.signals
    other = desks.refresh()
    assert one is not other
    assert all(map(is_, worked_out, (other.figures, other.roster, other.signals)))


@pytest.fixture
def watched(book, settings):
    """Desks that look at the book only when a test says so, and what they prepared."""
    prepared = []
    desks = desks_on(f"xlsx:{book}", settings)
    desks.watch(3600, prepared.append)
    yield desks, prepared
    desks.close()


def test_a_desk_with_new_figures_is_prepared_before_somebody_asks_at_it(watched, book):
    desks, prepared = watched
    first = desks.current()
    assert [first] == prepared
    desks._look(prepared.append, desks.current)
    assert [first] == prepared
    write_book(book, {"team": [{"am_id": "4", "name": "Minh"}]})
    shown_meanwhile = []
    desks._look(lambda desk: (prepared.append(desk), shown_meanwhile.append(desks.current())), desks.current)
    assert [first.figures] == [desk.figures for desk in shown_meanwhile]
    assert [first, desks.current()] == prepared


def test_what_cannot_be_prepared_is_shown_all_the_same(watched, book, caplog):
    def stumble(desk):
        raise KeyError("Acme")

    desks, _ = watched
    write_book(book, {"team": [{"am_id": "4", "name": "Minh"}]})
    desks._look(stumble, desks.current)
    assert ["Minh"] == [person.name for person in desks.current().roster.people]
    assert "look.not_prepared" in [record.message for record in caplog.records]


def test_what_was_read_for_somebody_is_shown_at_once_and_not_undone_by_a_look_under_way(watched, book):
    desks, _ = watched
    write_book(book, {"team": [{"am_id": "4", "name": "Minh"}]})

    def another_edit(desk):
        write_book(book, {"team": [{"am_id": "5", "name": "Olga"}]})
        desks.refresh()

    desks._look(another_edit, desks.current)
    assert ["Olga"] == [person.name for person in desks.current().roster.people]


def test_the_watch_turns_to_the_next_minutes_and_who_asks_only_when_it_is_late(book, settings, monkeypatch):
    moments = [datetime(2026, 11, 17, 3, minute, tzinfo=UTC) for minute in (5, 10)]
    at = moments[:1]
    monkeypatch.setattr("bot.app.book.Clock.horizon", lambda clock: at[-1])
    desks = BookDesks(
        Snapshots(place_of(f"xlsx:{book}", settings).opener(), settings.cache, Clock(TEN), in_process=True), None
    )
    with closing(desks):
        desks.watch(3600, lambda desk: None)
        at.append(moments[1])
        assert moments[0] == desks.current().now_utc
        desks._look(lambda desk: None, desks.current)
        assert moments[1] == desks.current().now_utc
        at.append(moments[1] + timedelta(minutes=10))
        assert at[-1] == desks.current().now_utc


def test_a_watched_book_is_looked_at_by_itself(book, settings):
    seen = Event()
    with closing(desks_on(f"xlsx:{book}", settings)) as desks:
        desks.watch(0.05, lambda desk: seen.set() if desk.roster.by_id.get("4") else None)
        assert ["Linh"] == [person.name for person in desks.current().roster.people]
        write_book(book, {"team": [{"am_id": "4", "name": "Minh"}]})
        assert seen.wait(60)
        desks.close()  # with the look under way: what is prepared is shown right after
        assert ["Minh"] == [person.name for person in desks.current().roster.people]


def test_it_says_when_a_book_that_failed_is_well_again(watched, book):
    desks, prepared = watched
    recoveries: list[Text | None] = []
    whole = book.read_bytes()
    for content in (whole, b"damaged", b"damaged still", whole, whole):
        book.write_bytes(content)
        desks._look(prepared.append, lambda: recoveries.append(desks.current().snapshot.stale))
    assert [None] == recoveries


def test_a_database_that_fails_is_no_failure_of_the_book(watched, book):
    desks, prepared = watched
    asked = []

    def recovered():
        asked.append(True)
        raise Unavailable("the database does not answer")

    whole = book.read_bytes()
    for content in (b"damaged", whole):
        book.write_bytes(content)
        assert (content != whole) == bool(desks._look(prepared.append, recovered).stale)
    assert [True] == asked


def test_a_start_serves_the_last_reading_of_a_book_that_fails(watched, book, settings):
    watched[0].close()
    book.write_bytes(b"not a workbook")
    with closing(desks_on(f"xlsx:{book}", settings)) as desks:
        desks.watch(3600, lambda desk: None)
        assert ["Linh"] == [person.name for person in desks.current().roster.people]
        assert "not a readable .xlsx workbook" in desks.current().snapshot.stale.to("en")


def test_a_start_without_any_reading_says_what_is_wrong(tmp_path, settings):
    desks = desks_on(f"xlsx:{tmp_path / 'gone.xlsx'}", settings)
    with closing(desks), pytest.raises(SetupError, match="there is no workbook"):
        desks.watch(3600, lambda desk: None)


def test_a_file_is_looked_at_more_often_than_a_sheet_of_googles(tmp_path):
    settings = read_settings({"AMBER_POLL_SECONDS": "20"}, tmp_path / ".env")
    assert (0.5, 20.0) == tuple(place_of(spec, settings).poll_seconds for spec in ("xlsx:book.xlsx", "gsheet:abc"))


def test_the_book_asked_for_comes_before_the_settings(tmp_path):
    settings = read_settings({"AMBER_STORE": "xlsx:settings.xlsx"}, tmp_path / ".env")
    said = []
    assert "xlsx:asked.xlsx" == store_spec("xlsx:asked.xlsx", settings, said.append)
    assert "xlsx:settings.xlsx" == store_spec(None, settings, said.append)
    assert [] == said


@pytest.mark.parametrize(
    ("spec", "mend"),
    [
        ("book.xlsx", "xlsx:book.xlsx"),
        ("https://docs.google.com/spreadsheets/d/abc/edit", "gsheet:https://docs.google.com/spreadsheets/d/abc/edit"),
        ("abc", "xlsx:PATH or gsheet:URL"),
        ("", "xlsx:PATH or gsheet:URL"),
        ("xlsx:", "xlsx:PATH or gsheet:URL"),
        ("gsheet: ", "xlsx:PATH or gsheet:URL"),
    ],
)
def test_a_place_it_cannot_open_is_refused_with_what_to_write(spec, mend, settings):
    with pytest.raises(SetupError, match=f"Write it as {mend}$"):
        place_of(spec, settings)


def test_a_google_sheet_is_not_opened_without_credentials(settings):
    with pytest.raises(SetupError, match="AMBER_GOOGLE_CREDENTIALS is not set"):
        place_of("gsheet:abc", settings).opener()


def test_what_is_no_address_of_a_google_sheet_is_refused(settings):
    with pytest.raises(SetupError, match="not the address of a Google Sheet"):
        place_of("gsheet:https://example.com/sheet", replace(settings, google_credentials="{}")).opener()


def test_what_opens_a_google_sheet_can_go_to_another_process(settings):
    given = replace(settings, google_credentials="key.json", google_api_url="http://127.0.0.1:9/")
    url = "gsheet:https://docs.google.com/spreadsheets/d/abc/edit#gid=0"
    opened = pickle.loads(pickle.dumps(place_of(url, given).opener()))
    assert ("abc", "key.json", "http://127.0.0.1:9/") == opened.args


def test_parquet_beyond_this_machine_is_refused_with_what_to_do(settings):
    with pytest.raises(SetupError, match=r"not over s3\. Mount or copy it"):
        place_of("parquet:s3://bucket/lake", settings).source()


def test_a_bare_folder_is_refused_with_what_to_write(tmp_path, settings):
    with pytest.raises(SetupError, match=f"Write it as parquet:{tmp_path}$"):
        place_of(str(tmp_path), settings)


def test_a_folder_of_parquet_files_has_one_name_however_it_is_written(tmp_path, settings):
    written = (f"parquet:{tmp_path}", f"parquet: {tmp_path}/", f"parquet:file://{tmp_path}")
    assert {f"parquet:{tmp_path}"} == {place_of(spec, settings).name for spec in written}


def test_the_demo_book_is_made_once_and_anew_when_asked(tmp_path):
    said: list[str] = []
    first = demo_book(tmp_path, Clock(TEN), said.append)
    made = first.stat().st_mtime_ns
    demo_book(tmp_path, Clock(TEN), said.append)
    assert ([f"The demo book was made: {tmp_path / 'amber-demo.xlsx'}"], made) == (said, first.stat().st_mtime_ns)
    demo_book(tmp_path, Clock(TEN), said.append, fresh=True)
    assert made < first.stat().st_mtime_ns
