"""What somebody says in a conversation → a Question: the grammar's own words, with courtesies left out around them.

Nothing is guessed: words that name something (a KPI, a period, a person, an account, a command) stay, whole phrases of
`bot.courtesy` go, and any other word stays too, so that the grammar says what it does not understand.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot import lookup
from bot.access import visible_people
from bot.clauses import with_versus
from bot.commands import BY_WORDS, CARD, FREE, HELP, LIST, LOG, ME
from bot.courtesy import QUESTION_ENDS
from bot.grammar import Pick, Question, parse, require_short
from bot.scopes import is_team
from bot.vocabulary import LONGEST, Phrase, Vocabulary
from kpi_core.errors import InputError
from kpi_core.names import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.desk import Desk
    from bot.people import Person
    from bot.voice import Voice

_AROUND_WORDS = '?!.,;:…"“”«»()'
_POSSESSIVES = ("'s", "’s")
_BEFORE_A_COMMAND = 12  # words of courtesy: "could you please log …"
_LOOKED_AT = 60  # words: who says more is told so, unless it is what to log


def understand(text: str, desk: Desk, asker: Person, voice: Voice) -> Question | Pick:
    """Return what is asked, in a sentence or as a command is typed.

    Raises InputError, Refused.
    """
    if not (said := asked_in(text, desk, asker, voice)):
        return _as_typed(text, desk, asker, voice) or Question(HELP)
    try:
        found = parse(said, desk, asker, voice)
    except InputError:
        if said != text and isinstance(typed := _as_typed(text, desk, asker, voice), Question):
            return typed
        raise
    if isinstance(found, Pick) and said != text:
        return _as_typed(text, desk, asker, voice) or found
    return found


def _as_typed(text: str, desk: Desk, asker: Person, voice: Voice) -> Question | Pick | None:
    """Return what is asked when nothing is left out of the words; None when that is nothing."""
    try:
        return parse(text, desk, asker, voice)
    except InputError:
        return None


def asked_in(text: str, desk: Desk, asker: Person, voice: Voice) -> str:
    """Return a sentence as one would type it: "how is my nps last quarter?" is "nps last quarter".

    Raises InputError for more than anybody asks in one go.
    """
    phrases = _phrases(text, desk, asker, voice)
    phrases = _particular(phrases) or phrases
    words = [phrase.typed for phrase in phrases if phrase.kind == "word"]
    if {phrase.kind for phrase in phrases} <= {"word", "period", "clause"} and (
        is_team(words) or lookup.worded(" ".join(words), _people(desk, asker))
    ):
        return " ".join(("card", *(one.typed for one in phrases)))
    kinds = [phrase.kind for phrase in phrases]
    if kinds == ["account"]:
        return f"account {phrases[0].typed}"
    if sorted(kinds) == ["account", "period"]:
        return " ".join(("card account", *(one.typed for one in phrases)))
    if kinds and {*kinds} <= {"period", "person", "clause"} and kinds.count("person") <= 1:
        return " ".join(("card", *(one.typed for one in phrases)))
    first = next((one for one in phrases if one.kind in {"command", "kpi"}), None)
    ordered = phrases if first is None else [first, *(one for one in phrases if one is not first)]
    return " ".join(phrase.typed for phrase in ordered)


def _particular(phrases: Sequence[Phrase]) -> Sequence[Phrase]:
    """Leave out what idioms say in general beside what is particular: "the report on revenue" is "revenue".

    Of an idiom for a KPI beside one that is named, only into what it is broken down stays.
    """
    names_kpi = any(one.kind == "kpi" and not one.is_idiom for one in phrases)
    general = {LIST.key, ME.key, CARD.key} if names_kpi else {LIST.key}
    left = [one for one in phrases if not (one.is_idiom and one.typed in general)]
    if not names_kpi:
        return left
    said = [
        replace(one, kind="clause", typed=one.typed.partition(" ")[2]) if one.is_idiom and one.kind == "kpi" else one
        for one in left
    ]
    return [one for one in said if one.typed]


def _phrases(text: str, desk: Desk, asker: Person, voice: Voice) -> Sequence[Phrase]:
    """Return the phrases that are more than courtesy; what follows a command that takes free words stays whole."""
    said = text.split()
    first = said[:_LOOKED_AT]
    is_asked = text.rstrip().endswith("?")
    while first and len(said) <= _LOOKED_AT and fold(_bare(first[-1])) in QUESTION_ENDS:
        first.pop()
        is_asked = True
    words = [(place, bare) for place, word in enumerate(with_versus(first)) if (bare := _bare(word))]
    # Nothing is written for who only asks whether somebody called.
    vocabulary = Vocabulary(desk, asker, in_cases=lookup.is_declined(" ".join(first)), logs=not is_asked)
    found: list[Phrase] = []
    at = 0
    while at < len(words):
        if at >= _BEFORE_A_COMMAND:
            require_short(said, voice)
        phrase, size = vocabulary.longest([bare for _, bare in words[at : at + LONGEST]])
        at += size
        if phrase is None:
            continue
        if phrase.is_idiom and found and phrase.typed.startswith(f"{LOG.key} "):
            phrase = Phrase("word", " ".join(bare for _, bare in words[at - size : at]))  # "when was it that I called"
        found.append(phrase)
        command = BY_WORDS.get(fold(phrase.typed.split()[0])) if phrase.kind == "command" else None
        if command and command.shape in FREE and len(found) == 1:
            rest = said[words[at][0] :] if at < len(words) else ()
            return [Phrase("command", " ".join((phrase.typed, *rest)))]
    return found


def _people(desk: Desk, asker: Person) -> Sequence[lookup.Named[Person]]:
    return [lookup.named(one, one.name, one.am_id) for one in visible_people(asker, desk)]


def _bare(word: str) -> str:
    """Return a word without the punctuation around it and the ending of a possessive."""
    bare = word.strip(_AROUND_WORDS)
    return next((bare.removesuffix(ending) for ending in _POSSESSIVES if bare.endswith(ending)), bare)
