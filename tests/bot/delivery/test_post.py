"""The real client against a server that answers what the test wrote down."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs

import pytest

from bot.delivery.post import LostReply, Posted, SlackConversations, delivery_client
from kpi_core.errors import SetupError, Unavailable
from tests.bot.delivery.cast_and_world import Said

HELLO = Said("Hello Linh", [{"type": "section", "text": {"type": "mrkdwn", "text": "Hello *Linh*"}}])
KEY = "digest|am:1|2026-W46"
SINCE = datetime.fromtimestamp(1, UTC)
OK = (200, {"ok": True, "channel": "D1", "ts": "1.5"})


class Server:
    """Answers the listed (status, body) in turn, None by hanging up, and keeps what it was asked."""

    def __init__(self) -> None:
        self.answers: list[tuple[int, object] | None] = []
        self.asked: list[tuple[str, dict[str, str]]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                is_json = "json" in self.headers.get("Content-Type", "")
                body = json.loads(raw) if is_json else {key: values[0] for key, values in parse_qs(raw).items()}
                server.asked.append((self.path.removeprefix("/api/"), body))
                answer = server.answers.pop(0)
                if answer is None:
                    self.close_connection = True
                    return
                status, said = answer
                self.send_response(status)
                if status == 429:
                    self.send_header("Retry-After", "7")
                self.end_headers()
                self.wfile.write((said if isinstance(said, str) else json.dumps(said)).encode())

            def log_message(self, *_: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def conversations(self) -> SlackConversations:
        return SlackConversations(delivery_client("xoxb-1", f"http://127.0.0.1:{self.http.server_address[1]}/api/"))


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.http.shutdown()
    server.http.server_close()


def test_it_posts_text_blocks_and_the_key(server: Server) -> None:
    server.answers = [OK]
    assert Posted("D1", "1.5") == server.conversations().post("U1", HELLO, KEY)
    ((method, body),) = server.asked
    assert "chat.postMessage" == method
    assert ("U1", "Hello Linh") == (body["channel"], body["text"])
    assert HELLO.blocks == _json(body["blocks"])
    assert {"event_type": "amber_delivery", "event_payload": {"key": KEY}} == _json(body["metadata"])


def test_it_sends_plain_text_when_slack_refuses_the_blocks(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    refusal = {
        "ok": False,
        "error": "invalid_blocks",
        "response_metadata": {"messages": ["[ERROR] must be short, Linh [json-pointer:/blocks/0/text]"]},
    }
    server.answers = [(200, refusal), OK]
    with caplog.at_level(logging.ERROR, "bot"):
        server.conversations().post("U1", HELLO, KEY)
    assert "blocks" not in server.asked[1][1]
    assert "Hello Linh" == server.asked[1][1]["text"]
    assert KEY in str(server.asked[1][1]["metadata"])
    ((record),) = [each for each in caplog.records if each.name.startswith("bot")]
    assert ("delivery.blocks_refused", ["[json-pointer:/blocks/0/text]"]) == (record.getMessage(), record.details)


def test_it_waits_when_slack_asks_to_go_slower(server: Server) -> None:
    server.answers = [(429, {"ok": False, "error": "ratelimited"})]
    with pytest.raises(Unavailable) as raised:
        server.conversations().post("U1", HELLO, KEY)
    assert (7.0, False) == (raised.value.retry_after, isinstance(raised.value, LostReply))


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(None, id="hangs up"),
        pytest.param((503, "<html>busy</html>"), id="503"),
        pytest.param((200, "<html>log in to the hotel</html>"), id="no JSON"),
        pytest.param((200, {"ok": False, "error": "internal_error"}), id="internal_error"),
        pytest.param((200, {"ok": False}), id="no reason"),
    ],
)
def test_it_says_so_when_it_does_not_know_and_never_repeats_by_itself(
    server: Server, answer: tuple[int, object] | None
) -> None:
    server.answers = [answer, OK]
    with pytest.raises(LostReply):
        server.conversations().post("U1", HELLO, KEY)
    assert 1 == len(server.asked)


def test_it_does_not_know_either_when_nobody_listens(server: Server) -> None:
    conversations = server.conversations()
    server.http.shutdown()  # or its thread may only just begin, on a socket that is closed
    server.http.server_close()
    with pytest.raises(LostReply):
        conversations.post("U1", HELLO, KEY)


def test_it_lets_messages_wait_for_a_new_token(server: Server) -> None:
    server.answers = [(200, {"ok": False, "error": "token_revoked"})]
    with pytest.raises(Unavailable, match="token_revoked") as raised:
        server.conversations().post("U1", HELLO, KEY)
    assert not isinstance(raised.value, LostReply)


def test_it_says_what_to_do_when_slack_refuses_for_good(server: Server) -> None:
    server.answers = [(200, {"ok": False, "error": "not_in_channel"})]
    with pytest.raises(SetupError, match="Invite Amber to the channel"):
        server.conversations().post("C1", HELLO, KEY)


def test_it_says_where_to_look_when_slack_refuses_for_a_reason_of_its_own(server: Server) -> None:
    server.answers = [(200, {"ok": False, "error": "restricted_action"})]
    with pytest.raises(SetupError, match=r"^Slack refuses \(restricted_action\)\. See what the code means at \S+$"):
        server.conversations().post("C1", HELLO, KEY)


def test_it_finds_its_message_in_the_direct_messages_with_a_person(server: Server) -> None:
    other = {
        "ts": "3.0",
        "metadata": {"event_type": "amber_delivery", "event_payload": {"key": "digest|am:1|2026-W45"}},
    }
    wanted = {"ts": "2.0", "metadata": {"event_type": "amber_delivery", "event_payload": {"key": KEY}}}
    server.answers = [
        (200, {"ok": True, "channel": {"id": "D1"}}),
        (200, {"ok": True, "messages": [{"ts": "4.0"}, other], "response_metadata": {"next_cursor": "more"}}),
        (200, {"ok": True, "messages": [wanted], "response_metadata": {"next_cursor": ""}}),
    ]
    assert [Posted("D1", "2.0")] == server.conversations().find("U1", KEY, SINCE)
    assert ["conversations.open", "conversations.history", "conversations.history"] == [
        each for each, _ in server.asked
    ]
    assert "more" == server.asked[2][1]["cursor"]
    assert "1" == str(int(server.asked[2][1]["include_all_metadata"]))


def test_it_finds_nothing_in_a_channel_without_it(server: Server) -> None:
    server.answers = [(200, {"ok": True, "messages": []})]
    assert [] == server.conversations().find("C1", KEY, SINCE)


def test_it_looks_no_further_back_than_it_was_due(server: Server) -> None:
    older = {"ts": str(SINCE.timestamp() - 1)}
    server.answers = [(200, {"ok": True, "messages": [older], "response_metadata": {"next_cursor": "more"}})]
    assert [] == server.conversations().find("C1", KEY, SINCE)
    assert 1 == len(server.asked)


def test_it_cannot_tell_when_the_channel_is_too_busy(server: Server) -> None:
    server.answers = [(200, {"ok": True, "messages": [], "response_metadata": {"next_cursor": "more"}})] * 5
    with pytest.raises(SetupError, match="newest 1000"):
        server.conversations().find("C1", KEY, SINCE)


def test_it_cannot_look_behind_a_channels_name(server: Server) -> None:
    with pytest.raises(SetupError, match="channel's ID"):
        server.conversations().find("#north", KEY, SINCE)


def _json(value: object) -> object:
    return json.loads(value) if isinstance(value, str) else value
