"""The real bot on a Google Sheet: a local Slack and a local Google over loopback, the bot a process of its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from threading import Event

import pytest

from bot.app.book import one_desk
from bot.app.demo import bot_beside, local_slack
from bot.settings import Settings, read_settings
from bot.workbench.server import Workbench
from sheets.demo.book import TIMEZONE, write_demo
from sheets.workbook import Workbook
from tests.emulators.google_sheets import GoogleSheetsServer

# A busy machine may take its time: the promise is what is answered in the end.
pytestmark = [pytest.mark.xdist_group("google"), pytest.mark.timeout(600)]

TUESDAY = date(2026, 11, 17)
LINH = "U0LINH"
_PATIENCE_S = 60.0
# What Linh is told, in her language.
FRESH, SILENT, WAITS = "Số liệu lúc 10:00.", "Google không phản hồi từ 10:00.", "đang chờ bảng tính"


@dataclass
class Office:
    """The agency's sheet in Google, its Slack, and the bot between them."""

    google: GoogleSheetsServer
    book: str
    bench: Workbench
    settings: Settings
    folder: Path
    _bot: ExitStack = field(default_factory=ExitStack)

    def start_bot(self) -> None:
        self.stop_bot()
        spec = f"gsheet:{self.book}"
        self._bot.enter_context(bot_beside(self.bench, spec, self.folder / "state.sqlite3", self.settings))
        self.bench.wait_for(lambda: self.bench.connected, timeout=_PATIENCE_S)

    def stop_bot(self) -> None:
        self._bot.close()
        self.bench.wait_for(lambda: not self.bench.connected, timeout=_PATIENCE_S)

    def ask(self, text: str) -> str:
        """Give a command as Linh; return all that the answer says."""
        linh = self.bench.as_user(LINH)
        seen = len(linh.messages())
        linh.command("/kpi", text)
        self.bench.wait_for(lambda: len(linh.messages()) > seen, timeout=_PATIENCE_S)
        return json.dumps(linh.messages()[-1], ensure_ascii=False)

    def ask_until(self, text: str, is_wanted: Callable[[str], bool]) -> str:
        """Ask as a patient person does, twice a second, until the answer is as wanted."""
        while not is_wanted(answer := self.ask(text)):
            Event().wait(0.5)
        return answer

    def rows(self, summary: str) -> int:
        """How many interactions of this summary stand in the sheet."""
        return sum(summary in row for row in self.google.cells(self.book, "Interactions"))


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("google")
    write_demo(folder / "demo.xlsx", TUESDAY)
    tabs = Workbook(folder / "demo.xlsx").read().tabs
    with GoogleSheetsServer() as google:
        given = {
            "AMBER_GOOGLE_CREDENTIALS": google.credentials(),
            "GOOGLE_API_URL": google.url,
            "AMBER_POLL_SECONDS": "1",
            "AMBER_AS_OF": f"{TUESDAY}T10:00",
            "AMBER_CACHE": str(folder / "cache"),
        }
        settings = read_settings(given, folder / ".env")
        book = google.new_book("Sen Agency", timezone=TIMEZONE, tabs=tabs)
        desk = one_desk(f"gsheet:{book}", replace(settings, cache=folder / "own cache"))
        with local_slack(desk) as bench:
            bench.be_patient(_PATIENCE_S)
            office = Office(google, book, bench, settings, folder)
            office.start_bot()
            yield office
            office.stop_bot()


def test_it_answers_from_a_google_sheet(office: Office) -> None:
    answer = office.ask("freshness")
    assert FRESH in answer
    assert "docs.google.com/spreadsheets/d/" in answer


def test_an_edit_by_hand_shows_within_the_poll(office: Office) -> None:
    names = [row[1] for row in office.google.cells(office.book, "Accounts")]
    office.google.put(office.book, "Accounts", f"B{names.index('Acme') + 1}", [["Acme Lotus"]])
    office.ask_until("account Acme", lambda answer: "Acme Lotus" in answer)


def test_what_is_logged_arrives_once_even_when_googles_answer_is_lost(office: Office) -> None:
    assert WAITS not in office.ask("log Acme call 20m first talk")
    assert 1 == office.rows("first talk")
    lost = office.google.fail("drop_after", 1_000_000, matching="POST")
    office.ask("log Acme call 20m second talk")
    assert 1 == office.rows("second talk")
    lost.times = 0
    assert WAITS not in office.ask("log Acme call 20m third talk")
    assert [1, 1, 1] == [office.rows(f"{which} talk") for which in ("first", "second", "third")]


def test_answers_go_on_while_google_is_down_also_after_a_restart_and_it_recovers_by_itself(office: Office) -> None:
    down = office.google.fail(503, 1_000_000)
    assert FRESH in office.ask("freshness")
    office.start_bot()
    office.ask_until("freshness", lambda answer: FRESH in answer and SILENT in answer)
    assert WAITS in office.ask("log Acme call 20m talk in the outage")
    assert 0 == office.rows("talk in the outage")
    down.times = 0
    office.ask_until("freshness", lambda answer: SILENT not in answer and office.rows("talk in the outage") == 1)


def test_it_breaks_no_limit_of_slacks(office: Office) -> None:
    assert [] == office.bench.breaches
