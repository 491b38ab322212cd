"""Where Slack sends its requests over HTTP: a small server for behind a proxy, and the same listeners as ever."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
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


@contextmanager
def listening(app: App, signatures: Signatures, address: Address) -> Iterator[str]:
    """Take Slack's requests and hand them to the app; give the URL. Raises Conflict when the port is taken."""
    with ThreadPoolExecutor(_AT_ONCE) as acks, _loop() as loop:
        runner = web.AppRunner(_server(app, signatures, acks), access_log=None, shutdown_timeout=_ENDS_WITHIN_S)
        try:
            yield asyncio.run_coroutine_threadsafe(_listen(runner, address), loop).result()
        finally:
            asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result()


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
    return f"http://{host}:{port}{REQUESTS_PATH}"


def _server(app: App, signatures: Signatures, acks: ThreadPoolExecutor) -> web.Application:
    async def take(request: web.Request) -> web.StreamResponse:
        try:
            async with asyncio.timeout(_ARRIVES_WITHIN_S):
                body = await request.read()
        except TimeoutError:
            return web.Response(status=408)
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

    server = web.Application(client_max_size=_LARGEST_BYTES)
    server.router.add_post(REQUESTS_PATH, take)
    return server
