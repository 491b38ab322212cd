"""A process that writes rows through the outbox and dies: at a given step of its input and output, or when killed."""

from __future__ import annotations

import os
import socket
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from sqlalchemy import event

from bot.people import Person
from bot.state.db import open_database
from bot.state.outbox import Outbox
from sheets.google import GoogleSheet
from sheets.google.client import Patience
from sheets.workbook import Workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from pathlib import Path

    from sheets.grid import GridStore

LINH = Person("linh", "Linh")
P, R = ParamSpec("P"), TypeVar("R")
_FILES = {"open", "os.rename", "os.chmod", "os.remove"}
_NETWORK = {"socket.connect", "http.client.send"}


@dataclass(frozen=True)
class Place:
    """Where a process works; each start is ten minutes after the one before."""

    folder: Path
    open_book: Callable[[], GridStore]

    def outbox(self, start: int) -> Outbox:
        now = datetime.fromisoformat("2026-11-16T09:00+00:00") + timedelta(minutes=10) * start
        engine = open_database(str(self.folder / "amber.sqlite3"))
        return Outbox(engine, self.open_book(), lambda: now, lambda: None)


def impatient_google(spreadsheet: str, credentials: str, url: str) -> GridStore:
    patience = Patience(first_wait_seconds=0, longest_wait_seconds=0)
    return GoogleSheet(spreadsheet, credentials, url, patience)


def workbook(folder: Path) -> GridStore:
    return Workbook(folder / "book.xlsx")


def live_for(place: Place, start: int, steps: int, said: Connection) -> None:
    """Submit two rows and bring them to the book; say the ID of each when it is promised, and at last "lived"."""
    outbox = place.outbox(start)
    _die_after(steps, outbox, str(place.folder))
    for row_id in (f"{start}-first", f"{start}-second"):
        said.send(_submit(outbox, row_id))
    outbox.flush()
    said.send("lived")


def live_on(place: Place, start: int, said: Connection) -> None:
    """Submit row after row, each brought to the book at once, until killed; say the ID of each when it is promised."""
    outbox = place.outbox(start)
    for number in count():
        said.send(_submit(outbox, f"{start}-{number}"))
        outbox.flush()


def _submit(outbox: Outbox, row_id: str) -> str:
    row = {"account_id": "acme", "am_id": "linh", "at": datetime(2026, 11, 16, 9), "interaction_id": row_id}
    return outbox.submit("interactions", row, LINH)


def _die_after(steps: int, outbox: Outbox, folder: str) -> None:
    """Let `steps` steps happen, and die at the next: before SQL, files, sending, and receiving what the other did."""
    left = count(steps, -1)

    def step(*_: object) -> None:
        if next(left) <= 0:
            os._exit(1)

    def audit(name: str, args: tuple[object, ...]) -> None:
        if name in _NETWORK or (name in _FILES and str(args[0]).startswith(folder)):
            step()

    def stepping(function: Callable[P, R]) -> Callable[P, R]:
        def stepped(*args: P.args, **kwargs: P.kwargs) -> R:
            step()
            return function(*args, **kwargs)

        return stepped

    event.listen(outbox._engine, "before_cursor_execute", step)
    event.listen(outbox._engine, "commit", step)
    os.fsync = stepping(os.fsync)
    socket.SocketIO.readinto = stepping(socket.SocketIO.readinto)
    sys.addaudithook(audit)
