from __future__ import annotations

from datetime import date, datetime

import pytest

from bot.answers.computation import computed
from bot.voice import Voice
from kpi_core.catalogue import BY_KEY
from kpi_core.kpi import EVERYBODY, Result
from kpi_core.periods import last_full, trailing, unit_period
from kpi_core.quantities import DAYS, Money, Percent
from kpi_core.text import Language, Text, quoted

NOW = datetime(2026, 11, 18, 10, 0)


def test_a_sentence_without_a_translation_stays_english() -> None:
    assert "3 of 4" == Voice("vi").say("{n} of {all}", n=3, all=4)


def test_a_fact_with_braces_is_just_text() -> None:
    assert "hello {0}" == Voice("en").say("hello {name}", name="{0}")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ("5.2%", "1,234.5", "₫1,234,567", "in 23 days", "41 days ago")),
        ("vi", ("5,2%", "1.234,5", "1.234.567\xa0₫", "sau 23 ngày nữa", "41 ngày trước")),
        ("ru", ("5,2\xa0%", "1\xa0234,5", "1\xa0234\xa0567\xa0₫", "через 23\xa0дня", "41\xa0день назад")),
    ],
)
def test_it_writes_figures_as_the_language_does(language: Language, expected: tuple[str, ...]) -> None:
    voice = Voice(language)
    written = (
        voice.percent(0.052), voice.number(1234.5), voice.money(1234567, "VND"), voice.relative_days(23),
        voice.relative_days(-41),
    )  # fmt: skip
    assert expected == written


@pytest.mark.parametrize(("language", "expected"), [("en", "$1,235"), ("vi", "1.235\xa0US$"), ("ru", "1\xa0235\xa0$")])
def test_it_leaves_the_cents_out_of_a_forecast(language: Language, expected: str) -> None:
    assert expected == Voice(language).round_money(1234.56, "USD")


def test_it_says_to_date_while_a_period_runs() -> None:
    voice = Voice("en")
    assert "week 46, Nov 9\u2009–\u200915, 2026" == voice.period(last_full("week", NOW))
    assert voice.period(unit_period("quarter", NOW, NOW)).endswith("2026, to date")


def test_a_period_before_or_still_to_come_is_not_to_date() -> None:
    voice = Voice("en")
    assert not voice.period(unit_period("quarter", NOW, NOW).previous()).endswith("to date")
    assert "Jan 1\u2009–\u2009Dec 31, 2027" == voice.period(unit_period("year", datetime(2027, 1, 1), NOW))


def test_a_minus_is_a_minus_in_every_figure() -> None:
    voice = Voice("ru")
    assert ("−18,4", "−5\xa0%") == (voice.number(-18.4), voice.percent(-0.05))


def test_a_period_on_an_axis_is_short() -> None:
    for language in ("en", "vi", "ru"):
        voice = Voice(language)  # type: ignore[arg-type]
        periods = [
            *(unit_period(unit, NOW, NOW) for unit in ("week", "month", "quarter", "year")),
            trailing(90, NOW, NOW),
        ]
        assert max(len(voice.short_period(period)) for period in periods) <= 20


def test_no_value_is_a_dash_and_never_zero() -> None:
    assert "–" == Voice("en").figure(BY_KEY["nps"], None, "USD")


def test_percentages_differ_in_points() -> None:
    voice = Voice("en")
    assert "−3.2\xa0pp" == voice.change(BY_KEY["freshness"], -0.032, "USD")
    assert "+5" == voice.change(BY_KEY["nps"], 5.0, "USD")
    assert "±0\xa0pp" == voice.change(BY_KEY["freshness"], 0.0, "USD")


def test_what_is_written_as_nothing_went_nowhere() -> None:
    voice, hours = Voice("en"), BY_KEY["response_time"]
    assert ("±0\xa0hr", "") == (voice.change(hours, -0.04, "USD"), voice.trend(hours, -0.04, "USD"))


def test_a_trend_points_where_the_figure_went_and_stays_in_one_piece() -> None:
    voice = Voice("ru")
    freshness = BY_KEY["freshness"]
    assert ("▲\xa03,2\xa0п.\xa0п.", "▼\xa05\xa0п.\xa0п.", "") == tuple(
        voice.trend(freshness, change, "USD") for change in (0.032, -0.05, 0.0)
    )


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "the contract “SEO” ends in 1 day (Dec 10, 2026), worth $18,000; 33.3%"),
        ("vi", "hợp đồng “SEO” hết hạn sau 1 ngày (10 thg 12, 2026), trị giá 18.000\xa0US$; 33,3%"),
        ("ru", "договор «SEO» кончается через 1\xa0день (10\xa0дек. 2026\u202fг.); 18\xa0000\xa0$; 33,3\xa0%"),
    ],
)
def test_it_writes_the_facts_of_a_record_s_sentence_as_the_language_does(language: Language, expected: str) -> None:
    sentence = Text(
        "the contract{service} ends in {days} ({end}), worth {amount}; {share}",
        "hợp đồng{service} hết hạn sau {days} ({end}), trị giá {amount}; {share}",
        "договор{service} кончается через {days} ({end}); {amount}; {share}",
    ).format(
        service=quoted("SEO"),
        days=DAYS.of(1),
        end=date(2026, 12, 10),
        amount=Money(18_000, "USD"),
        share=Percent(1 / 3),
    )
    assert expected == Voice(language).text(sentence)


@pytest.mark.parametrize(
    ("language", "numerator", "said"),
    [
        ("en", 1, "1 deal won ÷ 21 deals closed"),
        ("en", 3, "3 deals won ÷ 21 deals closed"),
        ("vi", 1, "1 giao dịch thành công ÷ 21 giao dịch đã chốt"),
        ("ru", 1, "1 выигранная сделка ÷ 21 закрытая сделка"),
        ("ru", 3, "3 выигранные сделки ÷ 21 закрытая сделка"),
        ("ru", 5, "5 выигранных сделок ÷ 21 закрытая сделка"),
        ("ru", 2.5, "2,5 выигранные сделки ÷ 21 закрытая сделка"),
    ],
)
def test_what_was_counted_agrees_with_its_number(language: Language, numerator: float, said: str) -> None:
    period = unit_period("week", datetime(2026, 11, 18), datetime(2026, 11, 18))
    result = Result("win_rate", EVERYBODY, period, value=numerator / 21, numerator=numerator, denominator=21, n=21)
    line = computed(BY_KEY["win_rate"], result, Voice(language), "USD").replace("\N{NO-BREAK SPACE}", " ")
    assert said == line.partition(" =")[0]


def test_what_a_median_is_of_stands_as_many_do() -> None:
    period = unit_period("week", datetime(2026, 11, 18), datetime(2026, 11, 18))
    result = Result("response_time", EVERYBODY, period, value=2.0, n=1)
    assert "медиана; число запросов с ответом: 1" == computed(BY_KEY["response_time"], result, Voice("ru"), "USD")
