"""What the tab ownership lacks when an account changes hands."""

from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise

import pytest

from kpi_core.handovers import Tenure, hand_over
from kpi_core.timelines import FAR_OFF, LONG_AGO, Span, cover

SINCE, JUNE_1, JUNE_9, JUNE_10 = date(2024, 1, 1), date(2026, 6, 1), date(2026, 6, 9), date(2026, 6, 10)


def from_(day: date, who: str, until: datetime = FAR_OFF) -> Span:
    return datetime(day.year, day.month, day.day), until, who


def test_it_writes_down_the_owner_of_until_now_and_the_new_one() -> None:
    assert [Tenure("linh", SINCE, JUNE_9), Tenure("minh", JUNE_10)] == hand_over((), "linh", "minh", JUNE_10, SINCE)


def test_an_owner_who_stands_there_gives_way() -> None:
    assert [Tenure("minh", JUNE_10)] == hand_over([from_(SINCE, "linh")], "linh", "minh", JUNE_10, SINCE)


def test_what_stood_open_before_people_began_to_write_was_the_old_owners() -> None:
    found = hand_over([from_(JUNE_1, "linh")], "linh", "minh", JUNE_10, SINCE)
    assert [Tenure("linh", SINCE, date(2026, 5, 31)), Tenure("minh", JUNE_10)] == found


def test_it_writes_nothing_that_people_wrote() -> None:
    spans = [from_(SINCE, "linh", datetime(2026, 6, 1)), from_(JUNE_1, "minh")]
    assert [] == hand_over(spans, "linh", "minh", JUNE_10, SINCE)


def test_it_writes_nothing_of_a_hand_over_that_people_planned() -> None:
    spans = [from_(SINCE, "linh"), from_(date(2026, 7, 1), "minh")]
    assert [] == hand_over(spans, "linh", "minh", JUNE_10, SINCE)


def test_it_keeps_the_past_of_a_new_owner_people_wrote_alone() -> None:
    assert [Tenure("linh", SINCE, date(2026, 5, 31))] == hand_over(
        [from_(JUNE_1, "minh")], "linh", "minh", JUNE_10, SINCE
    )


def test_an_account_that_begins_today_has_no_past() -> None:
    assert [Tenure("minh", JUNE_10)] == hand_over((), "linh", "minh", JUNE_10, JUNE_10)


@pytest.mark.parametrize("owners", ["ab", "aba", "abab", "abc", "abcabc"])
def test_after_any_changes_the_last_owner_has_it_and_the_past_stays(owners: str) -> None:
    spans: list[Span] = []
    for before, after in pairwise(owners):
        for tenure in hand_over(spans, before, after, JUNE_10, SINCE):
            end = FAR_OFF if tenure.last is None else datetime(tenure.last.year, tenure.last.month, tenure.last.day + 1)
            spans.append(from_(tenure.first, tenure.am_id, end))
    pieces = cover(spans, owners[-1])
    assert len({since for since, _, _ in spans}) == len(spans), "two owners never begin on one day"
    assert [owners[-1]] == [who for since, until, who in pieces if until == FAR_OFF]
    past = [who for since, until, who in cover(spans, "a") if since < datetime(2026, 6, 10)]
    assert ["a"] == past[:1]
    assert LONG_AGO == pieces[0][0]
