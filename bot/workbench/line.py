"""How the bot is told what people do, whichever way it is reached; an event again as long as nobody acknowledges it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Literal, Protocol

from bot.workbench.errors import Unanswered
from bot.workbench.faults import Faults
from bot.workbench.world import Json

Kind = Literal["slash_commands", "interactive", "events_api"]


@dataclass(frozen=True, slots=True)
class Retry:
    """Which repetition of an event it is, 0 the first sending, and why."""

    number: int = 0
    reason: str = ""


FIRST = Retry()


class Way(Protocol):
    """A way to the bot: Socket Mode, or signed requests over HTTP."""

    @property
    def connected(self) -> bool:
        """Whether the bot can be told anything."""

    async def deliver(self, kind: Kind, payload: Json, retry: Retry) -> Json:
        """Tell the bot; return what it acknowledges with, {} for nothing. Raises Unanswered."""


class Line:
    """Tells the bot over one way, `way`, which may be exchanged; a test asks for lost envelopes by their kind."""

    def __init__(self, way: Way, faults: Faults, event_retry_seconds: tuple[float, ...]) -> None:
        self.way = way
        self._faults = faults
        self._event_retry_seconds = event_retry_seconds
        self._events: set[asyncio.Task[None]] = set()

    @property
    def connected(self) -> bool:
        """Whether the bot can be told anything."""
        return self.way.connected

    async def deliver(self, kind: Kind, payload: Json, retry: Retry = FIRST) -> Json:
        """Tell the bot; return what it acknowledges with, {} for nothing. Raises Unanswered."""
        fault = self._faults.take(kind)
        if fault is not None and fault.kind == "drop_before":
            raise Unanswered("dispatch_failed", "connection_failed")
        acknowledged = await self.way.deliver(kind, payload, retry)
        if fault is not None:
            raise Unanswered("operation_timeout", "http_timeout")
        return acknowledged

    def announce(self, payload: Json) -> None:
        """Send an event, and again later as long as it is not acknowledged."""
        task = asyncio.get_running_loop().create_task(self._announce(payload))
        self._events.add(task)
        task.add_done_callback(self._events.discard)

    async def settle(self) -> None:
        """Wait until each event is acknowledged or given up."""
        await asyncio.gather(*self._events)

    async def close(self) -> None:
        """Stop: no event is sent again."""
        for task in tuple(self._events):
            task.cancel()
        await asyncio.gather(*self._events, return_exceptions=True)

    async def _announce(self, payload: Json) -> None:
        reason = ""
        for number, pause_seconds in enumerate((0.0, *self._event_retry_seconds)):
            await asyncio.sleep(pause_seconds)
            try:
                await self.deliver("events_api", payload, Retry(number, reason))
            except Unanswered as silence:
                reason = silence.reason
            else:
                return
