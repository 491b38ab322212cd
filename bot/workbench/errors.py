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
    """The bot did not acknowledge. The code is what Slack shows the person: operation_timeout or dispatch_failed.

    `reason` is what an event that is sent again for it says: "timeout" over Socket Mode, over HTTP "http_timeout",
    "connection_failed" or "http_error".
    """

    def __init__(self, code: str, reason: str = "timeout") -> None:
        super().__init__(code)
        self.reason = reason


def refused(error: ApiError) -> dict[str, object]:
    """Return the body that says no, with the places in `errors` and `response_metadata.messages` as Slack has them."""
    if not error.messages:
        return {"ok": False, "error": error.code}
    return {
        "ok": False,
        "error": error.code,
        "errors": list(error.messages),
        "response_metadata": {"messages": [f"[ERROR] {message}" for message in error.messages]},
    }
