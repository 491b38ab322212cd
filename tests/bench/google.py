"""How fast and how big the reading of a Google Sheet is, beside what one would write with gspread and pandas.

Google is a process of its own that answers from prepared bodies: its time is small, and the same for both.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from threading import Event
from typing import Any

import gspread
import pandas as pd
from google.auth.transport.requests import AuthorizedSession
from google.oauth2.service_account import Credentials
from gspread.http_client import HTTPClient
from gspread.urls import SPREADSHEET_VALUES_BATCH_URL

from bot.app.demo import bot_beside
from bot.settings import read_settings
from bot.workbench.server import Workbench
from bot.workbench.world import World
from sheets.codec import decode
from sheets.google import GoogleSheet
from sheets.reading import read_book
from tests.bench.large_sheet import Served, served

TODAY, NOON = date(2026, 11, 20), datetime(2026, 11, 20, 5, tzinfo=UTC)
ROWS, MOST_ROWS, ROUNDS = 200_000, 1_000_000, 5
EDITS = 3
POLL_SECONDS = 15
SCOPES = ["https://www.googleapis.com/auth/spreadsheets", "https://www.googleapis.com/auth/drive"]
MIB = 1024


def _seconds(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _opened(google: Served) -> GoogleSheet:
    return GoogleSheet(google.book_id, google.credentials, google.url)


def _by_hand(google: Served) -> pd.DataFrame:
    """Read the large tab as one would, without its being checked."""
    spreadsheet = _client(google).open_by_key(google.book_id)
    return pd.DataFrame(spreadsheet.worksheet("Interactions").get_all_records())


def _client(google: Served) -> gspread.Client:
    credentials = Credentials.from_service_account_info(json.loads(google.credentials), scopes=SCOPES)

    class There(HTTPClient):
        def request(self, method: str, endpoint: str, *given: Any, **named: Any) -> Any:
            return super().request(method, re.sub("^https://[^/]+/", google.url, endpoint), *given, **named)

    return gspread.Client(credentials, AuthorizedSession(credentials), There)


def _body(google: Served) -> bytes:
    """Return the bytes that a reading of the book parses."""
    store = _opened(google)
    bodies = []
    send = store.client.request

    def heard(method: str, endpoint: str, *given: Any, **named: Any) -> Any:
        answer = send(method, endpoint, *given, **named)
        if endpoint == SPREADSHEET_VALUES_BATCH_URL % google.book_id:
            bodies.append(answer.content)
        return answer

    store.client.request = heard  # type: ignore[method-assign]
    store.read()
    return b"".join(bodies)


def side_by_side() -> str:
    """Read the large tab with gspread and pandas, and the whole book with Amber, in turns."""
    with served(ROWS) as google, TemporaryDirectory() as folder:
        body, store = _body(google), _opened(google)
        decode(store.read(), TODAY)
        by_hand, amber, parsing, whole = [], [], [], []
        for number in range(ROUNDS):
            by_hand.append(_seconds(lambda: _by_hand(google)))
            google.edit()
            amber.append(_seconds(lambda: decode(store.read(), TODAY)))
            parsing.append(_seconds(lambda: json.loads(body)))
            google.edit()
            place = Path(folder) / str(number)
            whole.append(_seconds(lambda place=place: read_book(store, place, NOON)))
    # The best of each: the machine does other things too.
    hand, own, alone, all_in = map(min, (by_hand, amber, parsing, whole))
    figures = (
        ("get_all_records() + DataFrame, one tab", hand, ""),
        ("Amber: fetched, checked, typed, all tabs", own, f"{hand / own:.1f} × as fast"),
        (f"json.loads of the same {len(body) / 1e6:.0f} MB", alone, f"Amber takes {own / alone:.1f} × that"),
        ("Amber: also attributed and written to disk", all_in, ""),
        (
            f"edit to answer, median, asked every {POLL_SECONDS} s",
            POLL_SECONDS / 2 + all_in,
            "1 read of a quota of 60 a minute",
        ),
    )
    return "\n".join(f"{name:<44}{seconds:>7.2f} s   {remark}" for name, seconds, remark in figures)


@dataclass(frozen=True)
class Stay:
    """What a bot's stay on a large sheet came to, while the book was edited again and again."""

    ack_seconds: Sequence[float]
    edits: int
    cell_reads: int
    other_reads: int  # of the list of tabs, and before the bot's own tabs are written
    bot_peak_kib: int
    child_peak_kib: int


def stay(rows: int, seconds_an_edit: float) -> Stay:
    """Run the real bot on a local Slack and a large sheet; ask it all the time, and edit the sheet meanwhile."""
    world = World.of_cast(time.time)  # noqa: TID251  # a local Slack of its own
    commands = [{"command": "/kpi", "hint": "", "completions": []}]
    with served(rows) as google, Workbench(world, commands=commands) as bench, TemporaryDirectory() as folder:
        given = {
            "AMBER_GOOGLE_CREDENTIALS": google.credentials,
            "GOOGLE_API_URL": google.url,
            "AMBER_POLL_SECONDS": "1",
            "AMBER_CACHE": f"{folder}/cache",
        }
        settings = read_settings(given, Path(folder) / ".env")
        spec = f"gsheet:{google.book_id}"
        with bot_beside(bench, spec, Path(folder) / "state.sqlite3", settings) as bot:
            visitor = bench.as_user("U0LINH")
            bench.wait_for(lambda: bench.connected, timeout=120)
            visitor.command("/kpi", "freshness")
            bench.wait_for(lambda: len(visitor.messages()) > 0, timeout=300)
            acks = []
            for _ in range(EDITS):
                google.edit()
                until = time.perf_counter() + seconds_an_edit
                while time.perf_counter() < until:
                    acks.append(_seconds(lambda: visitor.command("/kpi", "freshness")))
                    Event().wait(0.25)
            process_id = bot.process.pid
            children_kib = max(map(_peak_kib, _children(process_id)))
            return Stay(acks, EDITS, *google.reads(), _peak_kib(process_id), children_kib)


def _children(process_id: int) -> Sequence[int]:
    tasks = Path(f"/proc/{process_id}/task")
    return [int(child) for task in tasks.iterdir() for child in (task / "children").read_text().split()]


def _peak_kib(process_id: int) -> int:
    status = Path(f"/proc/{process_id}/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1])  # type: ignore[index]


def beside_the_bot() -> str:
    """Let the bot stay on the sheet of each size."""
    lines = [f"{'':<20}{'ack, median':>14}{'worst':>9}{'bot, peak':>12}{'child, peak':>13}{'edits':>7}{'reads':>7}"]
    for rows, seconds in ((ROWS, 8.0), (MOST_ROWS, 25.0)):
        found = stay(rows, seconds)
        milliseconds = [1000 * ack for ack in found.ack_seconds]
        lines.append(
            f"{rows:>9,} rows × 10 {median(milliseconds):>11.0f} ms{max(milliseconds):>6.0f} ms"
            f"{found.bot_peak_kib / MIB:>8.0f} MiB{found.child_peak_kib / MIB:>9.0f} MiB{found.edits:>7}"
            f"{found.cell_reads:>7} of cells for {len(milliseconds)} commands, {found.other_reads} others"
        )
    return "\n".join(lines)


def table() -> str:
    """Measure all and return the figures."""
    return f"{side_by_side()}\n\n{beside_the_bot()}"


if __name__ == "__main__":
    print(table())  # noqa: T201
