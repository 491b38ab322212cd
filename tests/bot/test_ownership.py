"""When an account's owner changes in the book, the tab ownership gets the rows that say so, once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.desk import Desk
from bot.ownership import Handovers
from bot.state.db import open_database
from bot.state.outbox import Outbox
from kpi_core.catalogue import BY_KEY
from kpi_core.evaluate import Figures
from kpi_core.kpi import Scope
from kpi_core.periods import unit_period
from sheets.archive import reading_at
from sheets.layout import write_book
from sheets.reading import read_book
from sheets.workbook import Workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine

    from sheets.grid import Cell

TUESDAY, WEDNESDAY, THURSDAY = (datetime(2026, 11, day, 12) for day in (17, 18, 19))
TEAM = [{"am_id": am_id, "name": am_id.title()} for am_id in ("linh", "minh", "olga")]
INVOICE = {"invoice_id": "v1", "account_id": "acme", "issued_on": date(2026, 10, 5), "amount": 100, "paid_on": ""}


class Office:
    """A book on disk, as people leave it, and the bot's database beside it."""

    def __init__(self, folder: Path, engine: Engine) -> None:
        self.folder = folder
        self.engine = engine
        self.book = Workbook(folder / "book.xlsx")
        self.accounts: list[dict[str, Cell]] = [
            {"account_id": "acme", "name": "Acme", "owner_id": "linh", "started_on": date(2025, 2, 1)},
            {"account_id": "volga", "name": "Volga", "owner_id": "olga"},
        ]

    def desk(self, now: datetime) -> Desk:
        now_utc = now.replace(tzinfo=UTC)
        snapshot = reading_at(read_book(self.book, self.folder / "cache", now_utc)).snapshot()
        return Desk(snapshot, Figures(snapshot.tables, now), now, now_utc)

    def leave(self, *ownership: dict[str, Cell], **owners: Cell) -> None:
        """Save the book with these owners; rows of ownership that stand there stay."""
        standing = self.ownership() if self.book.path.exists() else []
        for account in self.accounts:
            account["owner_id"] = owners.get(str(account["account_id"]), account["owner_id"])
        rows = {"team": TEAM, "accounts": self.accounts, "invoices": [INVOICE], "ownership": [*standing, *ownership]}
        write_book(self.book.path, rows)

    def ownership(self) -> list[dict[str, Cell]]:
        _, *rows = self.book.read().tabs["Ownership"]
        return [{"account_id": a, "am_id": who, "from": since, "to": to} for a, who, since, to in rows]

    def spans(self) -> list[tuple[Cell, ...]]:
        return [tuple(str(cell)[:10] for cell in row.values()) for row in self.ownership()]

    def process(self) -> tuple[Outbox, Handovers]:
        outbox = Outbox(self.engine, self.book, lambda: datetime(2026, 11, 17, 5, tzinfo=UTC), lambda: None)
        return outbox, Handovers(self.engine, outbox, "the book")

    def look(self, now: datetime) -> list[tuple[Cell, ...]]:
        """Start a process, let it look and write; return what stands in the tab ownership."""
        outbox, handovers = self.process()
        handovers.notice(self.desk(now))
        assert 0 == outbox.flush()
        return self.spans()


@pytest.fixture
def office(tmp_path: Path, database: str) -> Iterator[Office]:
    engine = open_database(database)
    office = Office(tmp_path, engine)
    office.leave()
    yield office
    engine.dispose()


LINHS, MINHS = ("acme", "linh", "2025-02-01", "2026-11-17"), ("acme", "minh", "2026-11-18", "")


def test_it_writes_nothing_at_first_sight(office: Office) -> None:
    assert [] == office.look(TUESDAY)


def test_it_writes_down_a_change_once(office: Office) -> None:
    office.look(TUESDAY)
    office.leave(acme="minh")
    assert [LINHS, MINHS] == office.look(WEDNESDAY)
    assert [LINHS, MINHS] == office.look(THURSDAY)


