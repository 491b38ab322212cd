"""A name or a sentence in Amber's three languages, kept in the record it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

Language = Literal["en", "vi", "ru"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in English, Vietnamese and Russian; `{name}` marks what `format` fills in."""

    en: str
    vi: str
    ru: str

    def to(self, language: Language) -> str:
        """Return the sentence in `language`."""
        return {"en": self.en, "vi": self.vi, "ru": self.ru}[language]

    def format(self, **facts: object) -> Text:
        """Fill the `{name}` places of all three sentences; a fact that is itself a Text is taken per language.

        Raises KeyError when a named fact is missing.
        """

        def filled(language: Language) -> str:
            local = {key: fact.to(language) if isinstance(fact, Text) else fact for key, fact in facts.items()}
            return self.to(language).format(**local)

        return Text(filled("en"), filled("vi"), filled("ru"))


def plain(word: str) -> Text:
    """Return a Text that reads the same in every language: a name, an id, a sheet's own word."""
    return Text(word, word, word)


def whole(number: float) -> Text:
    """Return a number without decimals, its thousands apart as each language writes them."""
    plain_digits = f"{number:,.0f}"
    return Text(plain_digits, plain_digits.replace(",", "."), plain_digits.replace(",", "\N{NO-BREAK SPACE}"))


def decimal(number: float) -> Text:
    """Return a number to a tenth, with the decimal sign of each language."""
    digits = f"{number:.1f}"
    return Text(digits, digits.replace(".", ","), digits.replace(".", ","))


def day(when: date) -> Text:
    """Return a day as each language writes it in short."""
    return Text(f"{when:%Y-%m-%d}", f"{when:%d/%m/%Y}", f"{when:%d.%m.%Y}")
