"""What Slack refuses, what is stale, what comes twice: said in words or told another way, never lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.personal import Personal
from tests.bot.answers.stage import FILLED, Stage, button

if TYPE_CHECKING:
    from kpi_core.text import Language


def logged(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.message for record in caplog.records if record.name.startswith("bot.")]


@pytest.mark.parametrize(
    ("language", "told"), [("en", "Please press again."), ("vi", "Vui lòng bấm lần nữa."), ("ru", "Нажмите ещё раз.")]
)
def test_it_says_to_press_again_when_the_trigger_has_expired(
    language: Language, told: str, stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.choices.keep("1", Personal(language=language))
    stage.command("U0LINH", "quiet")
    log = button(stage, "log_interaction")
    stage.slack.errors["views.open"] = "expired_trigger_id"
    stage.press("U0LINH", log)
    assert stage.slack.of("response")[-1]["text"].endswith(told)
    assert "listener.failed" not in logged(caplog)


@pytest.mark.parametrize(
    ("language", "told"), [("en", "out of date"), ("vi", "Nút này đã cũ"), ("ru", "Эта кнопка устарела")]
)
def test_it_says_that_a_button_is_stale_in_the_readers_language(language: Language, told: str, stage: Stage) -> None:
    stage.choices.keep("1", Personal(language=language))
    stage.press("U0LINH", {"action_id": "snooze", "value": '{"v": 0}'})
    assert told in stage.slack.of("response")[-1]["text"]


def test_it_says_that_a_form_is_stale_at_its_first_field(stage: Stage) -> None:
    stage.choices.keep("1", Personal(language="ru"))
    stage.shortcut("U0LINH", "log_interaction")
    answered = stage.submit("U0LINH", {**stage.form(), "private_metadata": "{}"}, **FILLED)
    assert {"account": "Эта форма устарела; откройте её заново."} == answered["errors"]


def test_it_says_that_last_months_situation_is_settled(stage: Stage) -> None:
    stage.command("U0LINH", "quiet")
    last_month = button(stage, "snooze")
    stage.book.desk = stage.book.read(interactions=[])
    stage.press("U0LINH", last_month)
    assert "settled already" in stage.slack.of("response")[-1]["text"]
    assert [] == stage.slack.of("views.open")


def test_it_says_it_at_the_field_when_the_account_was_deleted_meanwhile(stage: Stage) -> None:
    stage.shortcut("U0LINH", "log_interaction")
    stage.book.desk = stage.book.read(accounts=[{"account_id": "A4", "name": "Acme Books", "owner_id": "1"}])
    assert ["account"] == list(stage.submit("U0LINH", stage.form(), **FILLED)["errors"])
    assert {} == stage.book.submitted


def test_it_takes_back_once_what_is_pressed_twice(stage: Stage) -> None:
    stage.shortcut("U0LINH", "log_interaction")
    stage.submit("U0LINH", stage.form(), **FILLED)
    undo = button(stage, "undo")
    for _ in range(2):
        stage.press("U0LINH", undo)
    assert 2 == len(stage.book.submitted)  # the interaction, and one row that takes it back


def test_it_answers_in_direct_messages_where_the_bot_is_not_in_the_channel(stage: Stage) -> None:
    stage.slack.unreachable = {"C1"}
    stage.event(type="app_mention", channel="C1", user="U0LINH", text="<@UBOT> nsp", ts="1")
    assert ["U0LINH"] == [one["channel"] for one in stage.slack.of("chat.postMessage")]


@pytest.mark.parametrize(("refusal", "is_told_why"), [("not_in_channel", True), ("ratelimited", False)])
def test_who_is_answered_elsewhere_than_they_asked_hears_why(refusal: str, is_told_why: bool, stage: Stage) -> None:
    stage.slack.errors["chat.postEphemeral"] = refusal
    stage.command("U0LINH", "log acme call")
    (said,) = stage.slack.of("chat.postMessage")
    assert ("U0LINH", is_told_why) == (said["channel"], "I am not in that channel" in said["text"])


@pytest.mark.parametrize("error", ["ratelimited", "user_not_found", "not_in_channel", "account_inactive"])
def test_it_logs_what_slack_takes_in_no_way(error: str, stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    stage.slack.errors["chat.postMessage"] = error
    stage.event(type="message", channel_type="im", channel="D1", user="U0LINH", text="freshness", ts="1")
    assert ["listener.failed", "listener.unheard"] == logged(caplog)


def test_it_logs_which_blocks_slack_refused(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    stage.slack.refuses_blocks = True
    stage.event(type="message", channel_type="im", channel="D1", user="U0LINH", text="freshness", ts="1")
    (record,) = [one for one in caplog.records if one.message == "slack.blocks_refused"]
    assert record.blocks.startswith("header section section data_visualization")  # type: ignore[attr-defined]
    assert "50%" in stage.slack.of("chat.postMessage")[0]["text"]


def test_it_takes_a_user_that_slack_does_not_know_for_a_stranger(stage: Stage) -> None:
    stage.slack.errors["users.info"] = "user_not_found"
    stage.command("U0GONE", "nps")
    assert "I do not know you yet" in stage.slack.of("response")[0]["text"]
