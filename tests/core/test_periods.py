from datetime import date, datetime

import pytest

from kpi_core.errors import InputError
from kpi_core.names import fold
from kpi_core.periods import parse, trailing

# A Sunday's end.
NOW = datetime(2026, 11, 23)
FIRST_DAY = date(2025, 6, 1)


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("this week", "2026-11-16..2026-11-22"),
        ("last week", "2026-11-09..2026-11-15"),
        ("2026-W01", "2025-12-29..2026-01-04"),
        ("last month", "2026-10-01..2026-10-31"),
        ("2026-02", "2026-02-01..2026-02-28"),
        ("Q3", "2026-07-01..2026-09-30"),
        ("2025-Q4", "2025-10-01..2025-12-31"),
        ("this year", "2026-01-01..2026-11-22"),
        ("ytd", "2026-01-01..2026-11-22"),
        ("2024", "2024-01-01..2024-12-31"),
        ("90d", "2026-08-25..2026-11-22"),
        ("2026-01-01..2026-03-31", "2026-01-01..2026-03-31"),
        ("2026-02-03", "2026-02-03..2026-02-03"),
        ("all time", "2025-06-01..2026-11-22"),
        ("tuần trước", "2026-11-09..2026-11-15"),
        ("tháng này", "2026-11-01..2026-11-22"),
        ("quý trước", "2026-07-01..2026-09-30"),
        ("прошлый месяц", "2026-10-01..2026-10-31"),
        ("на этой неделе", None),
        ("этой недели", "2026-11-16..2026-11-22"),
        ("текущий квартал", "2026-10-01..2026-11-22"),
        ("за всё время", "2025-06-01..2026-11-22"),
        ("quarter", "2026-10-01..2026-11-22"),
        ("квартал", "2026-10-01..2026-11-22"),
        ("Năm", None),
        ("October", "2026-10-01..2026-10-31"),
        ("december", "2025-12-01..2025-12-31"),
        ("May 2025", "2025-05-01..2025-05-31"),
        ("May", None),
        ("tháng 10", "2026-10-01..2026-10-31"),
        ("tháng 3/2026", "2026-03-01..2026-03-31"),
        ("октябрь", "2026-10-01..2026-10-31"),
        ("марте 2026 года", "2026-03-01..2026-03-31"),
        ("3rd quarter", "2026-07-01..2026-09-30"),
        ("quý 3 năm 2025", "2025-07-01..2025-09-30"),
        ("quí trước", "2026-07-01..2026-09-30"),
        ("3-й квартал", "2026-07-01..2026-09-30"),
        ("2 квартал 2026", "2026-04-01..2026-06-30"),
        ("năm ngoái", "2025-01-01..2025-12-31"),
        ("từ đầu năm", "2026-01-01..2026-11-22"),
        ("2025 году", "2025-01-01..2025-12-31"),
        ("last 90 days", "2026-08-25..2026-11-22"),
        ("90 ngày qua", "2026-08-25..2026-11-22"),
        ("последние 90 дней", "2026-08-25..2026-11-22"),
        ("nps", None),
    ],
)
def test_it_reads_a_period_as_people_type_it(words: str, days: str | None) -> None:
    period = parse(fold(words), NOW, FIRST_DAY)
    assert days == (str(period) if period else None)


@pytest.mark.parametrize(
    "words",
    [
        "2026-02-31",
        "2026-w60",
        "2026-13",
        "2026-03-31..2026-01-01",
        "9999-12-31",
        "0001-w01",
        "9999-w52",
        "0001-01-01..0001-01-02",
    ],
)
def test_it_says_what_is_wrong_with_a_period_that_is_none(words: str) -> None:
    with pytest.raises(InputError):
        parse(words, NOW, FIRST_DAY)


def test_it_compares_a_running_quarter_with_the_same_elapsed_part_of_the_one_before() -> None:
    quarter = parse("2026-q4", datetime(2026, 11, 1), FIRST_DAY)
    assert quarter is not None
    assert quarter.is_running
    assert "2026-07-01..2026-07-31" == str(quarter.previous())


def test_it_compares_a_full_month_with_the_whole_one_before() -> None:
    month = parse("2026-03", NOW, FIRST_DAY)
    assert month is not None
    assert "2026-02-01..2026-02-28" == str(month.previous())


def test_it_compares_a_range_with_the_same_length_before() -> None:
    assert "2026-08-25..2026-09-23" == str(trailing(30, datetime(2026, 10, 24), NOW).previous())


def test_it_gives_an_empty_period_for_one_that_has_not_begun() -> None:
    month = parse("2026-12", NOW, FIRST_DAY)
    assert month is not None
    assert 0 == month.days
