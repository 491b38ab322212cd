"""What is understood of a line to log: every part that was said, in whatever order, and what was not."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from bot.entry import parse_entry
from bot.scopes import Token

if TYPE_CHECKING:
    from bot.desk import Desk
    from bot.entry import Entry
    from bot.people import Person

TODAY, YESTERDAY = date(2026, 11, 18), date(2026, 11, 17)


def entry(text: str, desk: Desk, asker: Person) -> Entry:
    return parse_entry([Token(index, word) for index, word in enumerate(text.split())], desk, asker)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("acme 25m", ("A1", "", 25, TODAY, "", "")),
        ("acme books agreed to call back", ("A4", "", None, TODAY, "agreed to call back", "")),
        ("acme yesterday 2 hours meeting agreed", ("A1", "meeting", 120, YESTERDAY, "agreed", "")),
        ("acme gọi điện 20p hôm qua chốt", ("A1", "call", 20, YESTERDAY, "chốt", "")),
        ("call 20m", ("", "call", 20, TODAY, "", "")),
        ("volga call 20m", ("", "call", 20, TODAY, "", "volga")),
        ("nowhere", ("", "", None, TODAY, "", "nowhere")),
        ("we spoke of the price with Anna", ("", "", None, TODAY, "we spoke of the price with Anna", "")),
        ("", ("", "", None, TODAY, "", "")),
    ],
)
def test_it_understands_every_part_that_was_said(
    text: str, expected: tuple[object, ...], desk: Desk, linh: Person
) -> None:
    found = entry(text, desk, linh)
    understood = (found.account_id, found.channel, found.minutes, found.on, found.summary, found.unknown)
    assert expected == understood
    assert text == found.words


def test_an_account_one_may_not_see_is_as_unknown_as_none(desk: Desk, linh: Person, olga: Person) -> None:
    assert ("", "volga") == (entry("volga 5m", desk, linh).account_id, entry("volga 5m", desk, linh).unknown)
    assert ("A3", "") == (entry("volga 5m", desk, olga).account_id, entry("volga 5m", desk, olga).unknown)
