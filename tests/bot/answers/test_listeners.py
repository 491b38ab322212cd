"""The listeners behind a real Bolt app."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from slack_bolt import BoltRequest

from bot.listeners.visitors import Visitors
from bot.personal import Personal
from bot.workbench.blockkit.checks import check_blocks, check_view
from bot.workbench.blockkit.limits import VIEW_BYTES
from kpi_core.errors import AmberError, SetupError, Unavailable
from tests.bot.answers.stage import FILLED, Json, Stage, button


def test_a_command_is_answered_to_the_asker_alone(stage: Stage) -> None:
    stage.command("U0LINH", "")
    (answer,) = stage.slack.of("response")
    assert ("ephemeral", []) == (answer["response_type"], check_blocks(answer["blocks"]))
    assert answer["text"].startswith("Trần Thuỳ Linh")


def test_share_posts_the_answer_in_the_channel(stage: Stage) -> None:
    stage.command("U0LINH", "freshness share")
    assert "in_channel" == stage.slack.of("response")[0]["response_type"]


def test_share_at_the_end_of_a_logged_text_is_text(stage: Stage) -> None:
    stage.command("U0LINH", "log acme call agreed their market share")
    ((_, row),) = stage.book.submitted.values()
    assert "agreed their market share" == row["summary"]


def test_an_error_is_one_line_to_the_asker_alone(stage: Stage) -> None:
    stage.command("U0LINH", "nsp share")
    (answer,) = stage.slack.of("response")
    assert "ephemeral" == answer["response_type"]
    assert "Did you mean `nps`?" in answer["blocks"][0]["text"]["text"]


def test_a_stranger_is_told_whom_to_ask(stage: Stage) -> None:
    stage.command("U0NOBODY", "nps")
    assert "Dmitri Volkov" in stage.slack.of("response")[0]["text"]


def test_a_person_is_known_by_the_e_mail_of_their_profile_and_asked_for_once(stage: Stage) -> None:
    stage.slack.profiles["U0NEW"] = {"profile": {"email": "D@amber.example"}, "locale": "ru-RU"}
    stage.command("U0NEW", "nps")
    stage.command("U0NEW", "nps")
    assert 1 == len(stage.slack.of("users.info"))
    assert "Индекс лояльности" in stage.slack.of("response")[0]["text"]


def test_who_changes_their_profile_is_known_anew_within_a_day_and_serves_as_they_were_until_slack_answers(
    stage: Stage,
) -> None:
    seconds = [0.0]
    visitors, client = Visitors(stage.book, stage.choices, lambda: seconds[0]), stage.app.client

    def language() -> str:
        return visitors.visit(client, "U0LINH").language

    stage.slack.profiles["U0LINH"] = {"profile": {}, "locale": "ru-RU"}
    assert "ru" == language()
    stage.slack.profiles["U0LINH"] = {"profile": {}, "locale": "vi-VN"}
    seconds[0] = 86_399.0
    assert "ru" == language()
    seconds[0] = 86_400.0
    stage.slack.errors["users.info"] = "ratelimited"
    assert "ru" == language()
    stage.slack.errors.clear()
    assert "vi" == language()


def test_blocks_that_slack_refuses_are_said_as_text(stage: Stage) -> None:
    stage.slack.refuses_blocks = True
    stage.command("U0LINH", "freshness")
    (answer,) = stage.slack.of("response")
    assert "Relationship freshness · Trần Thuỳ Linh: 50%" == answer["text"].splitlines()[0]
    assert "1 account within cadence" in answer["text"]


def test_an_answer_whose_address_has_expired_reaches_the_asker(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    stage.slack.addresses_expired = True
    stage.command("U0LINH", "freshness share")
    assert [("C1", "U0LINH")] == [(one["channel"], one["user"]) for one in stage.slack.of("chat.postEphemeral")]
    (record,) = [one for one in caplog.records if one.message == "slack.respond_failed"]
    assert (404, "expired_url") == (record.status, record.answer)  # type: ignore[attr-defined]


def test_what_breaks_is_logged_under_the_id_it_is_told_with(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    stage.book.current = lambda: 1 / 0  # type: ignore[method-assign,assignment,return-value]
    stage.command("U0LINH", "")
    (record,) = [one for one in caplog.records if one.message == "listener.failed"]
    assert record.request in stage.slack.of("response")[0]["text"]  # type: ignore[attr-defined]


def test_a_direct_message_is_answered_there(stage: Stage) -> None:
    stage.event(type="message", channel_type="im", channel="D1", user="U0LINH", text="freshness", ts="1")
    assert ["D1"] == [one["channel"] for one in stage.slack.of("chat.postMessage")]


def test_an_event_delivered_again_is_answered_once(stage: Stage) -> None:
    for _ in range(2):
        stage.event(type="message", channel_type="im", channel="D1", user="U0LINH", text="freshness", ts="1")
    assert 1 == len(stage.slack.of("chat.postMessage"))


def test_the_bot_does_not_answer_itself(stage: Stage) -> None:
    stage.event(type="message", channel_type="im", channel="D1", bot_id="B1", user="UBOT", text="hello", ts="1")
    assert [] == stage.slack.of("chat.postMessage")


def test_a_mention_is_answered_to_the_asker_alone(stage: Stage) -> None:
    stage.event(type="app_mention", channel="C1", user="U0LINH", text="<@UBOT> freshness", ts="1")
    assert ["U0LINH"] == [one["user"] for one in stage.slack.of("chat.postEphemeral")]


@pytest.mark.parametrize(
    "event",
    [
        {"type": "message", "channel_type": "im", "channel": "D1", "text": "log acme call 20m Q&amp;A &lt;later&gt;"},
        {"type": "app_mention", "channel": "C1", "text": "<@UBOT> log acme call 20m Q&amp;A &lt;later&gt;"},
    ],
)
def test_a_line_to_log_is_logged_from_messages_too(event: Json, stage: Stage) -> None:
    stage.event(**event, user="U0LINH", ts="1")
    ((_, row),) = stage.book.submitted.values()
    assert ("A1", 20, "Q&A <later>") == (row["account_id"], row["minutes"], row["summary"])


def test_a_line_delivered_again_after_a_restart_is_logged_once(stage: Stage) -> None:
    line = {"type": "message", "channel_type": "im", "channel": "D1", "user": "U0LINH", "text": "log acme call"}
    stage.event(**line, ts="1")
    Stage(stage.slack, stage.book, stage.sending).event(**line, ts="1")
    assert ["Ev1"] == list(stage.book.submitted)


@pytest.mark.parametrize(
    ("author", "thread_ts", "direction", "link"),
    [
        ("U0CLIENT", "", "inbound", "https://lantern.slack.com/archives/C1/p1794913200000100"),
        (
            "U0LINH",
            "1794910000.000200",
            "outbound",
            "https://lantern.slack.com/archives/C1/p1794913200000100?thread_ts=1794910000.000200&cid=C1",
        ),
    ],
)
def test_a_message_is_logged_with_its_link(
    author: str, thread_ts: str, direction: str, link: str, stage: Stage
) -> None:
    message = {"ts": "1794913200.000100", "user": author, "text": "Q&amp;A on Monday?"}
    stage.message_shortcut("U0LINH", message | ({"thread_ts": thread_ts} if thread_ts else {}))
    form = stage.form()
    shown = {block["block_id"]: block["element"] for block in form["blocks"]}
    assert ("Q&A on Monday?", link) == (shown["summary"]["initial_value"], shown["link"]["initial_value"])
    assert (direction, "2026-11-17") == (
        shown["direction"]["initial_option"]["value"],
        shown["on"]["initial_date"],
    )
    stage.submit("U0LINH", form, **FILLED, link=link)
    ((_, row),) = stage.book.submitted.values()
    assert link == row["link"]


def test_a_form_without_a_message_asks_for_no_link(stage: Stage) -> None:
    stage.shortcut("U0LINH", "log_interaction")
    assert "link" not in {block["block_id"] for block in stage.form()["blocks"]}


@pytest.mark.parametrize("shortcut", ["log_interaction", "send_digest", "send_pings"])
def test_a_stranger_at_a_shortcut_is_told_whom_to_ask(shortcut: str, stage: Stage) -> None:
    stage.shortcut("U0NOBODY", shortcut)
    (told,) = stage.slack.of("chat.postMessage")
    assert ("U0NOBODY", True) == (told["channel"], "Dmitri Volkov" in told["text"])
    assert [] == stage.slack.of("views.open")


def test_a_stranger_at_every_other_door_is_told_whom_to_ask(stage: Stage) -> None:
    stage.message_shortcut("U0NOBODY", {"ts": "1794913200.000100", "text": "hello"})
    stage.press("U0NOBODY", {"action_id": "ask", "value": "nps"})
    stage.event(type="message", channel_type="im", channel="D9", user="U0NOBODY", text="nps", ts="1")
    stage.event(type="app_home_opened", user="U0NOBODY", tab="home", channel="D9")
    told = [one["text"] for one in (*stage.slack.of("response"), *stage.slack.of("chat.postMessage"))]
    (home,) = stage.slack.of("views.publish")
    assert [True] * 4 == ["Dmitri Volkov" in text for text in (*told, str(home["view"]))]


def test_a_message_with_a_part_missing_gets_the_button_of_the_form(stage: Stage) -> None:
    stage.event(type="message", channel_type="im", channel="D1", user="U0LINH", text="log acme 25m yesterday", ts="1")
    assert "To log: Acme · 25 minutes · 1 day ago. How did you speak?" in stage.slack.of("chat.postMessage")[0]["text"]
    stage.press("U0LINH", button(stage, "ask"))
    shown = {block["block_id"]: block["element"] for block in stage.form()["blocks"]}
    assert ("A1", "25") == (shown["account"]["initial_option"]["value"], shown["minutes"]["initial_value"])
    assert "2026-11-17" == shown["on"]["initial_date"]
    assert {} == stage.book.submitted


def test_a_line_whose_account_is_not_ones_own_opens_the_form_with_the_rest(stage: Stage) -> None:
    stage.command("U0LINH", "log volga meeting 25m")
    account, channel, *_ = stage.form()["blocks"]
    assert "I know no account “volga” that you may see." == account["hint"]["text"]
    assert ("meeting", None) == (
        channel["element"]["initial_option"]["value"],
        account["element"].get("initial_option"),
    )


@pytest.mark.parametrize(
    ("said", "answer"),
    [("tomorrow", "This day is still to come; log what has happened."), ("99999m", "Whole minutes, at most a day.")],
)
def test_what_cannot_have_been_is_answered_alike_in_a_line_and_in_the_form(
    said: str, answer: str, stage: Stage
) -> None:
    stage.command("U0LINH", f"log acme call {said}")
    assert answer == stage.slack.of("response")[-1]["text"]
    stage.command("U0LINH", f"log acme {said}")
    assert [answer] == [block["hint"]["text"] for block in stage.form()["blocks"] if "hint" in block]
    stage.event(type="message", channel_type="im", channel="D1", user="U0LINH", text=f"log acme {said}", ts="1")
    assert answer == stage.slack.of("chat.postMessage")[-1]["text"]
    assert {} == stage.book.submitted


def test_where_a_list_cannot_hold_the_accounts_one_types(stage: Stage) -> None:
    many = [{"account_id": f"A{n}", "name": f"Ngọc Thiên Hưng {n}", "owner_id": "1"} for n in range(1001)]
    stage.book.desk = stage.book.read(accounts=[*many, {"account_id": "x" * 151, "name": "Acme", "owner_id": "1"}])
    stage.command("U0LINH", "log acme")
    account = stage.form()["blocks"][0]
    assert ("plain_text_input", "x" * 151) == (account["element"]["type"], account["element"]["initial_value"])
    stage.submit("U0LINH", stage.form(), **{**FILLED, "account": "ngoc thien hung 7"})
    ((_, row),) = stage.book.submitted.values()
    assert "A7" == row["account_id"]
    answered = stage.submit("U0LINH", stage.form(), **{**FILLED, "account": "thien hung"})
    assert ["account"] == list(answered["errors"])


@pytest.mark.parametrize("name", ["Ngọc Thiên Hưng", "Общество с ограниченной ответственностью «Волга»"])
def test_the_longest_list_of_accounts_keeps_within_what_a_view_may_have(name: str, stage: Stage) -> None:
    many = [{"account_id": f"ACCOUNT-{n:08}", "name": f"{name} {n}", "owner_id": "1"} for n in range(1000)]
    stage.book.desk = stage.book.read(accounts=many)
    stage.shortcut("U0LINH", "log_interaction")
    assert VIEW_BYTES >= len(json.dumps(stage.form()))


def test_a_line_to_log_whose_account_was_picked_is_logged(stage: Stage) -> None:
    stage.press("U0LINH", {"action_id": "ask", "value": "log A1 call 20m agreed"})
    ((_, row),) = stage.book.submitted.values()
    assert ("A1", "agreed") == (row["account_id"], row["summary"])


def test_a_picked_choice_is_answered(stage: Stage) -> None:
    stage.command("U0LINH", "returning")
    stage.press("U0LINH", button(stage, "ask:2"))
    assert "Returning rate · Trần Thuỳ Linh: 100%" == stage.slack.of("response")[-1]["text"].splitlines()[0]


def test_the_home_shows_scorecard_and_work_list(stage: Stage) -> None:
    stage.event(type="app_home_opened", tab="home", user="U0LINH", channel="D1")
    (published,) = stage.slack.of("views.publish")
    assert [] == check_view(published["view"])
    assert "78 days without contact" in json.dumps(published["view"])


def test_logging_adds_a_row_and_tells_how_freshness_moved(stage: Stage) -> None:
    stage.command("U0LINH", "quiet")
    stage.press("U0LINH", button(stage, "log_interaction"))
    assert {} == stage.submit("U0LINH", stage.form(), **FILLED)
    (tab, row) = next(iter(stage.book.submitted.values()))
    assert ("interactions", "A1", "1", "call", 20) == (
        tab,
        row["account_id"],
        row["am_id"],
        row["channel"],
        row["minutes"],
    )
    told = stage.slack.of("chat.postMessage")[-1]
    assert "Logged: call with Acme, today. Relationship freshness: 50% → 100%." == told["text"]


def test_a_form_sent_twice_writes_one_row(stage: Stage) -> None:
    stage.shortcut("U0LINH", "log_interaction")
    for _ in range(2):
        stage.submit("U0LINH", stage.form(), **FILLED)
    assert 1 == len(stage.book.submitted)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("on", "2026-11-19"), ("on", "soon"), ("account", "A2"), ("account", "gone"), ("minutes", "-5"),
        ("minutes", "9999"), ("channel", "pigeon"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_form_stands_at_its_field(field: str, value: str, stage: Stage) -> None:
    stage.shortcut("U0LINH", "log_interaction")
    answered = stage.submit("U0LINH", stage.form(), **{**FILLED, field: value})
    assert ("errors", [field]) == (answered["response_action"], list(answered["errors"]))
    assert {} == stage.book.submitted


def test_a_forged_form_is_refused_in_the_form(stage: Stage) -> None:
    stage.command("U0LINH", "quiet")
    stage.press("U0LINH", button(stage, "snooze"))
    answered = stage.submit("U0OLGA", stage.form(), until="2026-12-01", reason="mine now")
    assert "not yours" in answered["errors"]["until"]
    assert {} == stage.book.submitted


def test_one_line_logs_at_once_and_a_part_missing_opens_the_form(stage: Stage) -> None:
    stage.command("U0LINH", "log acme books call 20m agreed")
    assert 1 == len(stage.book.submitted)
    stage.command("U0LINH", "log acme")
    assert "A1" == stage.form()["blocks"][0]["element"]["initial_option"]["value"]


def test_a_line_that_cannot_be_logged_is_said_to_be_wrong(stage: Stage) -> None:
    stage.command("U0LINH", "log acme call 25h")
    assert ["Whole minutes, at most a day."] == [one["text"] for one in stage.slack.of("response")]
    assert {} == stage.book.submitted


def test_whoever_has_no_account_is_told_who_can_give_one(stage: Stage) -> None:
    stage.book.desk = stage.book.read(accounts=[])
    stage.shortcut("U0LINH", "log_interaction")
    assert "No account is yours yet. Phạm Hà can" in stage.slack.of("chat.postMessage")[0]["text"]
    assert [] == stage.slack.of("views.open")


@pytest.mark.parametrize("error", [Unavailable("the sheet does not answer"), SetupError("the book is gone", "Restore")])
def test_a_row_the_sheet_cannot_take_yet_is_saved(error: AmberError, stage: Stage) -> None:
    stage.book.error = error
    stage.command("U0LINH", "log acme call")
    assert "it waits for the sheet" in stage.slack.of("chat.postEphemeral")[-1]["text"]


def test_nobody_waits_for_a_sheet_that_is_known_not_to_answer(stage: Stage) -> None:
    stage.book.desk = stage.book.desk.confirmed(replace(stage.book.desk.snapshot, silent="Google"))
    stage.command("U0LINH", "log acme call")
    assert "it waits for the sheet" in stage.slack.of("chat.postEphemeral")[-1]["text"]
    assert 1 == len(stage.book.pending)


def test_a_form_waits_for_no_reading_of_the_book(stage: Stage) -> None:
    stage.command("U0LINH", "quiet")
    snooze = button(stage, "snooze")
    stage.book.error = Unavailable("the sheet does not answer")
    stage.press("U0LINH", snooze)
    assert {} == stage.submit("U0LINH", stage.form(), until="2026-12-01", reason="on holiday")
    stage.shortcut("U0LINH", "log_interaction")
    stage.command("U0LINH", "log acme")
    assert ["snooze", "log_interaction", "log_interaction"] == [
        one["view"]["callback_id"] for one in stage.slack.of("views.open")
    ]


def test_a_recording_reads_the_book_once(stage: Stage) -> None:
    stage.command("U0LINH", "log acme call")
    assert 1 == stage.book.readings


def test_undo_takes_back_ones_own_row_once(stage: Stage) -> None:
    stage.shortcut("U0LINH", "log_interaction")
    stage.submit("U0LINH", stage.form(), **FILLED)
    undo = button(stage, "undo")
    stage.press("U0MINH", undo)
    assert 1 == len(stage.book.submitted)
    stage.press("U0LINH", undo)
    (_, void) = stage.book.submitted[f"undo-{undo['value']}"]
    assert ("void", undo["value"]) == (void["kind"], void["subject"])
    assert 1 == len([one for one in stage.book.desk.signals if one.rule == "quiet" and one.am_id == "1"])


def test_undo_takes_back_what_still_waits_for_the_book(stage: Stage) -> None:
    stage.shortcut("U0LINH", "log_interaction")
    stage.book.is_open_elsewhere = True
    stage.submit("U0LINH", stage.form(), **FILLED)
    undo = button(stage, "undo")
    stage.press("U0MINH", undo)
    assert 1 == len(stage.book.pending)
    stage.press("U0LINH", undo)
    assert ["interactions", "events"] == [tab for tab, _ in stage.book.pending]
    assert "Taken back. Saved; it waits for the sheet." == stage.slack.of("chat.postMessage")[-1]["text"]


def test_a_snooze_silences_its_signal(stage: Stage) -> None:
    stage.command("U0LINH", "quiet")
    stage.press("U0LINH", button(stage, "snooze"))
    stage.submit("U0LINH", stage.form(), until="2026-12-01", reason="on holiday")
    assert [] == [one for one in stage.book.desk.signals if one.rule == "quiet" and one.am_id == "1"]


@pytest.mark.parametrize(("until", "reason"), [("2026-11-18", "x"), ("2028-01-01", "x"), ("2026-12-01", "")])
def test_a_snooze_needs_a_near_day_and_a_reason(until: str, reason: str, stage: Stage) -> None:
    stage.command("U0LINH", "quiet")
    stage.press("U0LINH", button(stage, "snooze"))
    assert "errors" == stage.submit("U0LINH", stage.form(), until=until, reason=reason)["response_action"]


def test_a_renewals_outcome_is_an_event_on_its_contract(stage: Stage) -> None:
    stage.command("U0LINH", "renewals")
    stage.press("U0LINH", button(stage, "renewal_outcome"))
    stage.submit("U0LINH", stage.form(), outcome="won", reason="")
    ((tab, row),) = stage.book.submitted.values()
    assert ("events", "renewal_outcome", "C1", "won", "1") == (
        tab,
        row["kind"],
        row["subject"],
        row["value"],
        row["by"],
    )
    assert [] == [one for one in stage.book.desk.signals if one.rule == "renewal"]


def test_an_outcome_corrected_a_minute_later_is_the_later_one(stage: Stage) -> None:
    stage.command("U0LINH", "renewals")
    outcome = button(stage, "renewal_outcome")
    for said in ("negotiating", "won"):
        stage.press("U0LINH", outcome)
        stage.submit("U0LINH", stage.form(), outcome=said, reason="")
        stage.instant += timedelta(minutes=1)
    rows = [row for _, row in stage.book.submitted.values()]
    assert [datetime(2026, 11, 18, 9, 56, 59), datetime(2026, 11, 18, 9, 57, 59)] == [row["at"] for row in rows]


def test_not_mine_tells_the_lead(stage: Stage) -> None:
    stage.command("U0LINH", "quiet")
    stage.press("U0LINH", button(stage, "not_mine"))
    stage.submit("U0LINH", stage.form(), reason="Minh took it")
    to_lead = [one for one in stage.slack.of("chat.postMessage") if one["channel"] == "U0HA"]
    assert (
        "Trần Thuỳ Linh says Acme is not theirs: “Minh took it”. Please set its owner in Accounts!C2."
        == to_lead[0]["text"]
    )


def test_not_mine_speaks_to_the_lead_as_the_lead_set(stage: Stage) -> None:
    stage.choices.keep("4", Personal("vi"))
    stage.command("U0LINH", "quiet")
    stage.press("U0LINH", button(stage, "not_mine"))
    stage.submit("U0LINH", stage.form(), reason="Minh took it")
    (to_lead,) = (one for one in stage.slack.of("chat.postMessage") if one["channel"] == "U0HA")
    assert "Minh took it" in to_lead["text"]
    assert "Please" not in to_lead["text"]


@pytest.mark.parametrize(
    ("unreachable", "told"),
    [(set(), "Noted. Phạm Hà is told."), ({"U0HA"}, "Noted. Slack does not reach Phạm Hà: please tell them.")],
)
def test_not_mine_says_whether_the_lead_was_told(unreachable: set[str], told: str, stage: Stage) -> None:
    stage.slack.unreachable = unreachable
    stage.command("U0LINH", "quiet")
    stage.press("U0LINH", button(stage, "not_mine"))
    assert {} == stage.submit("U0LINH", stage.form(), reason="Minh took it")
    assert [told] == [one["text"] for one in stage.slack.of("chat.postMessage") if one["channel"] != "U0HA"]


def test_a_stale_button_is_said_to_be_stale(stage: Stage) -> None:
    stage.press("U0LINH", {"action_id": "snooze", "value": "last month"})
    assert "out of date" in stage.slack.of("response")[0]["text"]


def test_a_lead_sends_the_digest_and_hears_what_was_sent(stage: Stage) -> None:
    stage.shortcut("U0HA", "send_digest")
    stage.shortcut("U0HA", "send_digest")
    said = [one["text"].splitlines()[0] for one in stage.slack.of("chat.postMessage")]
    assert ["2 messages", "Everything was sent already; nothing is sent twice."] == said


def test_a_lead_hears_what_was_sent_in_her_own_language(stage: Stage) -> None:
    stage.choices.keep("4", Personal("ru"))
    stage.shortcut("U0HA", "send_digest")
    said = stage.slack.of("chat.postMessage")[0]["text"].splitlines()
    assert ["• Linh: отправлено", "• Minh: отправлено"] == said[-2:]


def test_an_am_does_not_send_to_everybody(stage: Stage) -> None:
    stage.shortcut("U0LINH", "send_pings")
    assert 2 == len(stage.sending.left)
    assert "Only a lead" in stage.slack.of("chat.postMessage")[0]["text"]


def test_refresh_reads_the_book_now(stage: Stage) -> None:
    before = stage.book.desk
    stage.command("U0LINH", "refresh")
    assert before is not stage.book.desk


def test_an_undo_delivered_again_takes_back_no_more(stage: Stage) -> None:
    stage.command("U0LINH", "log acme call")
    stage.command("U0LINH", "log acme books call")
    event = {"type": "message", "channel_type": "im", "channel": "D1", "user": "U0LINH", "text": "undo", "ts": "1"}
    body = {"team_id": "T1", "type": "event_callback", "event": event, "event_id": "Ev2"}
    for headers in ({}, {"x-slack-retry-num": "1"}):
        stage.app.dispatch(BoltRequest(body=body, headers=headers, mode="socket_mode"))
    assert 3 == len(stage.book.submitted)


@pytest.mark.parametrize("words", ["share", "chia sẻ", "поделиться"])
def test_what_is_chosen_of_several_is_shared_and_the_choice_is_not(words: str, stage: Stage) -> None:
    stage.command("U0LINH", f"returning {words}")
    stage.press("U0LINH", button(stage, "ask:2"), "C1")
    assert ["ephemeral", "in_channel"] == [one["response_type"] for one in stage.slack.of("response")]


def test_share_at_the_end_of_a_direct_message_is_understood(stage: Stage) -> None:
    stage.event(type="message", channel_type="im", channel="D1", user="U0LINH", text="quiet share", ts="1")
    assert "1 quiet account" in stage.slack.of("chat.postMessage")[0]["text"]


@pytest.mark.parametrize("text", ["settings share", "export share"])
def test_what_is_ones_own_is_not_shared(text: str, stage: Stage) -> None:
    stage.command("U0LINH", text)
    assert ["ephemeral"] == [one["response_type"] for one in stage.slack.of("response")]


def test_a_row_that_stands_is_no_failure_when_slack_does_not_take_the_word(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.shortcut("U0LINH", "log_interaction")
    stage.slack.unreachable = {"U0LINH"}
    assert {} == stage.submit("U0LINH", stage.form(), **FILLED)
    assert 1 == len(stage.book.submitted)
    assert ["recording.not_confirmed"] == [one.message for one in caplog.records if one.name.startswith("bot.")]


def test_who_leads_and_owns_nothing_is_named_with_what_to_ask(stage: Stage) -> None:
    stage.command("U0DMITRI", "card @dmitri")
    said = "Dmitri Volkov has no accounts of their own. Ask for a team: `card team NAME`."
    assert said == stage.slack.of("response")[0]["text"]
