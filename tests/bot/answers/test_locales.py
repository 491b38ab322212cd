from __future__ import annotations

import string
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import bot

ROOT = Path(bot.__file__).parent
KEYWORDS = {"say": None, "many": (1, 2), "mark": None}


@cache
def sentences() -> frozenset[str | tuple[str, ...]]:
    found = extract_from_dir(ROOT, method_map=[("**.py", "python")], keywords=KEYWORDS)
    return frozenset(message for file, _, message, _, _ in found if not file.startswith("workbench"))


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("language", ["vi", "ru"])
def test_every_sentence_of_the_bot_is_translated_with_the_same_places(language: str) -> None:
    with (ROOT / "locales" / language / "LC_MESSAGES" / "amber.po").open("rb") as source:
        catalogue = read_po(source, locale=language)
    translated = {message.id if isinstance(message.id, str) else tuple(message.id): message for message in catalogue}
    assert set() == sentences() - set(translated)
    for sentence in sentences():
        message = translated[sentence]
        for written in [message.string] if isinstance(message.string, str) else message.string:
            assert written
            assert places(sentence if isinstance(sentence, str) else sentence[-1]) == places(written)
    assert {""} == set(translated) - sentences()
