"""What a person does on the page reaches the bot, and what comes of it is seen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

Visit = Callable[..., Page]


def plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def field_of(block_id: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    label = plain(block_id.capitalize())
    return {"type": "input", "block_id": block_id, "label": label, "element": {"action_id": "v", **element}, **more}


FORM = {
    "type": "modal",
    "callback_id": "log",
    "title": plain("Log an interaction"),
    "submit": plain("Log it"),
    "blocks": [
        field_of(
            "account",
            {"type": "static_select", "options": [{"text": plain(name), "value": name} for name in ("Acme", "Volga")]},
        ),
        field_of("minutes", {"type": "number_input", "is_decimal_allowed": False}, optional=True),
        field_of("note", {"type": "plain_text_input", "multiline": True}, optional=True, hint=plain("What was said")),
    ],
}


@pytest.fixture(scope="module")
def silence() -> Event:
    """Set once the bot was asked what it does not answer."""
    return Event()


@pytest.fixture(scope="module", autouse=True)
def talk(stage: Any, silence: Event) -> None:
    """A small bot that answers what it is asked."""

    @stage.app.command("/kpi")
    def kpi(ack: Any, respond: Any, command: Any) -> None:
        if command["text"] == "silence":
            silence.set()
            return
        ack()
        respond(f"you asked: {command['text'] or 'card'}")

    @stage.app.event("app_home_opened")
    def home(event: Any, client: Any) -> None:
        view = {"type": "home", "blocks": [{"type": "header", "text": plain("Linh's accounts")}]}
        client.views_publish(user_id=event["user"], view=view)

    @stage.app.event("message")
    def heard(event: Any, say: Any) -> None:
        say(f"heard: {event['text']}")


@pytest.fixture(scope="module", autouse=True)
def deeds(stage: Any) -> None:
    """What the same bot does at a press: it notes the press, opens a form with one rule, sends."""

    @stage.app.action("hand_over")
    def hand_over(ack: Any, action: Any, say: Any) -> None:
        ack()
        say(f"handed over: {action['value']}")

    @stage.app.action("period")
    def period(ack: Any, action: Any, say: Any) -> None:
        ack()
        say(f"period: {action['selected_option']['value']}")

    @stage.app.shortcut("log_interaction")
    def opens(ack: Any, shortcut: Any, client: Any) -> None:
        ack()
        client.views_open(trigger_id=shortcut["trigger_id"], view=FORM)

    @stage.app.shortcut("send_digest")
    def digest(ack: Any, client: Any) -> None:
        ack()
        client.chat_postMessage(channel="C0TEAM", text="Team totals")

    @stage.app.view("log")
    def logs(ack: Any, view: Any, body: Any, client: Any) -> None:
        account, minutes, note = (view["state"]["values"][block]["v"] for block in ("account", "minutes", "note"))
        if minutes["value"] == "9999":
            ack(response_action="errors", errors={"minutes": "A day has 1440 minutes"})
            return
        ack()
        said = f"logged: {account['selected_option']['value']}, {minutes['value']}, {note['value']}"
        client.chat_postMessage(channel=body["user"]["id"], text=said)


def write(page: Page, text: str) -> None:
    composer = page.get_by_test_id("composer")
    composer.fill(text)
    composer.press("Enter")


async def time_is_up(bench: Any) -> None:
    """Let the time pass in which an acknowledgement should come."""
    for waiting in bench._link._waiting.values():
        waiting.set_exception(TimeoutError())


def test_it_shows_the_answer_to_a_command_only_to_who_asked(visit: Visit) -> None:
    page = visit()
    write(page, "/kpi nps")
    expect(page.get_by_test_id("message").last).to_contain_text("you asked: nps")
    expect(page.get_by_test_id("message").last.get_by_test_id("ephemeral")).to_be_visible()
    expect(page.get_by_test_id("thinking")).to_have_count(0)


def test_it_says_so_when_the_bot_does_not_acknowledge(stage: Any, silence: Event, visit: Visit) -> None:
    page = visit()
    write(page, "/kpi silence")
    expect(page.get_by_test_id("thinking")).to_be_visible()
    assert silence.wait(30)
    stage.bench.run(time_is_up(stage.bench))
    expect(page.get_by_test_id("command-error")).to_contain_text("/kpi silence did not work")


def test_it_shows_a_typed_markup_as_it_was_typed(visit: Visit) -> None:
    page = visit()
    write(page, "is 1 < 2 & <b>bold</b>?")
    expect(page.get_by_text("heard: is 1 < 2 & <b>bold</b>?")).to_be_visible()


def test_it_completes_a_command_without_accents(visit: Visit) -> None:
    page = visit()
    page.get_by_test_id("composer").press_sequentially("/kpi account da n")
    expect(page.get_by_test_id("completion")).to_have_text(["account Đà Nẵng Tours"])
    page.keyboard.press("Tab")
    expect(page.get_by_test_id("composer")).to_have_value("/kpi account Đà Nẵng Tours ")


def test_it_completes_the_last_word_when_the_phrase_is_new(visit: Visit) -> None:
    page = visit()
    page.get_by_test_id("composer").press_sequentially("/kpi nps @m")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("composer")).to_have_value("/kpi nps @minh ")


def test_it_closes_the_completions_on_escape_and_sends_on_enter(visit: Visit) -> None:
    page = visit()
    page.get_by_test_id("composer").press_sequentially("/kpi nps")
    expect(page.get_by_test_id("completion")).to_have_text(["nps last quarter"])
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("completion").first).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("message").last).to_contain_text("you asked: nps")


def test_it_brings_back_what_was_sent_before_with_arrow_up(visit: Visit) -> None:
    page = visit()
    write(page, "/kpi card")
    page.get_by_test_id("composer").press("ArrowUp")
    expect(page.get_by_test_id("composer")).to_have_value("/kpi card")
    page.get_by_test_id("composer").press("ArrowDown")
    expect(page.get_by_test_id("composer")).to_have_value("")


def test_it_asks_before_a_press_that_wants_it(stage: Any, visit: Visit) -> None:
    confirm = {
        "title": plain("Hand over?"),
        "text": plain("Ha is asked."),
        "confirm": plain("Yes"),
        "deny": plain("No"),
    }
    button = {
        "type": "button",
        "action_id": "hand_over",
        "text": plain("Not mine"),
        "value": "acme",
        "confirm": confirm,
    }
    stage.client.chat_postMessage(channel="U0LINH", text="x", blocks=[{"type": "actions", "elements": [button]}])
    page = visit()
    pressed = page.locator('[data-action-id="hand_over"]').last
    pressed.click()
    page.get_by_test_id("deny").click()
    pressed.click()
    page.get_by_test_id("confirm").click()
    expect(page.get_by_text("handed over: acme")).to_have_count(1)


def test_it_sends_a_choice_from_a_list_at_once(stage: Any, visit: Visit) -> None:
    options = [{"text": plain(name), "value": name} for name in ("this week", "last week")]
    select = {"type": "static_select", "action_id": "period", "options": options, "placeholder": plain("Period")}
    stage.client.chat_postMessage(channel="U0LINH", text="x", blocks=[{"type": "actions", "elements": [select]}])
    page = visit()
    page.locator('[data-action-id="period"]').last.select_option("last week")
    expect(page.get_by_text("period: last week")).to_be_visible()


def open_form(page: Page) -> Any:
    page.get_by_test_id("try-menu").click()
    page.get_by_test_id("shortcut-log_interaction").click()
    modal = page.get_by_test_id("modal")
    modal.wait_for()
    return modal


def test_it_names_the_field_that_is_missing_or_wrong_and_then_submits(visit: Visit) -> None:
    page = visit()
    modal = open_form(page)
    modal.get_by_test_id("modal-submit").click()
    expect(modal.locator('[data-block-id="account"]')).to_contain_text("Please complete this required field.")
    modal.get_by_label("Account").select_option("Volga")
    modal.get_by_label("Minutes").fill("9999")
    modal.get_by_test_id("modal-submit").click()
    expect(modal.locator('[data-block-id="minutes"]')).to_contain_text("A day has 1440 minutes")
    modal.get_by_label("Minutes").fill("20")
    modal.get_by_test_id("modal-submit").click()
    expect(modal).to_be_hidden()
    expect(page.get_by_text("logged: Volga, 20, None")).to_be_visible()


def test_it_closes_a_form_on_escape_and_keeps_the_focus_inside_before(visit: Visit) -> None:
    page = visit()
    modal = open_form(page)
    expect(modal.get_by_label("Account")).to_be_focused()
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    page.keyboard.press("Escape")
    expect(modal).to_be_hidden()


def test_it_shows_the_home_that_the_bot_publishes(visit: Visit) -> None:
    page = visit(place="home")
    expect(page.get_by_test_id("home")).to_contain_text("Linh's accounts")


def test_it_counts_the_unread_and_tells_what_came_of_a_shortcut(visit: Visit) -> None:
    page = visit()
    page.get_by_test_id("try-menu").click()
    page.get_by_test_id("shortcut-send_digest").click()
    expect(page.get_by_test_id("toast").filter(has_text="Amber wrote in #account-managers")).to_be_visible()
    expect(page.get_by_test_id("unread-C0TEAM")).to_be_visible()
    page.get_by_test_id("conversation-C0TEAM").click()
    expect(page.get_by_test_id("message").last).to_contain_text("Team totals")
    expect(page.get_by_test_id("unread-C0TEAM")).to_have_count(0)


def test_it_lets_one_be_somebody_else_and_keeps_it_in_the_address(visit: Visit) -> None:
    page = visit(place="C0TEAM")
    page.get_by_test_id("person-switcher").click()
    page.get_by_test_id("person-search").fill("петр")
    expect(page.get_by_test_id("person-U0LINH")).to_have_count(0)
    page.get_by_test_id("person-U0OLGA").click()
    expect(page.get_by_test_id("person-switcher")).to_contain_text("Ольга Петрова")
    assert page.url.endswith("#U0OLGA/C0TEAM")


def test_it_keeps_an_open_panel_while_messages_arrive(stage: Any, visit: Visit) -> None:
    page = visit()
    page.get_by_test_id("person-switcher").click()
    page.get_by_test_id("person-search").fill("ha")
    stage.client.chat_postMessage(channel="U0LINH", text="meanwhile")
    expect(page.get_by_text("meanwhile")).to_be_visible()
    expect(page.get_by_test_id("person-search")).to_have_value("ha")


def test_it_seats_somebody_who_exists_when_the_address_is_stale(visit: Visit) -> None:
    expect(visit("U0GONE", "C0GONE").get_by_test_id("person-switcher")).to_contain_text("Linh")


def test_it_works_on_a_phone(visit: Visit) -> None:
    page = visit(width=390)
    expect(page.get_by_test_id("conversation-C0TEAM")).to_be_hidden()
    page.get_by_role("button", name="Open the sidebar").click()
    page.get_by_test_id("conversation-C0TEAM").click()
    expect(page.get_by_role("heading", name="account-managers")).to_be_visible()
    expect(page.get_by_test_id("conversation-C0TEAM")).to_be_hidden()
    assert 390 == page.evaluate("document.documentElement.scrollWidth")


def test_it_uses_a_shortcut_on_the_message_whose_menu_it_stands_in(stage: Any, visit: Visit) -> None:
    used: list[str] = []

    @stage.app.message_shortcut("log_message")
    def log(ack: Any, shortcut: Any) -> None:
        used.append(shortcut["message"]["text"])
        ack()

    for text in ("Called Volga", "Called Acme"):
        stage.client.chat_postMessage(channel="D0LINH", text=text)
    page = visit()
    message = page.get_by_test_id("message").filter(has_text="Called Volga")
    message.hover()
    message.get_by_test_id("message-menu").click()
    message.get_by_test_id("shortcut-log_message").click()
    expect(page.locator("#toasts")).to_contain_text("Log as an interaction")
    assert ["Called Volga"] == used


def test_it_offers_no_shortcut_on_what_one_person_alone_sees(stage: Any, visit: Visit) -> None:
    stage.client.chat_postEphemeral(channel="D0LINH", user="U0LINH", text="for Linh")
    message = visit().get_by_test_id("message").filter(has_text="for Linh")
    expect(message).to_be_visible()
    expect(message.get_by_test_id("message-menu")).to_have_count(0)


def test_it_gives_a_file_out_as_it_was_sent(stage: Any, visit: Visit) -> None:
    stage.client.files_upload_v2(channel="D0LINH", content="a;b", filename="Số liệu.csv", initial_comment="Figures")
    page = visit()
    with page.expect_download() as given:
        page.get_by_role("link", name="Số liệu.csv").click()
    assert ("Số liệu.csv", "a;b") == (given.value.suggested_filename, Path(given.value.path()).read_text())
