"""The Web API as slack_sdk calls it."""

from __future__ import annotations

import json
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.workbench.faults import Pace
from bot.workbench.server import Workbench
from bot.workbench.world import World

C = "C0TEAM"


def error_of(call: Any, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        call(**arguments)
    code: str = caught.value.response["error"]
    return code


def section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def test_it_says_who_the_bot_is(client: WebClient) -> None:
    who = client.auth_test()
    assert ("U0AMBER", "B0AMBER", "T0AMBER") == (who["user_id"], who["bot_id"], who["team_id"])
    assert "Amber" == client.bots_info(bot=who["bot_id"])["bot"]["name"]
    assert "T0AMBER" == client.team_info()["team"]["id"]


def test_a_token_is_needed_and_checked(bench: Workbench, client: WebClient) -> None:
    assert "not_authed" == error_of(WebClient(base_url=bench.api_url).auth_test)
    assert "invalid_auth" == error_of(WebClient(token="xoxb-other", base_url=bench.api_url).auth_test)
    assert "not_allowed_token_type" == error_of(client.apps_connections_open, app_token=bench.bot_token)
    assert "not_allowed_token_type" == error_of(WebClient(token=bench.app_token, base_url=bench.api_url).auth_test)


def test_an_unknown_method_is_said_to_be_unknown(client: WebClient) -> None:
    assert "unknown_method" == error_of(client.api_call, api_method="files.upload")


def test_people_are_found_by_id_and_email_with_their_language(client: WebClient) -> None:
    linh = client.users_info(user="U0LINH", include_locale=True)["user"]
    assert ("vi-VN", 7 * 3600) == (linh["locale"], linh["tz_offset"])
    assert "locale" not in client.users_info(user="U0LINH")["user"]
    assert "U0OLGA" == client.users_lookupByEmail(email="Olga@Agency.example")["user"]["id"]
    assert "users_not_found" == error_of(client.users_lookupByEmail, email="nobody@agency.example")
    assert "user_not_found" == error_of(client.users_info, user="U0NOBODY")


def test_lists_come_page_by_page(client: WebClient) -> None:
    members = [member["id"] for page in client.users_list(limit=2) for member in page["members"]]
    assert ["U0AMBER", "U0LINH", "U0MINH", "U0OLGA", "U0HA", "U0DMITRI"] == members
    assert [C] == [each["id"] for each in client.conversations_list(types="public_channel")["channels"]]
    assert 6 == len(client.conversations_members(channel=C)["members"])


def test_a_message_to_a_person_goes_to_the_direct_messages(bench: Workbench, client: WebClient) -> None:
    assert "D0LINH" == client.chat_postMessage(channel="U0LINH", text="Good morning")["channel"]
    assert "D0LINH" == client.conversations_open(users=["U0LINH"])["channel"]["id"]
    assert ["Good morning"] == [message["text"] for message in bench.as_user("U0LINH").messages()]


def test_metadata_is_kept_and_found_in_the_history(client: WebClient) -> None:
    metadata = {"event_type": "amber_delivery", "event_payload": {"key": "digest/U0LINH/2026-W47"}}
    posted = client.chat_postMessage(channel="U0LINH", text="Scorecard", metadata=metadata)
    first = client.chat_postMessage(channel="U0LINH", text="Later")
    history = client.conversations_history(channel="D0LINH", include_all_metadata=True)["messages"]
    assert [first["ts"], posted["ts"]] == [message["ts"] for message in history]
    assert metadata == history[1]["metadata"]
    plain = client.conversations_history(channel="D0LINH", latest=posted["ts"], inclusive=True)["messages"]
    assert [(posted["ts"], False)] == [(message["ts"], "metadata" in message) for message in plain]
    assert "invalid_metadata_format" == error_of(
        client.chat_postMessage, channel=C, text="x", metadata={"event_type": "lacks its payload"}
    )
    assert "metadata_too_large" == error_of(
        client.chat_postMessage, channel=C, text="x", metadata={**metadata, "event_payload": {"key": "x" * 8000}}
    )


def test_a_form_encoded_call_is_the_same_call(bench: Workbench) -> None:
    body = "channel=C0TEAM&text=Hi&blocks=" + json.dumps([{"type": "divider"}]).replace(" ", "")
    request = Request(f"{bench.api_url}chat.postMessage", body.encode(), {"Authorization": f"Bearer {bench.bot_token}"})
    with urlopen(request) as answer:
        assert json.load(answer)["ok"]
    assert ["divider"] == [block["type"] for block in bench.messages(C)[-1]["blocks"]]


def test_an_edit_keeps_the_blocks_unless_it_brings_others(client: WebClient) -> None:
    ts = client.chat_postMessage(channel=C, text="Acme", blocks=[section("quiet")])["ts"]
    kept = client.chat_update(channel=C, ts=ts, text="Acme again")["message"]
    assert ("Acme again", "quiet") == (kept["text"], kept["blocks"][0]["text"]["text"])
    assert "blocks" not in client.chat_update(channel=C, ts=ts, text="Done", blocks=[])["message"]
    assert "message_not_found" == error_of(client.chat_update, channel=C, ts="1.000000", text="x")


def test_the_bot_changes_and_deletes_its_own_messages_alone(bench: Workbench, client: WebClient) -> None:
    bench.as_user("U0LINH").write("mine", C)
    ts = bench.messages(C)[-1]["ts"]
    assert "cant_update_message" == error_of(client.chat_update, channel=C, ts=ts, text="x")
    assert "cant_delete_message" == error_of(client.chat_delete, channel=C, ts=ts)
    own = client.chat_postMessage(channel=C, text="ours")["ts"]
    assert own.replace(".", "") in client.chat_getPermalink(channel=C, message_ts=own)["permalink"]
    client.chat_delete(channel=C, ts=own)
    assert ["mine"] == [message["text"] for message in bench.messages(C)]


def test_an_ephemeral_message_has_one_reader_and_no_history(bench: Workbench, client: WebClient) -> None:
    client.chat_postEphemeral(channel=C, user="U0LINH", text="for Linh")
    assert [] == client.conversations_history(channel=C)["messages"]
    assert ["for Linh"] == [message["text"] for message in bench.as_user("U0LINH").messages(C)]
    assert [] == bench.as_user("U0MINH").messages(C)
    assert "user_not_in_channel" == error_of(client.chat_postEphemeral, channel=C, user="U0NOBODY", text="x")


def test_a_channel_must_exist_be_open_and_have_the_bot_in_it(bench: Workbench, client: WebClient) -> None:
    channel = bench._workspace.world.conversations[C]
    assert "channel_not_found" == error_of(client.chat_postMessage, channel="C0NONE", text="x")
    channel.members.discard("U0AMBER")
    assert "not_in_channel" == error_of(client.chat_postMessage, channel=C, text="x")
    client.conversations_join(channel=C)
    assert client.chat_postMessage(channel="#account-managers", text="x")["ok"]
    channel.archived = True
    assert "is_archived" == error_of(client.chat_postMessage, channel=C, text="x")


def test_a_message_needs_words_and_not_too_many(client: WebClient) -> None:
    assert "no_text" == error_of(client.api_call, api_method="chat.postMessage", json={"channel": C})
    assert client.chat_postMessage(channel=C, text="x" * 40_000)["ok"]
    assert "msg_too_long" == error_of(client.chat_postMessage, channel=C, text="x" * 40_001)
    sections = [section("x" * 3000)] * 4
    assert client.chat_postMessage(channel=C, text="x", blocks=sections)["ok"]
    assert "msg_blocks_too_long" == error_of(
        client.chat_postMessage, channel=C, text="x", blocks=[*sections, section("x")]
    )
    many = [{"text": "x"}] * 101
    assert "too_many_attachments" == error_of(client.chat_postMessage, channel=C, text="x", attachments=many)


def test_a_refused_block_is_named_and_remembered(bench: Workbench, client: WebClient) -> None:
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel=C, text="x", blocks=[{"type": "divider"}, section("")])
    assert ["[ERROR] must be more than 0 characters [json-pointer:/blocks/1/text/text]"] == (
        caught.value.response["response_metadata"]["messages"]
    )
    assert [("chat.postMessage", "invalid_blocks")] == [(each.method, each.error) for each in bench.breaches]
    assert "invalid_blocks_format" == error_of(client.chat_postMessage, channel=C, text="x", blocks="{no JSON")


