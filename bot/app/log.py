"""How the bot logs: one line per event, its name first, then its facts."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


class EventFormatter(logging.Formatter):
    """Writes `2026-11-17T03:00:00Z INFO delivery.sent kind=digest delivery=7`."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; a traceback, if any, follows it."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        facts = "".join(f" {key}={value}" for key, value in vars(record).items() if key not in _STANDARD)
        trace = f"\n{self.formatException(record.exc_info)}" if record.exc_info else ""
        return f"{at} {record.levelname} {record.getMessage()}{facts}{trace}"


def log_events(level: str) -> None:
    """Send the events of this level and above to standard error; the libraries' own only when they are warnings."""
    handler = logging.StreamHandler()
    handler.setFormatter(EventFormatter())
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logging.getLogger("bot").setLevel(level)
    logging.getLogger("sheets").setLevel(level)
