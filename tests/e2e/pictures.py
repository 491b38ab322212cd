"""The pictures of README, of the demo agency, in the local Slack and drawn: `python -m tests.e2e.pictures --lang en`.

The day, the book and Slack's own clock stand still, so that the same code gives the same pictures.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.sync_api import FloatRect, Locator, Page, expect, sync_playwright

from bot.answers.portrait import portrait
from bot.app.book import one_desk
from bot.app.demo import bot_beside, local_slack
from bot.desk import Desk
from bot.picture import card_png
from bot.settings import read_settings
from bot.voice import Voice
from bot.workbench.server import Workbench
from kpi_core.kpi import Scope
from kpi_core.periods import last_full
from kpi_core.text import LANGUAGES, Language
from sheets.demo.agency import rows
from sheets.demo.book import TIMEZONE
from sheets.layout import write_book
from tests.e2e.png import small

DAY = date(2026, 11, 17)  # a Tuesday
AS_OF = datetime.combine(DAY, time(10), ZoneInfo(TIMEZONE))
LINH = "U0LINH"
WIDTH_PX, HEIGHT_PX, MARGIN_PX = 740, 1180, 16
_PATIENCE_MS = 60_000
_ALONE = """
    #topbar, #composer, #thinking, .day, .welcome, .message:not([data-subject]) { display: none !important }
    #modal { box-shadow: none }
    #modal::backdrop { background: var(--paper) }
"""


def ask(words: str) -> Callable[[Page], Locator]:
    """Type a question; the picture is of its answer."""

    def answer(page: Page) -> Locator:
        # What is due is delivered meanwhile, too: answers are what Linh alone sees.
        answers = page.locator(".message.for-one")
        before = answers.count()
        say(page, words)
        expect(answers).to_have_count(before + 1)
        return answers.last

    return answer


def say(page: Page, words: str) -> None:
    page.get_by_test_id("composer").fill(f"/kpi {words}")
    page.get_by_test_id("composer").press("Enter")


def log_form(page: Page) -> Locator:
    """Log something in one line without saying how: the form asks."""
    say(page, "log Acme")
    form = page.get_by_test_id("modal")
    form.locator('[data-block-id="minutes"] input').fill("25")
    return form


def home(page: Page) -> Locator:
    page.get_by_test_id("tab-home").click()
    shown = page.get_by_test_id("home")
    expect(shown.locator(".section").first).to_be_visible()
    return shown


PICTURES: dict[str, Callable[[Page], Locator]] = {
    "scorecard": ask(""),
    "kpi": ask("freshness"),
    "account": ask("account Acme"),
    "work-list": ask("risks"),
    "log-form": log_form,
    "home": home,
}
CARD = "card"  # is drawn, not taken


@contextmanager
def stage(language: Language) -> Iterator[tuple[Workbench, Desk]]:
    """Run the demo agency's local Slack on the standing day, all of it speaking one language, and the bot beside it.

    With the desk that the bot answers at.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        book = folder / "book.xlsx"
        agency = rows(DAY)
        team = [person | {"locale": language} for person in agency["team"]]
        write_book(book, {**agency, "team": team}, language=language, timezone=TIMEZONE)
        as_of = AS_OF.replace(tzinfo=None).isoformat()
        settings = read_settings({"AMBER_AS_OF": as_of, "AMBER_CACHE": str(folder / "cache")}, folder / ".env")
        desk = one_desk(spec := f"xlsx:{book}", settings)
        bench = stack.enter_context(local_slack(desk, clock=AS_OF.timestamp))
        stack.enter_context(bot_beside(bench, spec, folder / "state.sqlite3", settings))
        bench.wait_for(lambda: bench.connected, timeout=60)
        yield bench, desk


@contextmanager
def window(language: str) -> Iterator[Page]:
    """Open a browser that is too narrow for the sidebar: the pictures show what Amber says."""
    locale = "en-GB" if language == "en" else language
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        page = browser.new_page(
            viewport={"width": WIDTH_PX, "height": HEIGHT_PX},
            device_scale_factor=1.5,
            locale=locale,
            bypass_csp=True,  # for the styles of the pictures alone
            timezone_id=TIMEZONE,
            reduced_motion="reduce",
        )
        page.set_default_timeout(_PATIENCE_MS)
        expect.set_options(timeout=_PATIENCE_MS)
        yield page
        browser.close()


def take(page: Page, address: str, name: str, folder: Path) -> None:
    """Take one picture: its subject alone, with a margin."""
    page.goto("about:blank")
    page.goto(address)
    page.locator('[data-testid="composer"]:enabled').wait_for()
    subject = PICTURES[name](page)
    subject.evaluate("subject => subject.dataset.subject = ''")
    page.add_style_tag(content=_ALONE)
    box = subject.bounding_box()
    assert box is not None
    top, left = max(0, box["y"] - MARGIN_PX), max(0, box["x"] - MARGIN_PX)
    bottom = min(HEIGHT_PX, box["y"] + box["height"] + MARGIN_PX)
    right = min(WIDTH_PX, box["x"] + box["width"] + MARGIN_PX)
    clip: FloatRect = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    folder.joinpath(f"{name}.png").write_bytes(small(page.screenshot(clip=clip), page))


def draw(desk: Desk, language: Language, page: Page, folder: Path) -> None:
    """Draw Linh's scorecard of the last full week."""
    linh = next(person for person in desk.roster.people if person.slack_user_id == LINH)
    week = last_full("week", desk.now)
    card = portrait(desk, linh, Scope("am", linh.am_id), week, Voice(language))
    folder.joinpath(f"{CARD}.png").write_bytes(small(card_png(card), page))


def main() -> None:
    """Take the pictures that were asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.e2e.pictures", description="The pictures of README.")
    known = (*PICTURES, CARD)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"all by default: {', '.join(known)}")
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="(default: %(default)s)")
    parser.add_argument("--into", type=Path, default=Path("docs/pictures"), help="(default: %(default)s)")
    asked = parser.parse_args()
    if unknown := set(asked.names) - set(known):
        parser.error(f"no such picture: {', '.join(sorted(unknown))}")
    asked.into.mkdir(parents=True, exist_ok=True)
    with stage(asked.lang) as (bench, desk), window(asked.lang) as page:
        for name in asked.names or known:
            if name == CARD:
                draw(desk, asked.lang, page, asked.into)
            else:
                take(page, f"{bench.url}/#{LINH}/D{LINH[1:]}", name, asked.into)


if __name__ == "__main__":
    main()
