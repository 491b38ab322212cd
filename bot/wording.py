"""What somebody says in a conversation → a Question: the grammar's own words, with courtesies left out around them.

Nothing is guessed: words that name something (a KPI, a period, a person, an account, a command) stay, whole phrases of
`bot.courtesy` go, and any other word stays too, so that the grammar says what it does not understand.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Literal

from bot import lookup
from bot.access import visible_accounts, visible_people, visible_teams
from bot.commands import CARD, COMMANDS, HELP, LIST, LOG, ME, Command, Shape
from bot.courtesy import LEFT_OUT, MEANT
from bot.grammar import Pick, Question, parse
from bot.scopes import is_team
from bot.synonyms import SYNONYMS
from kpi_core import period_words
from kpi_core.errors import InputError
from kpi_core.names import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.desk import Desk
    from bot.people import Person
    from bot.voice import Voice

Kind = Literal["command", "kpi", "period", "account", "person", "courtesy", "word"]
_LONGEST = 13  # words of a phrase
_AROUND_WORDS = '?!.,;:…"“”«»()'
_POSSESSIVES = ("'s", "’s")


@dataclass(frozen=True, slots=True)
class _Phrase:
    kind: Kind
    typed: str
    is_idiom: bool = False


def understand(text: str, desk: Desk, asker: Person, voice: Voice) -> Question | Pick:
    """Return what is asked in a sentence; one that is typed as a command is read as such.

    Raises InputError, Refused.
    """
    said = asked_in(text, desk, asker)
    try:
        found = parse(text, desk, asker, voice)
        if isinstance(found, Question) or said in {"", text}:
            return found
    except InputError:
        if said == text:
            raise
    return parse(said, desk, asker, voice) if said else Question(HELP)


def asked_in(text: str, desk: Desk, asker: Person) -> str:
    """Return a sentence as one would type it: "how is my nps last quarter?" is "nps last quarter"."""
    phrases = _phrases(text, desk, asker)
    phrases = _particular(phrases) or phrases
    words = [phrase.typed for phrase in phrases if phrase.kind == "word"]
    if {phrase.kind for phrase in phrases} <= {"word", "period"} and (
        is_team(words) or lookup.worded(" ".join(words), _people(desk, asker))
    ):
        return " ".join(("card", *(one.typed for one in phrases)))
    match sorted(phrase.kind for phrase in phrases):
        case ["account"]:
            return f"account {phrases[0].typed}"
        case ["person"] | ["period"] | ["period", "person"]:
            return " ".join(("card", *(one.typed for one in phrases)))
    first = next((one for one in phrases if one.kind in {"command", "kpi"}), None)
    ordered = phrases if first is None else [first, *(one for one in phrases if one is not first)]
    return " ".join(phrase.typed for phrase in ordered)


def _particular(phrases: Sequence[_Phrase]) -> Sequence[_Phrase]:
    """Leave out idioms for all KPIs beside what is particular: "the report on revenue" is "revenue"."""
    names_kpi = any(one.kind == "kpi" for one in phrases)
    general = {LIST.key, ME.key, CARD.key} if names_kpi else {LIST.key}
    return [one for one in phrases if not (one.is_idiom and one.typed in general)]


def _phrases(text: str, desk: Desk, asker: Person) -> Sequence[_Phrase]:
    """Return the phrases that are more than courtesy; what follows a command that takes free words stays whole."""
    words = [(word, bare) for word in text.split() if (bare := _bare(word))]
    meanings = _named(desk, asker)
    if text.rstrip().endswith("?"):  # nothing is written for who only asks whether somebody called
        meanings = {name: one for name, one in meanings.items() if not _logs(one)}
    found: list[_Phrase] = []
    at = 0
    while at < len(words):
        phrase, size = _longest([bare for _, bare in words[at:]], meanings, desk)
        at += size
        if phrase is None:
            continue
        found.append(phrase)
        command = _commands().get(fold(phrase.typed.split()[0])) if phrase.kind == "command" else None
        if command and command.shape in {Shape.ENTRY, Shape.WORDS} and len(found) == 1:
            rest = " ".join(word for word, _ in words[at:])
            return [_Phrase("command", f"{phrase.typed} {rest}".strip())]
    return found


def _logs(phrase: _Phrase) -> bool:
    return phrase.is_idiom and phrase.typed.split()[0] == LOG.key


def _people(desk: Desk, asker: Person) -> Sequence[lookup.Named[Person]]:
    return [lookup.named(one, one.name, one.am_id) for one in visible_people(asker, desk)]


def _longest(words: Sequence[str], named: Mapping[str, _Phrase], desk: Desk) -> tuple[_Phrase | None, int]:
    """Return the longest phrase at the start that means something, and its length in words; None for a courtesy."""
    for size in range(min(_LONGEST, len(words)), 0, -1):
        typed = " ".join(words[:size])
        folded = fold(typed)
        if size <= period_words.LONGEST and _is_period(folded, desk):
            return _Phrase("period", typed), size
        if phrase := named.get(lookup.sound(typed)):
            return replace(phrase, typed=phrase.typed or typed), size
        if folded in LEFT_OUT:
            return None, size
    return _Phrase("word", words[0]), 1


def _is_period(folded: str, desk: Desk) -> bool:
    try:
        return period_words.parse(folded, desk.now, desk.figures.first_day) is not None
    except InputError:
        return True  # meant as one: the grammar says what is wrong with it


def _named(desk: Desk, asker: Person) -> Mapping[str, _Phrase]:
    """Return what names stand for, by their sound; "" stays as it was said.

    A word of anybody's name is never taken for a courtesy.
    """
    words = {lookup.sound(word): _Phrase("word", "") for one in desk.roster.people for word in one.name.split()}
    teams = {lookup.sound(team): _Phrase("word", "") for team in visible_teams(asker, desk)}
    people = {lookup.sound(one.name): _Phrase("person", f"@{one.am_id}") for one in visible_people(asker, desk)}
    accounts = {lookup.sound(one.name): _Phrase("account", one.name) for one in visible_accounts(asker, desk)}
    return {**_also_called(), **words, **teams, **people, **accounts, **_spoken()}


@cache
def _commands() -> Mapping[str, Command]:
    return {fold(words): command for command in COMMANDS for words in command.words}


@cache
def _also_called() -> Mapping[str, _Phrase]:
    """Return what else KPIs are called: whoever and whatever of the team's is called just that comes first."""
    return {lookup.sound(name): _Phrase("kpi", key) for key, names in SYNONYMS.items() for name in names}


@cache
def _spoken() -> Mapping[str, _Phrase]:
    """Return the commands and KPIs by their sound. What means "me" alone is a courtesy beside something else."""
    kpis = {name: _Phrase("kpi", one.typed) for one in lookup.kpis() for name in one.names}
    kpis = {name: phrase for name, phrase in kpis.items() if name not in _also_called()}
    commands = {lookup.sound(words): _Phrase("command", words) for words, one in _commands().items() if one is not ME}
    idioms = {lookup.sound(phrase): _Phrase("command", typed, is_idiom=True) for phrase, typed in MEANT.items()}
    return {**kpis, **idioms, **commands}


def _bare(word: str) -> str:
    """Return a word without the punctuation around it and the ending of a possessive."""
    bare = word.strip(_AROUND_WORDS)
    return next((bare.removesuffix(ending) for ending in _POSSESSIVES if bare.endswith(ending)), bare)
