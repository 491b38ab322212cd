"""Snapshots of a book: what is read when, what serves when the book does not answer, what stays on disk."""

from __future__ import annotations

import json
import os
import shutil
import stat
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Barrier, Event
from typing import Any

import pandas as pd
import pytest

from kpi_core.errors import AmberError, Conflict, SetupError, Unavailable
from sheets.archive import discard_readings, discard_unfinished
from sheets.grid import Book, Cell, Grid
from sheets.reader import _read_on
from sheets.reading import read_book
from sheets.refresh import Snapshots
from sheets.snapshot import Snapshot

NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)  # in Saigon


def error_of(fault: str) -> Exception:
    match fault:
        case "down":
            return Unavailable("Google does not answer; try again", 30.0, "Google")
        case "broken":
            return SetupError("book.xlsx is damaged", "Restore a copy")
        case _:
            return KeyError(fault)


@dataclass(frozen=True)
class NoteStore:
    """A GridStore in one JSON note, which the child process opens too; it writes down how often it was read."""

    path: Path

    @property
    def note(self) -> dict[str, object]:
        return json.loads(self.path.read_text())  # type: ignore[no-any-return]

    def write(self, **changes: object) -> None:
        note = self.note if self.path.exists() else {"version": "1", "name": "Acme", "fault": "", "version_fault": ""}
        self.path.write_text(json.dumps(note | changes))

    def version(self) -> str:
        if fault := str(self.note["version_fault"]):
            raise error_of(fault)
        return str(self.note["version"])

    def read(self) -> Book:
        with self.path.with_suffix(".reads").open("a") as reads:
            reads.write(".")
        if self.note["fault"] == "death":
            os._exit(9)
        if self.note["fault"] == "sleep":
            Event().wait()
        if fault := str(self.note["fault"]):
            raise error_of(fault)
        accounts: Grid = [["account_id", "name", "owner_id"], ["1", str(self.note["name"]), "linh"]]
        tabs: dict[str, Grid] = {"Accounts": accounts, "Team": [["am_id", "name"], ["linh", "Linh"]]}
        return Book(tabs, "en_US", "Asia/Ho_Chi_Minh", str(self.note["version"]), content=str(self.note["name"]))

    def append(self, tab: str, rows: Sequence[Mapping[str, Cell]]) -> int:
        raise Conflict("not in these tests")

    def replace(self, tab: str, grid: Grid) -> None:
        raise Conflict("not in these tests")

    def prepare(self, tabs: Sequence[str]) -> Sequence[str]:
        raise Conflict("not in these tests")

    @property
    def reads(self) -> int:
        path = self.path.with_suffix(".reads")
        return len(path.read_text()) if path.exists() else 0


@dataclass
class Clock:
    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def store(tmp_path: Path) -> NoteStore:
    store = NoteStore(tmp_path / "book.json")
    store.write()
    return store


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "readings"


@pytest.fixture
def snapshots(store: NoteStore, folder: Path, clock: Clock) -> Snapshots:
    """Of one process: read in it."""
    return Snapshots(partial(NoteStore, store.path), folder, clock, in_process=True)


@pytest.fixture
def restarted(store: NoteStore, folder: Path, clock: Clock) -> Snapshots:
    """Of the process after it."""
    return Snapshots(partial(NoteStore, store.path), folder, clock, in_process=True)


@pytest.fixture
def beside(store: NoteStore, folder: Path, clock: Clock) -> Iterator[Snapshots]:
    """Of a bot: read in a child process."""
    snapshots = Snapshots(partial(NoteStore, store.path), folder, clock)
    yield snapshots
    snapshots.close()


def why(snapshot: Snapshot) -> str:
    return snapshot.stale.to("en") if snapshot.stale else ""


def name_in(snapshot: Snapshot) -> str:
    frame: pd.DataFrame = snapshot.tables["accounts"].collect().to_pandas()
    return str(frame["name"][0])


def test_it_hands_over_the_snapshot_held_without_asking_the_book(snapshots: Snapshots, store: NoteStore) -> None:
    first = snapshots.current()
    store.write(version="2", version_fault="down")
    assert first is snapshots.current()
    assert 1 == store.reads


def test_it_hands_over_the_snapshot_held_while_the_book_is_read(snapshots: Snapshots) -> None:
    first = snapshots.current()
    with snapshots._lock, ThreadPoolExecutor(1) as another:  # here, the book is being read
        assert first is another.submit(snapshots.current).result()


