import json
import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from io import StringIO
from threading import Event
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from slack_sdk.signature import SignatureVerifier

from bot.address import Address
from bot.app.book import BookDesks
from bot.app.clock import Clock
from bot.app.crew import Crew
from bot.app.log import OURS, EventFormatter
from bot.app.service import serve
from bot.app.slack import connected
from bot.delivery.tick import Deliveries
from bot.settings import read_settings
from bot.workbench.server import Workbench
from bot.workbench.world import World
from kpi_core.errors import Conflict, SetupError, Unavailable
from sheets.layout import write_book

NOW = 1_795_000_000.0


@pytest.fixture
def world():
    return World.of_cast(lambda: NOW)


@pytest.fixture
def bench(world):
    with Workbench(world, commands=[{"command": "/kpi", "hint": "", "completions": []}], ack_seconds=60) as bench:
        yield bench


@pytest.fixture
def spec(tmp_path):
    write_book(tmp_path / "book.xlsx", {"team": [{"am_id": "3", "name": "Linh"}]})
    return f"xlsx:{tmp_path / 'book.xlsx'}"


@pytest.fixture
def settings(tmp_path, bench):
    """Settings of a bot on the local Slack, some of them changed."""

    def made(**changed: str):
        environ = {
            "AMBER_DATABASE": str(tmp_path / "state.sqlite3"),
            "AMBER_CACHE": str(tmp_path / "cache"),
            "AMBER_SLACK_BOT_TOKEN": bench.bot_token,
            "AMBER_SLACK_APP_TOKEN": bench.app_token,
            "SLACK_API_URL": bench.api_url,
        }
        return read_settings(environ | changed, tmp_path / ".env")

    return made


class StopsWhen(Event):
    """An event that does something as soon as somebody waits for it, and is set when that is done."""

    def __init__(self, deed):
        super().__init__()
        self._deed = deed
        self._pool = ThreadPoolExecutor(1)
        self._doing = None

    def wait(self, timeout=None):
        if self._doing is None:
            self._doing = self._pool.submit(self._do)
        is_over = super().wait(timeout)
        if is_over:
            self._doing.result()
            self._pool.shutdown()
        return is_over

    def _do(self):
        try:
            self._deed()
        finally:
            self.set()


def test_it_connects_and_ends_when_told_to(bench, settings, spec):
    seen = []
    serve(settings(), spec, StopsWhen(lambda: seen.append(bench.wait_for(lambda: bench.connected))))
    assert [True] == seen
    bench.wait_for(lambda: not bench.connected)


def test_it_ends_though_its_line_was_just_about_to_begin(bench, settings, spec, caplog):
    closed, held_up = Event(), []

    def holds_up(record):
        if record.getMessage().startswith("Starting to receive messages"):
            held_up.append(closed.wait(60))
        if record.getMessage().startswith("The connection has been closed"):
            closed.set()
        return True

    caplog.set_level("INFO", "slack_bolt.App")
    line = logging.getLogger("slack_bolt.App")
    line.addFilter(holds_up)
    try:
        serve(settings(), spec, StopsWhen(lambda: bench.wait_for(lambda: bench.connected)))
    finally:
        line.removeFilter(holds_up)
    assert [True] == held_up


def test_it_ends_while_a_job_is_under_way(bench, settings, spec, monkeypatch):
    begun, ends = Event(), Event()
    monkeypatch.setattr(Deliveries, "tick", lambda _: begun.set() or ends.wait(60))
    monkeypatch.setattr(Deliveries, "stop", lambda _: ends.set())
    serve(settings(), spec, StopsWhen(lambda: begun.wait(60)))
    assert ends.is_set()


