"""When something goes wrong: what the asker can act on is said in its one line, the rest is logged under an id."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable

from slack_bolt import Args
from slack_sdk.errors import SlackApiError

from bot.listeners.speech import place, respond_with, sentence, tell
from bot.listeners.visitors import Visitors
from bot.voice import Voice
from kpi_core.errors import AmberError, SetupError, Unavailable

_log = logging.getLogger(__name__)
# A form opens within three seconds of a press, by the one trigger that came with it.
_TOO_LATE = frozenset({"expired_trigger_id", "trigger_expired", "exchanged_trigger_id", "trigger_exchanged"})


def told(error: AmberError, voice: Voice) -> str:
    """Return what somebody is told of an error; what only an administrator can mend is introduced in their language."""
    said = error.to(voice.language)
    if isinstance(error, SetupError | Unavailable):
        return voice.say("That is not possible just now: {why}", why=said)
    return said


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
        """Tell the asker, where they asked and visible to them alone; when Slack takes not even that, log it."""
        user_id, channel = place(args.body)
        said = sentence(self._said(error, user_id))
        try:
            if args.respond.response_url:
                respond_with(args, said)
            elif user_id:
                tell(args.client, channel, user_id, said)
        except (SlackApiError, OSError) as unheard:
            _log.error("listener.unheard", exc_info=unheard)

    def _said(self, error: Exception, user_id: str) -> str:
        voice = self._visitors.voice(user_id)
        if isinstance(error, AmberError):
            return told(error, voice)
        if isinstance(error, SlackApiError) and error.response.get("error") in _TOO_LATE:
            return voice.say("Slack waited too long for the form and closed the way to it. Please press again.")
        request_id = secrets.token_hex(4)
        _log.error("listener.failed", exc_info=error, extra={"request": request_id})
        return voice.say(
            "Something went wrong on my side. Please try again; if it stays, tell your administrator: {id}.",
            id=request_id,
        )
