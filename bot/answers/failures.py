"""What could not be delivered, for whoever looks after Amber: to whom, what, why, and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.answer import Answer, Heading, Note, Paragraph, TableOf
from bot.answers.naming import prose
from bot.desk import Desk
from bot.state.records import KINDS, STATES, Record, recipient_name
from bot.voice import Voice
from kpi_core.text import Language

_MOST = 50


def failures_answer(desk: Desk, failures: Sequence[Record], language: Language) -> Answer:
    """Return a table of the deliveries, those that came in last first."""
    voice = Voice(language)
    said = voice.many("{n} message was not delivered", "{n} messages were not delivered", len(failures))
    names = {person.am_id: person.name for person in desk.roster.people}
    header = (voice.say("Recipient"), voice.say("What"), voice.say("State"), voice.say("Why, and what to do"))
    rows = tuple(
        (
            (recipient_name(one.recipient, names),),
            (f"{voice.text(KINDS[one.kind])} {one.slot}",),
            (voice.text(STATES[one.state]),),
            (voice.text(one.error),),
        )
        for one in failures[:_MOST]
    )
    others = Paragraph((voice.say("Everybody else gets theirs. I tell you of each of these once."),))
    again = voice.say(
        "When it is mended, `amber digest` and `amber pings` send what failed; `amber deliveries` lists all."
    )
    return Answer(said, (Heading(said), others, TableOf(header, rows), Note(prose(again))))
