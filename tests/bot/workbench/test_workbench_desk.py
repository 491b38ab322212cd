"""What the page calls."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import aiohttp
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.people import Person
from bot.workbench.server import Workbench
from bot.workbench.world import World

C = "C0TEAM"


def get(bench: Workbench, path: str, **asked: str) -> Any:
    with urlopen(f"{bench.url}/desk/{path}?{urlencode(asked)}") as answer:
        return json.load(answer)


def post(bench: Workbench, path: str, **asked: Any) -> Any:
    return sent(bench, path, json.dumps(asked).encode())


def sent(bench: Workbench, path: str, body: bytes) -> Any:
    request = Request(f"{bench.url}/desk/{path}", body, {"Content-Type": "application/json"})
    try:
        with urlopen(request) as answer:
            return json.load(answer)
    except HTTPError as error:
        with error:
            return json.load(error)


def test_the_state_tells_who_is_here_and_what_can_be_done(clock: Any) -> None:
    commands = [{"command": "/kpi", "hint": "[KPI] [period]", "completions": ["nps"]}]
    offers = {"shortcuts": [("send_digest", "Send digest")], "message_shortcuts": [("log_message", "Log this")]}
    with Workbench(World.of_cast(clock), commands=commands, **offers) as bench:
        state = get(bench, "state", user="U0LINH")
    assert "U0LINH" == state["me"]
    assert ("Linh Trần", "LT") == (state["people"][0]["name"], state["people"][0]["initials"])
    assert [(C, "channel", False), ("D0LINH", "im", True)] == [
        (each["id"], each["kind"], each["bot"]) for each in state["conversations"]
    ]
    assert {"id": "U0AMBER", "name": "Amber", "connected": False} == state["bot"]
    assert commands == state["commands"]
    assert [{"callback_id": "send_digest", "name": "Send digest"}] == state["shortcuts"]
    assert [{"callback_id": "log_message", "name": "Log this"}] == state["message_shortcuts"]
    assert clock.now == state["now"]


def test_the_state_of_nobody_is_that_of_the_first_person(bench: Workbench) -> None:
    assert "U0LINH" == get(bench, "state")["me"]


def test_messages_are_unread_until_they_are_read(bench: Workbench, client: WebClient) -> None:
    client.chat_postMessage(channel="U0LINH", text="Good morning")

    def unread() -> int:
        return int(get(bench, "state", user="U0LINH")["conversations"][1]["unread"])

    assert 1 == unread()
    assert {"ok": True} == post(bench, "read", user="U0LINH", conversation="D0LINH")
    assert 0 == unread()


def test_the_page_shows_messages_as_their_reader_sees_them(bench: Workbench, client: WebClient) -> None:
    client.chat_postEphemeral(channel=C, user="U0LINH", text="for Linh")
    assert {"ok": True} == post(bench, "message", user="U0MINH", conversation=C, text="Hi <all>")
    shown = get(bench, "messages", user="U0LINH", conversation=C)
    assert [("for Linh", "Amber", True, True), ("Hi &lt;all&gt;", "Minh Lê", False, False)] == [
        (each["text"], each["user_name"], each["ephemeral"], each["bot"]) for each in shown
    ]
    assert 1 == len(get(bench, "messages", user="U0MINH", conversation=C))


def test_nobody_reads_or_writes_where_they_are_not(bench: Workbench) -> None:
    refused = {"ok": False, "error": "not_in_channel"}
    assert refused == post(bench, "message", user="U0MINH", conversation="D0LINH", text="x")
    assert refused == post(bench, "read", user="U0NOBODY", conversation=C)
    assert {"ok": False, "error": "message_not_found"} == post(
        bench, "action", user="U0LINH", conversation=C, ts="1.0", action={"action_id": "x"}
    )
    assert {"ok": False, "error": "not_found"} == post(bench, "view", user="U0LINH", view_id="V1", values={})


def test_rubbish_is_refused(bench: Workbench) -> None:
    assert {"ok": False, "error": "no_such_action"} == post(bench, "action", user="U0LINH", action=7)
    assert {"ok": False, "error": "json_not_object"} == sent(bench, "message", b"[]")
    assert {"ok": False, "error": "invalid_json"} == sent(bench, "message", b"no JSON")


def test_an_unknown_command_is_told_from_a_silent_bot(clock: Any) -> None:
    with Workbench(World.of_cast(clock), commands=[{"command": "/kpi", "hint": "", "completions": []}]) as bench:
        outcome = post(bench, "message", user="U0LINH", conversation=C, text="/kip nps")
    assert {"ok": False, "error": "/kip is not a valid command."} == outcome


def test_the_feed_tells_each_person_what_concerns_them(bench: Workbench, client: WebClient) -> None:
    async def heard_by(user: str, count: int) -> list[Any]:
        async with aiohttp.ClientSession() as session, session.ws_connect(f"{bench.url}/desk/feed?user={user}") as feed:
            waiting[user].set()
            return [await feed.receive_json(timeout=60) for _ in range(count)]

    async def scenario() -> tuple[list[Any], list[Any]]:
        listening = [asyncio.create_task(heard_by("U0LINH", 4)), asyncio.create_task(heard_by("U0MINH", 2))]
        await asyncio.gather(*(event.wait() for event in waiting.values()))
        await asyncio.to_thread(happen)
        linh, minh = await asyncio.gather(*listening)
        return linh, minh

    def happen() -> None:
        client.chat_postEphemeral(channel=C, user="U0LINH", text="for Linh")
        ts = client.chat_postMessage(channel=C, text="for all")["ts"]
        client.views_publish(user_id="U0LINH", view={"type": "home", "blocks": []})
        client.chat_delete(channel=C, ts=ts)

    waiting = {user: asyncio.Event() for user in ("U0LINH", "U0MINH")}
    linh, minh = asyncio.run(scenario())
    assert ["message", "message", "home", "deleted"] == [event["type"] for event in linh]
    assert [("message", "for all"), ("deleted", "for all")] == [
        (each["type"], each["message"]["text"]) for each in minh
    ]


def test_the_home_page_is_what_was_published_last(bench: Workbench, client: WebClient) -> None:
    assert {"view": None} == get(bench, "home", user="U0LINH")
    client.views_publish(user_id="U0LINH", view={"type": "home", "blocks": [{"type": "divider"}]})
    assert "divider" == get(bench, "home", user="U0LINH")["view"]["blocks"][0]["type"]


def test_what_broke_a_limit_is_listed(bench: Workbench, client: WebClient) -> None:
    with pytest.raises(SlackApiError):
        client.chat_postMessage(channel=C, text="x", blocks=[{"type": "divider"}] * 51)
    assert [{"method": "chat.postMessage", "error": "invalid_blocks",
             "detail": "no more than 50 items allowed [json-pointer:/blocks]"}] == get(bench, "limits")  # fmt: skip


def test_the_agency_s_people_move_in(clock: Any) -> None:
    people = [
        Person(
            "linh", "Linh Trần", email="linh@agency.example", language="vi", timezone="Asia/Ho_Chi_Minh", team="North"
        ),
        Person("ha", "Hà Nguyễn", role="lead", slack_user_id="U777HA"),
        Person("left", "Left Long Ago", active=False),
    ]
    world = World.of_roster(people, {"C1": "#team-north"}, clock)
    assert ["U0LINH", "U777HA"] == list(world.people)
    assert ("vi-VN", "Account manager", "linh") == (
        world.people["U0LINH"].locale,
        world.people["U0LINH"].title,
        world.people["U0LINH"].name,
    )
    assert ["team-north", "Amber"] == [each.name for each in world.seen_by("U777HA")]


def test_the_clock_stands_where_no_bot_comes_along(bench: Workbench) -> None:
    assert get(bench, "state", user="U0LINH")["clock"] is None
    assert {"ok": False, "error": "The clock cannot be moved here."} == post(
        bench, "clock", user="U0LINH", local="2026-11-23T08:00"
    )


def test_the_clock_moves_on_to_a_local_time_and_takes_the_bot_along(bench: Workbench) -> None:
    taken_to: list[float] = []
    bench.let_move(taken_to.append)
    shown = get(bench, "state", user="U0LINH")["clock"]
    assert "Asia/Ho_Chi_Minh" == shown["zone"]
    assert {"name": "Monday 08:00", "local": "2026-11-23T08:00"} in shown["moments"]
    assert {"ok": True} == post(bench, "clock", user="U0LINH", local="2026-11-23T08:00")
    monday = 1_795_395_600.0  # 08:00 in Ho Chi Minh City, 01:00 UTC
    assert [monday] == taken_to
    assert monday == get(bench, "state", user="U0LINH")["now"]


@pytest.mark.parametrize("local", ["2026-11-01T08:00", "2028-11-23T08:00", "soon", ""])
def test_the_clock_moves_neither_back_nor_far_nor_anywhere(bench: Workbench, clock: Any, local: str) -> None:
    taken_to: list[float] = []
    bench.let_move(taken_to.append)
    assert not post(bench, "clock", user="U0LINH", local=local)["ok"]
    assert ([], clock.now) == (taken_to, get(bench, "state", user="U0LINH")["now"])