def test_it_reads_no_book_that_did_not_change(snapshots: Snapshots, store: NoteStore) -> None:
    first = snapshots.check()
    assert first is snapshots.check()
    assert 1 == store.reads


def test_it_says_when_the_book_was_last_known_to_be_like_this(
    snapshots: Snapshots, store: NoteStore, clock: Clock
) -> None:
    first = snapshots.check()
    clock.now += timedelta(minutes=5)
    second = snapshots.check()
    store.write(version_fault="down")
    clock.now += timedelta(minutes=5)
    third = snapshots.check()
    minutes = [0, 5, 5]
    assert [NOON + timedelta(minutes=m) for m in minutes] == [each.read_at for each in (first, second, third)]
    assert first.tables is third.tables
    assert 1 == store.reads


def test_it_knows_where_the_book_stands(snapshots: Snapshots) -> None:
    snapshot = snapshots.current()
    assert ("1", NOON, "Asia/Ho_Chi_Minh", "en_US", None) == (
        snapshot.version,
        snapshot.read_at,
        snapshot.timezone,
        snapshot.locale,
        snapshot.stale,
    )
    assert "Accounts!B2" == snapshot.address("accounts", 2, "name")


def test_it_reads_a_book_that_changed(snapshots: Snapshots, store: NoteStore) -> None:
    assert "Acme" == name_in(snapshots.check())
    store.write(version="2", name="Bamboo")
    assert "Bamboo" == name_in(snapshots.check())
    assert "Bamboo" == name_in(snapshots.current())


def test_it_keeps_the_tables_of_a_book_whose_version_alone_changed(snapshots: Snapshots, store: NoteStore) -> None:
    first = snapshots.check()
    store.write(version="2")
    second = snapshots.check()
    assert "2" == second.version
    assert first.tables is second.tables
    assert second is snapshots.check()
    assert 2 == store.reads


def test_it_reads_anew_when_asked_and_when_a_day_begins(snapshots: Snapshots, store: NoteStore, clock: Clock) -> None:
    snapshots.check()
    snapshots.refresh()
    assert 2 == store.reads
    clock.now = NOON + timedelta(hours=12)  # midnight in Saigon, which still ends the day
    snapshots.check()
    assert 2 == store.reads
    clock.now += timedelta(minutes=1)
    snapshots.check()
    assert 3 == store.reads


def test_it_takes_up_a_reading_on_disk_without_reading(
    snapshots: Snapshots, restarted: Snapshots, store: NoteStore
) -> None:
    before = snapshots.check()
    after = restarted.check()
    assert 1 == store.reads
    assert before.issues == after.issues
    for key, frame in before.tables.frames.items():
        pd.testing.assert_frame_equal(frame.collect().to_pandas(), after.tables[key].collect().to_pandas())


def test_it_does_not_read_again_for_a_version_already_noted(
    snapshots: Snapshots, restarted: Snapshots, store: NoteStore
) -> None:
    snapshots.check()
    store.write(version="2")
    snapshots.check()
    assert "2" == restarted.check().version
    assert 2 == store.reads


@pytest.mark.parametrize("fault", [{"fault": "down"}, {"version_fault": "down"}])
def test_it_serves_the_last_snapshot_while_the_book_does_not_answer(
    snapshots: Snapshots, store: NoteStore, fault: dict[str, str]
) -> None:
    first = snapshots.check()
    store.write(version="2", **fault)
    stale = snapshots.check()
    assert ("Google does not answer; try again", "Google") == (why(stale), stale.silent)
    assert first.tables is stale.tables
    assert stale is snapshots.current()
    store.write(fault="", version_fault="")
    assert ("", "") == (why(snapshots.check()), snapshots.check().silent)


def test_it_serves_the_last_snapshot_after_a_restart_too(
    snapshots: Snapshots, restarted: Snapshots, store: NoteStore
) -> None:
    snapshots.check()
    store.write(version_fault="down")
    assert "Google" == restarted.check().silent


def test_a_restart_knows_until_when_all_was_well(
    snapshots: Snapshots, restarted: Snapshots, store: NoteStore, clock: Clock
) -> None:
    for fault in ("", "", "down", "down"):
        store.write(version_fault=fault)
        snapshots.check()
        clock.now += timedelta(minutes=10)
    assert NOON + timedelta(minutes=10) == restarted.check().read_at


