"""`python -m bot.workbench --port N`: the local Slack alone, with a small cast, until Ctrl-C."""

from __future__ import annotations

import argparse
import threading
import time

from bot.workbench.faults import Pace
from bot.workbench.server import Workbench
from bot.workbench.world import World


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(prog="python -m bot.workbench", description="A local Slack on 127.0.0.1.")
    parser.add_argument("--port", type=int, default=8117, help="0 takes a free one (default: %(default)s)")
    port = parser.parse_args().port
    clock = time.time  # noqa: TID251  # a composition root of its own: Slack's clock is the real one
    try:
        bench = Workbench(World.of_cast(clock), port, pace=Pace(clock)).start()
    except OSError as error:
        parser.exit(2, f"port {port} cannot be used: {error.strerror}. Try another --port, or 0\n")
    lines = (
        f"the page:  {bench.url}/",
        "for a bot:",
        f"  SLACK_API_URL={bench.api_url}",
        f"  AMBER_SLACK_BOT_TOKEN={bench.bot_token}",
        f"  AMBER_SLACK_APP_TOKEN={bench.app_token}",
        "Ctrl-C ends it",
    )
    try:
        print(*lines, sep="\n", flush=True)  # noqa: T201  # the address is this program's output
        threading.Event().wait()
    except KeyboardInterrupt:
        bench.stop()


if __name__ == "__main__":
    main()
