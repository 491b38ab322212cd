"""What somebody typed → a Question: "/kpi nps @linh last quarter".

The longest exact match at the start decides between commands and KPIs; whose figure it is and the period may stand
anywhere after it. What fits several things becomes a Pick.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot import lookup
from bot.access import visible_accounts, visible_people
from bot.clauses import OFFERED, take_breakdown
from bot.commands import ACCOUNT, BY_WORDS, COMMANDS, FIGURE, FREE, ME, Command, Shape
from bot.entry import Entry, parse_entry
from bot.scopes import Several, Token, account_named, joined, take_scope
from bot.times import Times
from bot.voice import Voice
from kpi_core.catalogue import KPIS
from kpi_core.errors import InputError
from kpi_core.kpi import Kpi, Scope
from kpi_core.names import fold
from kpi_core.periods import INSTANT, unit_period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.desk import Desk
    from bot.people import Person
    from kpi_core.periods import Period

_MENTION = re.compile(r"<@(\w+)(?:\|[^>]*)?>")  # Slack's escaped mention; the name in it may have spaces
_LONGEST_NAME = 13  # words of a KPI's name
_CARDS_BY = ("team", "am")
# Nobody asks one thing in more; what is to be logged may be longer.
_MOST_WORDS, _MOST_CHARACTERS = 40, 400


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. `scope` and `period` are None when not said; `days` is the horizon of `renewals`.

    `against` is the period it is compared with; `by` the level or the KPI's own part into which it is broken down.
    """

    command: Command
    kpi: Kpi | None = None
    scope: Scope | None = None
    period: Period | None = None
    against: Period | None = None
    by: str = ""
    days: int | None = None
    words: str = ""
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class Pick:
    """Several things fit: (label, the question in full) of each."""

    word: str
    options: tuple[tuple[str, str], ...]


def parse(text: str, desk: Desk, asker: Person, voice: Voice | None = None) -> Question | Pick:
    """Return what is asked, or what could be meant when several things fit.

    Raises InputError that names what was probably meant, or Refused.
    """
    words = _MENTION.sub(r"<@\1>", text).split()
    tokens = [Token(index, word) for index, word in enumerate(words)]
    try:
        return _Reading(desk, asker, voice or Voice("en")).question(tokens)
    except Several as several:
        return _pick(words, several)


def require_short(words: Sequence[str], voice: Voice) -> None:
    """Raise InputError for more than anybody asks in one go."""
    if len(words) > _MOST_WORDS or sum(map(len, words)) > _MOST_CHARACTERS:
        raise InputError(voice.say("That is too long for me: ask one thing at a time, like `nps last quarter`."))


def completions(desk: Desk, asker: Person) -> list[str]:
    """Return what the asker may type, whole: commands, KPIs, people and accounts they may see."""
    mine = [command.words[0] for command in COMMANDS if command.words and asker.role in command.roles]
    keys = [one.typed for one in lookup.kpis()]
    cards = [f"card @{person.name}" for person in visible_people(asker, desk) if person != asker]
    accounts = [f"account {account.name}" for account in visible_accounts(asker, desk)]
    return mine + keys + [f"why {key}" for key in keys] + cards + accounts


def _pick(words: Sequence[str], several: Several) -> Pick:
    taken = {token.index for token in several.tokens}
    first = min(taken)

    def whole(typed: str) -> str:
        rest = [typed if index == first else word for index, word in enumerate(words) if index not in taken - {first}]
        return " ".join(rest)

    return Pick(joined(several.tokens), tuple((label, whole(typed)) for label, typed in several.options))


