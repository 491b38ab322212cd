"""What somebody is told in a sentence: that something is done, or why it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answers.answer import Answer, Paragraph
from bot.answers.naming import prose
from kpi_core.errors import SetupError, Unavailable

if TYPE_CHECKING:
    from bot.voice import Voice
    from kpi_core.errors import AmberError


def sentence(text: str) -> Answer:
    """Return one sentence as an answer; its `backticked` words are shown as things to type."""
    return Answer(text, (Paragraph(prose(text)),))


def told(error: AmberError, voice: Voice) -> str:
    """Return what somebody is told of an error; what only an administrator can mend is introduced in their language."""
    said = voice.text(error.text)
    if isinstance(error, SetupError | Unavailable):
        return voice.say("That is not possible just now: {why}", why=said)
    return said


def went_wrong(request_id: str, voice: Voice) -> str:
    """Return what somebody is told of a fault of Amber's own: the log knows it by that ID."""
    return voice.say(
        "Something went wrong on my side. Please try again; if it stays, tell your administrator: {id}.",
        id=request_id,
    )
