"""What is to be mended in the set-up, for whoever looks after Amber: in the doctor's words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.answers.answer import Answer, Bold, Note, Paragraph
from bot.answers.naming import prose

if TYPE_CHECKING:
    from bot.doctor import Examined
    from bot.voice import Voice


def set_up_answer(findings: Sequence[Examined], voice: Voice) -> Answer:
    """Return each finding with its mend."""
    said = voice.many("{n} thing of my set-up needs you.", "{n} things of my set-up need you.", len(findings))
    lines = [_finding(each, voice) for each in findings]
    again = voice.say(
        "When it is mended, `amber doctor` on the machine I run on says so. I tell you again only when this changes."
    )
    return Answer(said, (Paragraph((Bold(said),)), *lines, Note(prose(again))))


def _finding(each: Examined, voice: Voice) -> Paragraph:
    title, text, mend = map(voice.text, (each.check.title, each.outcome.text, each.outcome.mend))
    return Paragraph((Bold(title), f": {text}\n→ {mend}"))
