from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from bot.commands import COMMANDS, FIGURE, ME
from bot.entry import Entry
from bot.grammar import Pick, Question, completions, parse
from kpi_core.catalogue import BY_KEY, KPIS
from kpi_core.errors import InputError
from kpi_core.kpi import EVERYBODY, Scope
from kpi_core.text import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.desk import Desk
    from bot.people import Person

LINH, MINH, OLGA = Scope("am", "1"), Scope("am", "2"), Scope("am", "3")


def ask(text: str, desk: Desk, asker: Person) -> Question:
    question = parse(text, desk, asker)
    assert isinstance(question, Question)
    return question


def test_it_reads_nothing_as_my_scorecard(desk: Desk, linh: Person) -> None:
    assert Question(ME) == parse("  ", desk, linh)


@pytest.mark.parametrize("command", [command for command in COMMANDS if command.words], ids=lambda command: command.key)
def test_it_knows_every_word_of_every_command(command: object, desk: Desk, linh: Person) -> None:
    asked = {"account": " Acme", "contacts": " Acme", "why": " nps"}
    for words in command.words:  # type: ignore[attr-defined]
        assert command == ask(words + asked.get(command.key, ""), desk, linh).command  # type: ignore[attr-defined]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.key)
def test_it_reads_its_own_examples(command: object, desk: Desk, linh: Person) -> None:
    assert command.key == ask(command.example, desk, linh).command.key  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("nps", "nps"),
        ("NPS", "nps"),
        ("churn rate", "churn_rate"),
        ("churn", "churn_rate"),
        ("Tỷ lệ churn", "churn_rate"),
        ("ty le churn", "churn_rate"),
        ("Отток клиентов", "churn_rate"),
        ("frshness", "freshness"),
        ("overdue amount", "overdue_amount"),
        ("renewals due", "renewals_due"),
    ],
)
def test_it_finds_a_kpi_by_key_name_words_and_spelling(text: str, key: str, desk: Desk, linh: Person) -> None:
    question = ask(text, desk, linh)
    assert (FIGURE, key) == (question.command, question.kpi and question.kpi.key)


@pytest.mark.parametrize(
    ("words", "scope"),
    [
        ("@Linh", LINH),
        ("@trần thuỳ linh", LINH),
        ("linh", LINH),
        ("@Olga", OLGA),
        ("Ольга", OLGA),
        ("olga", OLGA),
        ("<@U0MINH>", MINH),
        ("<@U0MINH|Lê Minh>", MINH),
        ("team sen", Scope("team", "Sen")),
        ("nhóm Sen", Scope("team", "Sen")),
        ("Sen team", Scope("team", "Sen")),
        ("account acme books", Scope("account", "A4")),
        ("tier near key", Scope("tier", "near_key")),
        ("all", EVERYBODY),
        ("tất cả", EVERYBODY),
    ],
)
def test_it_reads_whose_figure_it_is(words: str, scope: Scope, desk: Desk, dmitri: Person) -> None:
    assert scope == ask(f"nps {words}", desk, dmitri).scope


@pytest.mark.parametrize(
    "text", ["nps @linh last quarter", "nps last quarter @linh", "nps @Linh quý trước", "nps linh прошлый квартал"]
)
def test_it_takes_the_period_in_any_place_and_language(text: str, desk: Desk, dmitri: Person) -> None:
    question = ask(text, desk, dmitri)
    assert (LINH, "2026-07-01..2026-09-30") == (question.scope, str(question.period))


def test_every_kpi_is_found_by_the_name_it_is_shown_with(desk: Desk, dmitri: Person) -> None:
    shown = [(kpi.names.to(language), kpi.key) for kpi in KPIS for language in LANGUAGES]
    lost = [(name, key) for name, key in shown if getattr(ask(name, desk, dmitri).kpi, "key", None) != key]
    assert [] == lost


