from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.app.slack import hang_up
from bot.workbench.server import Workbench
from bot.workbench.world import World

NOW = 1_795_000_000.0
_PATIENCE_MS = 30_000  # a busy machine may take its time
COMMANDS = [
    {
        "command": "/kpi",
        "hint": "[KPI | card | account NAME | help] [@who] [period]",
        "completions": ["card", "nps", "nps last quarter", "account Đà Nẵng Tours", "@minh", "overdue_amount"],
    }
]
SHORTCUTS = [("send_digest", "Send Monday's digest"), ("log_interaction", "Log an interaction")]
MESSAGE_SHORTCUTS = [("log_message", "Log as an interaction")]


@dataclass
class Stage:
    """A workbench with a real Bolt app on it; its listeners are the test module's own."""

    bench: Workbench
    app: App

    @property
    def client(self) -> WebClient:
        return self.app.client


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    world = World.of_cast(lambda: NOW)
    offers = {"commands": COMMANDS, "shortcuts": SHORTCUTS, "message_shortcuts": MESSAGE_SHORTCUTS}
    with Workbench(world, **offers, ack_seconds=60) as bench:
        app = App(client=WebClient(token=bench.bot_token, base_url=bench.api_url))
        handler = SocketModeHandler(app, bench.app_token)
        handler.connect()
        bench.wait_for(lambda: bench.connected)
        yield Stage(bench, app)
        hang_up(handler.client)


Visit = Callable[..., Page]


@pytest.fixture
def visit(chromium: Browser, stage: Stage) -> Iterator[Visit]:
    """Open the page as somebody; whatever the browser complains of fails the test."""
    expect.set_options(timeout=_PATIENCE_MS)
    complaints: list[str] = []
    contexts: list[BrowserContext] = []

    def open_page(user: str = "U0LINH", place: str = "D0LINH", width: int = 1200) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": 800}, locale="en-GB", timezone_id="UTC")
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(_PATIENCE_MS)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None)
        page.goto(f"{stage.bench.url}/#{user}/{place}")
        page.get_by_test_id("person-switcher").wait_for(state="attached")
        if place != "home":
            page.locator('[data-testid="composer"]:enabled').wait_for()
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [] == complaints
