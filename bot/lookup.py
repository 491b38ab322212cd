"""What people call things → the thing: exactly, by some of its words, or by the closest spelling."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
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
_KEPT = 100_000  # spellings: all names of a large book, which are compared with each question
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
_QUOTES = str.maketrans("", "", '"“”„«»')
# Russian declines what it names ("у Ольги", "по выручке"); letters are folded here: й is и.
_CYRILLIC = re.compile("[а-я]")
_CASE_ENDING = re.compile(r"(?<=\w{3})(?:и?(?:[аеиоуыюя][мх]и?|[ое](?:в|го|му)|[аеиоуыюя]{1,2})|ь)$")
_SURNAME_ENDING = re.compile(r"(?<=\w{3})[ое]в$")  # Котов loses it as if he were many; Котова must, too
_LATIN_ENDING = re.compile(r"(?<=\w{3})[aeiouy]+$")
# How a name in Latin letters is heard by who writes it in Cyrillic ones: Acme is Акме, Bamboo Бамбу, Linh Линь.
_HEARD = {"ch": "ch", "ck": "k", "kh": "h", "nh": "n", "oo": "u", "ph": "f", "c": "k", "q": "k", "w": "v", "x": "ks"}
_SPELLED = re.compile("|".join(_HEARD))
_DOUBLE = re.compile(r"(\w)\1")


@dataclass(frozen=True, slots=True)
class Named(Generic[T]):
    """A thing with what it is called: how to show it, how to type it beyond doubt, and how all its names sound.

    `written` are its names as they are written, which tell what they are in other cases.
    """

    thing: T
    label: str
    typed: str
    names: tuple[str, ...]
    written: tuple[str, ...] = ()


@lru_cache(_KEPT)
def sound(words: str) -> str:
    """Return words folded, in Latin letters, spelled in one way: what is typed and what things are called meet here."""
    return _FINAL_Y.sub(r"\1i", fold(words.translate(_QUOTES)).translate(_SOUNDS))


def is_declined(words: str) -> bool:
    """Whether words may be in another case than a name is written in: Russian ones."""
    return bool(_CYRILLIC.search(fold(words)))


@lru_cache(_KEPT)
def root(words: str) -> str:
    """Return words as they sound without endings of Russian cases: names and what is typed in any case meet here."""
    return " ".join(map(_root, fold(words.translate(_QUOTES)).split()))


def _root(word: str) -> str:
    if _CYRILLIC.search(word):
        word = _SURNAME_ENDING.sub("", _CASE_ENDING.sub("", word))
    heard = _SPELLED.sub(lambda found: _HEARD[found[0]], sound(word))
    return _DOUBLE.sub(r"\1", heard if _CYRILLIC.search(word) else _LATIN_ENDING.sub("", heard))


def named(thing: T, label: str, typed: str, *names: str) -> Named[T]:
    """Return the thing under these names as they sound, once each, blanks left out."""
    written = tuple(name for name in (typed, label, *names) if name)
    sounds = dict.fromkeys(sound(name) for name in written)
    return Named(thing, label, typed, tuple(name for name in sounds if name), written)


@cache
def kpis() -> tuple[Named[Kpi], ...]:
    """Return every KPI by its key, its names in the three languages, and what else people call it."""
    return tuple(_kpi(kpi) for kpi in KPIS)


def _kpi(kpi: Kpi) -> Named[Kpi]:
    names = (kpi.names.to(language) for language in LANGUAGES)
    called = named(kpi, kpi.key, kpi.key, kpi.key.replace("_", " "), *names, *SYNONYMS.get(kpi.key, ()))
    # Nobody writes these words of other languages in Cyrillic letters, as one does names.
    return replace(called, written=tuple(filter(is_declined, called.written)))


def exact(words: str, among: Iterable[Named[T]]) -> tuple[Named[T], ...]:
    """Return the things that are called just that, else those called so in another case."""
    wanted, among = sound(words), tuple(among)
    found = tuple(one for one in among if wanted in one.names)
    if found or not is_declined(words):
        return found
    rooted = root(words)
    return tuple(one for one in among if rooted in map(root, one.written))


def worded(words: str, among: Iterable[Named[T]]) -> tuple[Named[T], ...]:
    """Return the things that have all these words in a name, in whatever case: "Валерия" may be Валерий's, too."""
    parts, roots = set(sound(words).split()), set(root(words).split()) if is_declined(words) else set()
    return tuple(
        one
        for one in among
        if (parts and any(parts <= set(name.split()) for name in one.names))
        or (roots and any(roots <= set(root(name).split()) for name in one.written))
    )


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
