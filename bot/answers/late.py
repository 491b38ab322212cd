"""What says first of a message that it comes late."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.answers.answer import Answer, Bold, Paragraph
from bot.voice import Voice
from kpi_core.text import Language


def late(answer: Answer, due_at: datetime, language: Language) -> Answer:
    """Return the answer with a first line that says when it was due, in local time."""
    voice = Voice(language)
    line = voice.say("Late: this was due on {when}.", when=voice.weekday_and_time(due_at))
    return replace(answer, parts=(Paragraph(("⏰ ", Bold(line))), *answer.parts))
