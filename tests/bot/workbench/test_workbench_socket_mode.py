"""The real Bolt app over a real websocket: what works here works in Slack."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest

from bot.workbench.errors import ApiError

C = "C0TEAM"
Payload = dict[str, Any]


def button(action_id: str, value: str = "acme") -> Payload:
    return {"type": "button", "action_id": action_id, "value": value, "text": {"type": "plain_text", "text": "Go"}}


def actions(*elements: Payload, block_id: str = "choices") -> list[Payload]:
    return [{"type": "actions", "block_id": block_id, "elements": list(elements)}]


def form(*blocks: Payload, callback_id: str = "log", **more: Any) -> Payload:
    titles = {key: {"type": "plain_text", "text": text} for key, text in (("title", "Log"), ("submit", "Save"))}
    return {"type": "modal", "callback_id": callback_id, **titles, "blocks": list(blocks), **more}


def text_input(block_id: str, *, optional: bool = False) -> Payload:
    return {
        "type": "input",
        "block_id": block_id,
        "optional": optional,
        "label": {"type": "plain_text", "text": block_id},
        "element": {"type": "plain_text_input", "action_id": "typed"},
    }


def test_it_answers_a_slash_command_to_the_asker_alone(bolt: Any) -> None:
    @bolt.app.command("/kpi")
    def kpi(ack: Any, respond: Any, command: Payload) -> None:
        ack()
        respond(f"you asked: {command['text']}")

    linh, minh = bolt.bench.as_user("U0LINH"), bolt.bench.as_user("U0MINH")
    assert {"ok": True} == linh.command("/kpi", "nps", C)
    seen = bolt.bench.wait_for(lambda: [m for m in linh.messages(C) if m["text"] == "you asked: nps"])
    assert [True] == [message["is_ephemeral"] for message in seen]
    assert [] == [message for message in minh.messages(C) if message["text"] == "you asked: nps"]


def test_it_shows_what_an_acknowledgement_says(bolt: Any) -> None:
    bolt.app.command("/hello")(lambda ack: ack("Hi!"))
    linh = bolt.bench.as_user("U0LINH")
    linh.command("/hello")
    assert ("Hi!", True) == (linh.messages()[-1]["text"], linh.messages()[-1]["is_ephemeral"])


def test_a_command_arrives_escaped_with_names_as_mentions(bolt: Any) -> None:
    heard: list[str] = []

    @bolt.app.command("/say")
    def say(ack: Any, command: Payload) -> None:
        heard.append(command["text"])
        ack()

    bolt.bench.as_user("U0LINH").command("/say", "@minh @Ольга Петрова @minhly <!channel> & co")
    assert ["<@U0MINH|minh> <@U0OLGA|olga> @minhly &lt;!channel&gt; &amp; co"] == heard


def test_a_press_brings_its_value_message_and_state(bolt: Any) -> None:
    pressed: list[Payload] = []

    @bolt.app.action("snooze")
    def snooze(ack: Any, body: Payload, respond: Any) -> None:
        pressed.append(body)
        ack()
        respond("Snoozed", replace_original=True)

    linh = bolt.bench.as_user("U0LINH")
    bolt.client.chat_postMessage(channel="U0LINH", text="Acme is quiet", blocks=actions(button("snooze")))
    assert {"ok": True} == linh.press("snooze")
    bolt.bench.wait_for(lambda: linh.messages()[-1]["text"] == "Snoozed")
    body = pressed[0]
    assert ("acme", "choices", "button") == tuple(body["actions"][0][key] for key in ("value", "block_id", "type"))
    assert ("D0LINH", "directmessage") == (body["channel"]["id"], body["channel"]["name"])
    assert ("Acme is quiet", False) == (body["message"]["text"], body["container"]["is_ephemeral"])
    assert {"values": {}} == body["state"]


def test_a_choice_in_a_message_is_in_its_state(bolt: Any) -> None:
    chosen: list[Payload] = []

    @bolt.app.action("tier")
    def tier(ack: Any, body: Payload) -> None:
        chosen.append(body)
        ack()

    options = [{"text": {"type": "plain_text", "text": name}, "value": name} for name in ("key", "core")]
    select = {"type": "static_select", "action_id": "tier", "options": options}
    bolt.client.chat_postMessage(channel="U0OLGA", text="Which?", blocks=actions(select))
    bolt.bench.as_user("U0OLGA").press("tier", "core")
    assert "core" == chosen[0]["state"]["values"]["choices"]["tier"]["selected_option"]["value"]
    assert "core" == chosen[0]["actions"][0]["selected_option"]["value"]


def test_a_press_in_an_ephemeral_message_does_not_bring_the_message(bolt: Any) -> None:
    pressed: list[Payload] = []

    @bolt.app.action("share")
    def share(ack: Any, body: Payload) -> None:
        pressed.append(body)
        ack()

    bolt.client.chat_postEphemeral(channel=C, user="U0HA", text="Only you", blocks=actions(button("share")))
    bolt.bench.as_user("U0HA").press("share")
    assert (True, False) == (pressed[0]["container"]["is_ephemeral"], "message" in pressed[0])
    with pytest.raises(ApiError, match="no_such_action"):
        bolt.bench.as_user("U0MINH").press("share")


def test_a_form_opens_is_filled_in_and_closes(bolt: Any) -> None:
    submitted: list[Payload] = []

    @bolt.app.shortcut("log_interaction")
    def opened(ack: Any, client: Any, shortcut: Payload) -> None:
        ack()
        client.views_open(trigger_id=shortcut["trigger_id"], view=form(text_input("minutes"), private_metadata="acme"))

    @bolt.app.view("log")
    def saved(ack: Any, view: Payload) -> None:
        submitted.append(view)
        ack()

    linh = bolt.bench.as_user("U0LINH")
    linh.shortcut("log_interaction")
    bolt.bench.wait_for(linh.form)
    assert {"errors": {"minutes": "Please complete this required field."}} == linh.submit()
    assert {} == linh.submit({"minutes": "20"})
    assert None is linh.form()
    assert "20" == submitted[0]["state"]["values"]["minutes"]["typed"]["value"]
    assert "acme" == submitted[0]["private_metadata"]


def test_the_bot_may_answer_a_form_with_errors_another_form_or_one_on_top(bolt: Any) -> None:
    answers: list[Payload] = []
    bolt.app.shortcut("ask")(
        lambda ack, client, shortcut: (
            ack(),
            client.views_open(trigger_id=shortcut["trigger_id"], view=form(text_input("a"), callback_id="asked")),
        )
    )
    bolt.app.view("asked")(lambda ack: ack(**answers.pop(0)))
    minh = bolt.bench.as_user("U0MINH")
    minh.shortcut("ask")
    first = bolt.bench.wait_for(minh.form)

    answers.append({"response_action": "errors", "errors": {"a": "Not a number"}})
    assert {"errors": {"a": "Not a number"}} == minh.submit({"a": "x"})
    answers.append({"response_action": "push", "view": form(text_input("b"), callback_id="asked")})
    assert first["id"] == minh.submit({"a": "1"})["view"]["previous_view_id"]
    answers.append({"response_action": "update", "view": form(text_input("c", optional=True), callback_id="asked")})
    assert "c" == minh.submit({"b": "2"})["view"]["blocks"][0]["block_id"]
    answers.append({"response_action": "clear"})
    assert {} == minh.submit()
    assert None is minh.form()


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"b": "Not a number"}},
        {"response_action": "errors", "errors": {"a": ""}},
        {"response_action": "shrug"},
    ],
)
def test_an_answer_to_a_form_that_slack_does_not_take_is_trouble(bolt: Any, answer: Payload) -> None:
    open_form = form(text_input("a"), callback_id="astray")
    bolt.app.shortcut("stray")(
        lambda ack, client, shortcut: (ack(), client.views_open(trigger_id=shortcut["trigger_id"], view=open_form))
    )
    bolt.app.view("astray")(lambda body, ack: ack(**json.loads(body["view"]["state"]["values"]["a"]["typed"]["value"])))
    ha = bolt.bench.as_user("U0HA")
    ha.shortcut("stray")
    bolt.bench.wait_for(ha.form)
    assert {"ok": False, "error": "We had some trouble connecting. Try again?"} == ha.submit({"a": json.dumps(answer)})
    assert ("view_submission", "invalid_arguments") == (bolt.bench.breaches[-1].method, bolt.bench.breaches[-1].error)
    ha.close()


def test_a_closed_form_is_told_when_the_bot_wants_to_know(bolt: Any) -> None:
    closed = threading.Event()
    view = form(text_input("a"), callback_id="left", notify_on_close=True)

    @bolt.app.shortcut("leave")
    def opened(ack: Any, client: Any, shortcut: Payload) -> None:
        ack()
        client.views_open(trigger_id=shortcut["trigger_id"], view=view)

    @bolt.app.view_closed("left")
    def left(ack: Any) -> None:
        ack()
        closed.set()

    linh = bolt.bench.as_user("U0LINH")
    linh.shortcut("leave")
    bolt.bench.wait_for(linh.form)
    linh.close()
    assert closed.wait(60)


def test_a_message_shortcut_brings_the_message(bolt: Any) -> None:
    used: list[Payload] = []

    @bolt.app.message_shortcut("log_message")
    def log(ack: Any, shortcut: Payload) -> None:
        used.append(shortcut)
        ack()

    linh = bolt.bench.as_user("U0LINH")
    ts = bolt.client.chat_postMessage(channel=C, text="Called Volga")["ts"]
    linh.shortcut("log_message", C, ts)
    assert ("message_action", "Called Volga") == (used[0]["type"], used[0]["message"]["text"])


def test_what_one_person_alone_sees_has_no_shortcuts(bolt: Any) -> None:
    ts = bolt.client.chat_postEphemeral(channel=C, user="U0LINH", text="Only for Linh")["message_ts"]
    with pytest.raises(ApiError, match="message_not_found"):
        bolt.bench.as_user("U0LINH").shortcut("log_message", C, ts)


def test_a_direct_message_a_mention_and_the_home_page_are_events(bolt: Any) -> None:
    heard: list[tuple[str, str]] = []
    all_heard = threading.Event()

    def hear(event: Payload, client: Any) -> None:
        heard.append((event["type"], event.get("text", "")))
        if event["type"] == "app_home_opened":
            client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [{"type": "divider"}]})
        if len(heard) == 3:
            all_heard.set()

    for kind in ("message", "app_mention", "app_home_opened"):
        bolt.app.event(kind)(hear)
    olga = bolt.bench.as_user("U0OLGA")
    olga.write("help")
    olga.write("@Amber nps", C)
    olga.write("nothing for the bot", C)
    olga.open_home()
    assert all_heard.wait(60)
    assert {("message", "help"), ("app_mention", "<@U0AMBER> nps"), ("app_home_opened", "")} == set(heard)
    home = bolt.bench.wait_for(olga.home)
    assert ["divider"] == [block["type"] for block in home["blocks"]]


def test_the_bot_connects_anew_when_asked_to(bolt: Any) -> None:
    served: list[str] = []
    bolt.app.command("/again")(lambda ack: (served.append("again"), ack()))
    before = bolt.bench._link._sockets[0]
    bolt.bench.refresh_links()
    bolt.bench.wait_for(lambda: bolt.bench.connected and before not in bolt.bench._link._sockets)
    assert {"ok": True} == bolt.bench.as_user("U0LINH").command("/again")
