"""Who is who in the last reading on disk, for whoever asks that alone: at once, without what computes figures."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class LastReading:
    """The names of the team's people by am_id, and the book's time zone."""

    names: Mapping[str, str] = field(default_factory=dict)
    timezone: str = "UTC"


def last_reading(folder: Path) -> LastReading:
    """Return what the newest reading of a folder says, whichever Amber made it; nothing where none can be read."""
    newest = max(folder.glob("*/team.arrow"), key=lambda path: path.stat().st_mtime_ns, default=None)
    if newest is None:
        return LastReading()
    import pyarrow as pa  # noqa: PLC0415  # who has no reading does not wait for it

    try:
        with pa.memory_map(str(newest)) as source:
            team = pa.ipc.open_file(source).read_all().select(["am_id", "name"]).to_pylist()
        timezone = json.loads((newest.parent / "manifest.json").read_text("utf-8"))["timezone"]
    except (OSError, ValueError, KeyError):  # pyarrow's own errors are among these
        return LastReading()
    return LastReading({row["am_id"]: row["name"] for row in team if row["am_id"] and row["name"]}, timezone)
