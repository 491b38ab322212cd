from io import StringIO

import pytest

from bot.personal import Personal
from bot.state.db import open_database
from bot.state.preferences import Preferences


@pytest.fixture
def choices(book, amber):
    engine = open_database("amber.sqlite3")  # of the folder that `amber` works in
    kept = Preferences(engine)
    kept.keep("3", Personal("vi"))
    kept.keep("9", Personal("ru"))
    yield kept
    engine.dispose()


def test_it_forgets_a_person_and_says_where_the_book_names_them(amber, choices):
    said = amber("forget", "linh@lantern.example", "--yes")
    assert (
        "Amber's state in sqlite:///amber.sqlite3 holds of Linh Nguyen (3):\n  1 × settings of their own\n" in said.err
    )
    assert [
        "Forgotten: Linh Nguyen (3)",
        "The book still names them; Amber removes nothing that people wrote:",
        "  Team!A4",
        "  Accounts!C2",
        "  Interactions!C2, Interactions!C3",
        "  Deals!C2, Deals!C3",
    ] == said.out.splitlines()
    assert {"9": Personal("ru")} == choices.everybody()
    assert "holds nothing of Linh Nguyen (3)" in amber("forget", "3").err


def test_it_forgets_who_is_not_in_the_team_tab_any_more(amber, choices):
    assert "Forgotten: somebody who is not in the team tab (9)\n" == amber("forget", "9", "--yes").out
    assert {"3": Personal("vi")} == choices.everybody()


@pytest.mark.parametrize(("answer", "left"), [("y\n", {"9"}), ("n\n", {"3", "9"}), ("", {"3", "9"})])
def test_it_asks_first(amber, choices, monkeypatch, answer, left):
    monkeypatch.setattr("sys.stdin", StringIO(answer))
    assert (0 if answer == "y\n" else 130) == amber("forget", "3").code
    assert left == set(choices.everybody())


def test_it_forgets_nobody_it_does_not_know(amber, choices):
    assert (2, True) == ((said := amber("forget", "Anna")).code, "nobody is called 'Anna'" in said.err)


def test_no_reading_is_left_on_disk_however_the_book_was_named(amber, choices, tmp_path):
    amber("ask", "help", "--store", "xlsx:./book.xlsx")
    assert [] != [*tmp_path.rglob("*.arrow")]
    assert 0 == amber("forget", "3", "--yes").code
    assert [] == [*tmp_path.rglob("*.arrow")]
    assert {"9": Personal("ru")} == choices.everybody()
