from datetime import date, datetime

import pytest

from kpi_core.errors import InputError
from kpi_core.names import fold
from kpi_core.period_words import last_day_ahead, parse
from kpi_core.periods import trailing

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
        ("31/12/2026", "2026-12-31..2026-12-31"),
        ("31.12.2026", "2026-12-31..2026-12-31"),
        ("31-12-2026", "2026-12-31..2026-12-31"),
        ("01/02/26", "2026-02-01..2026-02-01"),
        ("03/04/2026", "2026-04-03..2026-04-03"),
        ("03.04.2026 г.", "2026-04-03..2026-04-03"),
        ("ngày 3/4/2026", "2026-04-03..2026-04-03"),
        ("ngày 3 tháng 4 năm 2026", "2026-04-03..2026-04-03"),
        ("3 апреля 2026 года", "2026-04-03..2026-04-03"),
        ("3 апреля", "2026-04-03..2026-04-03"),
        ("December 24th", "2025-12-24..2025-12-24"),
        ("April 3, 2026", "2026-04-03..2026-04-03"),
        ("yesterday", "2026-11-21..2026-11-21"),
        ("позавчера", "2026-11-20..2026-11-20"),
        ("24/7", None),
        ("12/2026", "2026-12-01..2026-12-01"),
        ("10/2026", "2026-10-01..2026-10-31"),
        ("10.2026", "2026-10-01..2026-10-31"),
        ("T10/2026", "2026-10-01..2026-10-31"),
        ("1/10/2026-31/10/2026", "2026-10-01..2026-10-31"),
        ("01.10.2026..31.10.2026", "2026-10-01..2026-10-31"),
        ("01.10–31.10.2026", "2026-10-01..2026-10-31"),
        ("1/12-31/1/2026", "2025-12-01..2026-01-31"),
        ("1-15/11", "2026-11-01..2026-11-15"),
        ("from 1 october to 15 october", "2026-10-01..2026-10-15"),
        ("từ ngày 1/10 đến ngày 31/10/2026", "2026-10-01..2026-10-31"),
        ("с 1 по 15 октября", "2026-10-01..2026-10-15"),
        ("с января по март", "2026-01-01..2026-03-31"),
        ("from May to July", "2026-05-01..2026-07-31"),
        ("tháng 11/2025 đến tháng 1/2026", "2025-11-01..2026-01-31"),
        ("october - february 2026", "2025-10-01..2026-02-28"),
        ("Q1-Q2", "2026-01-01..2026-06-30"),
        ("2024-2025", "2024-01-01..2025-12-31"),
        ("1/11-30/11", "2026-11-01..2026-11-22"),
        ("с 1 по 30 ноября", "2026-11-01..2026-11-22"),
        ("october - december", "2026-10-01..2026-11-22"),
        ("1/12-31/12", "2025-12-01..2025-12-31"),
        ("Q1 - Q3 last year", "2025-01-01..2025-09-30"),
        ("29 February", "2024-02-29..2024-02-29"),
        ("Q4 last year", "2025-10-01..2025-12-31"),
        ("quý III năm ngoái", "2025-07-01..2025-09-30"),
        ("третий квартал прошлого года", "2025-07-01..2025-09-30"),
        ("ноябрь прошлого года", "2025-11-01..2025-11-30"),
        ("H1", "2026-01-01..2026-06-30"),
        ("6 tháng đầu năm", "2026-01-01..2026-06-30"),
        ("второе полугодие 2025", "2025-07-01..2025-12-31"),
        ("week 47", "2026-11-16..2026-11-22"),
        ("W50", "2025-12-08..2025-12-14"),
        ("next month", "2026-12-01..2026-12-01"),
        ("last 4 weeks", "2026-10-26..2026-11-22"),
        ("3 tháng qua", "2026-08-23..2026-11-22"),
        ("последние 12 месяцев", "2025-11-23..2026-11-22"),
        ("с начала месяца", "2026-11-01..2026-11-22"),
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
        "13/2026",
        "31/02/2026",
        "31.04.2026-01.05.2026",
        "31/12/2026-01/12/2026",
        "9999 months",
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


@pytest.mark.parametrize(
    ("text", "last_day"),
    [
        ("until 31 december", date(2026, 12, 31)),
        ("den 31/12", date(2026, 12, 31)),
        ("до 31 декабря", date(2026, 12, 31)),
        ("until the end of the year", date(2026, 12, 31)),
        ("truoc cuoi nam", date(2026, 12, 31)),
        ("до конца квартала", date(2026, 12, 31)),
        ("by march", date(2027, 3, 31)),
        ("next month", date(2026, 12, 31)),
        ("1/12-31/1", date(2027, 1, 31)),
        ("15/11-15/12", date(2026, 12, 15)),
        ("h1", date(2027, 6, 30)),
        ("last month", None),
        ("october 2026", None),
        ("31/12", None),
    ],
)
def test_what_looks_ahead_ends_at_the_next_such_day(text: str, last_day: date | None) -> None:
    assert last_day == last_day_ahead(text, datetime(2026, 11, 18, 10), date(2025, 1, 1))


def test_a_period_without_its_year_lies_ahead_or_behind_as_one_looks() -> None:
    december = datetime(2026, 12, 15, 10)
    assert "2025-12-01..2026-01-31" == str(parse("1/12-31/1", december, date(2025, 1, 1)))
    assert date(2027, 1, 31) == last_day_ahead("1/12-31/1", december, date(2025, 1, 1))


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("last month", "2025-10-01..2025-10-31"),
        ("this month", "2025-11-01..2025-11-18"),
        ("last week", "2025-11-10..2025-11-16"),
        ("2024-02-29", "2023-02-28..2023-02-28"),
    ],
)
def test_the_year_before_is_the_same_of_it(text: str, before: str) -> None:
    period = parse(text, datetime(2026, 11, 18, 10), date(2023, 1, 1))
    assert period is not None
    assert before == str(period.year_before())


def test_a_whole_period_is_compared_as_far_as_the_running_one_has_come() -> None:
    now = datetime(2026, 11, 18, 10)
    last, running = parse("last month", now, now.date()), parse("this month", now, now.date())
    assert last is not None
    assert running is not None
    assert "2026-10-01..2026-10-18" == str(last.as_far_as(running))
    assert last == last.as_far_as(last.previous())


@pytest.mark.parametrize(
    ("text", "days"), [("last two weeks", 14), ("hai tuan qua", 14), ("за последние две недели", 14), ("2 weeks", 14)]
)
def test_small_numbers_are_read_as_they_are_said(text: str, days: int) -> None:
    found = parse(text, datetime(2026, 11, 18, 10), date(2025, 1, 1))
    assert found is not None
    assert days == found.days
