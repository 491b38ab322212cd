"""Several things fit: buttons that ask each in full."""

from __future__ import annotations

from bot.answers.answer import Answer, Button, Item
from bot.grammar import Pick
from bot.voice import Voice

ASK = "ask"  # the action whose value is a question


def answer_pick(pick: Pick, voice: Voice) -> Answer:
    """Return the choice between the things that fit."""
    said = voice.say("“{word}” fits several. Which one?", word=pick.word)
    return Answer(said, (Item((said,), tuple(Button(label, ASK, question) for label, question in pick.options)),))
