from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.app.book import _told_since
from bot.state.db import open_database
from bot.state.ledger import Errand, Ledger


def test_it_answers_as_an_admin_by_default(amber, book):
    said = amber("ask", "revenue all last week", "--as-of", "2026-11-17")
    assert 0 == said.code
    assert "$350.30" in said.out


def test_it_answers_as_somebody(amber, book):
    said = amber("ask", "revenue last week", "--as", "minh", "--as-of", "2026-11-17")
    assert "$50" in said.out


def test_it_refuses_what_that_person_may_not_see(amber, book):
    said = amber("ask", "revenue @minh", "--as", "linh@lantern.example")
    assert (4, 1) == (said.code, said.err.count("\n"))


def test_it_asks_which_of_several_people_is_meant(amber, book):
    said = amber("ask", "--as", "nguyen")
    assert (2, "amber: --as: 'nguyen' may be Linh Nguyen (3) or Olga Nguyen (5); write the ID\n") == (
        said.code,
        said.err,
    )


def test_it_suggests_a_person(amber, book):
    said = amber("ask", "--as", "Dimitry Orlof")
    assert (2, "amber: --as: nobody is called 'Dimitry Orlof'; did you mean Dmitri Orlov (1)?\n") == (
        said.code,
        said.err,
    )


def test_it_says_what_a_wrong_command_may_have_meant(amber, book):
    said = amber("ask", "frehness")
    assert 2 == said.code or "freshness" in said.out


def test_it_says_what_was_escalated_as_slack_does(amber, book):
    assert "escalated" not in amber("ask", "quiet", "--as", "ha", "--as-of", "2026-12-31").out
    assert not Path("amber.sqlite3").exists()
    remind_of("quiet|A|2026-11-12", date(2026, 12, 1), date(2026, 12, 4), date(2026, 12, 7))
    said = amber("ask", "quiet", "--as", "ha", "--as-of", "2026-12-31").out
    assert 1 == " ".join(said.split()).count("escalated to you")


@pytest.mark.parametrize("address", ["~/state.sqlite3", "sqlite:///{home}/state.sqlite3"])
def test_it_finds_the_state_however_it_is_named_and_makes_none(tmp_path, monkeypatch, address):
    monkeypatch.setenv("HOME", str(tmp_path))
    state, address = tmp_path / "state.sqlite3", address.format(home=tmp_path)
    first = date(2026, 12, 1)
    assert ({}, False) == (_told_since(address, first), state.exists())
    remind_of("quiet|A|2026-11-12", first, database=str(state))
    assert {"quiet|A|2026-11-12": {first}} == _told_since(address, first)


def remind_of(signal, *days, database="amber.sqlite3"):  # of the folder that `amber` works in
    engine = open_database(database)
    for day in days:
        at = datetime(day.year, day.month, day.day, tzinfo=UTC)
        ledger = Ledger(engine, lambda at=at: at)
        ledger.enrol(Errand("pings", "am:3", str(day), at, at + timedelta(days=1)), at)
        (delivery,) = ledger.ready(at)
        ledger.fence(ledger.claim(delivery), "U0LINH", [signal])
        ledger.sent(delivery, "D1", "1")
    engine.dispose()


def test_it_says_how_to_get_the_file_that_slack_would(amber, book):
    assert "amber export -o FILE.xlsx" in amber("ask", "export", "--as-of", "2026-11-17").err
