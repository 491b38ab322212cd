"""Whatever a process dies of, each row it promised is in the book once: both backends, real processes."""

from __future__ import annotations

from collections import Counter
from functools import partial
from itertools import count
from random import Random
from threading import Event
from typing import TYPE_CHECKING

import pytest
import requests

from tests.contract import mortal
from tests.emulators.google_sheets import GoogleSheetsServer
from tests.forks import FORKS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess
    from pathlib import Path

    from tests.emulators.google_sheets.faults import Kind

_WRITES = "POST .*batchUpdate"
_TROUBLES: Sequence[Kind] = (500, 503, 429, "drop_before", "drop_after", "garbage")
_KILLS = 20


class Office:
    """A book and a database that outlive processes."""

    def __init__(self, place: mortal.Place, google: GoogleSheetsServer | None) -> None:
        self.place = place
        self.google = google
        self.starts = count()

    def start(self, work: Callable[..., None], *args: object) -> tuple[BaseProcess, Connection]:
        hear, said = FORKS.Pipe(duplex=False)
        process = FORKS.Process(target=work, args=(self.place, next(self.starts), *args, said))
        process.start()
        said.close()
        return process, hear

    def settle(self) -> None:
        """Let the time pass in which what a dead process sent arrives."""
        if self.google is not None:
            requests.get(f"{self.google.url}settled", timeout=60)  # is served after what came before
            while self.google._http._open:
                Event().wait(0.002)

    def recover(self) -> list[str]:
        """Start once more, bring to the book what waits, and return the IDs that stand there."""
        self.settle()
        outbox = self.place.outbox(next(self.starts))
        while outbox.flush():
            pass
        outbox._engine.dispose()
        header, *rows = self.place.open_book().read().tabs["Interactions"]
        if self.google is not None:
            self.google._http.close_connections()
        return [str(row[header.index("Interaction ID")]) for row in rows]


@pytest.fixture(params=["workbook", "google"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    if request.param == "workbook":
        office = Office(mortal.Place(tmp_path, partial(mortal.workbook, tmp_path)), None)
        office.place.open_book().prepare(["interactions"])
        yield office
        return
    with GoogleSheetsServer() as google:
        book = partial(mortal.impatient_google, google.new_book(), google.credentials(), google.url)
        office = Office(mortal.Place(tmp_path, book), google)
        book().prepare(["interactions"])
        google._http.close_connections()
        yield office


def heard(line: Connection) -> list[str]:
    """Return what a process said until it died."""
    words = []
    try:
        while True:
            words.append(line.recv())
    except EOFError:
        return words


def test_each_row_is_written_once_at_whichever_step_it_dies(office: Office) -> None:
    promised: list[str] = []
    for steps in count():
        process, line = office.start(mortal.live_for, steps)
        process.join()
        words = heard(line)
        promised += [word for word in words if word != "lived"]
        standing = office.recover()
        assert max(Counter(standing).values(), default=0) <= 1
        assert set(promised) <= set(standing)
        if "lived" in words:
            break
        assert 1 == process.exitcode
    assert steps > 20


def test_each_row_is_written_once_whenever_it_is_killed(office: Office) -> None:
    chance = Random(20261116)
    promised: list[str] = []
    for _ in range(_KILLS):
        if office.google is not None:
            trouble = chance.choice(_TROUBLES)
            office.google.fail(trouble, matching=_WRITES, skip=chance.randrange(4))
        process, line = office.start(mortal.live_on)
        promised += [line.recv() for _ in range(chance.randrange(1, 4))]
        process.join(chance.uniform(0, 0.02))
        process.kill()
        process.join()
        promised += heard(line)
        office.settle()
    standing = office.recover()
    assert 1 == max(Counter(standing).values())
    assert set(promised) <= set(standing)
