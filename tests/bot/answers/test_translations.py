"""Vietnamese and Russian sentences are in Vietnamese and Russian: no English word was left in them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import bot
from kpi_core.catalogue import KPIS
from kpi_core.text import Language, Text

ROOT = Path(bot.__file__).parents[1]
# The last three arguments of these calls are one sentence in English, Vietnamese and Russian.
IN_THREE = frozenset({"Text", "_error", "_warning", "Noun"})
# What is not prose: places to fill, things to type or to find in a program, addresses, cells, names of settings.
NO_PROSE = re.compile(
    r"\{[^}]*\}|`[^`]*`|https?://\S+|\S*[a-z]_[a-z]\S*|\S*[A-Z]_[A-Z]\S*|--\w+|/\w+|amber \w+|\w+(?:\.\w+)+|\.\w+"
)
TRANSLATED: tuple[Language, ...] = ("vi", "ru")
WORD = re.compile(r"[^\W\d_]+")
ASCII = re.compile(r"[A-Za-z]+")


def these(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Names, abbreviations, codes, and what Slack and Google call their own parts.
NAMES = these(
    "Amber Slack Google Cloud Drive IAM Sheets Sheet spreadsheets LinkedIn OAuth Permissions Bot Token Scopes "
    "Socket Mode Basic Information JSON signing secret NPS CSAT CES eNPS KPI AM API ID URL HTTP NTP PATH VND RUB "
    "xlsx gsheet parquet DIR Parquet DuckDB xoxb xapp connections write n x z C"
)
# Words that are typed into the book as they are: settings, choices, scopes, a zone, days, yes and no.
TYPED = these(
    "key standard all team tier role am revenue wallet growth services acquisition en vi ru yes no Mon Fri Asia Chi "
    "Europe"
)
# What Vietnamese offices say in English.
VIETNAMESE_LOANS = these("tab email mail marketing token bot manifest churn")
# Any toneless syllable that Vietnamese spelling allows: what is none is foreign.
SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?"
    r"(?:uye|uya|uyu|oai|oay|oeo|ieu|uoi|uou|uay|[aeiouy][aeiouy]?)(?:ng|nh|ch|[cmnpt])?",
    re.IGNORECASE,
)


def sources() -> Iterator[Path]:
    for package in ("kpi_core", "sheets", "bot"):
        yield from (path for path in sorted((ROOT / package).rglob("*.py")) if "demo" not in path.parts)


def strings(node: ast.expr) -> str | None:
    """Return what an argument says: a constant, or a tuple of them (the forms of a noun)."""
    said = [one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    return " ".join(said) if said else None


@cache
def in_records() -> tuple[tuple[str, str, str, str], ...]:
    """Return (place, English, Vietnamese, Russian) of every sentence in the records."""
    found = []
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in IN_THREE and len(node.args) >= 3:
                en, vi, ru = map(strings, node.args[-3:])
                if en and vi and ru:
                    found.append((f"{path.relative_to(ROOT)}:{node.lineno}", en, vi, ru))
    return tuple(found)


@cache
def in_catalogue(language: str) -> tuple[tuple[str, str, str], ...]:
    """Return (place, English, translation) of every sentence in the catalogue."""
    with (ROOT / "bot" / "locales" / language / "LC_MESSAGES" / "amber.po").open("rb") as source:
        catalogue = read_po(source, locale=language)
    pairs = [(message.id, message.string) for message in catalogue if message.id]
    said = [tuple(one if isinstance(one, str) else " ".join(one) for one in pair) for pair in pairs]
    return tuple((f"amber.po: {en[:40]}", en, translated) for en, translated in said)


def translations(language: Language) -> Iterator[tuple[str, str, str]]:
    """Yield all but the names of KPIs: those are the words of the field's own articles."""
    given = {kpi.names.to(language) for kpi in KPIS}
    yield from in_catalogue(language)
    for place, en, vi, ru in in_records():
        if (said := Text(en, vi, ru).to(language)) not in given:
            yield place, en, said


def words(sentence: str) -> set[str]:
    return {word for word in WORD.findall(NO_PROSE.sub(" ", sentence)) if ASCII.fullmatch(word)}


def left_in_english(language: Language, en: str, translated: str) -> set[str]:
    """Return the words of a translation that are not of its language."""
    foreign = words(translated) - NAMES - TYPED
    if language == "ru":
        return foreign
    of_source = {word.casefold() for word in words(en) if len(word) > 2}
    return {
        word
        for word in foreign
        if word.casefold() not in VIETNAMESE_LOANS and (not SYLLABLE.fullmatch(word) or word.casefold() in of_source)
    }


@pytest.mark.parametrize(
    ("language", "translated", "left"),
    [
        ("vi", "khách hàng deal còn mở, cần theo dõi", {"deal"}),
        ("vi", "the khách hàng đang mở", {"the"}),
        ("vi", "tỷ lệ KPI của khách trong {period}", set()),
        ("ru", "открытые deals клиента", {"deals"}),
        ("ru", "показатель NPS за {period}, см. `amber check`", set()),
    ],
)
def test_it_knows_a_word_that_was_left_in_english(language: Language, translated: str, left: set[str]) -> None:
    assert left == left_in_english(language, "the open deal of a client", translated)


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_english_word_is_left_in_a_translation(language: Language) -> None:
    found = [
        f"{place}: {sorted(left)}"
        for place, en, translated in translations(language)
        if (left := left_in_english(language, en, translated))
    ]
    assert [] == found
