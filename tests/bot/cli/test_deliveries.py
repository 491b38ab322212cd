import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from bot.state.db import open_database
from bot.state.ledger import Errand, Ledger
from kpi_core.text import Text

DUE = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)  # 08:00 in Ho Chi Minh City
REFUSED = Text("no such user", "không có người này", "нет такого пользователя")


@pytest.fixture
def ledger(amber, book, monkeypatch, tmp_path):
    """On Tuesday: Linh has her card, Minh's was refused, Olga's of the week before was missed."""
    monkeypatch.setenv("AMBER_AS_OF", "2026-11-17T10:00")
    engine = open_database(str(tmp_path / "amber.sqlite3"))
    monkeypatch.setenv("AMBER_DATABASE", str(tmp_path / "amber.sqlite3"))
    ledger = Ledger(engine, lambda: DUE)
    for recipient in ("am:3", "am:4"):
        ledger.enrol(Errand("digest", recipient, "2026-W46", DUE, DUE + timedelta(days=1)), DUE)
    ledger.enrol(
        Errand("digest", "am:5", "2026-W45", DUE - timedelta(days=7), DUE - timedelta(days=5)), DUE - timedelta(days=4)
    )
    linhs, minhs = ledger.ready(DUE)
    assert ledger.claim(linhs)
    ledger.sent(linhs, "D1", "1.0")
    claim = ledger.claim(minhs)
    assert claim
    ledger.settle(claim, "failed", REFUSED)
    engine.dispose()


def test_it_says_what_became_of_each_the_newest_first(amber, ledger):
    found = json.loads(amber("deliveries", "--json").out)
    assert [("am:4", "failed"), ("am:3", "sent"), ("am:5", "skipped")] == [
        (one["recipient"], one["state"]) for one in found
    ]
    assert {
        "kind": "digest",
        "recipient": "am:4",
        "name": "am:4".removeprefix("am:"),
        "slot": "2026-W46",
        "state": "failed",
        "due_at": "2026-11-16T01:00:00+00:00",
        "settled_at": "2026-11-16T01:00:00+00:00",
        "attempts": 1,
        "error": "no such user",
    } == found[0]
    assert "missed: nothing was running in time" == found[2]["error"]


def test_it_names_people_and_tells_the_time_as_the_last_reading_does(amber, ledger, monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")
    amber("score", "--kpi", "nps")  # reads the book
    lines = amber("deliveries", "--lang", "vi").out.splitlines()
    (minh,) = [line for line in lines if "Minh Pham" in line]
    assert "không có người này" in minh
    assert minh.startswith("2026-11-16 0")


def test_it_shows_just_the_states_and_days_asked_for(amber, ledger):
    assert ["am:4"] == [one["recipient"] for one in json.loads(amber("deliveries", "--json", "--state", "failed").out)]
    late = amber("deliveries", "--json", "--since", "2026-11-12").out
    assert ["am:4", "am:3"] == [one["recipient"] for one in json.loads(late)]
    assert "No deliveries since 2026-11-17\n" == amber("deliveries", "--since", "2026-11-17").err


def test_it_makes_no_database_where_there_is_none(amber, book, tmp_path):
    said = amber("deliveries")
    assert (2, f"amber: there is no database at {tmp_path / 'amber.sqlite3'}. Set AMBER_DATABASE") == (
        said.code, said.err.partition(" to the bot")[0],
    )  # fmt: skip
    assert not (tmp_path / "amber.sqlite3").exists()


def test_it_says_when_there_are_more_than_it_prints(amber, ledger, monkeypatch):
    monkeypatch.setattr("bot.cli.deliveries._MOST", 2)
    said = amber("deliveries", "--json")
    assert (2, "These are the newest 2; there are more\n") == (len(json.loads(said.out)), said.err)


def test_it_refuses_a_state_that_there_is_not(amber, ledger):
    said = amber("deliveries", "--state", "lost")
    assert (2, 1) == (said.code, said.err.count("\n"))


def test_it_starts_without_what_figures_are_computed_with(ledger, tmp_path):
    told = "import sys; from bot.cli import main\ntry: main(['deliveries'])\nfinally: print('pandas' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", told], check=True, capture_output=True, text=True)
    assert said.stdout.endswith("False\n")
