"""How the local Slack says no."""

from __future__ import annotations

from collections.abc import Sequence


class ApiError(Exception):
    """An error of Slack's Web API: its code, and the messages that name the place."""

    def __init__(self, code: str, messages: Sequence[str] = ()) -> None:
        super().__init__(code)
        self.code = code
        self.messages = tuple(messages)


class Unanswered(Exception):
    """The bot did not acknowledge. The code is what Slack shows the person: operation_timeout or dispatch_failed."""
