"""How long `/kpi` takes from command to answer on loopback, beside a bare Bolt app that echoes."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from threading import Event

from bot.app.demo import staged
from bot.settings import read_settings
from bot.workbench.server import Workbench
from bot.workbench.world import World
from sheets.demo.book import write_demo

AS_OF = "2026-11-17T10:00"  # a Tuesday
WARM_UP, ROUNDS = 5, 100
QUESTIONS = ("", "nps", "freshness last month", "card last week", "quiet", "renewals", "account Acme")


@dataclass(frozen=True, slots=True)
class Latency:
    """Seconds from command to answer."""

    median_s: float
    p99_s: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Latency:
        return cls(median(seconds), quantiles(seconds, n=100)[98])


def latency(bench: Workbench, user: str) -> Latency:
    """Ask the questions in turn, one at a time, and time each."""
    visitor = bench.as_user(user)
    seconds = []
    for number in range(WARM_UP * len(QUESTIONS) + ROUNDS):
        seen = len(visitor.messages())
        start = time.perf_counter()
        visitor.command("/kpi", QUESTIONS[number % len(QUESTIONS)])
        bench.wait_for(lambda seen=seen: len(visitor.messages()) > seen, timeout=30)
        seconds.append(time.perf_counter() - start)
    return Latency.of(seconds[-ROUNDS:])


def of_amber(folder: Path) -> Latency:
    """Time the real bot on the demo book."""
    book = folder / "book.xlsx"
    settings = read_settings({"AMBER_AS_OF": AS_OF, "AMBER_CACHE": str(folder / "cache")}, folder / ".env")
    write_demo(book, settings.as_of.date())
    with staged(book, folder / "state.sqlite3", settings) as stage:
        stage.wait_until_connected(Event())
        return latency(stage.bench, "U0LINH")


@contextmanager
def echo_beside(bench: Workbench) -> Iterator[None]:
    """Run the bare app on a local Slack, as a process of its own."""
    environment = {
        "SLACK_API_URL": bench.api_url,
        "AMBER_SLACK_BOT_TOKEN": bench.bot_token,
        "AMBER_SLACK_APP_TOKEN": bench.app_token,
    }
    with subprocess.Popen([sys.executable, "-m", "tests.bench.echo"], env=environment) as bot:
        try:
            bench.wait_for(lambda: bench.connected, timeout=60)
            yield
        finally:
            bot.terminate()
    bench.wait_for(lambda: not bench.connected, timeout=60)


def of_echo() -> Latency:
    """Time the bare app."""
    world = World.of_cast(time.time)  # noqa: TID251  # a local Slack of its own
    with Workbench(world, commands=[{"command": "/kpi", "hint": "", "completions": []}]) as bench, echo_beside(bench):
        return latency(bench, "U0LINH")


def table() -> str:
    """Measure both and return the figures as a table with ratios."""
    with TemporaryDirectory() as folder:
        amber, echo = of_amber(Path(folder)), of_echo()
    rows = [
        ("", "median", "p99"),
        ("/kpi, demo book", f"{amber.median_s * 1000:.1f} ms", f"{amber.p99_s * 1000:.1f} ms"),
        ("bare Bolt echo", f"{echo.median_s * 1000:.1f} ms", f"{echo.p99_s * 1000:.1f} ms"),
        ("ratio", f"{amber.median_s / echo.median_s:.1f}", f"{amber.p99_s / echo.p99_s:.1f}"),
    ]
    return "\n".join(f"{name:<18}{middle:>12}{worst:>12}" for name, middle, worst in rows)
