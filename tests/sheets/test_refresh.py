"""Snapshots of a book: what is read when, what serves when the book does not answer, what stays on disk."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Barrier

import pandas as pd
import pytest

from kpi_core.errors import AmberError, Conflict, SetupError, Unavailable
from sheets.grid import Book, Cell, Grid
from sheets.refresh import Snapshots

NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)  # in Saigon


def error_of(fault: str) -> Exception:
    match fault:
        case "down":
            return Unavailable("Google does not answer; try again", 30.0)
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
        if fault := str(self.note["fault"]):
            raise error_of(fault)
        accounts: Grid = [["account_id", "name", "owner_id"], ["1", str(self.note["name"]), "linh"]]
        tabs: dict[str, Grid] = {"Accounts": accounts, "Team": [["am_id", "name"], ["linh", "Linh"]]}
        return Book(tabs, "en_US", "Asia/Ho_Chi_Minh", str(self.note["version"]))

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


def name_in(snapshots: Snapshots) -> str:
    frame: pd.DataFrame = snapshots.current().tables["accounts"].collect().to_pandas()
    return str(frame["name"][0])


def test_it_hands_over_the_same_snapshot_while_nothing_changes(snapshots: Snapshots, store: NoteStore) -> None:
    first = snapshots.current()
    assert first is snapshots.current()
    assert 1 == store.reads


def test_it_knows_where_the_book_stands(snapshots: Snapshots) -> None:
    snapshot = snapshots.current()
    assert ("1", NOON, "Asia/Ho_Chi_Minh", "en_US", "") == (
        snapshot.version,
        snapshot.read_at,
        snapshot.timezone,
        snapshot.locale,
        snapshot.stale,
    )
    assert "Accounts!B2" == snapshot.address("accounts", 2, "name")


def test_it_reads_a_book_that_changed(snapshots: Snapshots, store: NoteStore) -> None:
    assert "Acme" == name_in(snapshots)
    store.write(version="2", name="Bamboo")
    assert "Bamboo" == name_in(snapshots)


def test_it_keeps_the_tables_of_a_book_whose_version_alone_changed(snapshots: Snapshots, store: NoteStore) -> None:
    first = snapshots.current()
    store.write(version="2")
    second = snapshots.current()
    assert "2" == second.version
    assert first.tables is second.tables
    assert second is snapshots.current()
    assert 2 == store.reads


def test_it_reads_anew_when_asked_and_when_a_day_begins(snapshots: Snapshots, store: NoteStore, clock: Clock) -> None:
    snapshots.current()
    snapshots.refresh()
    assert 2 == store.reads
    clock.now = NOON + timedelta(hours=12)  # midnight in Saigon, which still ends the day
    snapshots.current()
    assert 2 == store.reads
    clock.now += timedelta(minutes=1)
    snapshots.current()
    assert 3 == store.reads


def test_it_takes_up_a_reading_on_disk_without_reading(
    snapshots: Snapshots, restarted: Snapshots, store: NoteStore
) -> None:
    before = snapshots.current()
    after = restarted.current()
    assert 1 == store.reads
    assert before.issues == after.issues
    for key, frame in before.tables.frames.items():
        pd.testing.assert_frame_equal(frame.collect().to_pandas(), after.tables[key].collect().to_pandas())


def test_it_does_not_read_again_for_a_version_already_noted(
    snapshots: Snapshots, restarted: Snapshots, store: NoteStore
) -> None:
    snapshots.current()
    store.write(version="2")
    snapshots.current()
    assert "2" == restarted.current().version
    assert 2 == store.reads


@pytest.mark.parametrize("fault", [{"fault": "down"}, {"version_fault": "down"}])
def test_it_serves_the_last_snapshot_while_the_book_does_not_answer(
    snapshots: Snapshots, store: NoteStore, fault: dict[str, str]
) -> None:
    first = snapshots.current()
    store.write(version="2", **fault)
    stale = snapshots.current()
    assert "Google does not answer; try again" == stale.stale
    assert first.tables is stale.tables
    assert stale is snapshots.current()
    store.write(fault="", version_fault="")
    assert "" == snapshots.current().stale


def test_it_serves_the_last_snapshot_after_a_restart_too(
    snapshots: Snapshots, restarted: Snapshots, store: NoteStore
) -> None:
    snapshots.current()
    store.write(version_fault="down")
    assert "Google does not answer; try again" == restarted.current().stale


def test_it_says_at_the_start_that_the_book_is_broken_and_goes_on_when_it_breaks_later(
    snapshots: Snapshots, restarted: Snapshots, store: NoteStore
) -> None:
    snapshots.current()
    store.write(version="2", fault="broken")
    assert "book.xlsx is damaged. Restore a copy" == snapshots.current().stale
    with pytest.raises(SetupError, match="Restore a copy"):
        restarted.current()


@pytest.mark.parametrize("fault", [{"fault": "down"}, {"version_fault": "down"}])
def test_it_raises_when_there_is_nothing_to_serve(
    snapshots: Snapshots, store: NoteStore, fault: dict[str, str]
) -> None:
    store.write(**fault)
    with pytest.raises(Unavailable) as raised:
        snapshots.current()
    assert 30.0 == raised.value.retry_after


def test_it_raises_when_a_reading_asked_for_fails(snapshots: Snapshots, store: NoteStore) -> None:
    snapshots.current()
    store.write(fault="down")
    with pytest.raises(Unavailable):
        snapshots.refresh()


def test_it_reads_anew_when_the_reading_on_disk_is_damaged(
    snapshots: Snapshots, restarted: Snapshots, store: NoteStore, folder: Path
) -> None:
    snapshots.current()
    [tables] = folder.glob("*/accounts.arrow")
    tables.write_bytes(b"not arrow")
    assert "Acme" == name_in(restarted)
    assert 2 == store.reads


def test_it_keeps_readings_private_and_few(snapshots: Snapshots, store: NoteStore, folder: Path) -> None:
    for number in range(4):
        store.write(version=str(number), name=f"Acme {number}")
        snapshots.current()
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


def test_it_says_which_folder_cannot_be_written(store: NoteStore, clock: Clock, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    snapshots = Snapshots(partial(NoteStore, store.path), tmp_path / "file" / "readings", clock, in_process=True)
    with pytest.raises(SetupError, match="cannot be written"):
        snapshots.current()


def test_it_reads_in_a_child_process_that_lives_on(beside: Snapshots, store: NoteStore) -> None:
    assert "Acme" == name_in(beside)
    store.write(version="2", name="Bamboo")
    assert "Bamboo" == name_in(beside)
    assert 2 == store.reads


def test_it_passes_on_what_the_child_says(beside: Snapshots, store: NoteStore) -> None:
    for fault, message in (
        ("broken", "book.xlsx is damaged. Restore a copy"),
        ("bug", "the book could not be read: KeyError: 'bug'"),
        ("down", "Google does not answer; try again"),
    ):
        store.write(fault=fault)
        with pytest.raises(AmberError) as raised:
            beside.current()
        assert message == str(raised.value)
    assert isinstance(raised.value, Unavailable)
    assert 30.0 == raised.value.retry_after


def test_it_outlives_the_death_of_the_child(beside: Snapshots, store: NoteStore) -> None:
    store.write(fault="death")
    with pytest.raises(Unavailable, match="ask again"):
        beside.current()
    store.write(fault="")
    assert "Acme" == name_in(beside)


def test_those_who_ask_during_a_reading_wait_for_that_one(beside: Snapshots, store: NoteStore) -> None:
    together = Barrier(8)

    def ask(_: int) -> int:
        together.wait()
        return id(beside.current())

    with ThreadPoolExecutor(8) as threads:
        assert 1 == len(set(threads.map(ask, range(8))))
    assert 1 == store.reads
