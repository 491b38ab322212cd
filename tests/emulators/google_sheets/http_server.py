"""HTTP with lines that stay open, and are cut when a fault wants it."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.emulators.google_sheets.wire import Request

Answer = tuple[int, str, bytes]  # status, content type, body
Respond = Callable[[Request, str], Answer | None]  # request and Authorization header; None cuts the line


class HttpServer(ThreadingHTTPServer):
    """A thread for each connection on 127.0.0.1."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int, respond: Respond) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.respond = respond
        self._open: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Take one connection: it is open before anybody who comes later is served."""
        self._open.add(request)
        super().process_request(request, client_address)

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Serve one connection."""
        try:
            super().finish_request(request, client_address)
        except ConnectionError:
            return  # the client went away first
        finally:
            self._open.discard(request)

    def close_connections(self) -> None:
        """Cut the connections that clients keep open."""
        for connection in self._open.copy():
            _cut(connection)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: HttpServer

    def _serve(self) -> None:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        query: Mapping[str, Sequence[str]] = parse_qs(parts.query, keep_blank_values=True)
        request = Request(self.command, unquote(parts.path), query, body)
        reply = self.server.respond(request, self.headers.get("Authorization", ""))
        if reply is None:
            self.close_connection = True
            _cut(self.connection)
            return
        status, content_type, content = reply
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _serve  # noqa: N815 the names are http.server's

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 the name is http.server's
        """Say nothing: the calls are kept."""


def _cut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
