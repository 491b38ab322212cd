"""The running bot: Slack on one side, a tick a minute on the other."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from threading import Event
from typing import TYPE_CHECKING

from apscheduler.schedulers.background import BackgroundScheduler

from bot.app.clock import Clock
from bot.app.looking_after import LookAtSetUp
from bot.app.slack import connected, require_secrets
from bot.app.workplace import Workplace, workplace
from kpi_core.errors import Conflict

if TYPE_CHECKING:
    from bot.address import Address
    from bot.settings import Settings

_log = logging.getLogger(__name__)
_LOOKED_S = 0.5  # so often after the start it is seen whether the book was looked at


def serve(settings: Settings, spec: str, stop: Event, address: Address | None = None) -> None:
    """Answer and deliver until `stop` is set: over Socket Mode, or over HTTP at this address.

    What is being answered or posted then is finished. Raises SetupError for missing or refused tokens, Conflict when
    another bot has the state or a port is taken, Unavailable when Slack does not answer at the start; later on it
    reconnects by itself.
    """
    require_secrets(settings, address)
    with (
        workplace(settings, spec, watched=True) as place,
        _alone(settings.database),
        connected(settings, place.runtime, address) as is_connected,
        _monitored(settings.health, place, is_connected),
    ):
        _log.info("bot.connected")
        # A busy machine begins late: that is no reason to leave it out, as the default is after one second.
        once_each = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        scheduler = BackgroundScheduler(timezone="UTC", job_defaults=once_each)
        tick = scheduler.add_job(place.tick, "cron", second=0)
        set_up = scheduler.add_job(LookAtSetUp(place, settings, spec, stop), "interval", minutes=1)
        scheduler.start()
        # No job may ask the scheduler for anything: while that ends it waits for its jobs and answers nobody.
        while not place.desks.have_looked and not stop.wait(_LOOKED_S):
            pass
        for job in (tick, set_up):  # as soon as the book was looked at, and not only with the next minute
            job.modify(next_run_time=Clock()())
        stop.wait()
        _log.info("bot.stopping")
        place.deliveries.stop()
        scheduler.shutdown(wait=True)
    _log.info("bot.stopped")


@contextmanager
def _monitored(address: Address | None, place: Workplace, is_connected: Callable[[], bool]) -> Iterator[None]:
    """Let the bot be watched at an address, if there is one. Raises Conflict when the port is taken."""
    if address is None:
        yield
        return
    from bot.app.log import heard_by  # noqa: PLC0415  # a bot that nobody watches pays nothing for it
    from bot.app.metrics import EventCounts, Standing  # noqa: PLC0415  # idem
    from bot.app.monitor import Health, monitor, served  # noqa: PLC0415  # idem

    counts = EventCounts()
    counts.registry.register(
        Standing(Clock()(), Clock(), lambda: place.desks.current().snapshot.read_at, is_connected, place.census)
    )
    health = Health(is_connected, lambda: place.desks.have_looked, time.monotonic)
    with heard_by(counts.note, health.note), served(monitor(counts.registry, health.reasons), address) as url:
        _log.info("monitor.listening", extra={"url": url})
        yield


@contextmanager
def _alone(database: str) -> Iterator[None]:
    """Hold the state of an SQLite file alone: two bots on it would each answer. Raises Conflict."""
    if "://" in database and not database.startswith("sqlite"):
        yield
        return
    path = database.removeprefix("sqlite:///")
    with closing(sqlite3.connect(f"{path}.lock", timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")  # held by the open connection: the system frees it when the process dies
        except sqlite3.OperationalError:
            raise Conflict(
                f"another `amber run` already works with {path}; stop it, or give this one its own AMBER_DATABASE"
            ) from None
        yield