@pytest.mark.parametrize("text", ["нпс", "chỉ số hài lòng của khách hàng (NPS)", "NPS"])
def test_a_kpi_is_known_in_either_script_and_without_accents(text: str, desk: Desk, dmitri: Person) -> None:
    assert (BY_KEY["nps"], None) == (ask(text, desk, dmitri).kpi, ask(text, desk, dmitri).scope)


def test_it_hears_an_account_typed_in_the_other_script(desk: Desk, dmitri: Person) -> None:
    assert ask("account Volga", desk, dmitri) == ask("клиент Волга", desk, dmitri)


def test_it_reads_both_ways_to_spell_a_vietnamese_name(desk: Desk, dmitri: Person) -> None:
    assert ask("tỷ lệ giữ chân khách hàng", desk, dmitri) == ask("tỉ lệ giữ chân khách hàng", desk, dmitri)


def test_a_slip_in_an_account_s_name_alone_is_offered(desk: Desk, olga: Person) -> None:
    with pytest.raises(InputError, match="account Volga"):
        parse("Vogla", desk, olga)


def test_what_stands_today_takes_no_period(desk: Desk, linh: Person) -> None:
    with pytest.raises(InputError, match="`risks` shows how things stand today: ask it without “last week”"):
        parse("risks last week", desk, linh)


def test_it_tells_everybody_from_all_time(desk: Desk, dmitri: Person) -> None:
    question = ask("nps all all time", desk, dmitri)
    assert question.period is not None
    assert (EVERYBODY, datetime(2026, 1, 1)) == (question.scope, question.period.start)


def test_it_reads_the_horizon_of_renewals(desk: Desk, dmitri: Person) -> None:
    question = ask("renewals 60 days team Neva", desk, dmitri)
    assert (60, Scope("team", "Neva")) == (question.days, question.scope)


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("60", 60),
        ("next 2 weeks", 14),
        ("60 ngày tới", 60),
        ("на 30 дней", 30),
        ("this month", 13),
        ("12/2026", 44),
        ("december 2026", 44),
        ("tháng 12 năm 2026", 44),
        ("Q1 2027", 134),
    ],
)
def test_it_looks_ahead_as_far_as_is_said(words: str, days: int, desk: Desk, dmitri: Person) -> None:
    assert days == ask(f"renewals {words}", desk, dmitri).days


@pytest.mark.parametrize("words", ["31/10/2026", "31.10.2026", "2026-10-31", "31 октября 2026", "ngày 31/10/2026"])
def test_it_reads_a_day_as_people_write_it(words: str, desk: Desk, dmitri: Person) -> None:
    assert "2026-10-31..2026-10-31" == str(ask(f"nps {words} @linh", desk, dmitri).period)


def test_one_s_own_team_needs_no_name(desk: Desk, linh: Person, ha: Person, dmitri: Person) -> None:
    asked = [ask("nps team", desk, asker).scope for asker in (linh, ha, dmitri)]
    assert [Scope("team", "Sen"), Scope("team", "Sen"), EVERYBODY] == asked


def test_it_names_what_was_probably_meant(desk: Desk, linh: Person) -> None:
    with pytest.raises(InputError, match="Did you mean `nps`"):
        parse("nsp", desk, linh)


def test_it_points_to_help_when_nothing_is_near(desk: Desk, linh: Person) -> None:
    with pytest.raises(InputError, match="`help`"):
        parse("blorb", desk, linh)


def test_a_word_of_a_kpi_beside_one_that_says_nothing_chooses_nothing(desk: Desk, linh: Person) -> None:
    with pytest.raises(InputError, match="“thời tiết”"):
        parse("thời tiết", desk, linh)


def test_it_says_what_is_wrong_with_a_period(desk: Desk, linh: Person) -> None:
    with pytest.raises(InputError, match="no week 60"):
        parse("nps 2026-W60", desk, linh)