def test_its_first_tick_comes_as_soon_as_the_book_was_looked_at(bench, settings, spec, monkeypatch):
    looked, ticked = Event(), Event()
    monkeypatch.setattr(BookDesks, "have_looked", property(lambda _: looked.is_set()))
    monkeypatch.setattr(Deliveries, "tick", lambda _: ticked.set())

    def looks():
        bench.wait_for(lambda: bench.connected)
        assert not ticked.is_set()
        looked.set()
        assert ticked.wait(60)

    serve(settings(), spec, StopsWhen(looks))


def test_it_names_the_token_that_is_missing(settings, spec):
    with pytest.raises(SetupError, match=r"^AMBER_SLACK_APP_TOKEN is not set"):
        serve(settings(AMBER_SLACK_APP_TOKEN=""), spec, Event())


@pytest.mark.parametrize("name", ["AMBER_SLACK_BOT_TOKEN", "AMBER_SLACK_APP_TOKEN"])
def test_it_says_that_slack_refuses_a_token(settings, spec, name):
    wrong = {"AMBER_SLACK_BOT_TOKEN": "xoxb-wrong", "AMBER_SLACK_APP_TOKEN": "xapp-wrong"}[name]
    with pytest.raises(SetupError, match=r"^Slack refuses the connection \(invalid_auth\)"):
        serve(settings(**{name: wrong}), spec, Event())


def test_it_says_that_slack_does_not_answer(settings, spec):
    with pytest.raises(Unavailable, match=r"^Slack does not answer at http://127\.0\.0\.1:1/"):
        serve(settings(SLACK_API_URL="http://127.0.0.1:1/"), spec, Event())


@pytest.mark.parametrize("fault", ["500", "503"])
def test_slack_in_trouble_at_the_start_is_tried_again(bench, settings, fault):
    bench.faults.next("auth.test", fault)
    in_trouble = pytest.raises(Unavailable, match=rf"^Slack is in trouble \({fault}\)")
    with in_trouble, connected(settings(), None, Crew(), None):
        pass


def test_a_second_one_on_the_same_state_stops_and_says_why(settings, spec):
    refused = []

    def another():
        with pytest.raises(Conflict, match=r"another `amber run` already works with"):
            serve(settings(), spec, Event())
        refused.append(True)

    serve(settings(), spec, StopsWhen(another))
    assert [True] == refused


def test_over_http_it_takes_requests_and_needs_no_app_token(settings, spec, caplog):
    caplog.set_level("INFO", "bot.app.slack")
    answers = []

    def knock():
        (url,) = [record.url for record in caplog.records if record.message == "endpoint.listening"]
        with pytest.raises(HTTPError) as refused:
            urlopen(url, b"command=%2Fkpi", timeout=60)
        answers.append(refused.value.code)
        refused.value.close()

    over_http = settings(AMBER_SLACK_APP_TOKEN="", AMBER_SLACK_SIGNING_SECRET="8f742231")
    serve(over_http, spec, StopsWhen(knock), Address("127.0.0.1", 0))
    assert [401] == answers


def test_over_http_it_names_the_signing_secret_that_is_missing(settings, spec):
    with pytest.raises(SetupError, match=r"^AMBER_SLACK_SIGNING_SECRET is not set"):
        serve(settings(), spec, Event(), Address("127.0.0.1", 0))


def test_over_http_the_same_listeners_answer(bench, world, settings, spec, caplog):
    caplog.set_level("INFO", "bot.app.slack")
    secret, conversation = "8f742231", world.find("U0DMITRI")

    def write():
        (url,) = [record.url for record in caplog.records if record.message == "endpoint.listening"]
        event = {
            "type": "message",
            "channel_type": "im",
            "channel": conversation.id,
            "user": "U0DMITRI",
            "text": "help",
        }
        body = json.dumps({"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": event}).encode()
        timestamp = str(int(Clock()().timestamp()) + 1)  # a second later than the start at least
        signature = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)
        headers = {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature}
        request = Request(url, body, headers | {"Content-Type": "application/json"})
        with urlopen(request, timeout=60) as answer:
            assert 200 == answer.status
        bench.wait_for(lambda: conversation.messages)

    over_http = settings(AMBER_SLACK_APP_TOKEN="", AMBER_SLACK_SIGNING_SECRET=secret)
    serve(over_http, spec, StopsWhen(write), Address("127.0.0.1", 0))
    assert "I do not know you yet." in conversation.messages[-1].text


