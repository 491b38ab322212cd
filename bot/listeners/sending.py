"""The shortcuts of leads and the head: send the digest or the pings now."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from slack_bolt import Args

from bot.access import LEADERS, whom_to_ask
from bot.answers.answer import Answer, Bold, Line, Paragraph
from bot.desk import Sending
from bot.listeners.speech import post
from bot.listeners.visitors import Visitors
from bot.voice import Voice
from kpi_core.errors import Refused

_LINES_SHOWN = 30


class SendingNow:
    """Sends through the ledger and tells whoever asked what was sent."""

    def __init__(self, visitors: Visitors, sending: Sending) -> None:
        self._visitors = visitors
        self._sending = sending

    def digest(self, args: Args) -> None:
        """Send the latest Monday's digest to all who have not had it."""
        args.ack()
        self._send(args, self._sending.digest)

    def pings(self, args: Args) -> None:
        """Send today's reminders to all who have not had them."""
        args.ack()
        self._send(args, self._sending.pings)

    def _send(self, args: Args, send: Callable[..., Sequence[str]]) -> None:
        visit = self._visitors.visit(args.client, args.body["user"]["id"])
        if visit.person.role not in LEADERS:
            whom = whom_to_ask(visit.person, visit.desk, visit.voice)
            raise Refused(visit.voice.say("Only a lead or the head sends to everybody. {whom} can.", whom=whom))
        post(args.client, visit.user_id, _summary(send(language=visit.voice.language), visit.voice))


def _summary(lines: Sequence[str], voice: Voice) -> Answer:
    if not lines:
        said = voice.say("Everything was sent already; nothing is sent twice.")
        return Answer(said, (Paragraph((said,)),))
    said = voice.many("{n} message", "{n} messages", len(lines))
    shown: Line = tuple(f"\n• {line}" for line in lines[:_LINES_SHOWN])
    more = len(lines) - _LINES_SHOWN
    rest: Line = (f"\n{voice.many('… and {n} more', '… and {n} more', more)}",) if more > 0 else ()
    return Answer(said, (Paragraph((Bold(said), *shown, *rest)),))
