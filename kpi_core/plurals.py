"""Numbers with the noun they count, in the form each language asks for."""

from __future__ import annotations

from kpi_core.text import Text


def counted(number: int, en: tuple[str, str], vi: str, ru: tuple[str, str, str]) -> Text:
    """Return "1 day", "2 days": English has two forms of the noun, Vietnamese one, Russian three (1, 2–4, 5–20)."""
    return Text(f"{number} {en[number != 1]}", f"{number} {vi}", f"{number} {ru[_russian_form(number)]}")


def days(number: int) -> Text:
    """Return a number of days in words."""
    return counted(number, ("day", "days"), "ngày", ("день", "дня", "дней"))


def _russian_form(number: int) -> int:
    if number % 10 == 1 and number % 100 != 11:
        return 0
    return 1 if number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14) else 2
