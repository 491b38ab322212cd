from datetime import date, datetime

import pytest

from bot.people import Roster
from tests.core.conftest import TEAM, tables_of

JUNE_30 = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("left_on", "is_here"),
    [(None, True), (datetime(2026, 12, 31), True), (datetime(2026, 6, 30), True), (datetime(2026, 6, 29), False)],
)
def test_it_keeps_somebody_in_the_team_through_the_last_day(left_on: object, is_here: bool) -> None:
    linh = {**TEAM[0], "left_on": left_on}
    (person,) = Roster.of(tables_of({"team": [linh]}), JUNE_30).people
    assert is_here == person.active
