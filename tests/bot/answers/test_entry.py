"""What is understood of a line to log: every part that was said, in whatever order, and what was not."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from bot.entry import parse_entry
from bot.scopes import Token
from kpi_core.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

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
        ("acme call tomorrow agreed", ("A1", "call", None, date(2026, 11, 19), "agreed", "")),
        ("acme созвон завтра", ("A1", "call", None, date(2026, 11, 19), "", "")),
        ("acme gặp Mai hôm qua", ("A1", "meeting", None, TODAY, "Mai hôm qua", "")),
        ("acme call 15/11 20m", ("A1", "call", 20, date(2026, 11, 15), "", "")),
        ("acme 28.12 call", ("A1", "call", None, date(2026, 12, 28), "", "")),
        ("acme call 2025-12-28", ("A1", "call", None, date(2025, 12, 28), "", "")),
        ("acme ngày 15 tháng 11 họp 1h30", ("A1", "meeting", 90, date(2026, 11, 15), "", "")),
        ("acme встреча 1,5 ч 3 ноября", ("A1", "meeting", 90, date(2026, 11, 3), "", "")),
        ("acme call 99999m", ("A1", "call", 99999, TODAY, "", "")),
        ("acme call 40/60 split agreed", ("A1", "call", None, TODAY, "40/60 split agreed", "")),
        ("acme call 1.10 per unit agreed", ("A1", "call", None, TODAY, "1.10 per unit agreed", "")),
        ("acme созвон 1.10 млн в год", ("A1", "call", None, TODAY, "1.10 млн в год", "")),
        ("acme gọi 2.50 triệu một tháng", ("A1", "call", None, TODAY, "2.50 triệu một tháng", "")),
        ("acme call 1.10 agreed", ("A1", "call", None, date(2026, 10, 1), "agreed", "")),
        ("acme release 2.14.25 discussed", ("A1", "", None, TODAY, "release 2.14.25 discussed", "")),
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


def test_it_takes_the_nearest_of_days_without_a_year(make_desk: Callable[..., Desk], linh: Person) -> None:
    desk = make_desk(now=datetime(2026, 1, 6))
    assert date(2025, 12, 28) == entry("acme call 28/12", desk, linh).on
    assert date(2024, 2, 29) == entry("acme call 29/2", desk, linh).on


def test_it_says_of_a_date_that_it_is_none(desk: Desk, linh: Person) -> None:
    with pytest.raises(InputError, match=r"'31\.11\.2026' is not a date"):
        entry("acme call 31.11.2026", desk, linh)


def test_an_account_may_be_called_as_what_is_a_channel_elsewhere(make_desk: Callable[..., Desk], linh: Person) -> None:
    team = [{"am_id": "1", "name": "Trần Thuỳ Linh", "role": "am"}]
    accounts = [
        {"account_id": "A1", "name": "Acme", "owner_id": "1"},
        {"account_id": "A2", "name": "Acme Event Group", "owner_id": "1"},
        {"account_id": "A3", "name": "Media 24/7", "owner_id": "1"},
    ]
    desk = make_desk(team=team, accounts=accounts)
    assert "A2" == entry("acme event group call", desk, linh).account_id
    assert ("A3", TODAY) == (entry("media 24/7 call", desk, linh).account_id, entry("media 24/7 call", desk, linh).on)