def test_after_the_start_the_head_is_told_what_is_missing(bench, world, settings, tmp_path):
    head = {"am_id": "5", "name": "Dmitri", "role": "head", "slack_user_id": "U0DMITRI"}
    write_book(tmp_path / "book.xlsx", {"team": [head, {"am_id": "3", "name": "Linh"}]})
    direct = world.find("U0DMITRI")
    until_told = StopsWhen(lambda: bench.wait_for(lambda: direct.messages))
    serve(settings(), f"xlsx:{tmp_path / 'book.xlsx'}", until_told)
    (told,) = direct.messages
    assert "without slack_user_id: Linh" in told.text


def test_a_days_log_has_no_secret_no_name_and_nobodys_words(bench, world, settings, tmp_path, monkeypatch, caplog):
    head = {"am_id": "5", "name": "Zdmitri", "role": "head", "slack_user_id": "U0DMITRI", "email": "zd@agency.example"}
    linh = {"am_id": "3", "name": "Zlinh", "slack_user_id": "U0LINH", "email": "zlinh@agency.example"}
    account = {
        "account_id": "1",
        "name": "Zacme",
        "owner_id": "3",
        "started_on": datetime(2025, 1, 1),
        "notes": "zremark",
    }
    write_book(tmp_path / "book.xlsx", {"team": [head, linh], "accounts": [account], "interactions": []})

    def day():
        visitor, leader = bench.as_user("U0LINH"), bench.as_user("U0DMITRI")

        def answered(doing, who=visitor):
            seen = len(who.messages())
            doing()
            bench.wait_for(lambda: len(who.messages()) > seen)

        for text in ("", "freshness zacme", "zwherefore zacme", "account zacme", "log zacme call 5m zsaid"):
            answered(lambda text=text: visitor.command("/kpi", text))
        answered(lambda: visitor.write("how is zacme, zwherefore?"))
        visitor.shortcut("log_interaction")
        bench.wait_for(visitor.form)
        wanted = {"account": "1", "channel": "call", "direction": "outbound", "minutes": "20", "summary": "zsummary"}
        answered(lambda: visitor.submit(wanted))
        bench.faults.next("chat.postMessage", "500")
        answered(lambda: leader.shortcut("send_digest"), leader)
        answered(lambda: visitor.command("/kpi", "refresh"))
        monkeypatch.setattr("bot.listeners.asking.reply", lambda *_: {}[account["name"]])
        answered(lambda: visitor.command("/kpi", "nps"))

    log = StringIO()
    handler = logging.StreamHandler(log)
    handler.setFormatter(EventFormatter())
    root = logging.getLogger()
    caplog.set_level(logging.WARNING)
    for name in OURS:
        caplog.set_level(logging.DEBUG, name)
    root.addHandler(handler)
    try:
        serve(settings(), f"xlsx:{tmp_path / 'book.xlsx'}", StopsWhen(day))
    finally:
        root.removeHandler(handler)
    lines = [json.loads(line) for line in log.getvalue().splitlines()]
    wanted = {"command.answered", "delivery.sent", "refresh.done", "slack.called", "slack.acked", "listener.failed"}
    assert set() == wanted - {line["event"] for line in lines}
    secrets = (bench.bot_token, bench.app_token, "xoxb", "xapp", "/response")
    words = ("zdmitri", "zlinh", "zacme", "zsaid", "zsummary", "zremark", "zwherefore", "agency.example", "trần")
    said = json.dumps(lines, ensure_ascii=False).lower()
    assert [] == [word for word in (*secrets, *words) if word.lower() in said]
