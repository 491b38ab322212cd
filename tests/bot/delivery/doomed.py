"""A tick in a process of its own, on the real client, that is gone for good at a chosen step."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.delivery.post import SlackConversations, delivery_client
from tests.bot.delivery.cast_and_world import HA, LINH, Clock, Died, Fuse, World, book
from tests.forks import FORKS

DEAD = 9
BOOKS = {1: book([LINH]), 3: book([LINH, HA], settings={"team_channel.North": "C1"})}  # by the number of recipients


@dataclass(frozen=True)
class Scene:
    """What all processes share: the state on disk, Slack, the book."""

    database: Path
    api_url: str
    token: str
    recipients: int

    def world(self, at: datetime) -> World:
        slack = SlackConversations(delivery_client(self.token, self.api_url))
        return World(self.database, Clock(at), slack, BOOKS[self.recipients])  # type: ignore[arg-type]  # the same port

    def survives(self, at: datetime, steps: int) -> bool:
        """Tick at an instant in a process that dies after so many steps; return whether it came to the end first."""
        process = FORKS.Process(target=_tick, args=(self, at, steps))
        process.start()
        process.join()
        assert process.exitcode in {0, DEAD}
        return process.exitcode == 0


class Cliff(Fuse):
    """A fuse after which nothing happens at all: no handler, no rollback, no farewell to the server."""

    def step(self, *_: object) -> None:
        try:
            super().step()
        except Died:
            os._exit(DEAD)


def _tick(scene: Scene, at: datetime, steps: int) -> None:
    cliff = Cliff()
    process = scene.world(at).process(cliff)
    cliff.left = steps
    process.tick()
    cliff.left = None
