from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from bot.app.slack import hang_up
from bot.workbench.server import Workbench
from bot.workbench.world import World


@dataclass
class MovableClock:
    """A clock that stands still until it is moved."""

    now: float = 1_795_000_000.0

    def __call__(self) -> float:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def bench(clock: MovableClock) -> Iterator[Workbench]:
    """A workbench with no bot on it."""
    with Workbench(World.of_cast(clock)) as running:
        running.scopes.update(("channels:join", "channels:read", "team:read"))
        yield running


@pytest.fixture
def client(bench: Workbench) -> WebClient:
    return WebClient(token=bench.bot_token, base_url=bench.api_url)


@dataclass
class Bolt:
    """A real Bolt app on Socket Mode at a workbench."""

    bench: Workbench
    clock: MovableClock
    app: App

    @property
    def client(self) -> WebClient:
        return self.app.client


def _start(bench: Workbench, clock: MovableClock) -> tuple[Bolt, SocketModeHandler]:
    app = App(client=WebClient(token=bench.bot_token, base_url=bench.api_url))
    handler = SocketModeHandler(app, bench.app_token)
    handler.connect()
    bench.wait_for(lambda: bench.connected)
    return Bolt(bench, clock, app), handler


@pytest.fixture(scope="module")
def bolt() -> Iterator[Bolt]:
    """One real bot for all tests of a module: connecting and closing it is what takes long."""
    clock = MovableClock()
    with Workbench(World.of_cast(clock), ack_seconds=60) as bench:
        bolt, handler = _start(bench, clock)
        yield bolt
        hang_up(handler.client)
