"""What tests of the bot share."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest


@pytest.fixture
def process_of_others(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let `amber run` have signals and the log only for the test: the process is that of other tests, too."""
    monkeypatch.setattr("bot.cli.service.log_events", lambda level: None)
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)
