"""How long a digest for 500 AMs takes against the local Slack with its limits on, beside what those limits allow."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.app.workplace import workplace
from bot.settings import read_settings
from bot.workbench.faults import Pace
from bot.workbench.server import Workbench
from bot.workbench.world import Resident, World
from sheets.layout import write_book

AMS = 500
AS_OF = "2026-11-17T10:00"


def write_large_team(path: Path) -> None:
    """Write a book of 500 AMs with an account each."""
    numbers = range(1, AMS + 1)
    rows: Mapping[str, list[Mapping[str, object]]] = {
        "team": [{"am_id": str(n), "name": f"Linh {n}", "role": "am", "slack_user_id": f"U{n:04}"} for n in numbers],
        "accounts": [
            {"account_id": f"A{n}", "name": f"Acme {n}", "owner_id": str(n), "status": "active"} for n in numbers
        ],
    }
    write_book(path, rows)


def table() -> str:
    """Send the digest and return the times with their ratio."""
    pace = Pace(time.time)  # noqa: TID251  # a local Slack of its own
    allowed = (AMS - pace.workspace_burst) / pace.workspace_per_second
    people = [Resident(f"U{n:04}", f"linh{n}", f"Linh {n}") for n in range(1, AMS + 1)]
    with TemporaryDirectory() as folder, Workbench(World(people, {}, pace.clock), pace=pace) as bench:
        write_large_team(Path(folder) / "book.xlsx")
        settings = read_settings(
            {
                "AMBER_AS_OF": AS_OF,
                "AMBER_CACHE": f"{folder}/cache",
                "AMBER_DATABASE": f"{folder}/state.sqlite3",
                "AMBER_SLACK_BOT_TOKEN": bench.bot_token,
                "SLACK_API_URL": bench.api_url,
            },
            Path(folder) / ".env",
        )
        with workplace(settings, f"xlsx:{folder}/book.xlsx") as place:
            place.desks.current()  # the book is read before Monday morning
            start = time.perf_counter()
            lines = place.deliveries.digest()
            seconds = time.perf_counter() - start
        sent = sum(len(bench.messages(person.id)) for person in people)
    rows = (
        (f"{sent} of {len(lines)} digests sent", f"{seconds:.1f} s"),
        (
            f"limits: a burst of {pace.workspace_burst}, then {pace.workspace_per_second:.0f} a second",
            f"{allowed:.1f} s",
        ),
        ("ratio", f"{seconds / allowed:.2f}"),
    )
    return "\n".join(f"{name:<44}{figure:>10}" for name, figure in rows)
