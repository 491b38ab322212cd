"""A real Bolt app on a literal book; Slack is a loopback server that keeps what it was told."""

from __future__ import annotations

import json
import threading
from concurrent.futures import Executor, Future
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from slack_bolt import App, BoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from bot.app.workplace import CONTENTS
from bot.delivery.post import SlackConversations, delivery_client
from bot.delivery.tick import Deliveries
from bot.desk import Runtime, Written
from bot.listeners import register
from bot.personal import Personal
from bot.state.ledger import Ledger
from bot.state.records import STATES
from bot.state.tables import METADATA
from bot.workbench.blockkit.checks import check_view
from kpi_core.errors import AmberError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.desk import Desk
    from bot.people import Person
    from bot.state.ledger import Errand
    from bot.state.records import State
    from kpi_core.text import Language
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
        self.errors: dict[str, str] = {}  # what a method answers
        self.cut_off: set[str] = set()  # methods whose answer breaks off: they are done, and the caller cannot know it
        self.uploads: list[bytes] = []
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
        if method in self.errors:
            return 200, {"ok": False, "error": self.errors[method]}
        self.calls.append((method, payload))
        if method == "conversations.open":
            return 200, {"ok": True, "channel": {"id": "D9"}}
        if method == "files.getUploadURLExternal":
            return 200, {"ok": True, "upload_url": f"{self.url}/upload", "file_id": "F1"}
        if method == "files.completeUploadExternal":
            return 200, {"ok": True, "files": [{"id": "F1"}]}
        if method == "users.info":
            return 200, {"ok": True, "user": self.profiles.get(payload["user"], {"profile": {}})}
        return 200, ("ok" if method == "response" else {"ok": True, "ts": "1.0", "channel": payload.get("channel")})

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        slack = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                sent = self.rfile.read(int(self.headers["Content-Length"]))
                if self.path == "/upload":
                    slack.uploads.append(sent)
                    self._say(200, "ok")
                else:
                    method = self.path.rpartition("/")[2]
                    said = slack.answer(method, self._payload(sent.decode()))
                    self._say(*said, unsaid=1 if method in slack.cut_off else 0)

            def _payload(self, raw: str) -> Json:
                is_json = "json" in self.headers["Content-Type"]
                payload = json.loads(raw) if is_json else {key: values[0] for key, values in parse_qs(raw).items()}
                for key in ("blocks", "view"):
                    if isinstance(payload.get(key), str):
                        payload[key] = json.loads(payload[key])
                return payload

            def _say(self, status: int, body: Json | str, unsaid: int = 0) -> None:
                content = (body if isinstance(body, str) else json.dumps(body)).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(content) + unsaid))
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
        self.errands: dict[str, Errand] = {}
        self.error: AmberError | None = None
        self.is_open_elsewhere = False
        self.readings = 0
        self.instant = datetime(2026, 11, 18, 9, 57, tzinfo=UTC)

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

    def submit(self, tab: str, row: Mapping[str, Cell], by: Person, errand: Errand | None = None) -> str:
        row_id = str(row["interaction_id" if tab == "interactions" else "event_id"])
        if row_id not in self.submitted:
            self.submitted[row_id] = (tab, row)
            self.by[row_id] = by.am_id
            self.pending.append((tab, dict(row)))
            if errand:
                self.errands[row_id] = errand
        return row_id

    def row(self, tab: str, row_id: str) -> Mapping[str, Cell] | None:
        of_tab, row = self.submitted.get(row_id, ("", {}))
        return row if of_tab == tab else None

    def latest(self, by: Person) -> Sequence[Written]:
        mine = [row_id for row_id in self.submitted if self.by[row_id] == by.am_id]
        return [Written(self.submitted[one][0], one, self.submitted[one][1], self.instant) for one in reversed(mine)]

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
    """Has two scorecards to send; what is told of rows goes through a ledger in memory to the stage's Slack."""

    def __init__(self) -> None:
        self.left = ["Linh", "Minh"]
        self.engine = create_engine("sqlite://", poolclass=StaticPool)

    def open(self, stage: Stage) -> None:
        conversations = SlackConversations(delivery_client("xoxb-test", f"{stage.slack.url}/api/"))
        self._book, self._clock = stage.book, lambda: stage.instant
        self._ledger = Ledger(self.engine, self._clock)
        self._deliveries = Deliveries(
            stage.book,
            self._ledger,
            stage.book,
            stage.choices,  # type: ignore[arg-type]  # what is asked of preferences, they know
            conversations,
            CONTENTS,
            self._clock,
        )

    def tell(self, errand: Errand) -> State | None:
        if errand in self._book.errands.values():
            METADATA.create_all(self.engine)
            self._ledger.enrol(errand, self._clock())
        return self._deliveries.tell(errand)

    def told_of(self, row_id: str) -> str:
        return self._book.errands[row_id].recipient if row_id in self._book.errands else ""

    def digest(self, *, language: Language) -> Sequence[str]:
        sent, self.left = self.left, []
        return [f"{name}: {STATES['sent'].to(language)}" for name in sent]

    pings = digest


class Choices:
    """What people set for themselves, in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, Personal] = {}
        self.changes: dict[str, list[tuple[datetime, Personal]]] = {}

    def of(self, am_id: str) -> Personal:
        return self.kept.get(am_id, Personal())

    def everybody(self) -> Mapping[str, Personal]:
        return self.kept

    def keep(self, am_id: str, personal: Personal) -> None:
        self.kept[am_id] = personal

    def change(self, am_id: str, personal: Personal, at: datetime) -> None:
        self.changes.setdefault(am_id, []).append((at, self.of(am_id)))
        self.keep(am_id, personal)

    def last_change(self, am_id: str) -> datetime | None:
        return self.changes[am_id][-1][0] if self.changes.get(am_id) else None

    def take_back(self, am_id: str, at: datetime) -> bool:
        if self.last_change(am_id) != at:
            return False
        self.keep(am_id, self.changes[am_id].pop()[1])
        return True


class Once(set[str]):
    def is_new(self, key: str) -> bool:
        known = key in self
        self.add(key)
        return not known


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
        sending.open(self)
        register(self.app, Runtime(book, book, sending, self.choices, lambda: self.instant, Once()))

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
