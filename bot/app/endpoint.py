"""Where requests come over HTTP: a small server for behind a proxy; Slack's go to the same listeners as ever."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Thread

from aiohttp import web
from slack_bolt import App, BoltRequest
from slack_bolt.adapter.aiohttp import to_aiohttp_response

from bot.address import Address
from bot.app.signatures import Signatures
from bot.manifest import REQUESTS_PATH
from kpi_core.errors import Conflict

_log = logging.getLogger(__name__)
_LARGEST_BYTES = 1024 * 1024  # forms and messages have some hundred thousand at most
_ARRIVES_WITHIN_S = 5.0
_AT_ONCE = 50  # requests that wait for their ack
_ENDS_WITHIN_S = 5.0

Door = Callable[[web.Request], Awaitable[web.StreamResponse]]
NO_DOORS: Mapping[str, Door] = {}


@contextmanager
def listening(
    app: App, signatures: Signatures, address: Address, beside: Mapping[str, Door] = NO_DOORS
) -> Iterator[str]:
    """Take Slack's requests and hand them to the app, with other doors `beside` by their paths; give Slack's URL.

    Raises Conflict when the port is taken.
    """
    with (
        ThreadPoolExecutor(_AT_ONCE) as acks,
        standing({REQUESTS_PATH: _slacks(app, signatures, acks), **beside}, address) as url,
    ):
        yield f"{url}{REQUESTS_PATH}"


@contextmanager
def standing(doors: Mapping[str, Door], address: Address) -> Iterator[str]:
    """Serve these doors by their paths; give the URL they are under. Raises Conflict when the port is taken."""
    server = web.Application(client_max_size=_LARGEST_BYTES)
    for path, door in doors.items():
        server.router.add_post(path, door)
    with _loop() as loop:
        runner = web.AppRunner(server, access_log=None, shutdown_timeout=_ENDS_WITHIN_S)
        try:
            yield asyncio.run_coroutine_threadsafe(_listen(runner, address), loop).result()
        finally:
            asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result()


async def arrived(request: web.Request) -> bytes:
    """Return a request's body.

    Raises what answers 408 for one that does not come, 413 for one too large, 400 for one not encoded as it says.
    """
    try:
        async with asyncio.timeout(_ARRIVES_WITHIN_S):
            return await request.read()
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
    except web.RequestPayloadError:
        raise web.HTTPBadRequest from None


@contextmanager
def _loop() -> Iterator[asyncio.AbstractEventLoop]:
    """Run an event loop in a thread of its own."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, name="endpoint", daemon=True)
    thread.start()
    try:
        yield loop
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _listen(runner: web.AppRunner, address: Address) -> str:
    await runner.setup()
    try:
        await web.TCPSite(runner, address.host, address.port).start()
    except OSError as error:
        raise Conflict(f"nobody can listen at {address.host}:{address.port} ({error.strerror})") from error
    host, port, *_ = runner.addresses[0]
    return f"http://{host}:{port}"


def _slacks(app: App, signatures: Signatures, acks: ThreadPoolExecutor) -> Door:
    async def take(request: web.Request) -> web.StreamResponse:
        body = await arrived(request)
        timestamp = request.headers.get("X-Slack-Request-Timestamp", "")
        signature, loop = request.headers.get("X-Slack-Signature", ""), asyncio.get_running_loop()
        refusal = await loop.run_in_executor(acks, signatures.refusal, body, timestamp, signature)
        if refusal:
            _log.warning("endpoint.refused", extra={"reason": refusal})
            return web.Response(status=401, text=refusal)
        asked = BoltRequest(body=body.decode(), query=request.query_string, headers=dict(request.headers))
        # A listener acks in a thread of its own; until then this one waits, and others are taken meanwhile.
        answered = await loop.run_in_executor(acks, app.dispatch, asked)
        return await to_aiohttp_response(answered)

    return take
