"""What stands in the bot's own tabs, and when they are written."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import openpyxl
import pytest

from bot.desk import Desk
from bot.state.db import open_database
from bot.state.history import History
from bot.state.lease import Lease
from bot.state.ledger import Errand, Ledger
from bot.tabs.issues import DATA_ISSUES
from bot.tabs.own_tab import Sources
from bot.tabs.pings import PINGS
from bot.tabs.scorecards import SCORECARD
from bot.tabs.weeks import HISTORY
from bot.tabs.writing import OwnTabs, reported_week
from kpi_core.errors import Unavailable
from kpi_core.evaluate import Figures
from kpi_core.history import HistoryRow
from kpi_core.text import plain
from sheets.archive import reading_at
from sheets.google import GoogleSheet
from sheets.grid import Link
from sheets.layout import write_book
from sheets.reading import read_book
from sheets.workbook import Workbook
from tests.emulators.google_sheets import GoogleSheetsServer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from sqlalchemy import Engine

    from kpi_core.text import Language
    from sheets.grid import Cell, Grid
    from sheets.snapshot import Snapshot

TUESDAY = datetime(2026, 11, 17, 12)
BOOK: Mapping[str, Sequence[Mapping[str, Cell]]] = {
    "team": [{"am_id": "linh", "name": "Linh", "role": "am", "team": "North"}],
    "accounts": [
        {"account_id": "acme", "name": "Acme", "owner_id": "linh", "started_on": date(2025, 2, 1)},
        {"account_id": "volga", "name": "=1+1", "owner_id": "lin", "started_on": "tomorow"},
    ],
    "interactions": [
        {"interaction_id": "i1", "account_id": "acme", "am_id": "linh", "at": datetime(2026, 11, 10, 9)},
    ],
    "targets": [
        {"kpi": "freshness", "target": 0.9, "per": "week"},
        {"kpi": "nps", "target": 40, "per": "quarter"},
    ],
}


@dataclass
class Store:
    """A book's own tabs; it notes each time one is written."""

    tabs: dict[str, Grid] = field(default_factory=dict)
    written: list[str] = field(default_factory=list)
    is_down: bool = False

    def replace(self, tab: str, grid: Grid) -> None:
        if self.is_down:
            raise Unavailable("Google does not answer")
        self.tabs[tab] = grid
        self.written.append(tab)


@dataclass
class Office:
    """A book that was read once, a database, and a store that takes the bot's tabs."""

    folder: Path
    engine: Engine
    snapshot: Snapshot
    figures: dict[datetime, Figures]  # each worked out once for all tests
    store: Store = field(default_factory=Store)

    def desk(self, now: datetime = TUESDAY, **changed: object) -> Desk:
        snapshot = replace(self.snapshot, **changed)  # type: ignore[arg-type]  # fields of a snapshot
        figures = self.figures.setdefault(now, Figures(snapshot.tables, now))
        return Desk(snapshot, figures, now, now.replace(tzinfo=UTC))

    @property
    def ledger(self) -> Ledger:
        return Ledger(self.engine, lambda: TUESDAY.replace(tzinfo=UTC))

    def sources(self, desk: Desk) -> Sources:
        return Sources(desk, reported_week(desk), History(self.engine, "book"), self.ledger)

    def process(self, store: object = None) -> OwnTabs:
        book = store or self.store
        return OwnTabs(self.engine, book, self.ledger, "book", self.lease)  # type: ignore[arg-type]  # only replace

    @property
    def lease(self) -> Lease:
        return Lease(self.engine, "tabs", timedelta(minutes=5), lambda: TUESDAY.replace(tzinfo=UTC))

    def skip(self, errand: Errand, reason: str) -> None:
        self.ledger.enrol(errand, errand.due_at)
        (delivery,) = self.ledger.ready(errand.due_at)
        claim = self.ledger.claim(delivery)
        assert claim is not None
        self.ledger.fence(claim, "U1", ["quiet|acme|2026-11-10"])
        self.ledger.settle(claim, "skipped", plain(reason))


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder = tmp_path_factory.mktemp("book")
    write_book(folder / "book.xlsx", BOOK)
    return reading_at(
        read_book(Workbook(folder / "book.xlsx"), folder / "cache", TUESDAY.replace(tzinfo=UTC))
    ).snapshot()


@pytest.fixture(scope="module")
def figures() -> dict[datetime, Figures]:
    return {}


@pytest.fixture
def office(tmp_path: Path, snapshot: Snapshot, figures: dict[datetime, Figures]) -> Iterator[Office]:
    engine = open_database(str(tmp_path / "amber.sqlite3"))
    yield Office(tmp_path, engine, snapshot, figures)
    engine.dispose()


