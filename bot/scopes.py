"""Whose figure is asked for: "@linh", "team Sen", "account Acme", "tier key", "all", or just a name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from bot import lookup
from bot.access import LEADERS, home_scope, visible_accounts, visible_people, visible_teams, whom_to_ask
from kpi_core.errors import InputError
from kpi_core.kpi import EVERYBODY, Level, Scope
from kpi_core.names import fold
from kpi_core.schema import TABS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.desk import Desk
    from bot.lookup import Named
    from bot.people import Person
    from bot.voice import Voice

_LEVEL_WORDS: dict[str, Level] = {
    "team": "team", "nhóm": "team", "đội": "team", "группа": "team", "команда": "team", "отдел": "team",
    "account": "account", "client": "account", "customer": "account", "khách hàng": "account", "khách": "account",
    "клиент": "account", "заказчик": "account", "аккаунт": "account",
    "tier": "tier", "phân hạng": "tier", "категория": "tier",
}  # fmt: skip
_LEVELS = {lookup.root(words): level for words, level in _LEVEL_WORDS.items()}
_EVERYBODY_WORDS = frozenset({"all", "everyone", "everybody", "tat ca", "toan bo", "все", "всех"})
_LONGEST_NAME = 6  # words


@dataclass(frozen=True, slots=True)
class Token:
    """One typed word and where it stands."""

    index: int
    raw: str


def joined(tokens: Sequence[Token]) -> str:
    """Return the words as they were typed."""
    return " ".join(token.raw for token in tokens)


def is_team(words: Sequence[str]) -> bool:
    """Whether words are a team that somebody names, or their own: "team Sen", "Sen team"."""
    return bool(words) and "team" in (_level(words[0]), _level(words[-1]))


def is_level(word: str) -> bool:
    """Whether a word says of what kind the name after it is: "account", "клиента"."""
    return _level(word) is not None


def _level(words: str) -> Level | None:
    return _LEVELS.get(lookup.root(words))


class Several(Exception):
    """Some words fit several things: a choice for the asker, not an error. (label, how to type it) of each."""

    def __init__(self, tokens: Sequence[Token], options: Sequence[tuple[str, str]]) -> None:
        super().__init__(joined(tokens))
        self.tokens = tokens
        self.options = options


def take_scope(
    tokens: Sequence[Token], desk: Desk, asker: Person, voice: Voice, *, bare_names: bool = False
) -> tuple[Scope | None, Sequence[Token]]:
    """Take whose figure is asked for out of the words; return it with the words left.

    With `bare_names` words without a marker are a name too ("nps linh"). Raises InputError, Several.
    """
    reading = _Scopes(desk, asker, voice)
    for position, token in enumerate(tokens):
        before, here = tokens[:position], tokens[position:]
        if mention := re.fullmatch(r"<@(\w+)>", token.raw):
            return reading.mentioned(mention[1]), [*before, *tokens[position + 1 :]]
        if token.raw.startswith("@") and len(token.raw) > 1:
            scope, used = reading.person(here)
            return scope, [*before, *here[used:]]
        for size in (2, 1):
            words = joined(here[:size])
            if fold(words) in _EVERYBODY_WORDS and len(here) >= size:
                return EVERYBODY, [*before, *here[size:]]
            if level := _level(words):
                return reading.marked(level, before, here, size)
    if bare_names and tokens:
        return reading.anything(tokens), ()
    return None, tokens


def account_named(tokens: Sequence[Token], desk: Desk, asker: Person, voice: Voice) -> Scope:
    """Return the account the words name, among those the asker may see. Raises InputError, Several."""
    try:
        return _Scopes(desk, asker, voice).among("account", tokens, tokens)
    except Several as several:
        # The word before the name says already that it is an account.
        options = [(label, typed.removeprefix("account ")) for label, typed in several.options]
        raise Several(tokens, options) from None


@dataclass(frozen=True)
class _Scopes:
    desk: Desk
    asker: Person
    voice: Voice

    def mentioned(self, user_id: str) -> Scope:
        person = self.desk.roster.by_slack(user_id) or self.desk.roster.by_id.get(user_id)
        if person is None:
            raise InputError(self.voice.say("The person you mention is not in the team tab."))
        return Scope("am", person.am_id)

    def person(self, tokens: Sequence[Token]) -> tuple[Scope, int]:
        """Read "@Linh Tran …": the longest full name, else the closest to the first word."""
        plain = [Token(tokens[0].index, tokens[0].raw[1:]), *tokens[1:]]
        known = _people(visible_people(self.asker, self.desk))
        for size in range(min(_LONGEST_NAME, len(plain)), 0, -1):
            if found := lookup.exact(joined(plain[:size]), known):
                return self._one("am", found, tokens[:size]), size
        # Somebody else is never offered; who names one outright is told that it is not theirs to see.
        everybody = _people(person for person in self.desk.roster.people if person.active)
        found = lookup.find(plain[0].raw, known) or lookup.find(plain[0].raw, everybody)[:1]
        if not found:
            self._unknown(plain[0].raw, self._named("am"))
        return self._one("am", found, tokens[:1]), 1

    def of_level(self, level: Level, tokens: Sequence[Token], marker: int) -> tuple[Scope, int]:
        """Read "team Sen …": the longest exact name after the marker, else all the words that follow."""
        named = self._named(level)
        for size in range(min(_LONGEST_NAME, len(tokens) - marker), 0, -1):
            if found := lookup.exact(joined(tokens[marker : marker + size]), named):
                return self._one(level, found, tokens[: marker + size]), marker + size
        return self.among(level, tokens[marker:], tokens), len(tokens)

    def marked(
        self, level: Level, before: Sequence[Token], here: Sequence[Token], marker: int
    ) -> tuple[Scope, Sequence[Token]]:
        """Read the name after the word for what it is, or before it ("Sen team"); return it with the words left."""
        if len(here) <= marker and (named := self.before(level, before)):
            return named
        scope, used = self.of_level(level, here, marker)
        return scope, [*before, *here[used:]]

    def before(self, level: Level, tokens: Sequence[Token]) -> tuple[Scope, Sequence[Token]] | None:
        """Read a name that stands before the word for what it is: the longest exact one at the end."""
        named = self._named(level)
        for size in range(min(_LONGEST_NAME, len(tokens)), 0, -1):
            if found := lookup.exact(joined(tokens[-size:]), named):
                return self._one(level, found, tokens[-size:]), tokens[:-size]
        return None

    def among(self, level: Level, words: Sequence[Token], said: Sequence[Token]) -> Scope:
        named = self._named(level)
        if level == "team" and not words:  # "my team"
            if self.asker.role in LEADERS:
                return home_scope(self.asker)
            if self.asker.team:
                return Scope("team", self.asker.team)
        found = lookup.find(joined(words), named)
        if not found:
            self._unknown(joined(words), named)
        return self._one(level, found, said)

    def anything(self, tokens: Sequence[Token]) -> Scope:
        """Read a bare name: a person, a team or an account; who is called just that comes before who is nearly so."""
        words = joined(tokens)
        levels: tuple[Level, ...] = ("am", "team", "account", "tier")
        for search in (lookup.exact, lookup.worded, lookup.spelled):
            found = [(level, one) for level in levels for one in search(words, self._named(level))]
            if len(found) == 1:
                return Scope(found[0][0], found[0][1].thing)
            if found:
                raise Several(tokens, [(one.label, _typed(level, one)) for level, one in found])
        return self._unknown(words, [one for level in levels for one in self._named(level)])

    def _named(self, level: Level) -> Sequence[Named[str]]:
        match level:
            case "am":
                return _people(visible_people(self.asker, self.desk))
            case "team":
                return [lookup.named(team, team, team) for team in visible_teams(self.asker, self.desk)]
            case "account":
                accounts = visible_accounts(self.asker, self.desk)
                return [lookup.named(one.account_id, one.name, one.account_id) for one in accounts]
            case "tier":
                tiers = TABS["accounts"].column("tier").choices
                return [lookup.named(tier, tier, tier, tier.replace("_", " ")) for tier in tiers]
            case "all":
                return []

    def _one(self, level: Level, found: Sequence[Named[str]], said: Sequence[Token]) -> Scope:
        if len(found) > 1:
            raise Several(said, [(one.label, _typed(level, one)) for one in found])
        return Scope(level, found[0].thing)

    def _unknown(self, words: str, among: Sequence[Named[str]]) -> NoReturn:
        if not words:
            raise InputError(self.voice.say("Whose? Name a person, a team or an account after the word."))
        if likely := ", ".join(one.label for one in lookup.alike(words, among)):
            raise InputError(
                self.voice.say(
                    "I know nobody and nothing called “{words}”. Did you mean {likely}?", words=words, likely=likely
                )
            )
        raise InputError(
            self.voice.say(
                "I know nobody and nothing called “{words}” among what you may see. {whom} can help.",
                words=words,
                whom=whom_to_ask(self.asker, self.desk, self.voice),
            )
        )


def _people(those: Iterable[Person]) -> list[Named[str]]:
    return [lookup.named(one.am_id, one.name, one.am_id, one.email) for one in those]


def _typed(level: Level, one: Named[str]) -> str:
    return f"@{one.typed}" if level == "am" else f"{level} {one.typed}"
