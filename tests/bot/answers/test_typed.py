"""What people type comes as Slack sends it: with links, mentions and escapes, letters apart from their accents."""

from __future__ import annotations

import unicodedata

import pytest

from bot.listeners.messages import typed
from tests.bot.answers.conftest import TEAM
from tests.bot.answers.stage import Stage


@pytest.mark.parametrize(
    ("sent", "meant"),
    [
        ("nps &lt;@linh&gt; &amp;lt;", "nps <@linh> &lt;"),
        ("card <mailto:linh@a.vn|linh@a.vn>", "card linh@a.vn"),
        ("account <http://Acme.com|Acme.com>", "account Acme.com"),
        ("see <https://a.vn/b?c=1&amp;d=2>", "see https://a.vn/b?c=1&d=2"),
        ("call <tel:+84901|+84901> of <#C1|general>", "call +84901 of #general"),
        ("nps <@U0LINH|linh>", "nps <@U0LINH|linh>"),
        (unicodedata.normalize("NFD", "chia sẻ"), "chia sẻ"),
    ],
)
def test_links_are_what_was_typed(sent: str, meant: str) -> None:
    assert meant == typed(sent)


def test_a_person_is_found_by_the_address_that_slack_made_a_link(stage: Stage) -> None:
    stage.book.desk = stage.book.read(team=[{**TEAM[0], "email": "linh@a.vn"}])
    stage.command("U0LINH", "card <mailto:linh@a.vn|linh@a.vn>")
    assert stage.slack.of("response")[0]["text"].startswith("Trần Thuỳ Linh")


def test_who_is_mentioned_in_what_is_logged_is_named(stage: Stage) -> None:
    stage.command("U0LINH", "log acme call with <@U0MINH|minh> and <@U9|guest>")
    stage.message_shortcut(
        "U0LINH", {"ts": "1794913200.000100", "user": "U9", "text": "<@U0LINH> see <https://a.vn|it>"}
    )
    ((_, row),) = stage.book.submitted.values()
    summary = next(block["element"] for block in stage.form()["blocks"] if block["block_id"] == "summary")
    assert ("with @Lê Minh and @U9", "@Trần Thuỳ Linh see it") == (row["summary"], summary["initial_value"])


@pytest.mark.parametrize("said", ["<@UBOT> freshness", "freshness <@UBOT>", "hello <@UBOT|amber>, freshness?"])
def test_the_bots_own_name_is_no_part_of_a_question(said: str, stage: Stage) -> None:
    stage.event(type="message", channel_type="im", channel="D1", user="U0LINH", text=said, ts="1")
    assert stage.slack.of("chat.postMessage")[0]["text"].startswith("Relationship freshness · Trần Thuỳ Linh: 50%")


def test_a_thread_of_direct_messages_is_answered_in_the_thread(stage: Stage) -> None:
    where = {"channel_type": "im", "channel": "D1", "user": "U0LINH", "ts": "2", "thread_ts": "1"}
    stage.event(type="message", **where, text="freshness")
    assert ["1"] == [one["thread_ts"] for one in stage.slack.of("chat.postMessage")]


def test_names_in_a_list_stand_as_one_reads_them(stage: Stage) -> None:
    names = ["Volga", "Điện máy", "Acme", "Bamboo"]
    accounts = [{"account_id": f"A{n}", "name": name, "owner_id": "1"} for n, name in enumerate(names)]
    stage.book.desk = stage.book.read(accounts=accounts)
    stage.shortcut("U0LINH", "log_interaction")
    options = stage.form()["blocks"][0]["element"]["options"]
    assert ["Acme", "Bamboo", "Điện máy", "Volga"] == [one["text"]["text"] for one in options]
