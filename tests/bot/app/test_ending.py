"""How the bot's process ends: what it has begun is finished, what it is told is done."""

import os
import signal
import subprocess
import sys
from threading import Event

import pytest

from bot.cli.service import run
from bot.workbench.server import Workbench
from bot.workbench.world import World
from sheets.layout import write_book


@pytest.fixture
def bench():
    commands = [{"command": "/kpi", "hint": "", "completions": []}]
    with Workbench(World.of_cast(lambda: 1_795_000_000.0), commands=commands, ack_seconds=60) as bench:
        yield bench


@pytest.fixture
def bot(bench, tmp_path):
    """The bot's process, connected; its standard input is a pipe."""
    write_book(tmp_path / "book.xlsx", {"team": [{"am_id": "3", "name": "Linh", "slack_user_id": "U0LINH"}]})
    environment = {
        "AMBER_STORE": f"xlsx:{tmp_path / 'book.xlsx'}",
        "AMBER_DATABASE": str(tmp_path / "state.sqlite3"),
        "AMBER_CACHE": str(tmp_path / "cache"),
        "AMBER_SLACK_BOT_TOKEN": bench.bot_token,
        "AMBER_SLACK_APP_TOKEN": bench.app_token,
        "SLACK_API_URL": bench.api_url,
    }
    words = [sys.executable, "-m", "bot.app.child"]
    with subprocess.Popen(words, env=os.environ | environment, stdin=subprocess.PIPE) as process:
        try:
            bench.wait_for(lambda: bench.connected, timeout=200)
            yield process
        finally:
            process.kill()


@pytest.mark.timeout(600)  # the bot takes seconds to start
def test_it_ends_with_whoever_started_it_and_finishes_what_is_being_answered(bench, bot):
    bench.faults.next("chat.postMessage", "slow", seconds=1)
    bench.as_user("U0LINH").write("help")
    while bench.faults._queues["chat.postMessage"]:  # which changes nothing that could be waited for
        Event().wait(0.01)
    bot.stdin.close()
    assert 0 == bot.wait(60)
    (asked, answered) = bench.as_user("U0LINH").messages()
    assert ("help", "U0AMBER") == (asked["text"], answered["user"])


def test_told_twice_it_ends_at_once(monkeypatch, tmp_path, process_of_others):
    told = []

    def serve(settings, spec, stop, address):
        stop.wait(0)
        signal.raise_signal(signal.SIGTERM)
        told.append((stop.wait(60), signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)))

    monkeypatch.setattr("bot.app.service.serve", serve)
    run(f"xlsx:{tmp_path / 'book.xlsx'}")
    assert [(True, signal.SIG_DFL, signal.SIG_DFL)] == told


def test_what_does_not_end_in_time_is_left_and_the_exit_code_says_so(monkeypatch, tmp_path, process_of_others):
    left, codes = Event(), []

    def leave(code):
        codes.append(code)
        left.set()

    def serve(settings, spec, stop, address):
        stop.wait(0)
        signal.raise_signal(signal.SIGTERM)
        assert left.wait(60)

    monkeypatch.setattr("bot.cli.stopping._ENDS_WITHIN_S", 0.01)
    monkeypatch.setattr("os._exit", leave)
    monkeypatch.setattr("bot.app.service.serve", serve)
    run(f"xlsx:{tmp_path / 'book.xlsx'}")
    assert [70] == codes


def test_it_hears_a_signal_that_comes_while_it_is_just_about_to_wait(monkeypatch, tmp_path, process_of_others):
    heard = []

    def serve(settings, spec, stop, address):
        stop.wait(0)
        with stop._cond:  # as `wait` holds it for a moment
            signal.raise_signal(signal.SIGTERM)
        heard.append(stop.wait(60))

    monkeypatch.setattr("bot.app.service.serve", serve)
    run(f"xlsx:{tmp_path / 'book.xlsx'}")
    assert [True] == heard


def test_who_is_only_starting_ends_where_it_is(monkeypatch, tmp_path, process_of_others):
    undone = []

    def serve(settings, spec, stop, address):
        try:
            signal.raise_signal(signal.SIGTERM)
            Event().wait()  # for a book or a Slack that does not answer
        finally:
            undone.append(stop.wait(60))

    monkeypatch.setattr("bot.app.service.serve", serve)
    with pytest.raises(SystemExit) as ended:
        run(f"xlsx:{tmp_path / 'book.xlsx'}")
    assert ([True], None) == (undone, ended.value.code)
