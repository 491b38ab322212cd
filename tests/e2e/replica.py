"""The hasty bot as one of several on a database: it waits for the others, and may be struck around a post of its own.

REPLICA_READY is the file it makes when it has looked at the book, REPLICA_GO the one it waits for then;
REPLICA_STRUCK says what befalls it at its third post: "frozen", right before, or "killed", right after. Whoever goes on
lets these two come to theirs, however slow they are: the others alone are soon done with all.
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import datetime
from itertools import count
from pathlib import Path
from threading import Event

from bot.app.workplace import Workplace
from bot.delivery.post import Message, Posted, SlackConversations
from tests.e2e import hasty_bot

_STRUCK_AT, _BLOWS = 3, ("frozen", "killed")


def wait_for_others() -> None:
    """Let the first tick find all there, and all begin it at once."""
    ready, go, tick = Path(os.environ["REPLICA_READY"]), Path(os.environ["REPLICA_GO"]), Workplace.tick

    def tick_together(place: Workplace) -> None:
        if place.desks.have_looked:
            ready.touch()
            while not go.exists():
                Event().wait(0.01)
            tick(place)

    Workplace.tick = tick_together  # type: ignore[method-assign]  # here alone


def be_struck(blow: str) -> None:
    """Freeze or die at a post: nothing outside the process could be as exact."""
    post, posts, folder = SlackConversations.post, count(1), Path(os.environ["REPLICA_GO"]).parent
    marks = {each: folder / f"{each} is struck" for each in _BLOWS}

    def struck(slack: SlackConversations, address: str, message: Message, key: str) -> Posted:
        is_now = next(posts) == _STRUCK_AT
        if is_now and blow in marks:
            marks[blow].touch()
        if is_now and blow == "frozen":
            os.kill(os.getpid(), signal.SIGSTOP)
        posted = post(slack, address, message, key)
        if is_now and blow == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        while is_now and blow not in marks and not all(mark.exists() for mark in marks.values()):
            Event().wait(0.01)
        return posted

    SlackConversations.post = struck  # type: ignore[method-assign]  # idem


if __name__ == "__main__":
    wait_for_others()
    be_struck(os.environ.get("REPLICA_STRUCK", ""))
    hasty_bot.main(*map(datetime.fromisoformat, sys.argv[1:]))
