"""The listeners behind a real Bolt app; Slack is a loopback server that keeps what it was told."""

from __future__ import annotations

import json
import threading
from concurrent.futures import Executor, Future
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pytest
from slack_bolt import App, BoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.desk import Runtime
from bot.listeners import register
from bot.personal import Personal
from bot.workbench.blockkit.checks import check_blocks, check_view
from kpi_core.errors import AmberError, SetupError, Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from bot.desk import Desk
    from bot.people import Person
    from sheets.grid import Cell

Json = dict[str, Any]


class Slack:
    """Takes Web API calls and answers through response_url; refuses blocks when told to."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Json]] = []
        self.refuses_blocks = False
        self.addresses_expired = False
        self.unreachable: set[str] = set()
        self.profiles: dict[str, Json] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def of(self, method: str) -> list[Json]:
        return [payload for name, payload in self.calls if name == method]

    def answer(self, method: str, payload: Json) -> tuple[int, Json | str]:
        if self.refuses_blocks and "blocks" in payload:
            return (400, "invalid_blocks") if method == "response" else (200, {"ok": False, "error": "invalid_blocks"})
        if self.addresses_expired and method == "response":
            return 404, "expired_url"
        if payload.get("channel") in self.unreachable:
            return 200, {"ok": False, "error": "channel_not_found"}
        self.calls.append((method, payload))
        if method == "users.info":
            return 200, {"ok": True, "user": self.profiles.get(payload["user"], {"profile": {}})}
        return 200, ("ok" if method == "response" else {"ok": True, "ts": "1.0"})

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        slack = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers["Content-Length"])).decode()
                is_json = "json" in self.headers["Content-Type"]
                payload = json.loads(raw) if is_json else {key: values[0] for key, values in parse_qs(raw).items()}
                for key in ("blocks", "view"):
                    if isinstance(payload.get(key), str):
                        payload[key] = json.loads(payload[key])
                status, body = slack.answer(self.path.rpartition("/")[2], payload)
                content = (body if isinstance(body, str) else json.dumps(body)).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler


class Book:
    """Desks and Rows over a literal book: it is read again once rows were flushed to it."""

    def __init__(
        self, desk: Desk, make_desk: Callable[..., Desk], tabs: Mapping[str, Sequence[Mapping[str, object]]]
    ) -> None:
        self.desk = desk
        self._make_desk = make_desk
        self.tabs = {tab: list(rows) for tab, rows in tabs.items()}
        self.pending: list[tuple[str, dict[str, Cell]]] = []
        self.submitted: dict[str, tuple[str, Mapping[str, Cell]]] = {}
        self.by: dict[str, str] = {}
        self.error: AmberError | None = None
        self.is_open_elsewhere = False
        self.readings = 0

    def current(self) -> Desk:
        return self.desk

    def refresh(self) -> Desk:
        if self.error:
            raise self.error
        self.readings += 1
        self.desk = self.read()
        return self.desk

    def read(self, **tabs: Sequence[Mapping[str, object]]) -> Desk:
        return self._make_desk(**self.tabs | tabs)

    def submit(self, tab: str, row: Mapping[str, Cell], by: Person) -> str:
        row_id = str(row["interaction_id" if tab == "interactions" else "event_id"])
        if row_id not in self.submitted:
            self.submitted[row_id] = (tab, row)
            self.by[row_id] = by.am_id
            self.pending.append((tab, dict(row)))
        return row_id

    def flush(self) -> int:
        if self.pending and not self.is_open_elsewhere and not self.error:
            for tab, row in self.pending:
                if "until" in row:
                    row["until"] = datetime.fromisoformat(str(row["until"]))
                self.tabs.setdefault(tab, []).append(row)
            self.pending.clear()
            self.refresh()
        return len(self.pending)

    def waits(self, row_id: str, by: Person) -> bool:
        ids = {row.get("interaction_id") or row["event_id"] for _, row in self.pending}
        return row_id in ids and by.am_id == self.by[row_id]


class InPlace(Executor):
    """Runs a listener where it is dispatched, so that a test need not wait."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