def row(kpi: str, value: float, week: date = date(2026, 11, 9), scope: str = "all", version: int = 1) -> HistoryRow:
    return HistoryRow(week, kpi, scope, value, None, None, 1, None, None, version)


NOON = TUESDAY.replace(tzinfo=UTC)
LINHS = Errand("pings", "am:linh", "2026-11-17", NOON, NOON + timedelta(hours=12))


def test_the_scorecard_shows_the_last_week_that_was_reported(office: Office) -> None:
    header, score, freshness, *_ = SCORECARD.grid(office.sources(office.desk()), "en")
    assert [date(2026, 11, 9), "Linh", "Score", "the week", 100.0, "of 100"] == score
    assert ["Relationship freshness", "an instant", 100.0, "%", 90.0, "🟢", 100.0, None] == freshness[2:]
    assert len(header) == len(freshness)


def test_no_data_is_a_blank_with_its_reason(office: Office) -> None:
    card = SCORECARD.grid(office.sources(office.desk()), "vi")
    (nps,) = [row for row in card if row[1] == "Linh" and row[5] == "điểm"]
    assert (None, None, None) == (nps[4], nps[7], nps[8])
    assert "Khảo sát" in str(nps[9])


@pytest.mark.parametrize(
    ("now", "week"),
    [
        (datetime(2026, 11, 16, 7, 59), date(2026, 11, 2)),
        (datetime(2026, 11, 16, 8), date(2026, 11, 9)),
        (datetime(2026, 11, 22, 23), date(2026, 11, 9)),
    ],
)
def test_a_week_is_reported_when_its_digest_is_due(office: Office, now: datetime, week: date) -> None:
    assert week == reported_week(office.desk(now)).start.date()


def test_the_issues_name_their_cells_worst_first(office: Office) -> None:
    _, *rows = DATA_ISSUES.grid(office.sources(office.desk()), "en")
    by_value = {row[3]: row for row in rows}
    assert ["🔴 error", "Accounts", "G3", "tomorow"] == by_value["tomorow"][:4]
    assert ["an ID of the tab Team", "linh"] == by_value["lin"][5:]
    severities = [str(row[0]) for row in rows]
    assert sorted(severities, key=lambda severity: "error" not in severity) == severities


def test_an_issues_cell_leads_to_it_where_cells_have_links(office: Office) -> None:
    desk = office.desk(cell_urls={"Accounts": "https://sheet.example/#gid=7&range={cell}"})
    cells = [row[2] for row in DATA_ISSUES.grid(office.sources(desk), "en") if row[3] == "tomorow"]
    assert [("G3", "https://sheet.example/#gid=7&range=G3")] == [(c, c.url) for c in cells if isinstance(c, Link)]


def test_the_history_keeps_figures_of_two_formulas_apart(office: Office) -> None:
    history = History(office.engine, "book")
    history.keep([row("freshness", 0.5), row("freshness", 0.25, scope="am:linh")])
    history.keep([row("freshness", 0.75, date(2026, 11, 2), version=0), row("nps", 12.345, date(2026, 8, 10))])
    header, *rows = HISTORY.grid(office.sources(office.desk()), "en")
    assert ["2026-W34", "2026-W45", "2026-W46"] == [header[4], *header[-2:]]
    assert [
        ["Relationship freshness", "%", 0, "Everybody", 75.0, None],
        ["Relationship freshness", "%", 1, "Everybody", None, 50.0],
        ["Relationship freshness", "%", 1, "Linh", None, 25.0],
    ] == [[*row[:4], *row[-2:]] for row in rows]


def test_the_pings_say_what_became_of_each(office: Office) -> None:
    office.skip(LINHS, "there is nothing to say")
    assert [
        datetime(2026, 11, 17, 12), "reminders", "Linh", "skipped", "Quiet account: Acme", "there is nothing to say",
    ] == PINGS.grid(office.sources(office.desk()), "en")[1]  # fmt: skip


def test_the_pings_name_the_week_and_the_day_of_what_was_missed(office: Office) -> None:
    until = NOON + timedelta(days=1)
    for kind, slot in (("digest", "2026-W46"), ("pings", "2026-11-16")):
        office.ledger.enrol(Errand(kind, "am:linh", slot, NOON, NOON + timedelta(hours=1)), until)  # type: ignore[arg-type]  # two kinds
    rows = PINGS.grid(office.sources(office.desk()), "en")[1:]
    assert [["reminders", "2026-11-16"], ["weekly scorecard", "2026-W46"]] == [[row[1], row[4]] for row in rows]