def test_a_trigger_lives_three_seconds_and_is_used_once(bench: Workbench, client: WebClient, clock: Any) -> None:
    view = {"type": "modal", "title": {"type": "plain_text", "text": "Log"}, "blocks": [{"type": "divider"}]}
    tickets = bench._workspace.tickets
    used, late = tickets.trigger("U0LINH"), tickets.trigger("U0LINH")
    opened = client.views_open(trigger_id=used, view=view)["view"]
    assert "exchanged_trigger_id" == error_of(client.views_open, trigger_id=used, view=view)
    clock.forward(3.1)
    assert "expired_trigger_id" == error_of(client.views_open, trigger_id=late, view=view)
    assert "invalid_trigger_id" == error_of(client.views_open, trigger_id="made-up", view=view)
    assert opened["id"] == client.views_update(view_id=opened["id"], hash=opened["hash"], view=view)["view"]["id"]
    assert "hash_conflict" == error_of(client.views_update, view_id=opened["id"], hash=opened["hash"], view=view)
    assert "not_found" == error_of(client.views_update, view_id="V0NONE", view=view)


def test_forms_are_stacked_three_high(bench: Workbench, client: WebClient) -> None:
    view = {"type": "modal", "title": {"type": "plain_text", "text": "Log"}, "blocks": []}
    tickets = bench._workspace.tickets
    first = client.views_open(trigger_id=tickets.trigger("U0LINH"), view=view)["view"]["id"]
    for _ in range(2):
        client.views_push(trigger_id=tickets.trigger("U0LINH", first), view=view)
    assert "push_limit_reached" == error_of(client.views_push, trigger_id=tickets.trigger("U0LINH", first), view=view)


