"""When something goes wrong: what the asker can act on is said in its one line, the rest is logged under an id."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable

from slack_bolt import Args

from bot.listeners.speech import place, respond_with, sentence, tell
from bot.listeners.visitors import Visitors
from kpi_core.errors import AmberError

_log = logging.getLogger(__name__)


class Failures:
    """Answers in place of a listener that failed."""

    def __init__(self, visitors: Visitors) -> None:
        self._visitors = visitors

    def guarded(self, listener: Callable[[Args], None]) -> Callable[[Args], None]:
        """Return the listener with its failures answered.

        Bolt's own error handler takes back an ack that was just given, so nothing may escape from a listener.
        """

        def guarded(args: Args) -> None:
            try:
                listener(args)
            except Exception as error:  # noqa: BLE001  # the last resort: logged, and told to the asker
                self._tell(error, args)

        return guarded

    def _tell(self, error: Exception, args: Args) -> None:
        """Tell the asker, where they asked and visible to them alone."""
        user_id, channel = place(args.body)
        said = sentence(str(error) if isinstance(error, AmberError) else self._apology(error, user_id))
        if args.respond.response_url:
            respond_with(args, said)
        elif user_id:
            tell(args.client, channel, user_id, said)

    def _apology(self, error: Exception, user_id: str) -> str:
        request_id = secrets.token_hex(4)
        _log.error("listener.failed", exc_info=error, extra={"request": request_id})
        return self._visitors.voice(user_id).say(
            "Something went wrong on my side. Please try again; if it stays, tell your administrator: {id}.",
            id=request_id,
        )
