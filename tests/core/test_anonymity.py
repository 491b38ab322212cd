from collections import Counter
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi_core.catalogue import BY_KEY
from kpi_core.evaluate import Figures
from kpi_core.frames import rows_of
from kpi_core.kpi import EVERYBODY, Kpi, Scope
from kpi_core.periods import Period
from kpi_core.tables import Tables
from tests.core.conftest import TEAM, tables_of

START = datetime(2026, 1, 1)
NOW = datetime(2026, 7, 1)
ANONYMOUS = [kpi for kpi in BY_KEY.values() if kpi.is_anonymous]
HOURS = 24 * 180


def answered(hours: list[int]) -> Tables:
    """Return a book in which Linh and Minh are judged in turn, at these hours of the half-year."""
    surveys = [
        {
            "survey_id": f"s{number}",
            "kind": kind,
            "am_id": ("linh", "minh")[number % 2],
            "at": START + timedelta(hours=hour),
            "score": float(number % 5 + 1),
        }
        for kind in ("internal", "enps")
        for number, hour in enumerate(hours)
    ]
    return tables_of({"team": TEAM, "surveys": [{**row, "survey_id": f"{i}"} for i, row in enumerate(surveys)]})


def within(hours: tuple[int, int]) -> Period:
    first, last = sorted(hours)
    return Period(START + timedelta(hours=first), START + timedelta(hours=last), "range", NOW)


def counted(kpi: Kpi, tables: Tables, period: Period) -> set[tuple[int, str]]:
    return {(row["row"], row["am_id"]) for row in rows_of(kpi.measures[0].facts(tables, period))}


HOUR = st.integers(0, HOURS)
PERIOD = st.tuples(HOUR, HOUR).map(within)


@pytest.mark.parametrize("kpi", ANONYMOUS, ids=lambda kpi: kpi.key)
@settings(max_examples=12)
@given(hours=st.lists(HOUR, min_size=12, max_size=40), periods=st.tuples(PERIOD, PERIOD))
def test_it_lets_two_periods_differ_by_no_answer_or_by_five(
    kpi: Kpi, hours: list[int], periods: tuple[Period, Period]
) -> None:
    tables = answered(hours)
    one, other = (counted(kpi, tables, period) for period in periods)
    differing = Counter(am for _, am in one ^ other)
    assert all(count >= 5 for count in differing.values())


@pytest.mark.parametrize("kpi", ANONYMOUS, ids=lambda kpi: kpi.key)
def test_it_shows_no_rows_and_nothing_of_a_single_account(kpi: Kpi) -> None:
    figures = Figures(answered(list(range(0, HOURS, 200))), NOW)
    half_year = within((0, HOURS))
    assert figures.result(kpi, EVERYBODY, half_year).value is not None
    assert () == figures.rows(kpi, EVERYBODY, half_year)
    assert () == figures.parts(kpi, EVERYBODY, half_year)
    assert "account" not in kpi.levels


def test_it_holds_a_team_back_as_far_as_its_ams() -> None:
    figures = Figures(answered(list(range(0, HOURS, 200))), NOW)
    kpi, half_year = BY_KEY["team_satisfaction"], within((0, HOURS))
    ams = [figures.result(kpi, Scope("am", am), half_year).n for am in ("linh", "minh")]
    assert sum(ams) == figures.result(kpi, Scope("team", "Sen"), half_year).n