def test_a_form_must_keep_the_limits(bench: Workbench, client: WebClient) -> None:
    view = {"type": "modal", "title": {"type": "plain_text", "text": "x" * 25}, "blocks": []}
    trigger = bench._workspace.tickets.trigger("U0LINH")
    assert "invalid_arguments" == error_of(client.views_open, trigger_id=trigger, view=view)
    assert "must be less than 25 characters [json-pointer:/view/title/text]" == bench.breaches[-1].detail


def test_a_view_has_at_most_250_kilobytes(bench: Workbench, client: WebClient) -> None:
    large = {"type": "home", "blocks": [section("x" * 3000)] * 100}
    assert "view_too_large" == error_of(client.views_publish, user_id="U0LINH", view=large)
    assert ["view_too_large"] == [breach.error for breach in bench.breaches]
    assert client.views_publish(user_id="U0LINH", view={**large, "blocks": [section("x" * 2400)] * 100})["ok"]


def test_a_response_url_serves_five_times_in_thirty_minutes(bench: Workbench, clock: Any) -> None:
    workspace = bench._workspace
    channel = workspace.world.conversations[C]
    five = WebhookClient(workspace.response_url("U0LINH", channel))
    assert [200] * 5 + [404] == [five.send(text="again").status_code for _ in range(6)]
    late = WebhookClient(workspace.response_url("U0LINH", channel))
    clock.forward(30 * 60 + 1)
    assert (404, "expired_url") == (late.send(text="x").status_code, json.loads(late.send(text="x").body)["error"])


def test_a_response_url_answers_in_private_in_the_channel_or_in_place(bench: Workbench, client: WebClient) -> None:
    workspace = bench._workspace
    channel = workspace.world.conversations[C]
    ts = client.chat_postMessage(channel=C, text="Snooze?")["ts"]
    hook = WebhookClient(workspace.response_url("U0LINH", channel, ts))
    hook.send(text="for Linh")
    hook.send(text="for all", response_type="in_channel")
    hook.send(text="Snoozed", replace_original=True)
    assert ["Snoozed", "for all"] == [message["text"] for message in bench.as_user("U0MINH").messages(C)]
    assert ["Snoozed", "for Linh", "for all"] == [message["text"] for message in bench.as_user("U0LINH").messages(C)]
    hook.send_dict({"delete_original": True})
    assert ["for all"] == [message["text"] for message in bench.as_user("U0MINH").messages(C)]
    assert 400 == hook.send(text="x", blocks=[section("")]).status_code


