"""How a listener ends: with one line in the log, and when it failed with one line to the asker, who can act on it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from slack_bolt import Args
from slack_sdk.errors import SlackApiError

from bot.answers.told import sentence, told, went_wrong
from bot.listeners.calls import FAILS
from bot.listeners.speech import place, respond_with, tell
from bot.listeners.visitors import Visitors
from bot.requests import Request, request
from bot.voice import Voice
from kpi_core.errors import AmberError

_log = logging.getLogger(__name__)
# A form opens within three seconds of a press, by the one trigger that came with it.
_TOO_LATE = frozenset({"expired_trigger_id", "trigger_expired", "exchanged_trigger_id", "trigger_exchanged"})


class Failures:
    """Answers in place of a listener that failed."""

    def __init__(self, visitors: Visitors) -> None:
        self._visitors = visitors

    def guarded(self, listener: Callable[[Args], None], command: str = "") -> Callable[[Args], None]:
        """Return the listener with its failures answered and its end logged; `command` names it there.

        A listener of questions is named by what is asked. Bolt's own error handler takes back an ack that was just
        given, so nothing may escape from a listener.
        """

        def guarded(args: Args) -> None:
            began, outcome = time.perf_counter(), "answered"
            with request(command) as begun:
                try:
                    listener(args)
                except Exception as error:  # noqa: BLE001  # the last resort: logged, and told to the asker
                    outcome = type(error).__name__ if isinstance(error, AmberError) else "failed"
                    self._tell(error, args, begun)
                if begun.command or outcome != "answered":  # what others say where Amber listens asks nothing
                    facts = {"command": begun.command or "unknown", "outcome": outcome}
                    milliseconds = round((time.perf_counter() - began) * 1000)
                    _log.info("command.answered", extra={**facts, "ms": milliseconds})

        return guarded

    def _tell(self, error: Exception, args: Args, begun: Request) -> None:
        """Tell the asker, where they asked and visible to them alone; when Slack takes not even that, log it."""
        user_id, channel = place(args.body)
        voice = self._visitors.voice(user_id)
        said = sentence(_said(error, voice, begun))
        try:
            if args.respond.response_url:
                respond_with(args, said, voice)
            elif user_id:
                tell(args.client, channel, user_id, said, voice)
        except FAILS as unheard:
            _log.error("listener.unheard", exc_info=unheard)


def _said(error: Exception, voice: Voice, begun: Request) -> str:
    if isinstance(error, AmberError):
        return told(error, voice)
    if isinstance(error, SlackApiError) and error.response.get("error") in _TOO_LATE:
        return voice.say("Slack waited too long for the form and closed the way to it. Please press again.")
    _log.error("listener.failed", exc_info=error, extra={"request": begun.id})
    return went_wrong(begun.id, voice)