class SendingOnce:
    def __init__(self) -> None:
        self.left = ["Linh: scorecard", "Minh: scorecard"]

    def digest(self) -> Sequence[str]:
        sent, self.left = self.left, []
        return sent

    pings = digest


class Choices:
    """What people set for themselves, in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, Personal] = {}

    def of(self, am_id: str) -> Personal:
        return self.kept.get(am_id, Personal())

    def keep(self, am_id: str, personal: Personal) -> None:
        self.kept[am_id] = personal


class Stage:
    """One app, one book, one Slack; `as_user` acts."""

    def __init__(self, slack: Slack, book: Book, sending: SendingOnce) -> None:
        self.slack, self.book, self.sending = slack, book, sending
        self.app = App(
            client=WebClient(token="xoxb-test", base_url=f"{slack.url}/api/"),
            authorize=lambda: AuthorizeResult(
                enterprise_id=None, team_id="T1", bot_token="xoxb-test", bot_user_id="UBOT"
            ),
            listener_executor=InPlace(),
        )
        self.instant = datetime(2026, 11, 18, 9, 57, tzinfo=UTC)
        self.choices = Choices()
        register(self.app, Runtime(book, book, sending, self.choices, lambda: self.instant))

    def dispatch(self, body: Json) -> Json:
        response = self.app.dispatch(BoltRequest(body={"team_id": "T1", **body}, mode="socket_mode"))
        assert 200 == response.status
        return json.loads(response.body) if response.body else {}

    def command(self, user: str, text: str) -> Json:
        body = {"command": "/kpi", "text": text, "user_id": user, "channel_id": "C1", "trigger_id": "t1"}
        return self.dispatch({**body, "response_url": f"{self.slack.url}/response", "api_app_id": "A1"})

    def event(self, **event: object) -> Json:
        return self.dispatch({"type": "event_callback", "event": event, "event_id": "Ev1"})

    def press(self, user: str, action: Json, channel: str = "D1") -> Json:
        body = {"type": "block_actions", "user": {"id": user}, "channel": {"id": channel}, "trigger_id": "t1"}
        pressed = {"type": "button", "block_id": "b", **action}
        return self.dispatch({**body, "actions": [pressed], "response_url": f"{self.slack.url}/response"})

    def submit(self, user: str, view: Json, **values: str) -> Json:
        state = {key: {key: {"type": "plain_text_input", "value": value}} for key, value in values.items()}
        filled = {**view, "id": "V1", "state": {"values": state}}
        return self.dispatch({"type": "view_submission", "user": {"id": user}, "view": filled})

    def shortcut(self, user: str, callback_id: str) -> Json:
        return self.dispatch({"type": "shortcut", "callback_id": callback_id, "user": {"id": user}, "trigger_id": "t1"})

    def message_shortcut(self, user: str, message: Json, channel: str = "C1") -> Json:
        body = {"type": "message_action", "callback_id": "log_message", "user": {"id": user}, "trigger_id": "t1"}
        where = {"channel": {"id": channel}, "team": {"id": "T1", "domain": "lantern"}, "message_ts": message["ts"]}
        return self.dispatch({**body, **where, "message": message, "response_url": f"{self.slack.url}/response"})

    def form(self) -> Json:
        view: Json = self.slack.of("views.open")[-1]["view"]
        assert [] == check_view(view)
        return view


@pytest.fixture(scope="module")
def server() -> Iterator[Slack]:
    slack = Slack()
    yield slack
    slack.stop()


@pytest.fixture
def stage(server: Slack, desk: Desk, make_desk: Callable[..., Desk], usual_tabs: Mapping[str, Any]) -> Stage:
    server.calls.clear()
    server.profiles.clear()
    server.refuses_blocks = False
    server.addresses_expired = False
    server.unreachable = set()
    return Stage(server, Book(desk, make_desk, usual_tabs), SendingOnce())


def button(stage: Stage, action: str) -> Json:
    blocks = [*stage.slack.of("response"), *stage.slack.of("chat.postMessage")][-1]["blocks"]
    elements = [element for block in blocks if block["type"] == "actions" for element in block["elements"]]
    return next(element for element in elements if element["action_id"] == action)


FILLED = {
    "account": "A1",
    "channel": "call",
    "direction": "outbound",
    "on": "2026-11-18",
    "minutes": "20",
    "summary": "ok",
}


def test_a_command_is_answered_to_the_asker_alone(stage: Stage) -> None:
    stage.command("U0LINH", "")
    (answer,) = stage.slack.of("response")
    assert ("ephemeral", []) == (answer["response_type"], check_blocks(answer["blocks"]))
    assert answer["text"].startswith("Trần Thuỳ Linh")


def test_share_posts_the_answer_in_the_channel(stage: Stage) -> None:
    stage.command("U0LINH", "freshness share")
    assert "in_channel" == stage.slack.of("response")[0]["response_type"]


def test_share_at_the_end_of_a_logged_text_is_text(stage: Stage) -> None:
    stage.command("U0LINH", "log acme call agreed their market share")
    ((_, row),) = stage.book.submitted.values()
    assert "agreed their market share" == row["summary"]


def test_an_error_is_one_line_to_the_asker_alone(stage: Stage) -> None:
    stage.command("U0LINH", "nsp share")
    (answer,) = stage.slack.of("response")
    assert "ephemeral" == answer["response_type"]
    assert "Did you mean `nps`?" in answer["blocks"][0]["text"]["text"]


def test_a_stranger_is_told_whom_to_ask(stage: Stage) -> None:
    stage.command("U0NOBODY", "nps")
    assert "Dmitri Volkov" in stage.slack.of("response")[0]["text"]


def test_a_person_is_known_by_the_e_mail_of_their_profile_and_asked_for_once(stage: Stage) -> None:
    stage.slack.profiles["U0NEW"] = {"profile": {"email": "D@amber.example"}, "locale": "ru-RU"}
    stage.command("U0NEW", "nps")
    stage.command("U0NEW", "nps")
    assert 1 == len(stage.slack.of("users.info"))
    assert "Индекс лояльности" in stage.slack.of("response")[0]["text"]


def test_blocks_that_slack_refuses_are_said_as_text(stage: Stage) -> None:
    stage.slack.refuses_blocks = True
    stage.command("U0LINH", "freshness")
    (answer,) = stage.slack.of("response")
    assert "Relationship freshness · Trần Thuỳ Linh: 50%" == answer["text"].splitlines()[0]
    assert "accounts within cadence" in answer["text"]


def test_an_answer_whose_address_has_expired_reaches_the_asker(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    stage.slack.addresses_expired = True
    stage.command("U0LINH", "freshness share")
    assert [("C1", "U0LINH")] == [(one["channel"], one["user"]) for one in stage.slack.of("chat.postEphemeral")]
    (record,) = [one for one in caplog.records if one.message == "slack.respond_failed"]
    assert (404, "expired_url") == (record.status, record.answer)  # type: ignore[attr-defined]


def test_what_breaks_is_logged_under_the_id_it_is_told_with(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    stage.book.current = lambda: 1 / 0  # type: ignore[method-assign,assignment,return-value]
    stage.command("U0LINH", "")
    (record,) = [one for one in caplog.records if one.message == "listener.failed"]
    assert record.request in stage.slack.of("response")[0]["text"]  # type: ignore[attr-defined]


def test_a_direct_message_is_answered_there(stage: Stage) -> None:
    stage.event(type="message", channel_type="im", channel="D1", user="U0LINH", text="freshness", ts="1")
    assert ["D1"] == [one["channel"] for one in stage.slack.of("chat.postMessage")]


def test_an_event_delivered_again_is_answered_once(stage: Stage) -> None:
    for _ in range(2):
        stage.event(type="message", channel_type="im", channel="D1", user="U0LINH", text="freshness", ts="1")
    assert 1 == len(stage.slack.of("chat.postMessage"))


def test_the_bot_does_not_answer_itself(stage: Stage) -> None:
    stage.event(type="message", channel_type="im", channel="D1", bot_id="B1", user="UBOT", text="hello", ts="1")
    assert [] == stage.slack.of("chat.postMessage")


def test_a_mention_is_answered_to_the_asker_alone(stage: Stage) -> None:
    stage.event(type="app_mention", channel="C1", user="U0LINH", text="<@UBOT> freshness", ts="1")
    assert ["U0LINH"] == [one["user"] for one in stage.slack.of("chat.postEphemeral")]


@pytest.mark.parametrize(
    "event",
    [
        {"type": "message", "channel_type": "im", "channel": "D1", "text": "log acme call 20m Q&amp;A &lt;later&gt;"},
        {"type": "app_mention", "channel": "C1", "text": "<@UBOT> log acme call 20m Q&amp;A &lt;later&gt;"},
    ],
)
def test_a_line_to_log_is_logged_from_messages_too(event: Json, stage: Stage) -> None:
    stage.event(**event, user="U0LINH", ts="1")
    ((_, row),) = stage.book.submitted.values()
    assert ("A1", 20, "Q&A <later>") == (row["account_id"], row["minutes"], row["summary"])


def test_a_line_delivered_again_after_a_restart_is_logged_once(stage: Stage) -> None:
    line = {"type": "message", "channel_type": "im", "channel": "D1", "user": "U0LINH", "text": "log acme call"}
    stage.event(**line, ts="1")
    Stage(stage.slack, stage.book, stage.sending).event(**line, ts="1")
    assert ["Ev1"] == list(stage.book.submitted)


@pytest.mark.parametrize(
    ("author", "thread_ts", "direction", "link"),
    [
        ("U0CLIENT", "", "inbound", "https://lantern.slack.com/archives/C1/p1794913200000100"),
        (
            "U0LINH",
            "1794910000.000200",
            "outbound",
            "https://lantern.slack.com/archives/C1/p1794913200000100?thread_ts=1794910000.000200&cid=C1",
        ),
    ],
)
def test_a_message_is_logged_with_its_link(
    author: str, thread_ts: str, direction: str, link: str, stage: Stage
) -> None:
    message = {"ts": "1794913200.000100", "user": author, "text": "Q&amp;A on Monday?"}
    stage.message_shortcut("U0LINH", message | ({"thread_ts": thread_ts} if thread_ts else {}))
    form = stage.form()
    shown = {block["block_id"]: block["element"] for block in form["blocks"]}
    assert ("Q&A on Monday?", link) == (shown["summary"]["initial_value"], shown["link"]["initial_value"])
    assert (direction, "2026-11-17") == (
        shown["direction"]["initial_option"]["value"],
        shown["on"]["initial_date"],
    )
    stage.submit("U0LINH", form, **FILLED, link=link)
    ((_, row),) = stage.book.submitted.values()
    assert link == row["link"]


def test_a_form_without_a_message_asks_for_no_link(stage: Stage) -> None:
    stage.shortcut("U0LINH", "log_interaction")
    assert "link" not in {block["block_id"] for block in stage.form()["blocks"]}


@pytest.mark.parametrize("shortcut", ["log_interaction", "send_digest", "send_pings"])
def test_a_stranger_at_a_shortcut_is_told_whom_to_ask(shortcut: str, stage: Stage) -> None:
    stage.shortcut("U0NOBODY", shortcut)
    (told,) = stage.slack.of("chat.postMessage")
    assert ("U0NOBODY", True) == (told["channel"], "Dmitri Volkov" in told["text"])
    assert [] == stage.slack.of("views.open")


def test_a_stranger_at_every_other_door_is_told_whom_to_ask(stage: Stage) -> None:
    stage.message_shortcut("U0NOBODY", {"ts": "1794913200.000100", "text": "hello"})
    stage.press("U0NOBODY", {"action_id": "ask", "value": "nps"})
    stage.event(type="message", channel_type="im", channel="D9", user="U0NOBODY", text="nps", ts="1")
    stage.event(type="app_home_opened", user="U0NOBODY", tab="home", channel="D9")
    told = [one["text"] for one in (*stage.slack.of("response"), *stage.slack.of("chat.postMessage"))]
    (home,) = stage.slack.of("views.publish")
    assert [True] * 4 == ["Dmitri Volkov" in text for text in (*told, str(home["view"]))]


def test_a_message_with_a_part_missing_gets_the_button_of_the_form(stage: Stage) -> None:
    stage.event(type="message", channel_type="im", channel="D1", user="U0LINH", text="log acme", ts="1")
    assert "Acme" in stage.slack.of("chat.postMessage")[0]["text"]
    assert button(stage, "log_interaction")
    assert {} == stage.book.submitted


def test_a_line_to_log_whose_account_was_picked_is_logged(stage: Stage) -> None:
    stage.press("U0LINH", {"action_id": "ask", "value": "log A1 call 20m agreed"})
    ((_, row),) = stage.book.submitted.values()
    assert ("A1", "agreed") == (row["account_id"], row["summary"])


def test_a_picked_choice_is_answered(stage: Stage) -> None:
    stage.command("U0LINH", "returning")
    stage.press("U0LINH", button(stage, "ask:2"))
    assert "Returning rate · Trần Thuỳ Linh: 100%" == stage.slack.of("response")[-1]["text"].splitlines()[0]


def test_the_home_shows_scorecard_and_work_list(stage: Stage) -> None:
    stage.event(type="app_home_opened", tab="home", user="U0LINH", channel="D1")
    (published,) = stage.slack.of("views.publish")
    assert [] == check_view(published["view"])
    assert "78 days without contact" in json.dumps(published["view"])


def test_logging_adds_a_row_and_tells_how_freshness_moved(stage: Stage) -> None:
    stage.command("U0LINH", "quiet")
    stage.press("U0LINH", button(stage, "log_interaction"))
    assert {} == stage.submit("U0LINH", stage.form(), **FILLED)
    (tab, row) = next(iter(stage.book.submitted.values()))
    assert ("interactions", "A1", "1", "call", 20) == (
        tab,
        row["account_id"],
        row["am_id"],
        row["channel"],
        row["minutes"],
    )
    told = stage.slack.of("chat.postMessage")[-1]
    assert "Logged: call with Acme, today. Relationship freshness: 50% → 100%." == told["text"]


def test_a_form_sent_twice_writes_one_row(stage: Stage) -> None:
    stage.shortcut("U0LINH", "log_interaction")
    for _ in range(2):
        stage.submit("U0LINH", stage.form(), **FILLED)
    assert 1 == len(stage.book.submitted)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("on", "2026-11-19"), ("on", "soon"), ("account", "A2"), ("account", "gone"), ("minutes", "-5"),
        ("minutes", "9999"), ("channel", "pigeon"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_form_stands_at_its_field(field: str, value: str, stage: Stage) -> None:
    stage.shortcut("U0LINH", "log_interaction")
    answered = stage.submit("U0LINH", stage.form(), **{**FILLED, field: value})
    assert ("errors", [field]) == (answered["response_action"], list(answered["errors"]))
    assert {} == stage.book.submitted


def test_a_forged_form_is_refused_in_the_form(stage: Stage) -> None:
    stage.command("U0LINH", "quiet")
    stage.press("U0LINH", button(stage, "snooze"))
    answered = stage.submit("U0OLGA", stage.form(), until="2026-12-01", reason="mine now")
    assert "not yours" in answered["errors"]["until"]
    assert {} == stage.book.submitted


def test_one_line_logs_at_once_and_a_part_missing_opens_the_form(stage: Stage) -> None:
    stage.command("U0LINH", "log acme books call 20m agreed")
    assert 1 == len(stage.book.submitted)
    stage.command("U0LINH", "log acme")
    assert "A1" == stage.form()["blocks"][0]["element"]["initial_option"]["value"]


def test_a_line_that_cannot_be_logged_is_said_to_be_wrong(stage: Stage) -> None:
    stage.command("U0LINH", "log acme call 25h")
    assert ["Whole minutes, at most a day."] == [one["text"] for one in stage.slack.of("response")]
    assert {} == stage.book.submitted


def test_whoever_has_no_account_is_told_who_can_give_one(stage: Stage) -> None:
    stage.book.desk = stage.book.read(accounts=[])
    stage.shortcut("U0LINH", "log_interaction")
    assert "No account is yours yet. Phạm Hà can" in stage.slack.of("chat.postMessage")[0]["text"]
    assert [] == stage.slack.of("views.open")


@pytest.mark.parametrize("error", [Unavailable("the sheet does not answer"), SetupError("the book is gone", "Restore")])
def test_a_row_the_sheet_cannot_take_yet_is_saved(error: AmberError, stage: Stage) -> None:
    stage.book.error = error
    stage.command("U0LINH", "log acme call")
    assert "it waits for the sheet" in stage.slack.of("chat.postEphemeral")[-1]["text"]


def test_nobody_waits_for_a_sheet_that_is_known_not_to_answer(stage: Stage) -> None:
    stage.book.desk = stage.book.desk.confirmed(replace(stage.book.desk.snapshot, silent="Google"))
    stage.command("U0LINH", "log acme call")
    assert "it waits for the sheet" in stage.slack.of("chat.postEphemeral")[-1]["text"]
    assert 1 == len(stage.book.pending)


def test_a_form_waits_for_no_reading_of_the_book(stage: Stage) -> None:
    stage.command("U0LINH", "quiet")
    snooze = button(stage, "snooze")
    stage.book.error = Unavailable("the sheet does not answer")
    stage.press("U0LINH", snooze)
    assert {} == stage.submit("U0LINH", stage.form(), until="2026-12-01", reason="on holiday")
    stage.shortcut("U0LINH", "log_interaction")
    stage.command("U0LINH", "log acme")
    assert ["snooze", "log_interaction", "log_interaction"] == [
        one["view"]["callback_id"] for one in stage.slack.of("views.open")
    ]


def test_a_recording_reads_the_book_once(stage: Stage) -> None:
    stage.command("U0LINH", "log acme call")
    assert 1 == stage.book.readings


def test_undo_takes_back_ones_own_row_once(stage: Stage) -> None:
    stage.shortcut("U0LINH", "log_interaction")
    stage.submit("U0LINH", stage.form(), **FILLED)
    undo = button(stage, "undo")
    stage.press("U0MINH", undo)
    assert 1 == len(stage.book.submitted)
    stage.press("U0LINH", undo)
    (_, void) = stage.book.submitted[f"undo-{undo['value']}"]
    assert ("void", undo["value"]) == (void["kind"], void["subject"])
    assert 1 == len([one for one in stage.book.desk.signals if one.rule == "quiet" and one.am_id == "1"])


def test_undo_takes_back_what_still_waits_for_the_book(stage: Stage) -> None:
    stage.shortcut("U0LINH", "log_interaction")
    stage.book.is_open_elsewhere = True
    stage.submit("U0LINH", stage.form(), **FILLED)
    undo = button(stage, "undo")
    stage.press("U0MINH", undo)
    assert 1 == len(stage.book.pending)
    stage.press("U0LINH", undo)
    assert ["interactions", "events"] == [tab for tab, _ in stage.book.pending]
    assert "Taken back. Saved; it waits for the sheet." == stage.slack.of("chat.postMessage")[-1]["text"]


def test_a_snooze_silences_its_signal(stage: Stage) -> None:
    stage.command("U0LINH", "quiet")
    stage.press("U0LINH", button(stage, "snooze"))
    stage.submit("U0LINH", stage.form(), until="2026-12-01", reason="on holiday")
    assert [] == [one for one in stage.book.desk.signals if one.rule == "quiet" and one.am_id == "1"]


@pytest.mark.parametrize(("until", "reason"), [("2026-11-18", "x"), ("2028-01-01", "x"), ("2026-12-01", "")])
def test_a_snooze_needs_a_near_day_and_a_reason(until: str, reason: str, stage: Stage) -> None:
    stage.command("U0LINH", "quiet")
    stage.press("U0LINH", button(stage, "snooze"))
    assert "errors" == stage.submit("U0LINH", stage.form(), until=until, reason=reason)["response_action"]


def test_a_renewals_outcome_is_an_event_on_its_contract(stage: Stage) -> None:
    stage.command("U0LINH", "renewals")
    stage.press("U0LINH", button(stage, "renewal_outcome"))
    stage.submit("U0LINH", stage.form(), outcome="won", reason="")
    ((tab, row),) = stage.book.submitted.values()
    assert ("events", "renewal_outcome", "C1", "won", "1") == (
        tab,
        row["kind"],
        row["subject"],
        row["value"],
        row["by"],
    )
    assert [] == [one for one in stage.book.desk.signals if one.rule == "renewal"]


def test_an_outcome_corrected_a_minute_later_is_the_later_one(stage: Stage) -> None:
    stage.command("U0LINH", "renewals")
    outcome = button(stage, "renewal_outcome")
    for said in ("negotiating", "won"):
        stage.press("U0LINH", outcome)
        stage.submit("U0LINH", stage.form(), outcome=said, reason="")
        stage.instant += timedelta(minutes=1)
    rows = [row for _, row in stage.book.submitted.values()]
    assert [datetime(2026, 11, 18, 9, 56, 59), datetime(2026, 11, 18, 9, 57, 59)] == [row["at"] for row in rows]


def test_not_mine_tells_the_lead(stage: Stage) -> None:
    stage.command("U0LINH", "quiet")
    stage.press("U0LINH", button(stage, "not_mine"))
    stage.submit("U0LINH", stage.form(), reason="Minh took it")
    to_lead = [one for one in stage.slack.of("chat.postMessage") if one["channel"] == "U0HA"]
    assert (
        "Trần Thuỳ Linh says Acme is not theirs: “Minh took it”. Please set its owner in Accounts!C2."
        == to_lead[0]["text"]
    )


@pytest.mark.parametrize(
    ("unreachable", "told"),
    [(set(), "Noted. Phạm Hà is told."), ({"U0HA"}, "Noted. Slack does not reach Phạm Hà: please tell them.")],
)
def test_not_mine_says_whether_the_lead_was_told(unreachable: set[str], told: str, stage: Stage) -> None:
    stage.slack.unreachable = unreachable
    stage.command("U0LINH", "quiet")
    stage.press("U0LINH", button(stage, "not_mine"))
    assert {} == stage.submit("U0LINH", stage.form(), reason="Minh took it")
    assert [told] == [one["text"] for one in stage.slack.of("chat.postMessage") if one["channel"] != "U0HA"]


def test_a_stale_button_is_said_to_be_stale(stage: Stage) -> None:
    stage.press("U0LINH", {"action_id": "snooze", "value": "last month"})
    assert "out of date" in stage.slack.of("response")[0]["text"]


def test_a_lead_sends_the_digest_and_hears_what_was_sent(stage: Stage) -> None:
    stage.shortcut("U0HA", "send_digest")
    stage.shortcut("U0HA", "send_digest")
    said = [one["text"].splitlines()[0] for one in stage.slack.of("chat.postMessage")]
    assert ["2 messages", "Everything was sent already; nothing is sent twice."] == said


def test_an_am_does_not_send_to_everybody(stage: Stage) -> None:
    stage.shortcut("U0LINH", "send_pings")
    assert 2 == len(stage.sending.left)
    assert "Only a lead" in stage.slack.of("chat.postMessage")[0]["text"]


def test_refresh_reads_the_book_now(stage: Stage) -> None:
    before = stage.book.desk
    stage.command("U0LINH", "refresh")
    assert before is not stage.book.desk
