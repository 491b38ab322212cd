import csv
import io
import json

import pytest

from bot.cli.figures import csv_of
from sheets.layout import write_book

WEEK = ("--as-of", "2026-11-15")


def figures(said):
    return {(each["kpi"], each["scope"], each.get("part")): each for each in json.loads(said.out)}


def test_it_prints_every_kpi_for_every_am_of_the_last_full_week(amber, book):
    said = amber("score", "--json", *WEEK)
    assert 0 == said.code
    found = figures(said)
    assert {"am:3", "am:4", "am:5"} == {scope for _, scope, _ in found}
    assert {"2026-11-09..2026-11-15"} == {each["period"] for each in found.values()}


def test_it_prints_a_figure_with_all_that_explains_it(amber, book):
    said = amber("score", "--json", "--kpi", "revenue", *WEEK)
    assert {
        "kpi": "revenue",
        "scope": "am:3",
        "period": "2026-11-09..2026-11-15",
        "value": 300.3,
        "unit": "money",
        "numerator": 300.3,
        "denominator": 1,
        "n": 2,
        "low": None,
        "high": None,
        "status": "green",
        "reason": None,
    } == figures(said)["revenue", "am:3", None]


def test_it_says_why_there_is_no_value(amber, book):
    found = figures(amber("score", "--json", "--kpi", "nps", "--by", "all", *WEEK))["nps", "all", None]
    assert (None, "the tab “Surveys” has no rows") == (found["value"], found["reason"])


def test_it_says_so_in_the_language_asked_for(amber, book):
    found = figures(amber("score", "--json", "--kpi", "nps", "--by", "all", "--lang", "vi", *WEEK))["nps", "all", None]
    assert "tab “Khảo sát” chưa có dòng nào" == found["reason"]


@pytest.mark.parametrize(
    ("by", "scopes"),
    [
        ("all", {"all"}),
        ("team", {"team:Sen", "team:Neva"}),
        ("tier", {"tier:key", "tier:standard"}),
        ("account", {"account:A", "account:B", "account:V"}),
    ],
)
def test_it_prints_the_scopes_of_a_level(amber, book, by, scopes):
    assert scopes == {scope for _, scope, _ in figures(amber("score", "--json", "--by", by, "--kpi", "revenue", *WEEK))}


def test_it_adds_the_parts_when_asked(amber, book):
    words = ("score", "--json", "--kpi", "conversion_rate", "--by", "all", *WEEK)
    assert {None} == {part for _, _, part in figures(amber(*words))}
    assert {None, "email", "call"} == {part for _, _, part in figures(amber(*words, "--breakdown"))}


def test_it_prints_the_same_csv_of(amber, book):
    rows = list(csv.DictReader(io.StringIO(amber("score", "--csv", "--kpi", "revenue", *WEEK).out)))
    assert [("am:3", "300.3"), ("am:4", "50"), ("am:5", "0")] == [(row["scope"], row["value"]) for row in rows]


def test_it_lets_no_text_of_the_book_become_a_formula():
    assert "part,value\n'=1+1,-2\n" == csv_of([{"part": "=1+1", "value": -2}])


def test_it_prints_a_table_for_people(amber, book):
    said = amber("score", "--kpi", "revenue", "--kpi", "active_accounts", *WEEK)
    assert 0 == said.code
    for words in ("Linh Nguyen", "Revenue", "$300.30"):
        assert words in said.out


def test_it_says_when_there_is_nobody_to_print_figures_of(amber, book):
    write_book(book, {"team": [], "accounts": []})
    said = amber("score")
    assert (0, "", "The book names no am yet; --by all prints figures of the whole book\n") == (
        said.code,
        said.out,
        said.err,
    )
    assert "Revenue" in amber("score", "--by", "all").out


def test_it_suggests_a_kpi(amber, book):
    said = amber("score", "--kpi", "revenu_rate")
    assert 2 == said.code
    assert said.err.startswith("amber: --kpi: there is no KPI 'revenu_rate'; did you mean re")


@pytest.mark.parametrize("period", ["some day", "2026-02-31", "2026-W60", "2026-03-31..2026-01-01"])
def test_it_refuses_what_is_no_period(amber, book, period):
    said = amber("score", "--period", period)
    assert (2, 1) == (said.code, said.err.count("\n"))


def test_it_refuses_what_is_no_day(amber, book):
    said = amber("score", "--as-of", "tomorrow")
    assert (2, 1) == (said.code, said.err.count("\n"))
    assert said.err.startswith("amber: --as-of: 'tomorrow' is not a day. Write a day like 2026-11-17")


def test_it_prints_one_form_at_a_time(amber, book):
    said = amber("score", "--json", "--csv")
    assert (2, "amber: --csv: one at a time: --json or --csv\n") == (said.code, said.err)
