"""Whether the bot is well, for whoever looks after it: `/healthz`, `/livez` and `/metrics`, away from Slack's door."""

from __future__ import annotations

import json
import logging
import socket
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING, Any, Protocol
from wsgiref.simple_server import WSGIRequestHandler, make_server

from prometheus_client.exposition import ThreadingWSGIServer, make_wsgi_app

from kpi_core.errors import Conflict

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from prometheus_client import CollectorRegistry

    from bot.address import Address

_log = logging.getLogger(__name__)
_LONGEST_SILENCE_S = 180.0
_ARRIVES_WITHIN_S = 10.0


class Looking(Protocol):
    """What is known of the watch over the book."""

    @property
    def have_looked(self) -> bool:
        """Whether the book was looked at since the start."""

    @property
    def go_on_looking(self) -> bool:
        """Whether it still is."""


class Health:
    """Why the bot is not well, if so. `clock` counts seconds."""

    def __init__(
        self,
        is_connected: Callable[[], bool],
        looking: Looking,
        is_over: Callable[[], bool],
        clock: Callable[[], float],
    ) -> None:
        self._is_connected = is_connected
        self._looking = looking
        self._is_over = is_over
        self._clock = clock
        self._delivered_at = clock()  # the first tick has its time, too

    def note(self, event: str, facts: Any) -> None:
        """Take a sign that deliveries are seen to: a tick that went well, or one of its many messages."""
        if event.startswith("delivery.") or (event == "tick.done" and facts["part"] == "deliveries"):
            self._delivered_at = self._clock()

    def reasons(self) -> Sequence[str]:
        """Return why it is not well; nothing when it is."""
        silence_s = self._clock() - self._delivered_at
        found = (
            ("Slack is not connected", not self._is_connected()),
            ("the book was not looked at since the start", not self._looking.have_looked),
            ("the book is looked at no more", not self._looking.go_on_looking),
            (f"no tick went well for {silence_s:.0f} s", silence_s > _LONGEST_SILENCE_S),
            ("it was told to stop", self._is_over()),
        )
        return [reason for reason, is_so in found if is_so]


def monitor(registry: CollectorRegistry, reasons: Callable[[], Sequence[str]]) -> WSGIApplication:
    """Return the web application."""
    metrics = make_wsgi_app(registry)

    def answered(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        match environ["PATH_INFO"]:
            case "/metrics":
                return metrics(environ, start_response)  # type: ignore[no-any-return]  # prometheus_client's own
            case "/healthz":
                why = reasons()
                status = "503 Service Unavailable" if why else "200 OK"
                return _said(start_response, status, {"status": "unwell" if why else "well", "reasons": list(why)})
            case "/livez":
                return _said(start_response, "200 OK", {"status": "alive"})
            case _:
                return _said(start_response, "404 Not Found", {"there": ["/healthz", "/livez", "/metrics"]})

    def guarded(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        try:
            return answered(environ, start_response)
        except Exception:  # noqa: BLE001  # the database may not answer: that is said, and the bot goes on
            _log.exception("monitor.failed")
            return _said(start_response, "500 Internal Server Error", {"status": "unknown"})

    return guarded


@contextmanager
def served(application: WSGIApplication, address: Address) -> Iterator[str]:
    """Serve the application in threads of its own; give its URL. Raises Conflict when the port is taken."""
    try:
        server = make_server(address.host, address.port, application, _server(address), _Quiet)
    except OSError as error:
        raise Conflict(f"nobody can listen at {address.host}:{address.port} ({error.strerror})") from error
    thread = Thread(target=server.serve_forever, name="monitor", daemon=True)
    thread.start()
    try:
        yield f"http://{address.host}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _said(start_response: StartResponse, status: str, body: object) -> Iterable[bytes]:
    start_response(status, [("Content-Type", "application/json")])
    return [json.dumps(body).encode()]


def _server(address: Address) -> type[ThreadingWSGIServer]:
    class Server(ThreadingWSGIServer):
        address_family = socket.AF_INET6 if ":" in address.host else socket.AF_INET

    return Server


class _Quiet(WSGIRequestHandler):
    """Writes no line per request, and waits for none for ever."""

    timeout = _ARRIVES_WITHIN_S

    def log_message(self, *_: object) -> None:
        """Say nothing."""
