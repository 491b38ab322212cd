"""Run the emulator alone: `python -m tests.emulators.google_sheets --port 8090`."""

from __future__ import annotations

import argparse
import signal
from pathlib import Path

from tests.emulators.google_sheets.server import GoogleSheetsServer


def main() -> None:
    """Serve until interrupted; print the address and where the key lies."""
    parser = argparse.ArgumentParser(prog="python -m tests.emulators.google_sheets", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--key", type=Path, help="write the service account's key here")
    parser.add_argument("--book", help="make an empty spreadsheet with this title and print its ID")
    given = parser.parse_args()
    # Blocked before the server's threads begin, the signals wait for sigwait instead of ending the process.
    ends = {signal.SIGINT, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)
    with GoogleSheetsServer(given.port) as server:
        print(server.url, flush=True)  # noqa: T201 the address is what the command is for
        if given.key:
            given.key.write_text(server.credentials(), "utf-8")
        if given.book:
            print(server.new_book(given.book), flush=True)  # noqa: T201 idem
        signal.sigwait(ends)


if __name__ == "__main__":
    main()
