"""What people call things → the thing: exactly, by some of its words, or by the closest spelling."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Generic, TypeVar

from rapidfuzz import fuzz, process

from bot.synonyms import SYNONYMS
from kpi_core.catalogue import KPIS
from kpi_core.names import fold
from kpi_core.text import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kpi_core.kpi import Kpi

T = TypeVar("T")
_SAME_SPELLING = 85  # of 100: one wrong letter in a word of seven
_ALIKE = 65  # of 100: worth a "did you mean"
# Ольга is Olga; the hard and the soft sign are not written.
_SOUNDS = str.maketrans(
    {
        **dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziiklmnoprstufye", strict=True)),
        "ж": "zh",
        "х": "kh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "shch",
        "ъ": "",
        "ь": "",
        "ю": "yu",
        "я": "ya",
    }
)
_FINAL_Y = re.compile(r"\b([^\W\daeiouy]{1,2}u?)y\b")  # of a Vietnamese word: tỷ is tỉ, quý is quí


@dataclass(frozen=True, slots=True)
class Named(Generic[T]):
    """A thing with what it is called: how to show it, how to type it beyond doubt, and how all its names sound."""

    thing: T
    label: str
    typed: str
    names: tuple[str, ...]


def sound(words: str) -> str:
    """Return words folded, in Latin letters, spelled in one way: what is typed and what things are called meet here."""
    return _FINAL_Y.sub(r"\1i", fold(words).translate(_SOUNDS))


def named(thing: T, label: str, typed: str, *names: str) -> Named[T]:
    """Return the thing under these names as they sound, once each, blanks left out."""
    sounds = dict.fromkeys(sound(name) for name in (typed, label, *names))
    return Named(thing, label, typed, tuple(name for name in sounds if name))


@cache
def kpis() -> tuple[Named[Kpi], ...]:
    """Return every KPI by its key, its names in the three languages, and what else people call it."""
    return tuple(
        named(
            kpi,
            kpi.key,
            kpi.key,
            kpi.key.replace("_", " "),
            *(kpi.names.to(language) for language in LANGUAGES),
            *SYNONYMS.get(kpi.key, ()),
        )
        for kpi in KPIS
    )


def exact(words: str, among: Iterable[Named[T]]) -> tuple[Named[T], ...]:
    """Return the things that are called just that."""
    wanted = sound(words)
    return tuple(one for one in among if wanted in one.names)


def worded(words: str, among: Iterable[Named[T]]) -> tuple[Named[T], ...]:
    """Return the things that have all these words in a name."""
    parts = set(sound(words).split())
    return tuple(one for one in among if parts and any(parts <= set(name.split()) for name in one.names))


def spelled(words: str, among: Sequence[Named[T]]) -> tuple[Named[T], ...]:
    """Return the things of the same spelling, but for a slip."""
    return tuple(one for one, score in _scored(sound(words), among) if score >= _SAME_SPELLING)


def find(words: str, among: Sequence[Named[T]]) -> tuple[Named[T], ...]:
    """Return the things meant: called just that, else with all these words in a name, else of the same spelling."""
    return exact(words, among) or worded(words, among) or spelled(words, among)


def alike(words: str, among: Sequence[Named[T]], most: int = 3) -> tuple[Named[T], ...]:
    """Return what was probably meant, closest spelling first."""
    return tuple(one for one, score in _scored(sound(words), among)[:most] if score >= _ALIKE)


def _scored(wanted: str, among: Sequence[Named[T]]) -> list[tuple[Named[T], float]]:
    best: dict[int, float] = {}
    owners = [index for index, one in enumerate(among) for _ in one.names]
    names = [name for one in among for name in one.names]
    for _, score, position in process.extract(wanted, names, scorer=fuzz.ratio, limit=20):
        best[owners[position]] = max(score, best.get(owners[position], 0.0))
    return sorted(((among[index], score) for index, score in best.items()), key=lambda pair: -pair[1])
