"""A Google Sheet too large for the emulator to keep cell by cell: it answers for the values from prepared bodies.

So its own time is small, and the same for everybody who reads it.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from tests.emulators.google_sheets import GoogleSheetsServer
from tests.emulators.google_sheets.faults import Call

ACCOUNTS, AMS, CONTACTS = 10_000, 200, 30_000
_RANGE = re.compile(r"'?(?P<title>\w+)'?(?:!(?P<first>\d+):(?P<last>\d+))?")
_SUMMARIES = ("Quarterly review with marketing", "Gọi điện hỏi về hợp đồng", "Созвон по отчёту", "Follow-up")
Columns = Sequence[Sequence[Any]]


def book(interactions: int) -> dict[str, Columns]:
    """Return a book's tabs by column: the one tab that is large has ten columns."""
    chance = random.Random(4)
    numbers = range(interactions)

    def of(header: str, cells: Iterable[Any]) -> list[Any]:
        return [header, *cells]

    return {
        "Team": [
            of("am_id", (f"am-{n}" for n in range(AMS))),
            of("name", (f"AM {n}" for n in range(AMS))),
            of("slack_user_id", ["U0LINH"]),
        ],
        "Accounts": [
            of("account_id", (f"a{n}" for n in range(ACCOUNTS))),
            of("name", (f"Account {n}" for n in range(ACCOUNTS))),
            of("owner_id", (f"am-{n % AMS}" for n in range(ACCOUNTS))),
        ],
        "Contacts": [
            of("contact_id", (f"c{n}" for n in range(CONTACTS))),
            of("account_id", (f"a{n % ACCOUNTS}" for n in range(CONTACTS))),
            of("name", (f"Contact {n}" for n in range(CONTACTS))),
        ],
        "Interactions": [
            of("interaction_id", (f"01JD{n:022d}" for n in numbers)),
            of("account_id", (f"a{chance.randrange(ACCOUNTS)}" for _ in numbers)),
            of("am_id", (f"am-{chance.randrange(AMS)}" for _ in numbers)),
            of("at", (45_000 + round(chance.random() * 900, 5) for _ in numbers)),
            of("channel", (chance.choice(("call", "email", "meeting", "chat")) for _ in numbers)),
            of("direction", (chance.choice(("inbound", "outbound")) for _ in numbers)),
            of("minutes", (chance.randrange(1, 60) for _ in numbers)),
            of("contact_id", (f"c{chance.randrange(CONTACTS)}" for _ in numbers)),
            of("replied", (chance.choice((True, False)) for _ in numbers)),
            of("summary", (f"{chance.choice(_SUMMARIES)} {n}" for n in numbers)),
        ],
    }


class LargeSheet(GoogleSheetsServer):
    """The emulator with one book whose values are answered from bodies kept since they were first asked for."""

    def __init__(self, tabs: Mapping[str, Columns]) -> None:
        super().__init__()
        self._tabs = tabs
        self._kept: dict[str, bytes] = {}
        self.book_id = self.new_book(timezone="Asia/Ho_Chi_Minh", tabs={title: [[""]] for title in tabs})
        for sheet, columns in zip(self.service.files[self.book_id].book.sheets, tabs.values(), strict=True):
            sheet.row_count, sheet.column_count = len(columns[0]), len(columns)

    def respond(self, request: Any, authorization: str) -> Any:
        if "/values" not in request.path:
            return super().respond(request, authorization)
        self.calls.append(Call(request.method, request.path, request.query, 200))
        key = f"{request.path} {request.query}"
        if key not in self._kept:
            self._kept[key] = self._answer_with_values(request)
        return 200, "application/json; charset=UTF-8", self._kept[key]

    def edit(self) -> None:
        """Change the file as an edit does: its version, and the bytes of what is answered."""
        with self.service.changing(self.book_id):
            self._kept = {key: body[:-1] + b" " + body[-1:] for key, body in self._kept.items()}

    def _answer_with_values(self, request: Any) -> bytes:
        by_columns = request.options.get("majorDimension") == "COLUMNS"
        ranges = request.query.get("ranges") or [request.path.rpartition("/")[2]]
        bodies = [self._values(text, by_columns=by_columns) for text in ranges]
        if "ranges" not in request.query:
            return bodies[0]
        return b'{"spreadsheetId":"%b","valueRanges":[%b]}' % (self.book_id.encode(), b",".join(bodies))

    def _values(self, text: str, *, by_columns: bool) -> bytes:
        asked = _RANGE.match(text)
        assert asked is not None, text
        first, last = int(asked["first"] or 1), int(asked["last"] or 10_000_000)
        columns = [column[first - 1 : last] for column in self._tabs[asked["title"]]]
        values = columns if by_columns else list(zip(*columns, strict=True))
        answer = {"range": text, "majorDimension": "COLUMNS" if by_columns else "ROWS", "values": values}
        return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()


@dataclass(frozen=True)
class Served:
    """A large sheet in a process of its own: how to reach it, and what was asked of it."""

    book_id: str
    url: str
    credentials: str
    line: Connection

    def reads(self) -> tuple[int, int]:
        """Return how often cells were read so far, and the other calls that spend the quota of reads."""
        self.line.send("reads")
        found: tuple[int, int] = self.line.recv()
        return found

    def edit(self) -> None:
        """Change the book."""
        self.line.send("edit")
        self.line.recv()


def _serve(line: Connection, interactions: int) -> None:
    with LargeSheet(book(interactions)) as server:
        line.send((server.book_id, server.url, server.credentials()))
        while asked := line.recv():
            if asked == "edit":
                server.edit()
            of_cells = sum("/values" in call.path for call in server.calls)
            line.send((of_cells, server.calls.sheets_reads() - of_cells))


@contextmanager
def served(interactions: int) -> Iterator[Served]:
    """Serve a large sheet until the body ends."""
    context = get_context("spawn")
    ours, its = context.Pipe()
    process = context.Process(target=_serve, args=(its, interactions), daemon=True)
    process.start()
    try:
        yield Served(*ours.recv(), ours)
    finally:
        process.terminate()
        process.join()
