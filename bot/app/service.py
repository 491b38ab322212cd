"""The running bot: Slack on one side, a tick a minute on the other."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from threading import Event
from typing import TYPE_CHECKING

from bot.app.clock import Clock
from bot.app.endpoint import NO_DOORS, standing
from bot.app.looking_after import LookAtSetUp
from bot.app.minutes import each_minute, go_on
from bot.app.panel import panel_doors, require_panel
from bot.app.slack import connected, require_secrets
from bot.app.workplace import Workplace, workplace
from bot.state.alone import alone

if TYPE_CHECKING:
    from bot.address import Address
    from bot.app.endpoint import Door
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
    require_panel(settings, spec, address)
    with (
        alone(settings.database),  # before all else: what another bot works with is not even upgraded
        workplace(settings, spec, watched=True) as place,
        panel_doors(settings, spec, place) as panel,
        connected(settings, place.runtime, place.crew, address, NO_DOORS if settings.panel else panel) as is_connected,
        _apart(panel, settings.panel),
        _monitored(settings.health, place, is_connected, stop),
    ):
        _log.info("bot.connected")
        while not place.desks.have_looked and not stop.wait(_LOOKED_S):
            pass
        set_up = LookAtSetUp(place, settings, spec, stop)
        with each_minute({"tick": partial(place.tick, stop.is_set), "set_up": set_up}, Clock()) as at_once:
            go_on(at_once, Clock(), stop.wait)
            _log.info("bot.stopping")
            place.deliveries.stop()
    _log.info("bot.stopped")


@contextmanager
def _apart(panel: Mapping[str, Door], address: Address | None) -> Iterator[None]:
    """Serve the panel at an address of its own, if it has one. Raises Conflict when the port is taken."""
    if not panel or address is None:
        yield
        return
    with standing(panel, address) as url:
        _log.info("panel.listening", extra={"url": url})
        yield


@contextmanager
def _monitored(
    address: Address | None, place: Workplace, is_connected: Callable[[], bool], stop: Event
) -> Iterator[None]:
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
    health = Health(is_connected, place.desks, stop.is_set, time.monotonic)
    with heard_by(counts.note, health.note), served(monitor(counts.registry, health.reasons), address) as url:
        _log.info("monitor.listening", extra={"url": url})
        yield
