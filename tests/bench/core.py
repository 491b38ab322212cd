"""How fast and how big the KPI core is on the large book, in ratios from one run.

Each part runs in a process of its own, so that one's memory is not another's.
"""

from __future__ import annotations

import math
import re
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import Any

import holidays  # noqa: F401  # its import is a process's, not a figure's

from kpi_core.attribution import attribute
from kpi_core.catalogue import BY_KEY, KPIS
from kpi_core.evaluate import Figures
from kpi_core.kpi import Kpi, Scope
from kpi_core.periods import Period, unit_period
from kpi_core.tables import Tables
from tests.bench import twelve
from tests.bench.large_book import large_book

NOW = datetime(2026, 6, 29)
WEEK = unit_period("week", datetime(2026, 6, 24), NOW)
WEEKS = (WEEK, WEEK.previous())
ROUNDS = 3
LOOPED = ("revenue", "win_rate", "days_to_close", "response_time", "nps", "interactions_per_account")


def _seconds(work: Callable[[], Any], rounds: int = ROUNDS) -> float:
    def once() -> float:
        start = time.perf_counter()
        work()
        return time.perf_counter() - start

    return median(once() for _ in range(rounds))


def _computed(tables: Tables, kpis: tuple[Kpi, ...]) -> Figures:
    figures = Figures(tables, NOW)
    for kpi in kpis:
        for week in WEEKS:
            figures.results(kpi, "am", week)
    return figures


def against_sql() -> str:
    """Compute the twelve by Amber and by hand-written SQL over the same frames, and all KPIs."""
    loaded = large_book()
    start = time.perf_counter()
    tables = attribute(loaded)
    attributed = time.perf_counter() - start
    chosen = tuple(BY_KEY[key] for key in twelve.SQL)
    connection = twelve.connect(tables)

    def by_hand() -> None:
        for key in twelve.SQL:
            for week in WEEKS:
                twelve.compute(connection, key, week)

    _computed(tables, chosen), by_hand()
    amber, sql = _seconds(lambda: _computed(tables, chosen)), _seconds(by_hand)
    everything = _seconds(lambda: _computed(tables, KPIS))
    figures = _computed(tables, KPIS)
    scope = Scope("am", next(iter(figures.scopes["am"])))
    one = _seconds(lambda: figures.result(BY_KEY["freshness"], scope, WEEK), 1000)
    return "\n".join(
        [
            f"attribution at load                {attributed:8.2f} s",
            f"twelve KPIs, Amber                 {amber:8.2f} s",
            f"twelve KPIs, DuckDB SQL by hand    {sql:8.2f} s   Amber / SQL {amber / sql:.2f}",
            f"all {len(KPIS)} KPIs, Amber               {everything:8.2f} s",
            f"one KPI of one AM, facts computed  {one * 1e6:8.1f} µs",
        ]
    )


def _looped(frames: dict[str, Any], am: str, key: str, week: Period) -> float | None:
    """Compute a KPI of one AM as one would in a loop: filter the frame, then take the figure."""
    tab, at = {
        "revenue": ("invoices", "issued_on"),
        "win_rate": ("deals", "closed_at"),
        "days_to_close": ("deals", "closed_at"),
        "response_time": ("requests", "opened_at"),
        "nps": ("surveys", "at"),
        "interactions_per_account": ("interactions", "at"),
    }[key]
    frame = frames[tab]
    owner = frame["am_id"].fillna(frame["owner_id"]) if tab in ("deals", "requests") else frame["owner_id"]
    rows = frame[(owner == am) & (frame[at] >= week.start) & (frame[at] < week.end)]
    if key == "revenue":
        return float((rows["amount"] - rows["tax"].fillna(0.0)).sum())
    if key == "win_rate":
        closed = rows[rows["stage"].isin(["won", "lost"])]
        return float((closed["stage"] == "won").mean()) if len(closed) else None
    if key == "days_to_close":
        return float(rows[rows["stage"] == "won"]["days_open"].median())
    if key == "response_time":
        return float(rows["response_hours"].median())
    if key == "nps":
        scores = rows[rows["kind"] == "nps"]["score"]
        return float((scores >= 9).mean() - (scores <= 6).mean()) if len(scores) else None
    accounts = frames["accounts"]
    return len(rows) / max(int((accounts["owner_id"] == am).sum()), 1)


def against_a_loop() -> str:
    """Compute six KPIs of all AMs by Amber, and of ten AMs by a loop that filters the frame per AM and KPI."""
    tables = attribute(large_book())
    frames = {
        tab: tables[tab].collect().to_native() for tab in ("invoices", "deals", "requests", "surveys", "accounts")
    }
    frames["interactions"] = tables["interactions"].collect().to_native()
    ams = list(Figures(tables, NOW).scopes["am"])

    def loop() -> None:
        for am in ams[:10]:
            for key in LOOPED:
                for week in WEEKS:
                    _looped(frames, am, key, week)

    chosen = tuple(BY_KEY[key] for key in LOOPED)
    _computed(tables, chosen)
    amber, looped = _seconds(lambda: _computed(tables, chosen)), _seconds(loop, 1) * len(ams) / 10
    return (
        f"six KPIs of {len(ams)} AMs, Amber          {amber:8.2f} s\n"
        f"the same in a loop per AM and KPI  {looped:8.2f} s   loop / Amber {looped / amber:.0f}"
    )


def _peak_bytes() -> int:
    # Not getrusage: its high-water mark begins with that of the process that started this one.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) * 1024  # type: ignore[index]


def memory() -> str:
    """Compare the peak over all KPIs with the size of the tables alone, above an empty process."""
    empty = _peak_bytes()
    tables = attribute(large_book())
    size = sum(frame.collect().to_native().memory_usage(deep=True).sum() for frame in tables.frames.values())
    loaded = _peak_bytes() - empty
    _computed(tables, KPIS)
    peak = _peak_bytes() - empty
    mebi = 1024 * 1024
    return (
        f"tables {size / mebi:.0f} MiB, peak after load {loaded / mebi:.0f} MiB, "
        f"over all KPIs {peak / mebi:.0f} MiB: peak / tables {peak / size:.2f}"
    )


def growth() -> str:
    """Fit the exponent of the time over all KPIs from 10⁴ to 10⁶ interactions."""
    seconds = {}
    for interactions in (10_000, 100_000, 1_000_000):
        tables = attribute(large_book(interactions))
        _computed(tables, KPIS)
        seconds[interactions] = _seconds(lambda tables=tables: _computed(tables, KPIS), 1)  # type: ignore[misc]
    shown = ", ".join(f"{count:,}: {one:.2f} s" for count, one in seconds.items())
    exponent = math.log(seconds[1_000_000] / seconds[10_000]) / math.log(100)
    return f"all KPIs at {shown}: exponent {exponent:.2f}"


PARTS: dict[str, Callable[[], str]] = {
    "sql": against_sql,
    "loop": against_a_loop,
    "memory": memory,
    "growth": growth,
}


def table() -> str:
    """Measure each part in a process of its own and return what they say."""
    large_book()
    command = "import sys; from tests.bench.core import PARTS; sys.stdout.write(PARTS[sys.argv[1]]())"
    return "\n".join(
        subprocess.run([sys.executable, "-c", command, part], check=True, capture_output=True, text=True).stdout
        for part in PARTS
    )
