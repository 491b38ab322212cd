"""Several things fit: buttons that ask each in full."""

from __future__ import annotations

from collections import Counter

from bot.answers.answer import Answer, Button, Item, Note, Part
from bot.grammar import Pick
from bot.voice import Voice

ASK = "ask"  # the action whose value is a question


_SHOWN = 10


def answer_pick(pick: Pick, voice: Voice) -> Answer:
    """Return the choice between the things that fit; beyond the first ten it says how many more there are."""
    said = voice.say("“{word}” fits several. Which one?", word=pick.word)
    labels = Counter(label for label, _ in pick.options)
    buttons = tuple(
        # Two of one name are told apart by what one would type.
        Button(label if labels[label] == 1 else f"{label} · {question}", ASK, question)
        for label, question in pick.options[:_SHOWN]
    )
    parts: list[Part] = [Item((said,), buttons)]
    if (more := len(pick.options) - _SHOWN) > 0:
        told = voice.many("{n} more fits: type more of the name.", "{n} more fit: type more of the name.", more)
        parts.append(Note((told,)))
    return Answer(said, tuple(parts))
