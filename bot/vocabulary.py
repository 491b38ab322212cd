"""What words stand for, to one asker at one desk: names, commands, clauses, courtesies, and idioms for these."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Literal, TypeAlias

from bot import lookup
from bot.access import visible_accounts, visible_people, visible_teams
from bot.clauses import CLAUSES
from bot.commands import BY_WORDS, LOG, ME
from bot.courtesy import LEFT_OUT, WRITTEN
from bot.idioms import MEANT
from bot.synonyms import SYNONYMS
from kpi_core import period_words
from kpi_core.catalogue import BY_KEY
from kpi_core.errors import InputError
from kpi_core.names import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from bot.desk import Desk
    from bot.people import Person

Kind = Literal["command", "kpi", "period", "account", "person", "clause", "word"]
Spelling: TypeAlias = "Callable[[str], str]"  # how what is said and what things are called are compared
LONGEST = 13  # words of a phrase


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that mean something: what it is, and how one would type it beyond doubt."""

    kind: Kind
    typed: str
    is_idiom: bool = False


class Vocabulary:
    """What words stand for to the asker; `in_cases` reads Russian names in other cases, too."""

    def __init__(self, desk: Desk, asker: Person, *, in_cases: bool, logs: bool) -> None:
        self._desk = desk
        spellings: tuple[Spelling, ...] = (lookup.sound, lookup.root) if in_cases else (lookup.sound,)
        self._meanings = {spelling: _meanings(desk, asker, spelling, logs=logs) for spelling in spellings}
        names = [word for one in desk.roster.people for word in one.name.split()]
        self._names = frozenset(map(fold, names))
        self._names_written = frozenset(map(_written, names))

    def longest(self, words: Sequence[str]) -> tuple[Phrase | None, int]:
        """Return the longest phrase at the start that means something, and its length in words; None for a courtesy."""
        for size in range(min(LONGEST, len(words)), 0, -1):
            typed = " ".join(words[:size])
            if size <= period_words.LONGEST and self._is_time(fold(typed)):
                return Phrase("period", typed), size
            if self._is_courtesy_as_written(typed):
                return None, size
            for spelling, meanings in self._meanings.items():
                spelled = spelling(typed)
                if phrase := meanings.get(spelled):
                    return replace(phrase, typed=phrase.typed or typed), size
                if spelled in _left_out(spelling) and not self._has_a_name(typed):
                    return None, size
        return Phrase("word", words[0]), 1

    def _is_time(self, folded: str) -> bool:
        now, first_day = self._desk.now, self._desk.figures.first_day
        try:
            if period_words.parse(folded, now, first_day):
                return True
            is_until = period_words.UNTIL.match(folded) or period_words.THE_END_OF.match(folded)
            return bool(is_until and period_words.last_day_ahead(folded, now, first_day))
        except InputError:
            return True  # meant as one: the grammar says what is wrong with it

    def _is_courtesy_as_written(self, typed: str) -> bool:
        """Whether accents tell a courtesy from anybody's name: "mình" is no Minh, "do" no Đỗ."""
        written = _written(typed)
        return written in WRITTEN and self._names_written.isdisjoint(written.split()) and self._has_a_name(typed)

    def _has_a_name(self, typed: str) -> bool:
        """Whether a word of anybody's name is among the words: it is never taken for a courtesy."""
        return not self._names.isdisjoint(fold(typed).split())


def _written(words: str) -> str:
    return unicodedata.normalize("NFC", words).casefold()


def _meanings(desk: Desk, asker: Person, spelling: Spelling, *, logs: bool) -> Mapping[str, Phrase]:
    """Return what names stand for, by their spelling; "" stays as it was said."""
    words = {spelling(word): Phrase("word", "") for one in desk.roster.people for word in one.name.split()}
    teams = {spelling(team): Phrase("word", "") for team in visible_teams(asker, desk)}
    people = {spelling(one.name): Phrase("person", f"@{one.am_id}") for one in visible_people(asker, desk)}
    accounts = {spelling(one.name): Phrase("account", one.name) for one in visible_accounts(asker, desk)}
    return {**_also_called(spelling), **words, **teams, **people, **accounts, **_spoken(spelling, logs=logs)}


def _in_cases(spelling: Spelling, names: Iterable[str]) -> Iterable[str]:
    """Return the names that this spelling is of: only Russian ones stand in other cases."""
    return filter(lookup.is_declined, names) if spelling is lookup.root else names


@cache
def _left_out(spelling: Spelling) -> frozenset[str]:
    return frozenset(map(spelling, _in_cases(spelling, LEFT_OUT)))


@cache
def _also_called(spelling: Spelling) -> Mapping[str, Phrase]:
    """Return what else KPIs are called: whoever and whatever of the team's is called just that comes first."""
    names = [(key, name) for key, names in SYNONYMS.items() for name in _in_cases(spelling, names)]
    return {spelling(name): Phrase("kpi", key) for key, name in names}


@cache
def _spoken(spelling: Spelling, *, logs: bool) -> Mapping[str, Phrase]:
    """Return commands, KPIs and clauses by their spelling. What means "me" alone is a courtesy beside something else.

    Without `logs` idioms that log something are no idioms.
    """
    kpis = {
        spelling(name): Phrase("kpi", one.typed)
        for one in lookup.kpis()
        for name in _in_cases(spelling, one.names + one.written)
    }
    kpis = {name: phrase for name, phrase in kpis.items() if name not in _also_called(spelling)}
    idioms = {
        spelling(said): Phrase("kpi" if MEANT[said].split()[0] in BY_KEY else "command", MEANT[said], is_idiom=True)
        for said in _in_cases(spelling, MEANT)
        if logs or MEANT[said].split()[0] != LOG.key
    }
    words = {
        spelling(words): Phrase("command", words)
        for words, command in BY_WORDS.items()
        if command is not ME and any(_in_cases(spelling, [words]))
    }
    clauses = {spelling(said): Phrase("clause", "") for said in CLAUSES if spelling is lookup.sound}
    return {**kpis, **idioms, **words, **clauses}