def test_it_refuses_words_it_does_not_understand(desk: Desk, linh: Person) -> None:
    with pytest.raises(InputError, match="“blorb”"):
        parse("nps blorb", desk, linh)


def test_it_offers_a_choice_when_several_fit(desk: Desk, dmitri: Person) -> None:
    pick = parse("returning @linh last month", desk, dmitri)
    assert isinstance(pick, Pick)
    assert ("Returning rate", "returning_rate @linh last month") in pick.options


def test_every_choice_it_offers_is_a_question(desk: Desk, dmitri: Person) -> None:
    for text in ("returning", "nps olga", "account acm"):
        found = parse(text, desk, dmitri)
        for _, whole in found.options if isinstance(found, Pick) else ():
            assert isinstance(parse(whole, desk, dmitri), Question)


def test_it_answers_alike_for_an_account_of_others_and_one_that_does_not_exist(desk: Desk, linh: Person) -> None:
    def said(name: str) -> str:
        with pytest.raises(InputError) as raised:
            parse(f"account {name}", desk, linh)
        return str(raised.value).replace(name, "NAME")

    assert said("Nowhere") == said("Bamboo")


def test_it_reads_an_interaction_in_one_line(desk: Desk, linh: Person) -> None:
    entry = ask("log acme call 20m yesterday agreed the brief", desk, linh).entry
    assert (
        Entry(
            "A1", "call", 20, date(2026, 11, 17), "agreed the brief", words="acme call 20m yesterday agreed the brief"
        )
        == entry
    )


def test_it_reads_hours_and_other_languages(desk: Desk, linh: Person) -> None:
    entry = ask("ghi acme books gặp 2h hôm qua chốt", desk, linh).entry
    assert Entry("A4", "meeting", 120, date(2026, 11, 17), "chốt", words="acme books gặp 2h hôm qua chốt") == entry


def test_it_knows_an_interaction_that_lacks_a_part(desk: Desk, linh: Person) -> None:
    entry = ask("log acme", desk, linh).entry
    assert entry is not None
    assert ("A1", False) == (entry.account_id, entry.is_complete)


def test_it_completes_only_what_the_asker_may_see(desk: Desk, linh: Person, ha: Person) -> None:
    assert "account Bamboo" not in completions(desk, linh)
    assert {"account Bamboo", "card @Lê Minh", "why nps"} <= set(completions(desk, ha))
    assert not [text for text in completions(desk, ha) if "Volga" in text]


@pytest.mark.parametrize(
    ("words", "scope"),
    [
        ("по Ольге", OLGA),
        ("Орловой", OLGA),
        ("@Ольги", OLGA),
        ("Линь", LINH),
        ("клиента Волги", Scope("account", "A3")),
        ("Бамбу", Scope("account", "A2")),
        ("клиенту Акме", Scope("account", "A1")),
        ("команды Нева", Scope("team", "Neva")),
        ("команде Сен", Scope("team", "Sen")),
    ],
)
def test_it_knows_names_in_russian_cases_and_letters(words: str, scope: Scope, desk: Desk, dmitri: Person) -> None:
    assert scope == ask(f"nps {words.removeprefix('по ')}", desk, dmitri).scope


def test_it_asks_whom_a_russian_name_means_that_may_be_of_two(make_desk: Callable[..., Desk]) -> None:
    names = {"1": "Валерий Котов", "2": "Валерия Белова", "5": "Дмитрий Волков"}
    team = [{"am_id": am_id, "name": name, "role": "am"} for am_id, name in names.items()]
    desk = make_desk(team=[*team[:2], {**team[2], "role": "head"}], accounts=[])
    dmitri = desk.roster.by_id["5"]
    pick = parse("nps Валерия", desk, dmitri)
    assert isinstance(pick, Pick)
    assert {"nps @1", "nps @2"} == {typed for _, typed in pick.options}
    assert Scope("am", "1") == ask("nps Котова", desk, dmitri).scope


