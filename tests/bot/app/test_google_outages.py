"""What a bot on a Google Sheet costs of Google's quota, and how it lives through Google's failures."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest

from bot import blocks
from bot.answers import reply
from bot.app.book import BookDesks
from bot.app.clock import Clock
from bot.grammar import parse
from bot.people import ADMINISTRATOR
from bot.settings import as_of
from sheets.google import GoogleSheet
from sheets.google.client import Limit, Patience
from sheets.grid import Grid
from sheets.refresh import Snapshots
from tests.emulators.google_sheets import GoogleSheetsServer

TABS: dict[str, Grid] = {
    "Team": [["am_id", "name"], ["linh", "Linh"], ["minh", "Minh"]],
    "Accounts": [["account_id", "name", "owner_id"], ["1", "Acme", "linh"], ["2", "Bamboo", "minh"]],
}
# No moment between the tries; and only a moment for whoever is known not to answer: a busy machine may take its time.
PATIENCE = Patience(drive=Limit(60, 120), sleep=lambda seconds: None)
HASTE = replace(PATIENCE, sheets=Limit(0.2, 0.5), drive=Limit(0.2, 0.5))
SILENT = "⚠️ Google has not answered since"


@dataclass
class Office:
    """A bot's desks on a sheet, which look at it when a test says so."""

    google: GoogleSheetsServer
    book: str
    desks: BookDesks

    def look(self) -> None:
        self.desks._look(lambda desk: None, lambda: None)

    def look_in_vain(self) -> None:
        client = self.desks._snapshots._opened().client  # type: ignore[attr-defined]  # a sheet's
        client.patience = HASTE
        self.look()
        client.patience = PATIENCE

    def ask(self, text: str) -> str:
        desk = self.desks.current()
        answer = reply(parse(text, desk, ADMINISTRATOR), ADMINISTRATOR, desk, "en")
        return json.dumps(blocks.render(answer).blocks, ensure_ascii=False)

    def reads(self, doing: Callable[[], object]) -> int:
        """How many reads of the Sheets quota something costs."""
        before = self.google.calls.sheets_reads()
        doing()
        return self.google.calls.sheets_reads() - before


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine may take its time with the first look."""
    monkeypatch.setattr("bot.app.book._FIRST_LOOK_SECONDS", 60.0)


@pytest.fixture
def google() -> Iterator[GoogleSheetsServer]:
    with GoogleSheetsServer() as server:
        yield server


@pytest.fixture
def opened(google: GoogleSheetsServer, tmp_path: Path) -> Callable[..., BookDesks]:
    """Return what opens desks on a sheet, as a process does that starts."""

    def opened(book: str, patience: Patience = PATIENCE) -> BookDesks:
        store = partial(GoogleSheet, book, google.credentials(), google.url, patience)
        instant = as_of("2026-11-17T10:00")
        return BookDesks(Snapshots(store, tmp_path, Clock(instant), in_process=True), instant)

    return opened


@pytest.fixture
def office(google: GoogleSheetsServer, opened: Callable[..., BookDesks]) -> Iterator[Office]:
    book = google.new_book(tabs=TABS, timezone="Asia/Ho_Chi_Minh")
    with closing(opened(book)) as desks:
        desks.watch(3600, lambda desk: None)
        yield Office(google, book, desks)


def test_a_start_costs_two_reads(office: Office) -> None:
    assert 2 == office.google.calls.sheets_reads()


def test_an_unchanged_sheet_costs_no_read(office: Office) -> None:
    assert 0 == office.reads(office.look)


def test_an_edit_costs_one_read_and_shows(office: Office) -> None:
    office.google.put(office.book, "Accounts", "B2", [["Acme Lotus"]])
    assert 1 == office.reads(office.look)
    assert "Acme Lotus" in office.ask("account acme")


def test_a_thousand_questions_cost_nothing(office: Office) -> None:
    calls = len(office.google.calls)
    for _ in range(1000):
        assert "Figures as of 10:00." in office.ask("freshness")
    assert calls == len(office.google.calls)


@pytest.mark.parametrize("kind", [429, "rateLimitExceeded", 500, 503, "garbage", "drop_before", "slow"])
@pytest.mark.parametrize("call", ["/drive/", "/v4/"])
def test_answers_go_on_with_their_age_while_google_fails(office: Office, kind: int | str, call: str) -> None:
    fault = office.google.fail(kind, 1_000_000, matching=call)  # type: ignore[arg-type]
    office.google.put(office.book, "Accounts", "B2", [["Acme Lotus"]])
    office.look_in_vain()
    assert f"{SILENT} 10:00." in office.ask("account acme")
    assert "Acme Lotus" not in office.ask("account acme")
    fault.times = 0
    fault.release()
    office.look()
    assert "Acme Lotus" in office.ask("account acme")
    assert "⚠️" not in office.ask("account acme")


def test_a_sheet_no_longer_shared_is_said_with_the_mend_and_its_last_figures_serve(office: Office) -> None:
    office.google.share(office.book, "none")
    office.look()
    assert "⚠️ A newer reading was not possible:" in office.ask("account acme")
    assert "share it with" in office.ask("account acme").lower()
    office.google.share(office.book, "writer")
    office.look()
    assert "⚠️" not in office.ask("account acme")


@pytest.mark.parametrize("kind", [503, "slow", "PERMISSION_DENIED"])
def test_a_restart_serves_the_last_figures_while_google_fails(
    office: Office, opened: Callable[..., BookDesks], kind: int | str
) -> None:
    office.desks.close()
    office.google.fail(kind, 1_000_000)  # type: ignore[arg-type]
    with closing(opened(office.book, HASTE)) as desks:
        desks.watch(3600, lambda desk: None)
        restarted = Office(office.google, office.book, desks)
        assert "Acme" in restarted.ask("account acme")
        assert "⚠️" in restarted.ask("account acme")