@pytest.mark.parametrize("language", ["en", "vi", "ru"])
@pytest.mark.parametrize("tab", [SCORECARD, HISTORY, DATA_ISSUES, PINGS], ids=lambda tab: tab.key)
def test_every_cell_is_one_that_a_book_takes(office: Office, tab: object, language: Language) -> None:
    office.skip(LINHS, "missed")
    office.process().write(office.desk())
    grid = tab.grid(office.sources(office.desk()), language)  # type: ignore[attr-defined]
    assert len(grid) > 1
    assert {type(None), str, int, float, date, datetime, Link} >= {type(cell) for row in grid for cell in row}


def test_it_writes_all_at_first_and_then_what_changed(office: Office) -> None:
    office.process().write(office.desk())
    assert ["Data issues", "Scorecard", "History", "Pings"] == office.store.written
    restarted = office.process()
    restarted.write(office.desk(version="edited", read_at=NOON))
    assert 4 == len(office.store.written)
    office.skip(LINHS, "missed")
    restarted.write(office.desk())
    assert ["Pings"] == office.store.written[4:]
    restarted.write(office.desk(version="mended", issues=office.snapshot.issues[1:]))
    assert ["Data issues"] == office.store.written[5:]


def test_a_new_week_brings_the_weekly_tabs(office: Office) -> None:
    office.process().write(office.desk())
    office.process().write(office.desk(TUESDAY + timedelta(days=7)))
    assert {"Scorecard", "History"} == {*office.store.written[4:]}


def test_it_makes_up_for_weeks_in_which_nothing_ran(office: Office) -> None:
    office.process().write(office.desk())
    office.process().write(office.desk(TUESDAY + timedelta(days=21)))
    weeks = {row.week for row in History(office.engine, "book").since(date(2026, 1, 1))}
    assert {date(2026, 11, day) for day in (9, 16, 23, 30)} == weeks


def test_a_figure_of_a_week_is_kept_as_it_was(office: Office) -> None:
    office.process().write(office.desk())
    before = History(office.engine, "book").since(date(2026, 11, 9))
    office.process().write(office.desk())
    other = OwnTabs(office.engine, office.store, office.ledger, "another", office.lease)  # type: ignore[arg-type]
    other.write(office.desk())
    assert before == History(office.engine, "book").since(date(2026, 11, 9))


def test_one_process_writes_at_a_time(office: Office) -> None:
    with office.lease.held():  # another process is at it
        office.process().write(office.desk())
    assert [] == office.store.written
    office.process().write(office.desk())
    assert [] != office.store.written


def test_what_the_book_does_not_take_is_written_later(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    office.store.is_down = True
    tabs = office.process()
    with caplog.at_level(logging.WARNING):
        tabs.write(office.desk())
        tabs.write(office.desk())
    assert ["tabs.wait"] == [record.message for record in caplog.records]
    office.store.is_down = False
    tabs.write(office.desk())
    assert 4 == len(office.store.written)


def test_they_stand_in_a_real_book_and_people_keep_their_cells(office: Office) -> None:
    path = office.folder / "book.xlsx"
    write_book(path, BOOK, language="ru")
    before = Workbook(path).read().tabs
    office.process(Workbook(path)).write(office.desk(titles={"team": "Команда", "accounts": "Клиенты"}))
    assert before == Workbook(path).read().tabs
    found = openpyxl.load_workbook(path)
    assert "Важность" == found["Ошибки данных"]["A1"].value
    assert datetime(2026, 11, 9) == found["Карта показателей"]["A2"].value
    assert found["Карта показателей"]["A2"].is_date


def test_they_stand_in_a_google_sheet_as_texts_numbers_and_days(office: Office) -> None:
    url = "https://docs.google.com/spreadsheets/d/x/edit#gid=7&range={cell}"
    desk = office.desk(cell_urls={"Accounts": url})
    with GoogleSheetsServer() as google:
        book = google.new_book(tabs={"Accounts": [["Account ID"], ["acme"]]})
        office.process(GoogleSheet(book, google.credentials(), google.url)).write(desk)
        assert [["Account ID"], ["acme"]] == google.cells(book, "Accounts")
        assert [46335, "Linh", "Score", "the week", 100, "of 100"] == google.cells(book, "Scorecard")[1]
        assert ["🔴 error", "Accounts", "G3", "tomorow"] in [row[:4] for row in google.cells(book, "Data issues")]
