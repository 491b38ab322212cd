"""Which book Amber works on, and the desks set up on it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from platformdirs import user_data_path

from bot.app.clock import Clock
from bot.desk import Desk
from kpi_core.errors import SetupError
from kpi_core.evaluate import Figures
from sheets.refresh import Snapshots
from sheets.workbook import Workbook

if TYPE_CHECKING:
    from bot.settings import Settings
    from sheets.grid import GridStore
    from sheets.snapshot import Snapshot

_SCHEME = "xlsx:"


def demo_folder() -> Path:
    """Return the folder of the demo: its book and, once the bot ran, its state."""
    return user_data_path("amber") / "demo"


def store_spec(asked: str | None, settings: Settings, tell: Callable[[str], None]) -> str:
    """Return the book to open: the one asked for, else the settings', else the demo book, made on first use.

    `tell` hears one line when the demo book was made.
    """
    if spec := asked or settings.store:
        return spec
    return f"{_SCHEME}{demo_book(demo_folder(), Clock(settings.as_of), tell)}"


def demo_book(folder: Path, clock: Clock, tell: Callable[[str], None], *, fresh: bool = False) -> Path:
    """Return the demo book in this folder; it is made when there is none yet, and anew when `fresh`."""
    path = folder / "amber-demo.xlsx"
    if fresh or not path.exists():
        from sheets.demo.book import write_demo  # noqa: PLC0415  # the generator is needed once in a book's life

        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_demo(path, as_of=clock.day())
        tell(f"The demo book was made: {path}")
    return path


def opener(spec: str) -> Callable[[], GridStore]:
    """Return what opens the book, here or in another process. Raises SetupError for a place Amber cannot open."""
    path = Path(spec.removeprefix(_SCHEME)).expanduser()
    if not spec.startswith(_SCHEME):
        meant = f"{_SCHEME}{spec}" if path.suffix == ".xlsx" else f"{_SCHEME}PATH"
        raise SetupError(f"Amber cannot open the book '{spec}'", f"Write it as {meant}")
    return partial(Workbook, path.resolve())


def desks_on(spec: str, cache: Path, as_of: datetime | None, *, once: bool = False) -> BookDesks:
    """Return the desks on a book; with `once` it is read right here, for a command that asks once.

    Raises SetupError for a place Amber cannot open; the book itself is opened with the first question.
    """
    readings = cache / hashlib.sha256(spec.encode()).hexdigest()[:16]
    return BookDesks(Snapshots(opener(spec), readings, Clock(as_of), in_process=once), as_of)


def one_desk(spec: str, cache: Path, as_of: datetime | None) -> Desk:
    """Return a desk on a book for a command that asks once. Raises SetupError, Unavailable."""
    with closing(desks_on(spec, cache, as_of, once=True)) as desks:
        return desks.current()


class BookDesks:
    """Implements Desks over the readings of one book: one desk per reading and instant, shared by all who ask."""

    def __init__(self, snapshots: Snapshots, as_of: datetime | None) -> None:
        self._snapshots = snapshots
        self._as_of = as_of
        self._last: tuple[Snapshot, Desk] | None = None
        self._lock = Lock()

    def current(self) -> Desk:
        """Return the desk on the newest reading; see Desks."""
        return self._on(self._snapshots.current())

    def held(self) -> Desk:
        """Return the last desk at once; see Desks."""
        last = self._last  # without the lock: whoever has three seconds waits for nobody
        return last[1] if last else self.current()

    def refresh(self) -> Desk:
        """Read the book now and return the desk on it; see Desks."""
        return self._on(self._snapshots.refresh())

    def close(self) -> None:
        """Stop reading."""
        self._snapshots.close()

    def _on(self, snapshot: Snapshot) -> Desk:
        now_utc = Clock(self._as_of, snapshot.timezone).horizon()
        with self._lock:
            if self._last is None or self._last[0] is not snapshot or self._last[1].now_utc != now_utc:
                self._last = snapshot, self._new(snapshot, now_utc)
            return self._last[1]

    def _new(self, snapshot: Snapshot, now_utc: datetime) -> Desk:
        now = now_utc.astimezone(ZoneInfo(snapshot.timezone)).replace(tzinfo=None)
        if self._as_of is not None:
            snapshot = replace(snapshot, read_at=now_utc)  # under a stopped clock nothing grows old
        last = self._last[1] if self._last else None
        is_same = last is not None and last.snapshot.tables is snapshot.tables and last.now == now
        figures = last.figures if last and is_same else Figures(snapshot.tables, now)
        return Desk(snapshot, figures, now, now_utc)
