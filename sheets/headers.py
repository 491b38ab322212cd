"""How tabs and columns are recognised: by key or by label in any language, whatever their case, accents and order."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from kpi_core.errors import InputError
from kpi_core.names import fold
from kpi_core.schema import BOT_TABS, PEOPLE_TABS, BotTab, Column, Table
from kpi_core.text import LANGUAGES, Language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LOCALES: Mapping[Language, str] = {"en": "en_US", "vi": "vi_VN", "ru": "ru_RU"}
_ALL_TABS: tuple[Table | BotTab, ...] = (*PEOPLE_TABS, *BOT_TABS)


def _bare(header: object) -> str:
    """Return what is compared of a header: `Owner_ID *`, `owner id` and `OWNER ID` are one."""
    return fold(str(header or "").replace("_", " ")).rstrip(" *")


@cache
def _spellings(records: tuple[Table | BotTab | Column, ...]) -> Mapping[str, str]:
    labels = {_bare(record.label.to(language)): record.key for language in LANGUAGES for record in reversed(records)}
    return labels | {_bare(record.key): record.key for record in records}


def recognise_tab(title: str) -> str | None:
    """Return the key of the tab people edit that a sheet's title names, or None."""
    return _spellings(PEOPLE_TABS).get(_bare(title))


def recognise_bot_tab(title: str) -> str | None:
    """Return the key of the bot's own tab that a sheet's title names, or None."""
    return _spellings(BOT_TABS).get(_bare(title))


def recognise_columns(header: Sequence[object], table: Table) -> dict[str, int]:
    """Return {column key: index in the header row}, in sheet order; of two headers for one column the first counts."""
    spellings = _spellings(table.columns)
    found: dict[str, int] = {}
    for index, cell in enumerate(header):
        key = spellings.get(_bare(cell))
        if key is not None:
            found.setdefault(key, index)
    return found


def known_columns(top: Sequence[Sequence[object]], table: Table, title: str) -> dict[str, int]:
    """Return what `recognise_columns` finds in a tab's row 1, the first of `top`.

    Raises InputError when something stands in these rows, but no column of the table in row 1.
    """
    found = recognise_columns(top[0], table) if top else {}
    if not found and any(map(any, top)):
        raise InputError(f"row 1 has no column of the tab {table.key}; put the headers into row 1", title)
    return found


def book_language(titles: Sequence[str]) -> Language:
    """Return the language most of a book's tab titles are written in; English when none stands out."""
    folded = {_bare(title) for title in titles}
    votes = {language: sum(_bare(tab.label.to(language)) in folded for tab in _ALL_TABS) for language in LANGUAGES}
    return max(LANGUAGES, key=lambda language: votes[language])


def book_locale(titles: Sequence[str]) -> str:
    """Return the locale in which people fill a file that names none: that of the language of its tab titles."""
    return _LOCALES[book_language(titles)]