@dataclass(frozen=True)
class _Reading:
    desk: Desk
    asker: Person
    voice: Voice

    @property
    def times(self) -> Times:
        return Times(self.desk, self.asker, self.voice)

    def question(self, tokens: Sequence[Token]) -> Question:
        if not tokens:
            return Question(ME)
        command, used = self._command_at_start(tokens)
        if command is None or command.shape not in FREE:
            require_short([token.raw for token in tokens], self.voice)
        kpi, named = self._kpi_at_start(tokens)
        if kpi is not None and named > used:
            return self._figure(FIGURE, kpi, tokens[named:])
        if command is None:
            return self._unsure_figure(FIGURE, tokens)
        return self._asked(command, tokens[used:])

    def _asked(self, command: Command, rest: Sequence[Token]) -> Question:
        match command.shape:
            case Shape.FIGURE:
                kpi, named = self._kpi_at_start(rest)
                question = self._figure(command, kpi, rest[named:]) if kpi else self._unsure_figure(command, rest)
            case Shape.ACCOUNT:
                question = Question(command, scope=self._account(command, rest))
            case Shape.ENTRY:
                question = Question(command, entry=parse_entry(rest, self.desk, self.asker))
            case Shape.WORDS:
                question = Question(command, words=joined(rest))
            case Shape.CARD:
                question = self._card(command, rest)
            case Shape.ADVICE:
                question = self._advice(command, rest)
            case Shape.DAYS:
                days, rest = self.times.days_ahead(rest)
                question = Question(command, scope=self._scope_today(command, rest), days=days)
            case Shape.SCOPE:
                question = Question(command, scope=self._scope_today(command, rest))
            case Shape.NOTHING | Shape.PERIOD:
                question = self._alone(command, rest)
        return question

    def _alone(self, command: Command, rest: Sequence[Token]) -> Question:
        period, rest = self.times.period(rest) if command.shape is Shape.PERIOD else (None, rest)
        if rest:
            raise InputError(
                self.voice.say(
                    "`{command}` stands alone; I do not understand “{words}” after it.",
                    command=command.words[0],
                    words=joined(rest),
                )
            )
        return Question(command, period=period)

    def _command_at_start(self, tokens: Sequence[Token]) -> tuple[Command | None, int]:
        for size in range(min(3, len(tokens)), 0, -1):
            if command := BY_WORDS.get(fold(joined(tokens[:size]))):
                return command, size
        return None, 0

    def _kpi_at_start(self, tokens: Sequence[Token]) -> tuple[Kpi | None, int]:
        for size in range(min(_LONGEST_NAME, len(tokens)), 0, -1):
            if found := lookup.exact(joined(tokens[:size]), lookup.kpis()):
                return found[0].thing, size
        return None, 0

    def _card(self, command: Command, rest: Sequence[Token]) -> Question:
        parts, said, rest = take_breakdown(rest)
        week = unit_period("week", self.desk.now - INSTANT, self.desk.now)
        period, against, rest = self.times.periods(rest, week)
        scope = self._whole_scope(rest)
        by = self._by(command.words[0], _CARDS_BY, parts, said, scope)
        return Question(command, None, scope, period, against, by)

    def _figure(self, command: Command, kpi: Kpi, rest: Sequence[Token]) -> Question:
        parts, said, rest = take_breakdown(rest)
        period, against, rest = self.times.periods(rest, self.desk.figures.window(kpi))
        scope = self._whole_scope(rest)
        return Question(command, kpi, scope, period, against, self._kpi_by(kpi, parts, said, scope))

    def _unsure_figure(self, command: Command, tokens: Sequence[Token]) -> Question:
        parts, said, rest = take_breakdown(tokens)
        period, against, rest = self.times.periods(rest, self.desk.figures.window(KPIS[0]))
        scope, rest = take_scope(rest, self.desk, self.asker, self.voice)
        found, rest, name = self._kpi_before_name(rest)
        if not found:
            raise InputError(self._unknown(command, joined(rest)))
        if len(found) > 1:
            if name and not self._is_scope(name):  # a word or two of what is not understood choose nothing
                raise InputError(self._unknown(command, joined([*rest, *name])))
            raise Several(tuple(rest), tuple((self.voice.text(one.thing.names), one.typed) for one in found))
        kpi, scope = found[0].thing, scope or self._whole_scope(name)
        return Question(command, kpi, scope, period, against, self._kpi_by(kpi, parts, said, scope))

    def _kpi_by(self, kpi: Kpi, parts: Sequence[str], said: Sequence[Token], scope: Scope | None) -> str:
        known = [kpi.broken_down_by.en] if kpi.broken_down_by else []
        known += [level for level in kpi.levels if level != "all"]
        return self._by(self.voice.text(kpi.names), known, parts, said, scope)

    def _by(
        self, name: str, known: Sequence[str], parts: Sequence[str], said: Sequence[Token], scope: Scope | None
    ) -> str:
        """Return into what that is broken down, of what the words may mean. Raises InputError."""
        if not parts or (scope and scope.level in parts):  # "by team Sen" is that team's
            return ""
        if by := next((part for part in known if part in parts), ""):
            return by
        raise InputError(
            self.voice.say(
                "“{kpi}” is not counted {words}. You can ask for it {known}.",
                kpi=name,
                words=joined(said),
                known=", ".join(f"`{self.voice.text(OFFERED[part])}`" for part in known),
            )
        )

    def _kpi_before_name(
        self, tokens: Sequence[Token]
    ) -> tuple[Sequence[lookup.Named[Kpi]], Sequence[Token], Sequence[Token]]:
        """Return the KPIs that the longest run of first words can mean, those words, and the words after them."""
        for size in range(len(tokens), 0, -1):
            if found := lookup.find(joined(tokens[:size]), lookup.kpis()):
                return found, tokens[:size], tokens[size:]
        return (), tokens, ()

    def _unknown(self, command: Command, words: str) -> str:
        if not words:
            return self.voice.say("Which KPI? For example `{example}`. `list` shows all.", example=command.example)
        commands = [lookup.named("", one.words[0], one.words[0], *one.words) for one in COMMANDS if one.words]
        keys = [lookup.Named("", one.label, one.typed, one.names) for one in lookup.kpis()]
        visible = visible_accounts(self.asker, self.desk)
        accounts = [lookup.named("", one.name, f"{ACCOUNT.words[0]} {one.name}", one.name) for one in visible]
        likely = lookup.alike(words, [*commands, *keys, *accounts] if command is FIGURE else keys)
        if not likely:
            return self.voice.say(
                "I know no command or KPI called “{words}”. `help` shows what you can ask, `list` every KPI.",
                words=words,
            )
        return self.voice.say(
            "I know no command or KPI called “{words}”. Did you mean {likely}?",
            words=words,
            likely=", ".join(f"`{one.typed}`" for one in likely),
        )

    def _advice(self, command: Command, rest: Sequence[Token]) -> Question:
        kpi, named = self._kpi_at_start(rest)
        if kpi:
            return Question(command, kpi=kpi, scope=self._whole_scope(rest[named:]))
        scope, left = take_scope(rest, self.desk, self.asker, self.voice)
        if left and self._kpi_before_name(left)[0]:
            return self._unsure_figure(command, rest)
        return Question(command, scope=scope if not left else self._whole_scope(rest))

    def _account(self, command: Command, rest: Sequence[Token]) -> Scope:
        if not rest:
            raise InputError(self.voice.say("Which account? For example `{example}`.", example=command.example))
        return account_named(rest, self.desk, self.asker, self.voice)

    def _scope_today(self, command: Command, tokens: Sequence[Token]) -> Scope | None:
        """Return whose, of what only knows how things stand now. Raises InputError, also for a period."""
        try:
            return self._whole_scope(tokens)
        except InputError:
            period, others = self.times.period(tokens)
            if period is None:
                raise
            if period.is_running or period.end >= self.desk.now:  # "this week" is how things stand
                return self._whole_scope(others)
            raise InputError(
                self.voice.say(
                    "`{command}` shows how things stand today: ask it without “{words}”.",
                    command=command.words[0],
                    words=joined([token for token in tokens if token not in others]),
                )
            ) from None

    def _is_scope(self, tokens: Sequence[Token]) -> bool:
        try:
            return self._whole_scope(tokens) is not None
        except (InputError, Several) as error:
            return isinstance(error, Several)

    def _whole_scope(self, tokens: Sequence[Token]) -> Scope | None:
        scope, rest = take_scope(tokens, self.desk, self.asker, self.voice, bare_names=True)
        if rest:
            raise InputError(
                self.voice.say(
                    "I do not understand “{words}” here. Say whose and when like this: `{example}`.",
                    words=joined(rest),
                    example="nps @linh last quarter",
                )
            )
        return scope
