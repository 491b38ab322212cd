"""How long `amber score` on the demo book takes, all in, beside `import pandas` alone."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from sheets.demo.book import write_demo

ROUNDS = 5


def seconds(words: list[str], environment: dict[str, str]) -> float:
    """Run a process and time it; the best of a few, as the machine does other things too."""

    def once() -> float:
        start = time.perf_counter()
        subprocess.run([sys.executable, *words], check=True, env=environment, stdout=subprocess.DEVNULL)
        return time.perf_counter() - start

    return min(once() for _ in range(ROUNDS + 1))  # the first one makes the reading


def table() -> str:
    """Measure both and return the figures with their ratio."""
    with TemporaryDirectory() as folder:
        book = Path(folder) / "book.xlsx"
        write_demo(book, date(2026, 11, 17))
        environment = os.environ | {"AMBER_STORE": f"xlsx:{book}", "AMBER_CACHE": f"{folder}/cache"}
        score = seconds(["-m", "bot", "score", "--as-of", "2026-11-17"], environment)
        pandas = seconds(["-c", "import pandas"], environment)
    rows = (
        ("amber score, demo book", f"{score:.2f} s"),
        ("import pandas", f"{pandas:.2f} s"),
        ("ratio", f"{score / pandas:.1f}"),
    )
    return "\n".join(f"{name:<24}{figure:>10}" for name, figure in rows)
