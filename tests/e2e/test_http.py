"""A day over HTTP: `amber run --http` as a process, and the local Slack that signs its requests as Slack does."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.workbench.server import Workbench
from bot.workbench.world import World
from sheets.layout import write_book
from tests.e2e.hasty_bot import real_now

pytestmark = pytest.mark.timeout(600)  # a bot takes seconds to start, many on a busy machine
_PATIENCE_S = 60


@contextmanager
def slack() -> Iterator[Workbench]:
    """A local Slack for which nothing is late, however busy the machine; an event is sent once more."""
    world = World.of_cast(lambda: real_now().timestamp())
    commands = [{"command": "/kpi", "hint": "", "completions": []}]
    # The second signature must be another than the first: Amber takes each once.
    with Workbench(world, commands=commands, event_retry_seconds=(1.1,)) as bench:
        bench.be_patient(_PATIENCE_S)
        yield bench


@contextmanager
def amber(bench: Workbench, folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run the bot on a small book; give the process and the address it takes requests at."""
    linh = {"am_id": "3", "name": "Linh", "slack_user_id": "U0LINH", "locale": "en"}
    acme = {"account_id": "1", "name": "Acme", "owner_id": "3", "started_on": datetime(2025, 1, 1)}
    write_book(folder / "book.xlsx", {"team": [linh], "accounts": [acme], "interactions": [], "events": []})
    environment = {
        "AMBER_STORE": f"xlsx:{folder / 'book.xlsx'}",
        "AMBER_DATABASE": str(folder / "state.sqlite3"),
        "AMBER_CACHE": str(folder / "cache"),
        "AMBER_AS_OF": "2026-11-18T10:00",
        "AMBER_LOG": "info",
        "AMBER_SLACK_BOT_TOKEN": bench.bot_token,
        "AMBER_SLACK_APP_TOKEN": "",
        "AMBER_SLACK_SIGNING_SECRET": bench.signing_secret,
        "SLACK_API_URL": bench.api_url,
    }
    words = [sys.executable, "-m", "bot", "run", "--http", "0"]
    with subprocess.Popen(words, env=os.environ | environment, stderr=subprocess.PIPE, text=True) as bot:
        assert bot.stderr is not None
        try:
            said = (json.loads(line) for line in bot.stderr if line.startswith("{"))
            yield bot, next(line["url"] for line in said if line["event"] == "endpoint.listening")
        finally:
            bot.kill()


def test_a_day_passes_over_signed_requests(tmp_path: Path) -> None:
    with slack() as bench, amber(bench, tmp_path) as (bot, url):
        bench.send_to(url)
        linh = bench.as_user("U0LINH")

        def said(words: str) -> list[dict[str, Any]]:
            return [each for each in linh.messages() if words in each["text"]]

        assert {"ok": True} == linh.command("/kpi", "quiet")
        bench.wait_for(lambda: said("Acme"), _PATIENCE_S)
        assert {"ok": True} == linh.press("snooze")
        bench.wait_for(linh.form, _PATIENCE_S)
        assert ["until"] == list(linh.submit({"until": "2026-11-17", "reason": "They moved"})["errors"])
        assert {} == linh.submit({"until": "2026-11-25", "reason": "They moved"})
        bench.wait_for(lambda: said("stays silent until"), _PATIENCE_S)

        bench.faults.next("events_api", "drop_after")
        seen = len(linh.messages())
        linh.write("account Acme")
        bench.settle()
        linh.open_home()
        bench.wait_for(linh.home, _PATIENCE_S)

        bot.send_signal(signal.SIGTERM)
        log = [json.loads(line) for line in bot.communicate(timeout=_PATIENCE_S)[1].splitlines()]
        assert 0 == bot.returncode
        # What Slack sent again was heard again, and answered once.
        heard = [line for line in log if line["event"] == "command.answered" and line["command"] == "account"]
        asked, *answers = linh.messages()[seen:]
        assert ("account Acme", 2, 1) == (asked["text"], len(heard), len(answers))
        assert [] == bench.breaches
