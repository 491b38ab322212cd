"""Readings on disk: one folder each with a file per table (see engines) and a manifest, put into place in one step.

    FOLDER/CODE-000000001/manifest.json, accounts.arrow, …

CODE stamps the program that made it: tables that other code made are not taken for this one's.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from kpi_core.settings import TeamSettings
from kpi_core.tables import Tables
from kpi_core.text import Text
from sheets.engines import Engine, Pandas, engine_named, private
from sheets.grid import Issue
from sheets.snapshot import Snapshot

_MANIFEST = "manifest.json"
_MAKING = ".making-"
_KEPT = 2  # the newest, and the one before it, which another process may be opening
_AS_THEY_ARE = ("version", "timezone", "locale", "titles", "letters", "cell_urls", "sheet_timezone")


@dataclass(frozen=True)
class Reading:
    """What a folder's manifest says: all of a snapshot but its tables, the digest of the book's content, the day."""

    place: Path
    manifest: Mapping[str, Any]

    @property
    def content(self) -> str:
        """The digest of what the book held."""
        return str(self.manifest["content"])

    @property
    def today(self) -> date:
        """The day that was today in the book's zone."""
        return date.fromisoformat(self.manifest["today"])

    @property
    def version(self) -> str:
        """The book's version."""
        return str(self.manifest["version"])

    @property
    def read_at(self) -> datetime:
        """When the book was read."""
        return datetime.fromisoformat(self.manifest["read_at"])

    def serves(self, version: str, now: datetime) -> bool:
        """Whether it is of this version and of the day it is at `now` (aware) in the book's zone, and still kept."""
        is_of_now = (self.version, self.today) == (version, day_in(self.manifest["timezone"], now))
        return is_of_now and self.place.exists()

    def is_as(self, other: Reading) -> bool:
        """Whether it has the tables of another: of its place, and not of one made there since that was removed."""
        return (self.place, self.content, self.today) == (other.place, other.content, other.today)

    def snapshot(self) -> Snapshot:
        """Open the snapshot, its tables mapped into memory. Raises OSError, ValueError, KeyError, TypeError."""
        manifest = self.manifest
        engine = engine_named(manifest["engine"], self.place)
        tables = Tables(
            frames={key: engine.read(self.place / f"{key}{engine.suffix}") for key in manifest["frames"]},
            missing=frozenset(manifest["missing"]),
            settings=TeamSettings(manifest["settings"]),
            base_currency=manifest["base_currency"],
            adopt=engine.adopt,
        )
        return Snapshot(
            tables=tables,
            issues=[Issue(**(issue | {"message": Text(**issue["message"])})) for issue in manifest["issues"]],
            read_at=self.read_at,
            **{key: manifest[key] for key in _AS_THEY_ARE},
        )


def day_in(zone: str, now: datetime) -> date:
    """Return the day that is today in a zone; midnight still belongs to the day that ends with it."""
    return (now.astimezone(ZoneInfo(zone)) - timedelta(microseconds=1)).date()


def reading_at(place: Path) -> Reading:
    """Return the reading of a folder. Raises OSError and ValueError for a damaged one."""
    return Reading(place, json.loads((place / _MANIFEST).read_text("utf-8")))


def newest_reading(folder: Path) -> Reading | None:
    """Return the newest reading whose manifest can be read, or None."""
    for place in reversed(_places(folder)):
        with suppress(OSError, ValueError):
            return reading_at(place)
    return None