def test_a_file_goes_up_and_is_shared(bench: Workbench, client: WebClient) -> None:
    client.files_upload_v2(channel="D0LINH", content="a;b", filename="Số liệu.csv", initial_comment="Your figures")
    shared = bench.messages("U0LINH")[-1]
    assert ("Your figures", "Số liệu.csv", 3) == (
        shared["text"],
        shared["files"][0]["name"],
        shared["files"][0]["size"],
    )
    with urlopen(shared["files"][0]["url_private"]) as answer:
        assert (b"a;b", "attachment") == (answer.read(), answer.headers["Content-Disposition"].partition(";")[0])
    # Slack shares files in conversations alone: a person's ID will not do.
    assert "channel_not_found" == error_of(client.files_upload_v2, channel="U0LINH", content="x", filename="x.csv")


def test_faults_come_when_they_are_asked_for(bench: Workbench) -> None:
    client = WebClient(token=bench.bot_token, base_url=bench.api_url, retry_handlers=[])
    bench.faults.next("auth.test", "429", seconds=7)
    with pytest.raises(SlackApiError) as limited:
        client.auth_test()
    assert (429, "7") == (limited.value.response.status_code, limited.value.response.headers["Retry-After"])
    bench.faults.next("auth.test", "503")
    with pytest.raises(SlackApiError) as down:
        client.auth_test()
    assert 503 == down.value.response.status_code
    bench.faults.next("auth.test", "slow", seconds=30)
    client.timeout = 0.1
    with pytest.raises(TimeoutError):
        client.auth_test()
    client.timeout = 30
    assert client.auth_test()["ok"]


def test_a_dropped_connection_loses_the_call_or_just_its_answer(bench: Workbench) -> None:
    client = WebClient(token=bench.bot_token, base_url=bench.api_url, retry_handlers=[])
    for kind, said in (("drop_before", []), ("drop_after", ["once"])):
        bench.faults.next("chat.postMessage", kind)
        with pytest.raises((OSError, URLError)):
            client.chat_postMessage(channel=C, text="once")
        assert said == [message["text"] for message in bench.messages(C)]


def test_messages_are_paced_per_conversation_after_a_burst(clock: Any) -> None:
    with Workbench(World.of_cast(clock), pace=Pace(clock, burst=2)) as bench:
        client = WebClient(token=bench.bot_token, base_url=bench.api_url, retry_handlers=[])
        for _ in range(2):
            client.chat_postMessage(channel="U0LINH", text="x")
        with pytest.raises(SlackApiError) as limited:
            client.chat_postMessage(channel="D0LINH", text="x")
        assert ("ratelimited", "1") == (limited.value.response["error"], limited.value.response.headers["Retry-After"])
        assert client.chat_postMessage(channel="U0MINH", text="x")["ok"]
        clock.forward(1)
        assert client.chat_postMessage(channel="U0LINH", text="x")["ok"]


def test_other_calls_are_paced_by_their_tier(clock: Any) -> None:
    with Workbench(World.of_cast(clock), pace=Pace(clock)) as bench:
        client = WebClient(token=bench.bot_token, base_url=bench.api_url, retry_handlers=[])
        for _ in range(20):
            client.users_list()
        with pytest.raises(SlackApiError) as limited:
            client.users_list()
        assert (429, "3") == (limited.value.response.status_code, limited.value.response.headers["Retry-After"])
        assert client.users_info(user="U0LINH")["ok"]
        clock.forward(3)
        assert client.users_list()["ok"]


def test_what_the_app_was_not_allowed_is_refused_and_noted(bench: Workbench, client: WebClient) -> None:
    bench.scopes.discard("files:write")
    assert "missing_scope" == error_of(client.files_upload_v2, channel="D0LINH", content="x", filename="x.csv")
    assert [("missing_scope", "needed: files:write")] == [(one.error, one.detail) for one in bench.breaches]


def test_histories_are_read_with_the_scope_of_their_kind(bench: Workbench, client: WebClient) -> None:
    bench.scopes.discard("im:history")
    assert "missing_scope" == error_of(client.conversations_history, channel="D0LINH")
    assert client.conversations_history(channel=C)["ok"]


def test_an_address_is_told_only_to_who_may_know_it(bench: Workbench, client: WebClient) -> None:
    assert "linh@agency.example" == client.users_info(user="U0LINH")["user"]["profile"]["email"]
    bench.scopes.discard("users:read.email")
    assert "email" not in client.users_info(user="U0LINH")["user"]["profile"]
