"""Signed requests as Slack sends them to a request URL: what the bot gets, and what comes of its answers."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import pytest
from aiohttp import ClientTimeout
from slack_sdk.signature import Clock, SignatureVerifier

from bot.workbench.errors import Unanswered
from bot.workbench.server import Workbench
from bot.workbench.world import World

C = "C0TEAM"


@dataclass
class Door:
    """A bot's address that keeps what it was sent and says what it is told to: (status, body), "late" for nothing."""

    answers: list[tuple[int, str] | str] = field(default_factory=list)
    taken: list[tuple[dict[str, str], str]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    url: str = ""

    def answer(self, headers: dict[str, str], body: str) -> tuple[int, str] | None:
        if "challenge" in body and not self.answers:
            return 200, json.dumps({"challenge": json.loads(body)["challenge"]})
        self.taken.append((headers, body))
        answer = self.answers.pop(0) if self.answers else (200, "")
        if isinstance(answer, str):
            self.over.wait()
            return None
        return answer


@pytest.fixture
def door() -> Iterator[Door]:
    found = Door()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            answer = found.answer(dict(self.headers), body)
            if answer is None:  # nobody listens any more
                return
            status, said = answer
            self.send_response(status)
            self.send_header("Content-Length", str(len(said.encode())))
            self.end_headers()
            self.wfile.write(said.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    found.url = f"http://127.0.0.1:{server.server_port}/slack/events"
    yield found
    found.over.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def bench(clock: Any, door: Door) -> Iterator[Workbench]:
    with Workbench(World.of_cast(clock), ack_seconds=60, event_retry_seconds=(0.0, 0.0)) as running:
        running.send_to(door.url)
        yield running


def test_every_request_is_signed_with_the_secret_and_the_time(bench: Workbench, door: Door, clock: Any) -> None:
    class Standing(Clock):
        def now(self) -> float:
            return clock.now

    bench.as_user("U0LINH").command("/kpi", "nps")
    ((headers, body),) = door.taken
    assert SignatureVerifier(bench.signing_secret, Standing()).is_valid_request(body, headers)
    assert not SignatureVerifier("another secret", Standing()).is_valid_request(body, headers)


def test_a_command_is_a_form_and_what_it_is_answered_with_is_shown(bench: Workbench, door: Door) -> None:
    linh = bench.as_user("U0LINH")
    door.answers += [(200, ""), (200, "Hi!"), (200, json.dumps({"text": "Hello"}))]
    assert [{"ok": True}] * 3 == [linh.command("/kpi", "nps @minh", C) for _ in range(3)]
    asked = parse_qs(door.taken[0][1])
    assert (["/kpi"], ["nps <@U0MINH|minh>"], [C]) == (asked["command"], asked["text"], asked["channel_id"])
    assert ["Hi!", "Hello"] == [message["text"] for message in linh.messages(C)]


def test_a_shortcut_is_json_in_a_form(bench: Workbench, door: Door) -> None:
    bench.as_user("U0LINH").shortcut("log_interaction")
    ((headers, body),) = door.taken
    assert "application/x-www-form-urlencoded" == headers["Content-Type"]
    assert "log_interaction" == json.loads(parse_qs(body)["payload"][0])["callback_id"]


def test_an_event_comes_again_with_its_number_and_the_reason(bench: Workbench, door: Door) -> None:
    door.answers += [(500, ""), (404, "")]
    bench.as_user("U0LINH").write("help")
    bench.settle()
    told = [(headers.get("X-Slack-Retry-Num"), headers.get("X-Slack-Retry-Reason")) for headers, _ in door.taken]
    assert [(None, None), ("1", "http_error"), ("2", "http_error")] == told
    assert 1 == len({json.loads(body)["event_id"] for _, body in door.taken})


def test_it_tells_only_the_events_of_the_manifest_and_the_scopes(bench: Workbench, door: Door) -> None:
    linh, workspace = bench.as_user("U0LINH"), bench._workspace
    workspace.events.discard("message.im")
    bench.scopes.discard("app_mentions:read")
    linh.write("help")
    linh.write("@Amber help", C)
    bench.settle()
    assert [] == door.taken
    workspace.events.add("message.im")
    linh.write("help")
    bench.settle()
    assert 1 == len(door.taken)


def test_an_answer_that_got_lost_is_one_that_came_too_late(bench: Workbench, door: Door) -> None:
    bench.faults.next("events_api", "drop_after")
    bench.faults.next("slash_commands", "drop_before")
    linh = bench.as_user("U0LINH")
    linh.write("help")
    bench.settle()
    assert [None, "http_timeout"] == [headers.get("X-Slack-Retry-Reason") for headers, _ in door.taken]
    assert {"ok": False, "error": '/kpi failed with the error "dispatch_failed"'} == linh.command("/kpi")
    assert 2 == len(door.taken)


def test_a_person_is_told_when_the_bot_does_not_answer_in_time_or_well(clock: Any, door: Door) -> None:
    with Workbench(World.of_cast(clock), ack_seconds=60) as bench:
        bench.send_to(door.url)
        door.answers += [(500, ""), "late"]
        said = [bench.as_user("U0LINH").command("/kpi")["error"]]
        bench._line.way._patience = ClientTimeout(total=0.1)  # type: ignore[attr-defined]  # of this way
        said.append(bench.as_user("U0LINH").command("/kpi")["error"])
    assert [f'/kpi failed with the error "{code}"' for code in ("dispatch_failed", "operation_timeout")] == said


@pytest.mark.parametrize("answer", [(200, ""), (200, "another challenge"), (401, "")])
def test_an_address_that_does_not_repeat_the_challenge_is_not_taken(
    clock: Any, door: Door, answer: tuple[int, str]
) -> None:
    door.answers.append(answer)
    with Workbench(World.of_cast(clock)) as bench:
        with pytest.raises(Unanswered):
            bench.send_to(door.url)
        assert not bench.connected


def test_nobody_at_the_address_is_not_taken_either(clock: Any) -> None:
    with Workbench(World.of_cast(clock)) as bench, pytest.raises(Unanswered, match="dispatch_failed"):
        bench.send_to("http://127.0.0.1:1/slack/events")
