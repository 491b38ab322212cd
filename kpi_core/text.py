"""A name or a sentence in Amber's three languages, kept in the record it belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol, get_args

Language = Literal["en", "vi", "ru"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


class Pen(Protocol):
    """Writes the facts of sentences as one language does. Fractions: 0.052 is 5.2 %."""

    @property
    def language(self) -> Language:
        """The language it writes in."""

    def number(self, value: float) -> str:
        """Write a number."""

    def percent(self, fraction: float) -> str:
        """Write a fraction as a percentage."""

    def money(self, value: float, currency: str) -> str:
        """Write a sum; without a currency it is a plain number."""

    def round_money(self, value: float, currency: str) -> str:
        """Write a sum without decimals."""

    def hours(self, value: float) -> str:
        """Write a number of hours."""

    def days(self, value: float) -> str:
        """Write a number of days."""

    def day(self, day: date) -> str:
        """Write a day."""


class Written(Protocol):
    """A fact that knows with which strokes it is written: a Text, and what `kpi_core.quantities` has."""

    def written(self, pen: Pen) -> str:
        """Return the fact as the pen writes it."""


Fact = str | float | date | Written


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in English, Vietnamese and Russian, and the facts that fill its `{name}` places.

    The facts stay values until the sentence reaches somebody: only then a day or a sum is written, by the reader's pen.
    """

    en: str
    vi: str
    ru: str
    facts: Mapping[str, Fact] = field(default_factory=dict, hash=False)

    def format(self, **facts: Fact) -> Text:
        """Return the sentence with these facts for its `{name}` places, beside those it has."""
        return Text(self.en, self.vi, self.ru, {**self.facts, **facts})

    def written(self, pen: Pen) -> str:
        """Return the sentence in the pen's language with its facts filled in.

        Raises KeyError when a named fact is missing.
        """
        sentence = {"en": self.en, "vi": self.vi, "ru": self.ru}[pen.language]
        if not self.facts:
            return sentence
        return sentence.format(**{name: _written(fact, pen) for name, fact in self.facts.items()})

    def to(self, language: Language) -> str:
        """Return the sentence in `language` for logs and programs: its facts are written alike in every language."""
        return self.written(_Plain(language))

    def filled(self) -> Text:
        """Return the sentence with its facts written in as for programs: what is kept as mere strings."""
        en, vi, ru = (self.to(language) for language in LANGUAGES)
        return Text(en, vi, ru)


def plain(word: str) -> Text:
    """Return a Text that reads the same in every language: a name, an id, a sheet's own word."""
    return Text(word, word, word)


def as_text(sentence: str | Text) -> Text:
    """Return a Text of what may be said in one language alone."""
    return sentence if isinstance(sentence, Text) else plain(sentence)


def quoted(words: str | None) -> Text:
    """Return somebody's words in quotes, after a space; nothing for none."""
    return Text(" “{words}”", " “{words}”", " «{words}»").format(words=words) if words else plain("")


def joined(sentences: Sequence[str | Text], between: str = "; ") -> Text:
    """Return sentences one after another, as one."""
    named = {f"sentence{number}": sentence for number, sentence in enumerate(sentences)}
    return plain(between.join(f"{{{name}}}" for name in named)).format(**named)


def _written(fact: Fact, pen: Pen) -> str:
    match fact:
        case str():
            return fact
        case date():
            return pen.day(fact)
        case int() | float():
            return pen.number(fact)
        case _:
            return fact.written(pen)


@dataclass(frozen=True, slots=True)
class _Plain:
    """Writes as ISO 8601 and programs do."""

    language: Language

    def number(self, value: float) -> str:
        return f"{round(value, 2):.15g}"

    def percent(self, fraction: float) -> str:
        return f"{self.number(100 * fraction)}%"

    def money(self, value: float, currency: str) -> str:
        return f"{value:,.2f} {currency}".rstrip()

    def round_money(self, value: float, currency: str) -> str:
        return f"{value:,.0f} {currency}".rstrip()

    def hours(self, value: float) -> str:
        return f"{self.number(value)} h"

    def days(self, value: float) -> str:
        return f"{self.number(value)} d"

    def day(self, day: date) -> str:
        return f"{day:%Y-%m-%d}"
