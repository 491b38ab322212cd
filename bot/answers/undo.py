"""`undo` where nothing is written: whoever can write takes back what was written last instead."""

from __future__ import annotations

from bot.answers.answer import Answer, Paragraph
from bot.answers.asked import Asked


def answer_undo(asked: Asked) -> Answer:
    """Answer `undo`: where it works."""
    said = asked.voice.say("What is written in Slack is taken back there.")
    return Answer(said, (Paragraph((said,)),))
