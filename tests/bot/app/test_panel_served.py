"""The side panel of a bot that runs: Google asks, the real bot answers off the book in a Google Sheet."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from urllib.request import Request, urlopen

import pytest
from aiohttp import web

from bot.address import Address
from bot.app.clock import Clock
from bot.app.service import _apart, serve
from bot.manifest import REQUESTS_PATH
from bot.panel.deployment import PANEL_PATH
from bot.settings import Settings, read_settings
from bot.workbench.server import Workbench
from bot.workbench.world import World
from kpi_core.errors import SetupError
from tests.bot.panel.reference import read
from tests.emulators.google_sheets import GoogleSheetsServer
from tests.emulators.identity import NOW, Identity, signed

ANYWHERE = Address("127.0.0.1", 0)
ACCOUNT, CLIENT = "service-1@gcp-sa-gsuiteaddons.iam.gserviceaccount.com", "1-abc.apps.googleusercontent.com"
TABS = {
    "Team": [["am_id", "name", "email"], ["1", "Linh", "linh@agency.example"]],
    "Accounts": [["account_id", "name", "owner_id", "started_on"], ["A", "Acme", "1", "tomorow"]],
}


@pytest.fixture
def google() -> Iterator[GoogleSheetsServer]:
    with GoogleSheetsServer() as server:
        yield server


@pytest.fixture
def settings(google: GoogleSheetsServer, tmp_path: Path) -> Iterator[Callable[..., Settings]]:
    """Settings of a bot on a local Slack and a local Google."""
    with Workbench(World.of_cast(NOW.timestamp)) as bench, Identity() as identity:
        usual = {
            "AMBER_STORE": f"gsheet:{google.new_book('Lantern', tabs=TABS)}",
            "AMBER_GOOGLE_CREDENTIALS": google.credentials(),
            "GOOGLE_API_URL": google.url,
            "GOOGLE_CERTS_URL": identity.url,
            "AMBER_DATABASE": str(tmp_path / "state.sqlite3"),
            "AMBER_CACHE": str(tmp_path / "cache"),
            "AMBER_SLACK_BOT_TOKEN": bench.bot_token,
            "AMBER_SLACK_APP_TOKEN": bench.app_token,
            "AMBER_SLACK_SIGNING_SECRET": "8f742231",
            "SLACK_API_URL": bench.api_url,
            "AMBER_PANEL_URL": "https://amber.example.com",
            "AMBER_PANEL_SERVICE_ACCOUNT": ACCOUNT,
            "AMBER_PANEL_CLIENT_ID": CLIENT,
        }
        yield lambda **changed: read_settings(usual | changed, tmp_path / ".env")


class StopsAfter(Event):
    """An event that is set once a deed is done that begins when somebody waits for it."""

    def __init__(self, deed: Callable[[], None]) -> None:
        super().__init__()
        self._pool = ThreadPoolExecutor(1)
        self._deed = deed
        self._doing: object = None

    def wait(self, timeout: float | None = None) -> bool:
        self._doing = self._doing or self._pool.submit(self._do)
        return super().wait(timeout)

    def _do(self) -> None:
        try:
            self._deed()
        finally:
            self.set()


def opened(url: str, spreadsheet: str) -> str:
    """Return what the panel beside a spreadsheet shows Linh, and where that leads."""
    now = Clock()()  # the bot reads the sheet in another process, by the real clock
    event = {
        "commonEventObject": {"hostApp": "SHEETS", "userLocale": "en"},
        "authorizationEventObject": {"userIdToken": signed({"aud": CLIENT, "email": "linh@agency.example"}, at=now)},
        "sheets": {"addonHasFileScopePermission": True, "id": spreadsheet},
    }
    token = signed({"aud": f"https://amber.example.com{PANEL_PATH}", "email": ACCOUNT}, at=now)
    request = Request(f"{url}{PANEL_PATH}", json.dumps(event).encode(), {"Authorization": f"Bearer {token}"})
    with urlopen(request, timeout=60) as answer:
        shown = read(json.load(answer)["action"]["navigations"][0]["pushCard"])
    return f"{shown.text} {shown.links}"


def test_at_slacks_own_door_it_answers_whom_google_names(
    settings: Callable[..., Settings], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "bot.app")
    said: list[str] = []

    def open_panel() -> None:
        (url,) = [vars(each)["url"] for each in caplog.records if each.message == "endpoint.listening"]
        said.append(opened(url.removesuffix(REQUESTS_PATH), settings().store.removeprefix("gsheet:")))

    serve(settings(), settings().store, StopsAfter(open_panel), ANYWHERE)
    assert "Accounts!D2  'tomorow' is not a date" in said[0]
    assert "&range=D2" in said[0]
    assert "Linh · week" in said[0]


def test_beside_socket_mode_it_has_an_address_of_its_own(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "bot.app")

    async def show(_: web.Request) -> web.StreamResponse:
        return web.Response(text="a card")

    with _apart({PANEL_PATH: show}, ANYWHERE):
        (url,) = [vars(each)["url"] for each in caplog.records if each.message == "panel.listening"]
        with urlopen(Request(f"{url}{PANEL_PATH}", b"{}"), timeout=60) as answer:
            assert b"a card" == answer.read()


def test_it_says_what_the_panel_lacks(settings: Callable[..., Settings]) -> None:
    with pytest.raises(SetupError, match=r"^AMBER_PANEL_SERVICE_ACCOUNT is not set"):
        serve(settings(AMBER_PANEL_SERVICE_ACCOUNT=""), settings().store, Event())
    with pytest.raises(SetupError, match=r"no address to listen at\. Set AMBER_PANEL"):
        serve(settings(), settings().store, Event())
    with pytest.raises(SetupError, match="stands in Google Sheets, and the book is elsewhere"):
        serve(settings(AMBER_PANEL="0"), "xlsx:book.xlsx", Event())