@pytest.mark.parametrize(
    ("text", "period", "against"),
    [
        ("nps last month vs the month before", "2026-10-01..2026-10-31", "2026-09-01..2026-09-30"),
        ("nps this month vs last month", "2026-11-01..2026-11-18", "2026-10-01..2026-10-18"),
        ("nps so với quý trước", "2026-10-01..2026-11-18", "2026-07-01..2026-08-18"),
        ("nps октябрь по сравнению с мартом", "2026-10-01..2026-10-31", "2026-03-01..2026-03-31"),
        ("nps tháng 10 so với cùng kỳ năm ngoái", "2026-10-01..2026-10-31", "2025-10-01..2025-10-31"),
    ],
)
def test_it_reads_two_periods_that_are_compared(
    text: str, period: str, against: str, desk: Desk, dmitri: Person
) -> None:
    question = ask(text, desk, dmitri)
    assert (period, against) == (str(question.period), str(question.against))


@pytest.mark.parametrize("text", ["nps vs csat", "nps so với Acme", "nps против Ольги"])
def test_it_compares_nothing_but_periods(text: str, desk: Desk, dmitri: Person) -> None:
    with pytest.raises(InputError, match="two periods"):
        parse(text, desk, dmitri)


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("revenue by team", "team"),
        ("revenue theo từng AM", "am"),
        ("выручка по клиентам", "account"),
        ("conversion_rate по каналам", "channel"),
        ("requests_resolved по категориям", "category"),
        ("revenue по категориям", "tier"),
        ("revenue by team Sen", ""),
        ("card by am last week", "am"),
        ("карта по командам", "team"),
        ("card team Sen", ""),
    ],
)
def test_it_reads_into_what_a_figure_is_broken_down(text: str, by: str, desk: Desk, dmitri: Person) -> None:
    assert by == ask(text, desk, dmitri).by


def test_it_names_what_a_figure_is_broken_down_into(desk: Desk, dmitri: Person) -> None:
    with pytest.raises(InputError, match="`by team`"):
        parse("revenue by channel", desk, dmitri)


def test_a_scorecard_is_of_no_account(desk: Desk, dmitri: Person) -> None:
    with pytest.raises(InputError, match="`by team`, `by AM`"):
        parse("card by account", desk, dmitri)


def test_an_account_that_is_called_as_a_period_is_reached(make_desk: Callable[..., Desk]) -> None:
    desk = make_desk(accounts=[{"account_id": "A9", "name": "T3", "owner_id": "1"}])
    linh = desk.roster.by_id["1"]
    pick = parse("nps T3", desk, linh)
    assert isinstance(pick, Pick)
    assert ["nps account A9", "nps 2026-03-01..2026-03-31"] == [typed for _, typed in pick.options]
    assert {Scope("account", "A9")} == {ask(text, desk, linh).scope for text in ("nps account T3", 'nps "T3"')}


@pytest.mark.parametrize(
    ("words", "days"),
    [("until 31 december", 44), ("до конца года", 44), ("đến 31/12", 44), ("next two weeks", 14), ("1/12-31/1", 75)],
)
def test_it_looks_ahead_until_what_is_said(words: str, days: int, desk: Desk, dmitri: Person) -> None:
    assert days == ask(f"renewals {words}", desk, dmitri).days


@pytest.mark.parametrize("text", ["nps last quarter and " * 1000, "1-2" * 10_000, "так " * 5000 + "share"])
def test_it_says_of_a_long_text_that_it_is_too_long(text: str, desk: Desk, dmitri: Person) -> None:
    with pytest.raises(InputError, match="too long"):
        parse(text, desk, dmitri)


def test_what_is_logged_may_be_long(desk: Desk, linh: Person) -> None:
    entry = ask("log Acme call " + "agreed " * 500, desk, linh).entry
    assert entry is not None
    assert ("A1", 500) == (entry.account_id, len(entry.summary.split()))
