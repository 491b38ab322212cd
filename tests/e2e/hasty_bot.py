"""The bot as a process whose clock runs sixty times as fast: leases and waits of minutes end in seconds.

It is set up by the environment, as `amber run` is, and made of the same parts; `__main__` takes the instants at which
its time began, in the story and in truth, so that one that is started anew goes on in the same story.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Event

SPEED = 60


def real_now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251  # a process started anew goes on where time is by then


@contextmanager
def running(
    environment: Mapping[str, str], story: datetime, truth: datetime, program: str = "tests.e2e.hasty_bot"
) -> Iterator[subprocess.Popen[bytes]]:
    """Run the bot; it is killed at the end."""
    words = [sys.executable, "-m", program, story.isoformat(), truth.isoformat()]
    with subprocess.Popen(words, env=os.environ | environment) as bot:
        try:
            yield bot
        finally:
            bot.kill()


def main(story: datetime, truth: datetime) -> None:
    """Connect to Slack and tick each second, which is a minute, until killed."""
    from bot.app import clock
    from bot.app.log import log_events
    from bot.app.slack import connected
    from bot.app.workplace import workplace
    from bot.cli.options import process_settings
    from bot.state.alone import alone

    class HastyDatetime(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:
            return story + (real_now() - truth) * SPEED

    clock.datetime = HastyDatetime  # the one place where Amber reads the time
    settings = process_settings()
    log_events(settings.log_level)
    with (
        alone(settings.database),
        workplace(settings, settings.store, watched=True) as place,
        connected(settings, place.runtime, place.crew, None),
    ):
        while True:
            place.tick()
            Event().wait(60 / SPEED)


if __name__ == "__main__":
    main(*map(datetime.fromisoformat, sys.argv[1:]))
