"""Whether the bot is well, over real sockets."""

import json
from datetime import UTC, datetime, timedelta
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from bot.address import Address
from bot.app.metrics import COUNTED, EventCounts, Standing
from bot.app.monitor import Health, monitor, served
from bot.state.census import Census
from kpi_core.errors import Conflict

NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
LATE = Census(2, NOW - timedelta(seconds=90), {"sent": 5, "due": 1}, NOW - timedelta(minutes=10))


class Bot:
    """A bot that is well, unless it is told otherwise."""

    def __init__(self):
        self.is_connected = True
        self.have_looked = self.go_on_looking = True
        self.is_over = False
        self.seconds = 1000.0
        self.health = Health(lambda: self.is_connected, self, lambda: self.is_over, lambda: self.seconds)
        self.counts = EventCounts()
        self.census = LATE
        standing = Standing(NOW, lambda: NOW, lambda: NOW - timedelta(seconds=4), lambda: True, lambda now: self.census)
        self.counts.registry.register(standing)
        self.url = ""

    def ask(self, path):
        try:
            with urlopen(self.url + path, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode()

    def reasons(self):
        status, body = self.ask("/healthz")
        assert status == (503 if json.loads(body)["reasons"] else 200)
        return json.loads(body)["reasons"]

    def metrics(self):
        return dict(line.rsplit(" ", 1) for line in self.ask("/metrics")[1].splitlines() if line[0] != "#")


@pytest.fixture
def bot():
    bot = Bot()
    with served(monitor(bot.counts.registry, bot.health.reasons), Address("127.0.0.1", 0)) as bot.url:
        yield bot


def test_it_is_well_when_nothing_is_wrong(bot):
    assert [] == bot.reasons()


def test_it_says_all_that_is_wrong(bot):
    bot.is_connected = bot.have_looked = bot.go_on_looking = False
    bot.seconds += 181
    bot.is_over = True
    said = [
        "Slack is not connected",
        "the book was not looked at since the start",
        "the book is looked at no more",
        "no tick went well for 181 s",
        "it was told to stop",
    ]
    assert said == bot.reasons()


@pytest.mark.parametrize(
    ("event", "facts", "is_well"),
    [
        ("tick.done", {"part": "deliveries"}, True),
        ("tick.done", {"part": "own_tabs"}, False),
        ("delivery.sent", {}, True),
        ("command.answered", {}, False),
    ],
)
def test_deliveries_that_are_seen_to_keep_it_well(bot, event, facts, is_well):
    bot.seconds += 179
    bot.health.note(event, facts)
    bot.seconds += 2
    assert is_well == (bot.reasons() == [])


def test_it_is_alive_however_unwell(bot):
    bot.is_connected = False
    assert 200 == bot.ask("/livez")[0]


def test_it_counts_events_by_their_facts(bot):
    for outcome, ms in (("answered", 40), ("answered", 300), ("Refused", 8)):
        bot.counts.note("command.answered", {"command": "figure", "outcome": outcome, "ms": ms})
    bot.counts.note("slack.called", {"method": "chat.postMessage", "outcome": "http_429"})
    bot.counts.note("an.event_nobody_counts", {})
    said = bot.metrics()
    assert "2.0" == said['amber_commands_total{command="figure",outcome="answered"}']
    assert "2.0" == said['amber_command_seconds_bucket{command="figure",le="0.05"}']
    assert "1.0" == said['amber_slack_calls_total{method="chat.postMessage",outcome="http_429"}']


def test_it_says_what_the_bot_holds(bot):
    said = bot.metrics()
    assert ("4.0", "2.0", "90.0", "600.0") == (
        said["amber_snapshot_age_seconds"],
        said["amber_outbox_rows"],
        said["amber_outbox_oldest_seconds"],
        said["amber_delivery_lag_seconds"],
    )
    assert ("5.0", "0.0") == (said['amber_deliveries{state="sent"}'], said['amber_deliveries{state="failed"}'])
    assert str(NOW.timestamp()) == str(float(said["amber_start_time_seconds"]))


def test_only_ambers_own_metrics_are_there(bot):
    assert {"amber"} == {name.partition("_")[0] for name in bot.metrics()}
    assert len({each.name for each in COUNTED}) == len(COUNTED)


def test_a_database_that_fails_is_an_answer_without_its_words(bot, caplog):
    bot.census = None
    assert (500, {"status": "unknown"}) == (bot.ask("/metrics")[0], json.loads(bot.ask("/metrics")[1]))
    assert "monitor.failed" == caplog.records[0].message


def test_it_says_what_is_there(bot):
    assert (404, {"there": ["/healthz", "/livez", "/metrics"]}) == (bot.ask("/")[0], json.loads(bot.ask("/")[1]))


def test_a_port_that_is_taken_is_named(bot):
    taken = Address("127.0.0.1", int(bot.url.rpartition(":")[2]))
    with pytest.raises(Conflict, match=rf"nobody can listen at 127\.0\.0\.1:{taken.port}"), served(None, taken):
        pass
