"""Socket Mode as Slack speaks it: hello, envelopes, acknowledgements, disconnect."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import uuid
from collections.abc import Callable
from itertools import count
from typing import Any

from aiohttp import WSMsgType, web

from bot.workbench.errors import Unanswered
from bot.workbench.line import Kind, Retry
from bot.workbench.world import APP_ID, Json

_PING_SECONDS = 10


class Link:
    """A way to the bot: its websockets, and the envelopes that wait for an acknowledgement."""

    def __init__(self, ack_seconds: float, on_change: Callable[[], None]) -> None:
        self.ack_seconds = ack_seconds
        self._on_change = on_change
        self._passes: set[str] = set()
        self._sockets: list[web.WebSocketResponse] = []
        self._leaving: set[web.WebSocketResponse] = set()
        self._waiting: dict[str, asyncio.Future[Any]] = {}
        self._turn = count()

    @property
    def connected(self) -> bool:
        """Whether the bot holds a websocket."""
        return bool(self._sockets)

    def new_pass(self) -> str:
        """Issue leave to open one websocket."""
        key = secrets.token_urlsafe(18)
        self._passes.add(key)
        return key

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Hold one websocket of the bot until it closes."""
        key = request.query.get("ticket", "")
        if key not in self._passes:
            return web.Response(status=403, text="this address was used or never given out")
        self._passes.discard(key)
        socket = web.WebSocketResponse(heartbeat=_PING_SECONDS)
        await socket.prepare(request)
        self._sockets.append(socket)
        try:
            await socket.send_json(
                {
                    "type": "hello",
                    "num_connections": len(self._sockets),
                    "connection_info": {"app_id": APP_ID},
                    "debug_info": {"host": "workbench", "approximate_connection_time": 18060},
                }
            )
            self._on_change()
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    self._acknowledge(frame.data)
        finally:
            self._sockets.remove(socket)
            self._leaving.discard(socket)
            self._on_change()
        return socket

    async def deliver(self, kind: Kind, payload: Json, retry: Retry) -> Json:
        """Send one envelope; return the payload of its acknowledgement. Raises Unanswered."""
        if not self._sockets:
            raise Unanswered("dispatch_failed")
        staying = [socket for socket in self._sockets if socket not in self._leaving] or self._sockets
        socket = staying[next(self._turn) % len(staying)]
        envelope_id = str(uuid.uuid4())
        waiting = self._waiting[envelope_id] = asyncio.get_running_loop().create_future()
        envelope: Json = {
            "envelope_id": envelope_id,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": retry.number, "retry_reason": retry.reason}
        try:
            await socket.send_json(envelope)
            return _as_object(await asyncio.wait_for(waiting, self.ack_seconds))
        except TimeoutError:
            raise Unanswered("operation_timeout") from None
        except ConnectionError:
            raise Unanswered("dispatch_failed") from None
        finally:
            self._waiting.pop(envelope_id, None)

    async def refresh(self) -> None:
        """Ask the bot to connect anew, as Slack does every few hours."""
        for socket in tuple(self._sockets):
            self._leaving.add(socket)
            await socket.send_json(
                {"type": "disconnect", "reason": "refresh_requested", "debug_info": {"host": "workbench"}}
            )

    async def drop(self) -> None:
        """Close the websockets without a word."""
        for socket in tuple(self._sockets):
            await socket.close()

    def _acknowledge(self, text: str) -> None:
        with contextlib.suppress(ValueError):
            answer = _as_object(json.loads(text))
            waiting = self._waiting.get(str(answer.get("envelope_id")))
            if waiting is not None and not waiting.done():
                waiting.set_result(answer.get("payload"))


def _as_object(value: object) -> Json:
    return value if isinstance(value, dict) else {}
