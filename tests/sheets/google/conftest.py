from collections.abc import Callable, Iterator

import pytest

from sheets.google.client import Limit, Patience
from sheets.google.store import GoogleSheet
from sheets.grid import Grid
from tests.emulators.google_sheets import GoogleSheetsServer


class Hours:
    """A clock that only a test moves, and the waits that somebody was told to sleep."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.seconds


@pytest.fixture
def google() -> Iterator[GoogleSheetsServer]:
    with GoogleSheetsServer() as server:
        yield server


@pytest.fixture
def hours() -> Hours:
    return Hours()


@pytest.fixture
def patience(hours: Hours) -> Patience:
    return Patience(Limit(180, 240), Limit(10, 30), sleep=hours.slept.append, clock=hours.clock)


@pytest.fixture
def sheet_of(google: GoogleSheetsServer, patience: Patience) -> Callable[..., GoogleSheet]:
    """Return what makes a sheet with these tabs and opens it."""

    def make(tabs: dict[str, Grid], **more: str) -> GoogleSheet:
        return GoogleSheet(google.new_book(tabs=tabs, **more), google.credentials(), google.url, patience)

    return make
