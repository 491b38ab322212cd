"""How the bot logs: one JSON object per line and event, which Loki, Datadog and jq read as it is.

No value can break a line or forge another: JSON escapes quotes, line ends and all that is not ASCII. Nobody's words are
in it: events carry keys, counts and IDs, tracebacks come without the errors' texts, and of what libraries say only
what stands before the first thing they quote.
"""

from __future__ import annotations

import json
import logging
import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from bot.requests import current_request
from kpi_core.traces import trace_of

_log = logging.getLogger(__name__)
OURS = ("bot", "sheets")  # the loggers of Amber's own events
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}
_QUOTES = re.compile(r"[\n:;([{<'\"]")


class EventFormatter(logging.Formatter):
    """Writes `{"timestamp": "2026-11-17T03:00:00.123Z", "level": "info", "event": "delivery.sent", …}`."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, a traceback in it."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        line: dict[str, Any] = {"timestamp": at, "level": record.levelname.lower()}
        if is_ours(record):
            line["event"] = record.getMessage()
        else:
            line |= {"event": "library.said", "library": record.name, "said": _said(record)}
        if now := current_request():
            line["request"] = now.id
        line |= {key: value for key, value in vars(record).items() if key not in _STANDARD and is_ours(record)}
        if record.exc_info and record.exc_info[1]:
            line["trace"] = trace_of(record.exc_info[1])
        return json.dumps(line, default=str)


def is_ours(record: logging.LogRecord) -> bool:
    """Whether it is an event of Amber's, and not something a library says."""
    return record.name.partition(".")[0] in OURS


def log_events(level: str) -> None:
    """Send the events of this level and above to standard error; the libraries' own only when they are warnings."""
    handler = logging.StreamHandler()
    handler.setFormatter(EventFormatter())
    handler.setLevel(level)
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    # That a minute is left out while the one before goes on is no news.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
    threading.excepthook = thread_failed


def thread_failed(args: threading.ExceptHookArgs) -> None:
    """Log the end of a thread as an event; Python's own way writes many lines, and the error's words."""
    if args.exc_value is not None and not isinstance(args.exc_value, SystemExit):
        name = args.thread.name if args.thread else ""
        _log.error("thread.failed", exc_info=args.exc_value, extra={"part": name})


@contextmanager
def heard_by(*listeners: Callable[[str, Mapping[str, Any]], None]) -> Iterator[None]:
    """Tell these of each event and its facts, of whatever level, however little is written down."""
    ears, loggers = _Ears(listeners), [logging.getLogger(name) for name in OURS]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.addHandler(ears)
        logger.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.removeHandler(ears)
            logger.setLevel(level)


class _Ears(logging.Handler):
    def __init__(self, listeners: Sequence[Callable[[str, Mapping[str, Any]], None]]) -> None:
        super().__init__()
        self._listeners = listeners

    def emit(self, record: logging.LogRecord) -> None:
        for listener in self._listeners:
            listener(record.getMessage(), vars(record))


def _said(record: logging.LogRecord) -> str:
    """Return what a library says without what it quotes: requests, messages, addresses."""
    words = str(record.msg)  # a template without its arguments, or a sentence made already
    return words if record.args else _QUOTES.split(words, maxsplit=1)[0].strip()