def test_what_is_taken_up_from_disk_serves_whatever_is_wrong_with_the_book(
    snapshots: Snapshots, restarted: Snapshots, store: NoteStore
) -> None:
    assert not snapshots.take_up()
    snapshots.check()
    store.write(version_fault="broken")
    assert restarted.take_up()
    assert ("Acme", "") == (name_in(restarted.current()), why(restarted.current()))
    assert ("book.xlsx is damaged. Restore a copy", "") == (why(restarted.check()), restarted.current().silent)


def test_it_says_at_the_start_that_the_book_is_broken_and_goes_on_when_it_breaks_later(
    snapshots: Snapshots, restarted: Snapshots, store: NoteStore
) -> None:
    snapshots.check()
    store.write(version="2", fault="broken")
    assert "book.xlsx is damaged. Restore a copy" == why(snapshots.check())
    with pytest.raises(SetupError, match="Restore a copy"):
        restarted.check()


@pytest.mark.parametrize("fault", [{"fault": "down"}, {"version_fault": "down"}])
def test_it_raises_when_there_is_nothing_to_serve(
    snapshots: Snapshots, store: NoteStore, fault: dict[str, str]
) -> None:
    store.write(**fault)
    with pytest.raises(Unavailable) as raised:
        snapshots.current()
    assert 30.0 == raised.value.retry_after


def test_it_raises_when_a_reading_asked_for_fails_and_says_so_from_then_on(
    snapshots: Snapshots, store: NoteStore
) -> None:
    snapshots.current()
    store.write(fault="down")
    with pytest.raises(Unavailable):
        snapshots.refresh()
    assert "Google" == snapshots.current().silent


