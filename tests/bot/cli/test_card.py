"""`amber card`: a scorecard as a picture. What is drawn is promised in test_portrait.py."""

import sys
from types import SimpleNamespace

import pytest

AS_OF = ("--as-of", "2026-11-17")


@pytest.fixture
def pen(monkeypatch):
    """Draw by hand: the picture is the card's name."""
    monkeypatch.setitem(sys.modules, "bot.picture", SimpleNamespace(card_png=lambda card: card.name.encode()))


def test_it_draws_the_last_full_week(amber, book, tmp_path):
    said = amber("card", "--am", "linh", *AS_OF, "-o", "linh.png")
    assert ("linh.png: Linh Nguyen · Week 46, Nov 9 – 15, 2026", 0) == (" ".join(said.out.split()), said.code)
    assert (tmp_path / "linh.png").read_bytes().startswith(b"\x89PNG")


def test_it_draws_the_last_week_of_a_period_in_a_language(amber, book, pen):
    said = amber("card", "--am", "3", "--period", "2026-10", "--lang", "ru", *AS_OF, "-o", "LINH.PNG")
    assert "LINH.PNG: Linh Nguyen · Неделя 44, 26 окт. – 1 нояб. 2026 г." == " ".join(said.out.split())


def test_a_lead_without_accounts_stands_for_the_team(amber, book, pen, tmp_path):
    amber("card", "--am", "ha", *AS_OF, "-o", "card.png")
    assert "Team Sen" == (tmp_path / "card.png").read_text()


def test_it_shows_what_a_person_may_see(amber, book, pen, tmp_path):
    said = amber("card", "--am", "minh", "--as", "linh@lantern.example", *AS_OF, "-o", "card.png")
    assert (4, 1, False) == (said.code, said.err.count("\n"), (tmp_path / "card.png").exists())


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--am", "Lynh Nguyem", "-o", "a.png"), "--am: nobody is called 'Lynh Nguyem'; did you mean Linh Nguyen (3)"),
        (("--am", "linh", "-o", "a.jpg"), "--output: a picture is a .png file; write a.png"),
    ],
)
def test_it_says_in_a_line_what_is_wrong(amber, book, pen, words, sentence):
    said = amber("card", *words, *AS_OF)
    assert (2, 1) == (said.code, said.err.count("\n"))
    assert f"amber: {sentence}" in said.err


def test_it_says_how_to_install_what_draws(amber, book, monkeypatch):
    monkeypatch.setitem(sys.modules, "bot.picture", None)
    said = amber("card", "--am", "linh", "-o", "linh.png")
    assert 2 == said.code
    assert f"Install it: {sys.executable} -m pip install 'amber-kpi[card]'" in said.err
