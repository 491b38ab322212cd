from datetime import date, datetime

import pytest

from bot.people import Person, Roster, language_for
from kpi_core.settings import TeamSettings
from kpi_core.text import Language
from tests.core.conftest import TEAM, tables_of

JUNE_30 = date(2026, 6, 30)
LINH = Person("1", "Linh")
OLGA = Person("3", "Olga", language="ru")


@pytest.mark.parametrize(
    ("left_on", "is_here"),
    [(None, True), (datetime(2026, 12, 31), True), (datetime(2026, 6, 30), True), (datetime(2026, 6, 29), False)],
)
def test_it_keeps_somebody_in_the_team_through_the_last_day(left_on: object, is_here: bool) -> None:
    linh = {**TEAM[0], "left_on": left_on}
    (person,) = Roster.of(tables_of({"team": [linh]}), JUNE_30).people
    assert is_here == person.active


@pytest.mark.parametrize(
    ("expected", "person", "chosen", "slack_locale", "book"),
    [
        pytest.param("en", OLGA, "en", "vi-VN", "vi", id="what they chose"),
        pytest.param("ru", OLGA, "", "vi-VN", "vi", id="the team tab's"),
        pytest.param("ru", OLGA, "fr", "", "", id="one that Amber does not speak counts for nothing"),
        pytest.param("vi", LINH, "", "vi-VN", "ru", id="their Slack's"),
        pytest.param("vi", LINH, "", "fr-FR", "vi-VN", id="the workbook's"),
        pytest.param("vi", None, "", "", "vi-VN", id="nobody's: the workbook's"),
        pytest.param("en", LINH, "", "", "Klingon", id="none known: English"),
    ],
)
def test_it_speaks_the_language_nearest_to_the_person(
    expected: Language, person: Person | None, chosen: str, slack_locale: str, book: str
) -> None:
    settings = TeamSettings({"language": book})
    assert expected == language_for(person, settings, chosen=chosen, locale=lambda: slack_locale)


def test_it_does_not_ask_slack_for_a_language_it_knows() -> None:
    def asked() -> str:
        raise AssertionError

    assert "ru" == language_for(OLGA, TeamSettings({}), locale=asked)