def test_who_asks_for_a_reading_waits_a_little_for_one_under_way(
    snapshots: Snapshots, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sheets.refresh._PATIENCE_S", 0.0)
    snapshots.current()
    with snapshots._lock, ThreadPoolExecutor(1) as another, pytest.raises(Unavailable, match="ask again"):
        another.submit(snapshots.refresh).result()


def test_it_reads_anew_when_the_reading_on_disk_is_damaged(
    snapshots: Snapshots, restarted: Snapshots, store: NoteStore, folder: Path
) -> None:
    snapshots.current()
    [tables] = folder.glob("*/accounts.arrow")
    tables.write_bytes(b"not arrow")
    assert "Acme" == name_in(restarted.check())
    assert 2 == store.reads


def test_it_reads_anew_when_its_readings_were_removed(snapshots: Snapshots, store: NoteStore, folder: Path) -> None:
    snapshots.check()
    store.write(name="Bamboo")  # of the same version: nothing else makes it look
    assert "Acme" == name_in(snapshots.check())
    discard_readings(folder)
    assert "Bamboo" == name_in(snapshots.check())


@pytest.mark.parametrize("damage", [shutil.rmtree, lambda place: (place / "accounts.arrow").write_bytes(b"ARROW1")])
def test_a_reading_that_is_lost_on_its_way_is_read_again(
    snapshots: Snapshots, store: NoteStore, monkeypatch: pytest.MonkeyPatch, damage: Callable[[Path], object]
) -> None:
    def lost(*what: Any) -> Path:
        place = read_book(*what)
        damage(place)
        return place

    first = snapshots.check()
    store.write(version="2", name="Bamboo")
    monkeypatch.setattr("sheets.reading.read_book", lost)
    assert why(snapshots.check()).startswith("what was read of the book could not be opened")
    assert "Acme" == name_in(first) == name_in(snapshots.current())
    monkeypatch.undo()
    assert "Bamboo" == name_in(snapshots.check())


def test_it_keeps_readings_private_and_few(snapshots: Snapshots, store: NoteStore, folder: Path) -> None:
    for number in range(4):
        store.write(version=str(number), name=f"Acme {number}")
        snapshots.check()
    places = list(folder.iterdir())
    assert 2 == len(places)
    assert {0o700} == {stat.S_IMODE(place.stat().st_mode) for place in (folder, *places)}
    assert {0o600} == {stat.S_IMODE(path.stat().st_mode) for place in places for path in place.iterdir()}


def test_it_leaves_other_files_of_the_folder_alone(snapshots: Snapshots, folder: Path) -> None:
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    (folder / ".making-999999999-x").mkdir()
    snapshots.current()
    assert (folder / "notes.txt").exists()
    assert not (folder / ".making-999999999-x").exists()


def test_what_was_left_unfinished_by_one_of_the_same_number_goes_before_a_process_makes_anything(
    tmp_path: Path,
) -> None:
    (tmp_path / f".making-{os.getpid()}-x").mkdir()
    (tmp_path / f".making-{os.getppid()}-y").mkdir()  # who runs
    discard_unfinished(tmp_path)
    assert [f".making-{os.getppid()}-y"] == [path.name for path in tmp_path.iterdir()]


def test_a_reading_outlives_a_power_cut_once_it_is_handed_over(
    store: NoteStore, clock: Clock, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events: list[object] = []

    class Line:
        """One question, and then the parent is gone."""

        def recv(self) -> datetime:
            if events:
                raise EOFError
            return clock()

        def send(self, answer: object) -> None:
            events.append(answer)

    monkeypatch.setattr("os.fsync", lambda file: events.append(os.fstat(file).st_ino))
    _read_on(Line(), lambda: store, folder)  # type: ignore[arg-type]  # a line's two ends
    answer, *kept = events
    assert isinstance(answer, Path)
    assert {path.stat().st_ino for path in (folder, answer, *answer.iterdir())} == set(kept)


def test_it_says_which_folder_cannot_be_written(store: NoteStore, clock: Clock, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    snapshots = Snapshots(partial(NoteStore, store.path), tmp_path / "file" / "readings", clock, in_process=True)
    with pytest.raises(SetupError, match="cannot be written"):
        snapshots.current()


def test_it_reads_in_a_child_process_that_lives_on(beside: Snapshots, store: NoteStore) -> None:
    assert "Acme" == name_in(beside.check())
    store.write(version="2", name="Bamboo")
    assert "Bamboo" == name_in(beside.check())
    assert 2 == store.reads


def test_it_passes_on_what_the_child_says(beside: Snapshots, store: NoteStore) -> None:
    for fault, message in (
        ("broken", "book.xlsx is damaged. Restore a copy"),
        ("bug", "the book could not be read: KeyError"),
        ("down", "Google does not answer; try again"),
    ):
        store.write(fault=fault)
        with pytest.raises(AmberError) as raised:
            beside.current()
        assert message == str(raised.value)
    assert isinstance(raised.value, Unavailable)
    assert 30.0 == raised.value.retry_after


def test_the_child_goes_when_nobody_edits_and_comes_when_somebody_does(beside: Snapshots, store: NoteStore) -> None:
    beside.check()
    assert beside._reader is not None
    beside._reader._clock = lambda: time.monotonic() + 301
    beside.check()
    assert beside._reader._child is None
    store.write(version="2", name="Bamboo")
    assert "Bamboo" == name_in(beside.check())


def test_it_logs_where_the_child_failed_without_what_it_read(
    beside: Snapshots, store: NoteStore, caplog: pytest.LogCaptureFixture
) -> None:
    store.write(fault="bug")
    with pytest.raises(Unavailable):
        beside.current()
    (failed,) = [record for record in caplog.records if record.message == "reading.failed"]
    assert failed.trace.endswith("\nKeyError")  # type: ignore[attr-defined]
    assert "in read\n" in failed.trace  # type: ignore[attr-defined]


def test_it_outlives_the_death_of_the_child(beside: Snapshots, store: NoteStore) -> None:
    store.write(fault="death")
    with pytest.raises(Unavailable, match="ask again"):
        beside.current()
    store.write(fault="")
    assert "Acme" == name_in(beside.check())


def test_it_ends_while_the_book_is_being_read(beside: Snapshots, store: NoteStore) -> None:
    store.write(fault="sleep")
    with ThreadPoolExecutor(1) as another:
        reading = another.submit(beside.check)
        while not store.reads:
            Event().wait(0.01)
        beside.close()
        with pytest.raises(Unavailable):
            reading.result()


def test_it_tells_how_long_a_reading_took_and_what_it_found(
    snapshots: Snapshots, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "sheets")
    snapshots.check()
    snapshots.check()
    (record,) = caplog.records
    assert ("refresh.done", 2) == (record.message, record.rows)  # type: ignore[attr-defined]
    assert 0 <= record.seconds  # type: ignore[attr-defined]


def test_those_who_ask_during_a_reading_wait_for_that_one(beside: Snapshots, store: NoteStore) -> None:
    together = Barrier(8)

    def ask(_: int) -> int:
        together.wait()
        return id(beside.current())

    with ThreadPoolExecutor(8) as threads:
        assert 1 == len(set(threads.map(ask, range(8))))
    assert 1 == store.reads
