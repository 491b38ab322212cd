"""Slack's requests over HTTP: real signatures over real sockets."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from slack_bolt import Ack, App
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.signature import SignatureVerifier

from bot.address import Address
from bot.app.endpoint import listening
from bot.app.signatures import Signatures
from bot.state.db import open_database
from bot.state.heard import Heard
from kpi_core.errors import Conflict, InputError

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
START = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
ANYWHERE = Address("127.0.0.1", 0)


class SetClock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


class Endpoint:
    """The door of an app that counts what it hears."""

    def __init__(self, clock: SetClock) -> None:
        self.clock = clock
        self.heard: list[str] = []
        self.release = threading.Event()
        self.executor = ThreadPoolExecutor(50)
        self.app = App(
            authorize=lambda: AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1", bot_user_id="UBOT"),
            request_verification_enabled=False,
            listener_executor=self.executor,
        )
        self.app.command("/kpi")(self.command)
        self.url = ""

    def command(self, ack: Ack, body: dict[str, str]) -> None:
        self.heard.append(body["text"])
        ack()
        if body["text"] == "slow":
            self.release.wait()

    def signed(self, body: bytes, at: datetime) -> dict[str, str]:
        timestamp = str(int(at.timestamp()))
        signature = SignatureVerifier(SECRET).generate_signature(timestamp=timestamp, body=body)
        return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature or ""}

    def send(self, body: bytes, headers: dict[str, str], content_type: str = "application/x-www-form-urlencoded"):
        address = urlsplit(self.url)
        connection = HTTPConnection(address.hostname or "", address.port, timeout=60)
        try:
            connection.request("POST", address.path, body, {"Content-Type": content_type} | headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def ask(self, text: str) -> tuple[int, str]:
        body = command(text)
        return self.send(body, self.signed(body, self.clock.now))


def command(text: str) -> bytes:
    return urlencode({"command": "/kpi", "text": text, "user_id": "U0LINH", "team_id": "T1"}).encode()


@pytest.fixture
def heard(tmp_path: Path) -> Iterator[Heard]:
    engine = open_database(str(tmp_path / "amber.sqlite3"))
    yield Heard(engine, lambda: START)
    engine.dispose()


@pytest.fixture
def endpoint(heard: Heard, monkeypatch: pytest.MonkeyPatch) -> Iterator[Endpoint]:
    monkeypatch.setattr("bot.app.endpoint._ARRIVES_WITHIN_S", 60.0)  # on a busy machine
    clock = SetClock()
    door = Endpoint(clock)
    with listening(door.app, Signatures(SECRET, clock, heard), ANYWHERE) as door.url:
        yield door
    door.release.set()
    door.executor.shutdown()


def test_a_signed_request_is_taken(endpoint: Endpoint) -> None:
    assert (200, "") == endpoint.ask("nps")
    assert ["nps"] == endpoint.heard


def test_it_answers_slacks_question_whether_it_is_there(endpoint: Endpoint) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "3eZbrw1a"}).encode()
    status, said = endpoint.send(body, endpoint.signed(body, START), "application/json")
    assert (200, {"challenge": "3eZbrw1a"}) == (status, json.loads(said))


WRONG: dict[str, Callable[[Endpoint, bytes], dict[str, str]]] = {
    "unsigned": lambda endpoint, body: {},
    "signed with another secret": lambda endpoint, body: endpoint.signed(body, START) | {"X-Slack-Signature": "v0=ab"},
    "of another body": lambda endpoint, body: endpoint.signed(body + b"&more", START),
    "of another time": lambda endpoint, body: (
        endpoint.signed(body, START) | {"X-Slack-Request-Timestamp": str(int(START.timestamp()) + 1)}
    ),
    "late": lambda endpoint, body: endpoint.signed(body, START - timedelta(minutes=5, seconds=1)),
    "early": lambda endpoint, body: endpoint.signed(body, START + timedelta(minutes=5, seconds=1)),
    "no time": lambda endpoint, body: endpoint.signed(body, START) | {"X-Slack-Request-Timestamp": "now"},
    "no letters": lambda endpoint, body: endpoint.signed(body, START) | {"X-Slack-Signature": "v0=é"},
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_request_that_is_not_slacks_of_now_is_refused(kind: str, endpoint: Endpoint) -> None:
    body = command("nps")
    assert 401 == endpoint.send(body, WRONG[kind](endpoint, body))[0]
    assert [] == endpoint.heard


def test_a_body_that_is_no_text_is_refused(endpoint: Endpoint) -> None:
    headers = endpoint.signed(b"text=nps", START)
    assert 401 == endpoint.send(b"text=\xff", headers)[0]


def test_a_copied_request_is_refused_as_long_as_its_signature_holds(endpoint: Endpoint) -> None:
    body = command("nps")
    headers = endpoint.signed(body, START + timedelta(minutes=5))
    statuses = []
    for minutes in (0, 1, 5, 10):
        endpoint.clock.now = START + timedelta(minutes=minutes)
        statuses.append(endpoint.send(body, headers)[0])
    assert ([200, 401, 401, 401], ["nps"]) == (statuses, endpoint.heard)


def test_an_event_that_slack_sends_again_is_signed_anew_and_taken(endpoint: Endpoint) -> None:
    endpoint.ask("nps")
    endpoint.clock.now += timedelta(minutes=1)
    assert 200 == endpoint.ask("nps")[0]


def test_a_copied_request_is_refused_by_the_next_process_too(endpoint: Endpoint, heard: Heard) -> None:
    body = command("nps")
    headers = endpoint.signed(body, START)
    assert 200 == endpoint.send(body, headers)[0]
    with listening(endpoint.app, Signatures(SECRET, endpoint.clock, heard), ANYWHERE) as endpoint.url:
        assert (401, "taken before") == endpoint.send(body, headers)


def test_a_body_that_is_too_large_is_refused(endpoint: Endpoint) -> None:
    body = b"x" * (1024 * 1024 + 1)
    assert 413 == endpoint.send(body, endpoint.signed(body, START))[0]


def test_a_body_that_is_not_encoded_as_it_says_is_refused(endpoint: Endpoint) -> None:
    assert 400 == endpoint.send(b"{}", {"Content-Encoding": "gzip"})[0]


def test_a_body_that_does_not_arrive_is_not_waited_for(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.app.endpoint._ARRIVES_WITHIN_S", 0.01)
    assert 408 == endpoint.send(b"", {"Content-Length": "10"})[0]


def test_nothing_else_is_there(endpoint: Endpoint) -> None:
    address = urlsplit(endpoint.url)
    for method, path, status in (("GET", "/slack/events", 405), ("POST", "/", 404)):
        connection = HTTPConnection(address.hostname or "", address.port, timeout=60)
        connection.request(method, path)
        assert status == connection.getresponse().status
        connection.close()


def test_answers_that_take_long_hold_up_no_ack(endpoint: Endpoint) -> None:
    for number in range(20):
        endpoint.clock.now = START + timedelta(seconds=number)
        assert 200 == endpoint.ask("slow")[0]
    assert 200 == endpoint.ask("nps")[0]  # while none of those has ended


def test_a_port_that_is_taken_is_named(endpoint: Endpoint, heard: Heard) -> None:
    taken = Address("127.0.0.1", urlsplit(endpoint.url).port or 0)
    with (
        pytest.raises(Conflict, match=str(taken.port)),
        listening(endpoint.app, Signatures(SECRET, endpoint.clock, heard), taken),
    ):
        pass


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("3000", Address("127.0.0.1", 3000)),
        ("0.0.0.0:80", Address("0.0.0.0", 80)),
        ("[::1]:3000", Address("::1", 3000)),
    ],
)
def test_it_listens_on_this_machine_alone_unless_told_otherwise(text: str, address: Address) -> None:
    assert address == Address.named(text)


@pytest.mark.parametrize("text", ["", "here", "70000", "host:", "-1"])
def test_it_names_what_is_no_port(text: str) -> None:
    with pytest.raises(InputError, match="is no port"):
        Address.named(text)
