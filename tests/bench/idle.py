"""What the bot costs while nobody asks: the demo book, the local Slack, a running clock."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

from bot.app.clock import Clock
from bot.app.demo import staged
from bot.settings import read_settings
from sheets.demo.book import write_demo

SETTLES_S = 60  # the first readings, the first tick and the look at the set-up are no idling, on a busy machine either
OBSERVED_S = 300  # the figures' instant moves on every five minutes, and with it what a tick looks at
_TICKS_PER_S = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Cost:
    """What processes take: CPU seconds since their start, and memory in MiB (shared pages counted once: PSS)."""

    cpu_s: float
    memory_mib: float


def processes(pid: int) -> Iterator[int]:
    """Yield a process and all that descend from it."""
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from processes(int(child))


def cost(pid: int) -> Cost:
    """Return what a process takes now."""
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    cpu_s = (int(after_name[11]) + int(after_name[12])) / _TICKS_PER_S
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    kib = next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return Cost(cpu_s, kib / 1024)


def costs(pid: int) -> dict[int, Cost]:
    """Return what each process of a tree takes now."""
    return {each: cost(each) for each in processes(pid)}


def table(observed_s: float = OBSERVED_S) -> str:
    """Let the bot idle and return what it took as a table."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        settings = read_settings({"AMBER_CACHE": str(folder / "cache")}, folder / ".env")
        write_demo(folder / "book.xlsx", Clock().day())
        with staged(folder / "book.xlsx", folder / "state.sqlite3", settings) as stage:
            stage.wait_until_connected(Event())
            time.sleep(SETTLES_S)
            before = costs(stage.bot.process.pid)
            time.sleep(observed_s)
            after = costs(stage.bot.process.pid)
            bot = stage.bot.process.pid
    used_s = {pid: each.cpu_s - before.get(pid, Cost(0, 0)).cpu_s for pid, each in after.items()}
    rows = [
        ("the bot", used_s[bot], after[bot].memory_mib),
        (
            "its readers",
            sum(used_s.values()) - used_s[bot],
            sum(e.memory_mib for e in after.values()) - after[bot].memory_mib,
        ),
    ]
    lines = [f"{'':<14}{'of a core':>12}{'memory':>12}"]
    return "\n".join([*lines, *(f"{who:<14}{cpu / observed_s:>11.2%} {mib:>8.0f} MiB" for who, cpu, mib in rows)])