@contextmanager
def making(folder: Path) -> Iterator[Path]:
    """Give a place in the folder for what is being made; only the owner may look at it. Raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(prefix=f"{_MAKING}{os.getpid()}-", dir=folder))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def write_reading(folder: Path, snapshot: Snapshot, content: str, today: date, engine: Engine | None = None) -> Reading:
    """Write a snapshot into the folder as its newest reading, and remove older ones. Only the owner may read it.

    `engine` is what the snapshot's tables live in (default: pandas). Raises OSError.
    """
    with making(folder) as made:
        engine = engine or Pandas(made)
        for key, frame in snapshot.tables.frames.items():
            engine.write(made / f"{key}{engine.suffix}", frame)
        _write_manifest(made, _manifest(snapshot, content, today) | {"engine": engine.name})
        place = _put_into_place(made, folder)
    _remove_older(folder)
    return reading_at(place)


def renew_reading(reading: Reading, version: str, read_at: datetime) -> Reading:
    """Note that a newer version of the book has the same content. Raises OSError."""
    renewed = Reading(reading.place, {**reading.manifest, "version": version, "read_at": read_at.isoformat()})
    _write_manifest(reading.place, renewed.manifest)
    return renewed


def make_durable(place: Path) -> None:
    """Have the disk keep a reading through a power cut; until then the one before it is kept so. Raises OSError."""
    for path in (*place.rglob("*"), place, place.parent):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def discard_unfinished(folder: Path) -> None:
    """Remove what processes that died were making, for one that makes nothing yet: it may have a dead one's number."""
    _remove_unfinished(folder, os.getpid())


def discard_reading(place: Path) -> None:
    """Remove a reading that cannot be opened."""
    shutil.rmtree(place, ignore_errors=True)


def discard_readings(folder: Path) -> None:
    """Remove all readings of a folder, whichever Amber made them: who still holds one reads the book anew."""
    for place in _readings(folder):
        discard_reading(place)


@cache
def _code_stamp() -> str:
    """Return a stamp of the program's files that make readings."""
    here = Path(__file__).parent
    files = sorted(path for package in (here, here.parent / "kpi_core") for path in package.rglob("*.py"))
    states = [(path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in files]
    return f"{zlib.crc32(repr(states).encode()):08x}"


def _places(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"{_code_stamp()}-*"))


def _readings(folder: Path) -> list[Path]:
    return [path for path in folder.glob("*") if re.fullmatch(r"[0-9a-f]{8}-\d{9}", path.name)]


def _put_into_place(made: Path, folder: Path) -> Path:
    last = _places(folder)[-1:]
    number = int(last[0].name.rpartition("-")[2]) if last else 0
    while True:
        number += 1
        place = folder / f"{_code_stamp()}-{number:09d}"
        try:
            return made.rename(place)
        except OSError:
            # Unless another process was first to take this number, there is no use in the next.
            if not place.exists():
                raise


def _remove_older(folder: Path) -> None:
    newest = _places(folder)[-_KEPT:]
    for path in _readings(folder):
        if path not in newest:
            shutil.rmtree(path, ignore_errors=True)
    _remove_unfinished(folder)


def _remove_unfinished(folder: Path, surely_dead: int = 0) -> None:
    for path in folder.glob(f"{_MAKING}*"):
        maker = int(path.name.split("-")[1])
        if maker == surely_dead or not _is_running(maker):
            shutil.rmtree(path, ignore_errors=True)


def _is_running(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _manifest(snapshot: Snapshot, content: str, today: date) -> dict[str, Any]:
    return {
        "content": content,
        "today": today.isoformat(),
        "read_at": snapshot.read_at.isoformat(),
        "frames": list(snapshot.tables.frames),
        "missing": sorted(snapshot.tables.missing),
        "settings": dict(snapshot.tables.settings.typed),
        "base_currency": snapshot.tables.base_currency,
        "issues": [asdict(issue) for issue in snapshot.issues],
    } | {key: getattr(snapshot, key) for key in _AS_THEY_ARE}


def _write_manifest(place: Path, manifest: Mapping[str, Any]) -> None:
    new = place / f"{_MANIFEST}.{os.getpid()}"
    with open(new, "w", encoding="utf-8", opener=private) as file:
        json.dump(manifest, file)  # in ASCII: a title in the file's links may hold half a character
    new.replace(place / _MANIFEST)
