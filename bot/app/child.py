"""`amber run` for as long as whoever started it is there: the bot of a demo ends with it, however that ends."""

from __future__ import annotations

import os
import signal
from threading import Thread

from bot.cli import main


def stop_with_parent() -> None:
    """Tell this process to stop once the other end of its standard input is gone; nothing is ever written there."""
    os.read(0, 1)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    Thread(target=stop_with_parent, name="parent", daemon=True).start()
    main(["run"])
