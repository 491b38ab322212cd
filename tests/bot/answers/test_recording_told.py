"""What is told of a row that was written: to the writer, to the lead; whatever else fails, the row stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.press import Press
from tests.bot.answers.stage import FILLED, Json, Stage, button

if TYPE_CHECKING:
    from typing import NoReturn


def said_to(stage: Stage, user: str) -> list[str]:
    return [one["text"] for one in stage.slack.of("chat.postMessage") if one["channel"] == user]


def give_away(stage: Stage, user: str = "U0LINH") -> None:
    stage.command("U0LINH", "quiet")
    stage.press(user, button(stage, "not_mine"))
    stage.submit(user, stage.form(), reason="Minh took it")


def actions(answer: Json) -> set[str]:
    elements = [one for block in answer["blocks"] if block["type"] == "actions" for one in block["elements"]]
    return {one["action_id"] for one in elements}


def test_the_lead_hears_that_a_hand_over_is_taken_back(stage: Stage) -> None:
    give_away(stage)
    stage.press("U0LINH", button(stage, "undo"))
    taken_back = "Trần Thuỳ Linh takes back that Acme is not theirs: nothing is to be done."
    assert taken_back == said_to(stage, "U0HA")[-1]
    assert "Taken back. Phạm Hà is told." == stage.slack.of("chat.postMessage")[-1]["text"]


def test_the_lead_hears_once_of_a_form_sent_twice(stage: Stage) -> None:
    give_away(stage)
    stage.submit("U0LINH", stage.form(), reason="Minh took it")
    assert 1 == len(said_to(stage, "U0HA"))


def test_nobody_hears_that_taken_back_which_they_never_heard(stage: Stage) -> None:
    stage.slack.unreachable = {"U0HA"}
    give_away(stage)
    stage.slack.unreachable = set()
    stage.press("U0LINH", button(stage, "undo"))
    assert ("Taken back.", []) == (said_to(stage, "U0LINH")[-1], said_to(stage, "U0HA"))


def test_who_gives_away_hears_that_the_lead_is_told_later(stage: Stage) -> None:
    stage.slack.cut_off = {"chat.postMessage"}
    give_away(stage)
    assert ["Noted. Phạm Hà is told as soon as Slack answers."] == said_to(stage, "U0LINH")


def test_nobody_hears_that_something_else_is_taken_back(stage: Stage) -> None:
    stage.shortcut("U0LINH", "log_interaction")
    stage.submit("U0LINH", stage.form(), **FILLED)
    stage.press("U0LINH", button(stage, "undo"))
    assert [] == said_to(stage, "U0HA")


def test_a_snooze_says_what_of_the_account_is_silent(stage: Stage) -> None:
    stage.command("U0LINH", "quiet")
    stage.press("U0LINH", button(stage, "snooze"))
    stage.submit("U0LINH", stage.form(), until="2026-12-01", reason="on holiday")
    assert "Acme: “Quiet account” stays silent until Dec 1, 2026." == said_to(stage, "U0LINH")[-1]


@pytest.mark.parametrize(("user", "is_offered"), [("U0LINH", True), ("U0HA", False), ("U0DMITRI", False)])
def test_only_whose_it_could_be_says_it_is_not_theirs(user: str, is_offered: bool, stage: Stage) -> None:
    stage.command(user, "quiet")
    assert is_offered == ("not_mine" in actions(stage.slack.of("response")[0]))


def test_who_has_no_lead_is_told_where_the_owner_is_set(stage: Stage) -> None:
    quiet = next(one for one in stage.book.desk.signals if one.rule == "quiet" and one.am_id == "1")
    stage.press("U0DMITRI", {"action_id": "not_mine", "value": Press.on(quiet).to_value()})
    stage.submit("U0DMITRI", stage.form(), reason="Minh took it")
    assert ["Noted. Please set its owner in Accounts!C2."] == said_to(stage, "U0DMITRI")


def test_settings_are_no_failure_when_slack_does_not_take_the_home(stage: Stage) -> None:
    stage.slack.errors = {"views.publish": "internal_error"}
    stage.command("U0LINH", "settings")
    stage.press("U0LINH", button(stage, "change_settings"))
    stage.submit("U0LINH", stage.form(), language="en", day="4", at="16:30", until="")
    stage.press("U0LINH", button(stage, "undo_settings"))
    first_lines = [text.splitlines()[0] for text in said_to(stage, "U0LINH")]
    assert ["Your settings are saved.", "Taken back: your settings are as they were."] == first_lines


def test_what_fails_after_a_row_is_committed_asks_nobody_to_try_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> NoReturn:
        raise RuntimeError("a fault of our own")

    stage.shortcut("U0LINH", "log_interaction")
    monkeypatch.setattr(stage.book, "flush", fails)
    assert {} == stage.submit("U0LINH", stage.form(), **FILLED)
    told = "Logged: call with Acme, today. Saved; it waits for the sheet."
    assert ([told], 1) == (said_to(stage, "U0LINH"), len(stage.book.submitted))


def test_to_put_off_never_stands_out(stage: Stage) -> None:
    stage.command("U0LINH", "risks")
    blocks = stage.slack.of("response")[0]["blocks"]
    buttons = [one for block in blocks if block["type"] == "actions" for one in block["elements"]]
    assert {"log_interaction", "renewal_outcome"} == {one["action_id"] for one in buttons if "style" in one}


def test_a_line_that_breaks_after_a_row_is_committed_asks_nobody_to_try_again(stage: Stage) -> None:
    stage.slack.cut_off = {"chat.postMessage", "views.publish"}
    stage.shortcut("U0LINH", "log_interaction")
    assert {} == stage.submit("U0LINH", stage.form(), **FILLED)
    assert ["Logged: call with Acme, today. Relationship freshness: 50% → 100%."] == said_to(stage, "U0LINH")


def test_a_question_is_answered_though_nobody_can_say_who_asks_in_which_language(stage: Stage) -> None:
    stage.slack.cut_off = {"users.info"}
    stage.command("U0LINH", "freshness")
    assert stage.slack.of("response")[0]["text"].startswith("Relationship freshness · Trần Thuỳ Linh: 50%")
