"""The running bot: Slack on one side, a tick a minute on the other."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from threading import Event
from typing import TYPE_CHECKING

from apscheduler.schedulers.background import BackgroundScheduler

from bot.app.clock import Clock
from bot.app.looking_after import LookAtSetUp
from bot.app.slack import connected, require_secrets
from bot.app.workplace import workplace
from kpi_core.errors import Conflict

if TYPE_CHECKING:
    from bot.app.endpoint import Address
    from bot.settings import Settings

_log = logging.getLogger(__name__)


def serve(settings: Settings, spec: str, stop: Event, address: Address | None = None) -> None:
    """Answer and deliver until `stop` is set: over Socket Mode, or over HTTP at this address.

    Raises SetupError for missing or refused tokens, Conflict when another bot has the state or the port is taken,
    Unavailable when Slack does not answer at the start; later on it reconnects by itself.
    """
    require_secrets(settings, address)
    with (
        workplace(settings, spec, watched=True) as place,
        _alone(settings.database),
        connected(settings, place.runtime, address),
    ):
        _log.info("bot.connected")
        scheduler = BackgroundScheduler(timezone="UTC")
        scheduler.add_job(place.tick, "cron", second=0, coalesce=True, max_instances=1, next_run_time=Clock()())
        look = LookAtSetUp(place, settings, spec, stop)
        scheduler.add_job(look, "interval", minutes=1, coalesce=True, max_instances=1, next_run_time=Clock()())
        scheduler.start()
        stop.wait()
        _log.info("bot.stopping")
        scheduler.shutdown(wait=True)


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
