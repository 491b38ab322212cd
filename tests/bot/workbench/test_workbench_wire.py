"""Socket Mode frame by frame, and who may connect at all."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from slack_sdk import WebClient

from bot.workbench.server import Workbench
from bot.workbench.world import World


@asynccontextmanager
async def socket_of(bench: Workbench) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    client = WebClient(base_url=bench.api_url)
    address = (await asyncio.to_thread(client.apps_connections_open, app_token=bench.app_token))["url"]
    async with aiohttp.ClientSession() as session, session.ws_connect(address) as socket:
        assert "hello" == (await socket.receive_json())["type"]
        yield socket


def test_an_event_comes_again_until_it_is_acknowledged(clock: Any) -> None:
    async def scenario(bench: Workbench) -> list[tuple[int, str]]:
        seen = []
        async with socket_of(bench) as socket:
            await asyncio.to_thread(bench.as_user("U0LINH").write, "help")
            for _ in range(2):
                envelope = await socket.receive_json()
                seen.append((envelope["retry_attempt"], envelope["retry_reason"]))
            await socket.send_json({"envelope_id": envelope["envelope_id"]})
            bench.be_patient(60)
            outcome = asyncio.create_task(asyncio.to_thread(bench.as_user("U0LINH").command, "/kpi", "nps"))
            command = await socket.receive_json()  # nothing came between: the event is settled
            assert ("slash_commands", True) == (command["type"], command["accepts_response_payload"])
            await socket.send_json({"envelope_id": command["envelope_id"]})
            assert {"ok": True} == await outcome
        return seen

    with Workbench(World.of_cast(clock), ack_seconds=0.3, event_retry_seconds=(0.0, 60.0)) as bench:
        assert [(0, ""), (1, "timeout")] == asyncio.run(scenario(bench))


def test_it_tells_the_person_when_the_bot_stays_silent(clock: Any) -> None:
    async def scenario(bench: Workbench) -> dict[str, Any]:
        async with socket_of(bench):
            return await asyncio.to_thread(bench.as_user("U0LINH").command, "/kpi")

    with Workbench(World.of_cast(clock), ack_seconds=0.1) as bench:
        outcome = asyncio.run(scenario(bench))
    assert {"ok": False, "error": '/kpi failed with the error "operation_timeout"'} == outcome


def test_a_refresh_is_announced(bench: Workbench) -> None:
    async def scenario() -> dict[str, Any]:
        async with socket_of(bench) as socket:
            await asyncio.to_thread(bench.refresh_links)
            told: dict[str, Any] = await socket.receive_json()
            return told

    assert ("disconnect", "refresh_requested") == tuple(asyncio.run(scenario())[key] for key in ("type", "reason"))


def test_a_ping_is_answered_and_rubbish_is_not_minded(bench: Workbench) -> None:
    async def scenario() -> aiohttp.WSMsgType:
        async with socket_of(bench) as socket:
            await socket.send_str("no JSON")
            await socket.send_str(json.dumps({"envelope_id": "never sent"}))
            socket._autoping = False
            await socket.ping(b"still there?")
            return (await socket.receive()).type

    assert aiohttp.WSMsgType.PONG is asyncio.run(scenario())


def test_an_address_is_good_for_one_connection(bench: Workbench) -> None:
    address = WebClient(base_url=bench.api_url).apps_connections_open(app_token=bench.app_token)["url"]

    async def scenario() -> None:
        async with aiohttp.ClientSession() as session, session.ws_connect(address):
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await session.ws_connect(address)

    asyncio.run(scenario())


def test_with_no_bot_a_command_fails_at_once(bench: Workbench) -> None:
    outcome = bench.as_user("U0LINH").command("/kpi")
    assert {"ok": False, "error": '/kpi failed with the error "dispatch_failed"'} == outcome


async def _status(bench: Workbench, path: str, **headers: str) -> int:
    async with aiohttp.ClientSession() as session, session.get(f"{bench.url}{path}", headers=headers) as answer:
        return answer.status


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1:1"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_another_web_page_may_not_call(bench: Workbench, headers: dict[str, str]) -> None:
    assert 403 == asyncio.run(_status(bench, "/desk/state", **headers))


def test_the_own_page_and_programs_may_call(bench: Workbench) -> None:
    assert 200 == asyncio.run(_status(bench, "/desk/state"))
    assert 200 == asyncio.run(_status(bench, "/desk/state", Origin=bench.url))
    assert 200 == asyncio.run(
        _status(bench, "/desk/state", Host=bench.url.removeprefix("http://127.0.0.1:").join(["localhost:", ""]))
    )


def test_a_foreign_page_may_not_listen_to_the_feed(bench: Workbench) -> None:
    async def scenario() -> None:
        async with aiohttp.ClientSession() as session:
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await session.ws_connect(f"{bench.url}/desk/feed?user=U0LINH", origin="https://evil.example")

    asyncio.run(scenario())


def test_every_answer_forbids_foreign_scripts(bench: Workbench) -> None:
    async def scenario() -> str:
        async with aiohttp.ClientSession() as session, session.get(bench.url) as answer:
            return answer.headers["Content-Security-Policy"]

    assert "script-src 'self';" in asyncio.run(scenario())


def test_a_path_leads_nowhere_but_to_the_page(bench: Workbench) -> None:
    for path in ("/page/../server.py", "/page/%2e%2e/server.py", "/page/..%2fserver.py", "/page/server"):
        assert 404 == asyncio.run(_status(bench, path))


def test_a_taken_port_is_an_error(bench: Workbench, clock: Any) -> None:
    port = int(bench.url.rpartition(":")[2])
    with pytest.raises(OSError, match="address already in use"):
        Workbench(World.of_cast(clock), port).start()