def test_figures_of_the_past_stay_whose_they_were(office: Office) -> None:
    october = unit_period("month", datetime(2026, 10, 1), TUESDAY)

    def revenue(desk: Desk) -> list[float | None]:
        return [desk.figures.result(BY_KEY["revenue"], Scope("am", am_id), october).value for am_id in ("linh", "minh")]

    before = revenue(office.desk(TUESDAY))
    office.look(TUESDAY)
    office.leave(acme="minh")
    assert before != revenue(office.desk(WEDNESDAY))
    office.look(WEDNESDAY)
    assert before == revenue(office.desk(WEDNESDAY))


def test_the_rows_it_writes_are_no_issue_of_the_book(office: Office) -> None:
    office.look(TUESDAY)
    for day, owner in ((WEDNESDAY, "minh"), (WEDNESDAY, "linh"), (THURSDAY, "minh")):
        office.leave(acme=owner)
        office.look(day)
    assert [] == [issue for issue in office.desk(THURSDAY).snapshot.issues if issue.tab == "Ownership"]


def test_a_start_nobody_knows_was_since_ever(office: Office) -> None:
    office.look(TUESDAY)
    office.leave(volga="linh")
    assert ("volga", "olga", "1950-01-01", "2026-11-17") == office.look(WEDNESDAY)[0]


def test_two_processes_write_it_once(office: Office) -> None:
    office.look(TUESDAY)
    first, other = office.process(), office.process()
    office.leave(acme="minh")
    desk = office.desk(WEDNESDAY)
    for _, handovers in (first, other):
        handovers.notice(desk)
    assert 2 == first[0].waiting()


def test_an_older_reading_brings_no_change(office: Office) -> None:
    office.look(TUESDAY)
    old = office.desk(TUESDAY)
    office.leave(acme="minh")
    office.look(WEDNESDAY)
    outbox, handovers = office.process()
    handovers.notice(old)
    assert 0 == outbox.waiting()


def test_a_clock_that_ran_ahead_once_hides_no_change(office: Office) -> None:
    office.look(THURSDAY + timedelta(days=300))
    office.leave(acme="minh")
    assert ("acme", "minh", "2026-11-17", "") in office.look(TUESDAY)


def test_it_writes_nothing_when_people_did(office: Office) -> None:
    office.look(TUESDAY)
    linhs = {"account_id": "acme", "am_id": "linh", "from": date(2025, 2, 1), "to": date(2026, 11, 15)}
    office.leave(linhs, {"account_id": "acme", "am_id": "minh", "from": date(2026, 11, 16)}, acme="minh")
    assert 2 == len(office.look(WEDNESDAY))


@pytest.mark.parametrize("cell", ["", "nobody", "#N/A"])
def test_a_blank_or_faulty_cell_is_no_change(office: Office, cell: str) -> None:
    office.look(TUESDAY)
    office.leave(acme=cell)
    assert [] == office.look(WEDNESDAY)
    office.leave(acme="minh")
    assert 2 == len(office.look(THURSDAY))


def test_an_account_that_is_gone_for_a_while_is_still_known(office: Office) -> None:
    office.look(TUESDAY)
    acme = office.accounts.pop(0)
    office.leave()
    assert [] == office.look(WEDNESDAY)
    office.accounts.append({**acme, "owner_id": "minh"})
    office.leave()
    assert 2 == len(office.look(THURSDAY))


def test_a_change_counts_with_the_rows_that_still_wait(office: Office) -> None:
    office.look(TUESDAY)
    for day, owner in ((WEDNESDAY, "minh"), (THURSDAY, "olga")):
        office.leave(acme=owner)
        outbox, handovers = office.process()
        handovers.notice(office.desk(day))
    outbox.flush()
    assert [LINHS, MINHS, ("acme", "olga", "2026-11-19", "")] == office.spans()
