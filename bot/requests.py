"""What is being done just now, by an ID: all that one command, one tick or one look at the book logs carries it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass(slots=True)
class Request:
    """One thing that Amber does. `command` says what: the key of what was asked for, once that is understood."""

    id: str = field(default_factory=lambda: secrets.token_hex(4))
    command: str = ""


_current: ContextVar[Request | None] = ContextVar("request", default=None)


def current_request() -> Request | None:
    """Return what this thread is doing; None between two things."""
    return _current.get()


@contextmanager
def request(command: str = "") -> Iterator[Request]:
    """Begin something in this thread; it ends with the block."""
    begun = Request(command=command)
    token = _current.set(begun)
    try:
        yield begun
    finally:
        _current.reset(token)
