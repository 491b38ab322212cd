from __future__ import annotations

import pytest

from kpi_core.choices import choice_label
from kpi_core.names import fold
from kpi_core.schema import PEOPLE_TABS, Column
from kpi_core.text import LANGUAGES

CHOICES = [(table.key, column) for table in PEOPLE_TABS for column in table.columns if column.choices]


@pytest.mark.parametrize(("tab", "column"), CHOICES, ids=lambda part: getattr(part, "key", part))
def test_it_calls_each_choice_of_a_column_differently_in_every_language(tab: str, column: Column) -> None:
    for language in LANGUAGES:
        labels = {fold(choice_label(column, word).to(language)) for word in column.choices}
        assert len(column.choices) == len(labels)


@pytest.mark.parametrize(("tab", "column"), CHOICES, ids=lambda part: getattr(part, "key", part))
def test_no_label_of_one_choice_is_the_word_of_another(tab: str, column: Column) -> None:
    meanings: dict[str, set[str]] = {}
    for word in column.choices:
        for spelling in (word.replace("_", " "), *(choice_label(column, word).to(to) for to in LANGUAGES)):
            meanings.setdefault(fold(spelling), set()).add(word)
    assert {1} == {len(words) for words in meanings.values()}
