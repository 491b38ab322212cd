"""The Web API over HTTP: tokens, arguments, pace, faults; and the files that go up and come down."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING
from urllib.parse import quote

from aiohttp import web

from bot.workbench.errors import ApiError, refused
from bot.workbench.methods import METHODS, PER_MINUTE, SCOPES
from bot.workbench.methods.arguments import Arguments

if TYPE_CHECKING:
    from bot.workbench.faults import Fault
    from bot.workbench.workspace import Workspace
    from bot.workbench.world import Json

_PACED = {"chat.postMessage", "chat.postEphemeral", "chat.update"}
_APP_TOKEN = {"apps.connections.open"}
# What the bot would have to mend; the rest (not_in_channel, hash_conflict …) is ordinary life.
_BREACHES = {
    "expired_trigger_id",
    "exchanged_trigger_id",
    "invalid_arguments",
    "invalid_blocks",
    "invalid_blocks_format",
    "invalid_metadata_format",
    "metadata_too_large",
    "missing_scope",
    "msg_blocks_too_long",
    "msg_too_long",
    "no_text",
    "push_limit_reached",
    "too_many_attachments",
    "unknown_method",
    "view_too_large",
}


class Api:
    """Answers `/api/METHOD` and `/files/…`."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    async def call(self, request: web.Request) -> web.StreamResponse:
        """Answer one call as Slack would: 200 with ok true or false, 429, or the fault that was asked for."""
        method = request.match_info["method"]
        fault = self._workspace.faults.take(method)
        if fault is not None and (refusal := await _meet(fault, request)) is not None:
            return refusal
        try:
            answer = self._answer(method, Arguments(await _values_of(request)), _token_of(request))
        except ApiError as error:
            if error.code in _BREACHES:
                self._workspace.note_breach(method, error)
            answer = refused(error)
        if fault is not None and fault.kind == "drop_after":
            _hang_up(request)
        if "retry_after" in answer:
            return _too_many(int(answer.pop("retry_after")))
        return web.json_response(answer, headers={"X-OAuth-Scopes": ",".join(sorted(self._workspace.scopes))})

    async def receive(self, request: web.Request) -> web.Response:
        """Take the bytes of a file, as they are or as a form."""
        upload = self._workspace.uploads.get(request.match_info["file_id"])
        if upload is None:
            return web.Response(status=404, text="not_found")
        if request.content_type == "multipart/form-data":
            fields = [field for field in (await request.post()).values() if isinstance(field, web.FileField)]
            upload.content = fields[0].file.read() if fields else b""
        else:
            upload.content = await request.read()
        return web.Response(text=f"OK - {len(upload.content)}")

    async def send(self, request: web.Request) -> web.Response:
        """Give the bytes of a file, always as a download."""
        upload = self._workspace.uploads.get(request.match_info["file_id"])
        if upload is None or not upload.content:
            return web.Response(status=404, text="not_found")
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(upload.name)}"}
        return web.Response(body=upload.content, content_type="application/octet-stream", headers=headers)

    def _answer(self, method: str, arguments: Arguments, token: str) -> Json:
        if method not in METHODS:
            raise ApiError("unknown_method", [method])
        self._admit(method, token or arguments.text("token"))
        if method in SCOPES and self._workspace.scopes.isdisjoint(SCOPES[method]):
            raise ApiError("missing_scope", [f"needed: {', '.join(SCOPES[method])}"])
        if wait_seconds := self._wait_seconds(method, arguments):
            return {"retry_after": wait_seconds}
        return {"ok": True} | METHODS[method](self._workspace, arguments)

    def _wait_seconds(self, method: str, arguments: Arguments) -> int:
        pace = self._workspace.pace
        if pace is not None and method in PER_MINUTE:
            return pace.wait_seconds_of(method, PER_MINUTE[method])
        conversation = self._workspace.world.find(arguments.text("channel")) if method in _PACED else None
        return pace.wait_seconds(conversation.id) if pace and conversation else 0

    def _admit(self, method: str, token: str) -> None:
        if not token:
            raise ApiError("not_authed")
        if token not in {self._workspace.bot_token, self._workspace.app_token}:
            raise ApiError("invalid_auth")
        if (token == self._workspace.app_token) != (method in _APP_TOKEN):
            raise ApiError("not_allowed_token_type")


async def _meet(fault: Fault, request: web.Request) -> web.Response | None:
    match fault.kind:
        case "429":
            return _too_many(int(fault.seconds))
        case "500" | "503":
            return web.Response(status=int(fault.kind), text="the workbench was asked to fail")
        case "slow":
            await asyncio.sleep(fault.seconds)
        case "drop_before":
            _hang_up(request)
            return web.Response(status=500)
        case "drop_after":
            pass
    return None


def _too_many(wait_seconds: int) -> web.Response:
    body = {"ok": False, "error": "ratelimited"}
    return web.json_response(body, status=429, headers={"Retry-After": str(wait_seconds)})


def _hang_up(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()


def _token_of(request: web.Request) -> str:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


async def _values_of(request: web.Request) -> Json:
    values: Json = dict(request.query)
    if request.content_type == "application/json":
        try:
            body = json.loads(await request.text() or "{}")
        except ValueError:
            raise ApiError("invalid_json") from None
        if not isinstance(body, dict):
            raise ApiError("json_not_object")
        return values | body
    return values | {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
