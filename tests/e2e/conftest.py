"""A browser for each module, and the whole demo once a session: the real bot as a process, a Tuesday morning."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from threading import Event

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bot.app.book import one_desk
from bot.app.demo import Stage, staged
from bot.desk import Desk
from bot.settings import Settings, read_settings
from bot.workbench.server import Workbench
from sheets.demo.book import write_demo
from sheets.workbook import Workbook

TUESDAY = date(2026, 11, 17)
_PATIENCE_MS = 30_000
_PATIENCE_S = 60.0


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The system's browser, else playwright's own. It ends with its module: while it runs, no other asyncio does."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass(frozen=True)
class Day:
    """The local Slack with the bot in it, and the book that both work on."""

    stage: Stage
    book: Path
    settings: Settings

    @property
    def bench(self) -> Workbench:
        return self.stage.bench

    @property
    def store(self) -> Workbook:
        return Workbook(self.book)

    def desk(self) -> Desk:
        """A desk of the test's own on the book as it is now."""
        return one_desk(f"xlsx:{self.book}", replace(self.settings, cache=self.book.parent / "own cache"))


@contextmanager
def day_in(folder: Path) -> Iterator[Day]:
    """Stage the demo in a folder."""
    book = folder / "book.xlsx"
    write_demo(book, TUESDAY)
    settings = read_settings({"AMBER_AS_OF": f"{TUESDAY}T10:00", "AMBER_CACHE": str(folder / "cache")}, folder / ".env")
    with staged(book, folder / "state.sqlite3", settings) as stage:
        stage.bench.be_patient(_PATIENCE_S)
        stage.wait_until_connected(Event())
        yield Day(stage, book, settings)


@pytest.fixture(scope="session")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    with day_in(tmp_path_factory.mktemp("demo")) as day:
        yield day


@pytest.fixture
def sit_as(day: Day, chromium: Browser) -> Iterator[Callable[[str], Page]]:
    """Open the page as a person, in the direct messages with Amber."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    # A busy machine may take its time: the promise is what stands there in the end.
    context.set_default_timeout(_PATIENCE_MS)
    expect.set_options(timeout=_PATIENCE_MS)

    def sit(user: str) -> Page:
        page = context.new_page()
        page.goto(f"{day.bench.url}/#{user}/D{user[1:]}")
        page.locator('[data-testid="composer"]:enabled').wait_for()  # once all that was said is shown
        return page

    yield sit
    context.close()
