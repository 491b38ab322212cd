"""A day in Slack, whole: the page in a browser, the real bot on Socket Mode, the book on disk."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Locator, Page, expect

from bot.receivers import receivers
from bot.workbench.world import Json
from kpi_core.catalogue import BY_KEY
from kpi_core.kpi import Scope
from sheets.workbook import Workbook
from tests.e2e.conftest import Day

# The demo starts within the first of them.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo"), pytest.mark.timeout(600)]

Sit = Callable[[str], Page]
LINH, HEAD = "U0LINH", "U0DMITRI"


def ask(page: Page, text: str) -> Locator:
    """Type a command as a person does; return the answer once it stands on the page."""
    messages = page.get_by_test_id("message")
    before = messages.count()
    page.get_by_test_id("composer").fill(text)
    page.get_by_test_id("composer").press("Enter")
    expect(messages).to_have_count(before + 1)
    return messages.last


def choose(page: Page, shortcut: str) -> None:
    page.get_by_test_id("try-menu").click()
    page.get_by_test_id(f"shortcut-{shortcut}").click()


def deliveries(day: Day, kind: str, address: str) -> list[str]:
    """The keys of what was delivered in a conversation."""
    keys = [
        said["metadata"]["event_payload"]["key"]
        for said in day.bench.messages(address)
        if said.get("metadata", {}).get("event_type") == "amber_delivery"
    ]
    return [key for key in keys if key.startswith(f"{kind}|")]


def wait_for_reply(day: Day, user: str, seen: int, wanted: Callable[[Json], bool] = bool) -> Json:
    """Return the first message to a person after the `seen` ones that is wanted."""

    def found() -> list[Json]:
        return [said for said in day.bench.messages(user)[seen:] if wanted(said)]

    return day.bench.wait_for(found, timeout=60)[0]


def freshness(day: Day, am_id: str) -> tuple[float | None, float | None]:
    figures, kpi = day.desk().figures, BY_KEY["freshness"]
    result = figures.result(kpi, Scope("am", am_id), figures.window(kpi))
    return result.numerator, result.denominator


def log(page: Page, account: str) -> Locator:
    """Log an interaction with an account through the form; return the confirmation."""
    messages = page.get_by_test_id("message")
    before = messages.count()
    choose(page, "log_interaction")
    form = page.get_by_test_id("modal")
    form.locator('[data-block-id="account"] select').select_option(label=account)
    form.locator('[data-block-id="minutes"] input').fill("20")
    form.get_by_test_id("modal-submit").click()
    expect(form).to_be_hidden()
    expect(messages).to_have_count(before + 1)
    return messages.last


def plant_formula(book: Path, cell: str, formula: str, cached: int) -> None:
    """Put a formula with the value a spreadsheet program last computed into the first row of the first tab."""
    edit(book, "xl/worksheets/sheet1.xml", "</row>", f'<c r="{cell}"><f>{formula}</f><v>{cached}</v></c></row>')


def edit(book: Path, part: str, old: str, new: str) -> None:
    """Save the book with something else in one of its parts, once, as a spreadsheet program does."""
    edited = book.with_name("edited.xlsx")
    with zipfile.ZipFile(book) as before, zipfile.ZipFile(edited, "w", zipfile.ZIP_DEFLATED) as after:
        for item in before.infolist():
            content = before.read(item)
            if item.filename == part:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode(), 1)
            after.writestr(item, content)
    edited.replace(book)


def last_reading(day: Day) -> tuple[str, Path, int]:
    """Of which version the bot read the book last, where that is noted, and when it was: any further reading shows."""
    noted = max(day.settings.cache.glob("*/*/manifest.json"))  # an earlier one may go at any moment
    return json.loads(noted.read_bytes())["version"], noted, noted.stat().st_mtime_ns


def test_it_shows_an_am_her_scorecard(day: Day, sit_as: Sit):
    answer = ask(sit_as(LINH), "/kpi")
    expect(answer).to_contain_text("Nguyễn Thuỳ Linh")
    expect(answer.get_by_test_id("ephemeral")).to_be_visible()
    card = [line for line in answer.locator("tr").all_inner_texts() if re.search(r"\d", line)]
    assert 5 <= len(card) <= 12


def test_it_shows_how_a_kpi_was_computed(day: Day, sit_as: Sit):
    fresh, active = freshness(day, "linh")
    expect(ask(sit_as(LINH), "/kpi freshness")).to_contain_text(re.compile(rf"{fresh:.0f}\D+÷ {active:.0f} "))


def test_it_sends_mondays_digest_once(day: Day, sit_as: Sit):
    desk = day.desk()
    people = {one.am_id: one.slack_user_id for one in desk.roster.with_role("am", "senior_am")}
    channels = desk.snapshot.tables.settings.family("team_channel")
    expected = {user: [f"digest|am:{am_id}|2026-W46"] for am_id, user in people.items()} | {
        channel: [f"digest|team:{team}|2026-W46"] for team, channel in channels.items()
    }
    page = sit_as(HEAD)
    for sent in (len(people) + len(channels), 0):
        seen = len(day.bench.messages(HEAD))
        choose(page, "send_digest")
        reply = wait_for_reply(day, HEAD, seen, lambda said: "metadata" not in said)
        assert (sent > 0) == ("•" in str(reply["blocks"]))
        assert expected == {address: deliveries(day, "digest", address) for address in expected}
    assert (12, 3) == (len(people), len(channels))


def test_it_pings_just_the_owners_it_should(day: Day, sit_as: Sit):
    desk = day.desk()
    told = [person for signal in desk.signals for person in receivers(signal, desk.roster, desk.now.date())]
    # An is away; Vy stands in.
    assert "an" in {signal.am_id for signal in desk.signals}
    assert "an" not in {person.am_id for person in told}
    expected = {person.slack_user_id for person in told}
    seen = len(day.bench.messages(HEAD))
    choose(sit_as(HEAD), "send_pings")
    summary = wait_for_reply(day, HEAD, seen, lambda said: "metadata" not in said)
    assert len(expected) == str(summary["blocks"]).count("•")
    users = [person.slack_user_id for person in desk.roster.people]
    assert expected == {user for user in users if deliveries(day, "pings", user)}
    assert [] == [user for user in users if len(deliveries(day, "pings", user)) > 1]


def test_it_silences_what_is_snoozed(day: Day, sit_as: Sit):
    page = sit_as(LINH)
    work = ask(page, "/kpi renewals")
    before = {signal.identity for signal in day.desk().signals if signal.am_id == "linh"}
    messages = page.get_by_test_id("message")
    seen = messages.count()
    work.locator('[data-action-id^="snooze"]').first.click()
    form = page.get_by_test_id("modal")
    form.locator('[data-block-id="reason"] input').fill("They decide after the holidays")
    form.get_by_test_id("modal-submit").click()
    expect(form).to_be_hidden()
    expect(messages).to_have_count(seen + 1)
    after = {signal.identity for signal in day.desk().signals if signal.am_id == "linh"}
    assert 1 == len(before - after)
    assert set() == after - before
    (snoozed,) = before - after
    row = openpyxl.load_workbook(day.book, read_only=True)["Events"]
    assert snoozed.split("|")[1] in [cell.value for cell in list(row.iter_rows())[-1]]


def test_it_logs_an_interaction_into_the_book_and_moves_the_freshness(day: Day, sit_as: Sit):
    quiet = next(signal for signal in day.desk().signals if signal.am_id == "linh" and signal.rule == "quiet")
    (fresh, active), rows = freshness(day, "linh"), len(day.store.read().tabs["Interactions"])
    page = sit_as(LINH)
    expect(log(page, quiet.account_name)).to_contain_text(re.compile(r"\d+.* → \d+"))
    assert rows + 1 == len(day.store.read().tabs["Interactions"])
    assert (fresh + 1, active) == freshness(day, "linh")
    expect(ask(page, "/kpi freshness")).to_contain_text(re.compile(rf"{fresh + 1:.0f}\D+÷ {active:.0f} "))


def test_it_keeps_what_a_formula_showed_when_it_appends(day: Day, sit_as: Sit):
    plant_formula(day.book, "Z1", "6*7", 42)
    log(sit_as(LINH), "Acme")
    for data_only, shown in ((True, 42), (False, "=6*7")):
        book = openpyxl.load_workbook(day.book, data_only=data_only, read_only=True)
        assert shown == book.worksheets[0]["Z1"].value


def test_it_answers_from_a_cell_edited_by_hand(day: Day, sit_as: Sit):
    page = sit_as(LINH)
    expect(ask(page, "/kpi account Acme")).to_contain_text("Acme")
    edit(day.book, "xl/worksheets/sheet2.xml", ">Acme<", ">Acme Lotus<")
    # The book is looked at twice a second, beside the answers: a person is slower, a test is not.
    while "Acme Lotus" not in ask(page, "/kpi account Acme").inner_text():
        pass


def test_it_reads_an_unchanged_book_no_more(day: Day):
    visitor = day.bench.as_user(LINH)
    questions = ("", "nps", "quiet", "freshness last month", "card last week")

    def answered(text: str) -> None:
        seen = len(visitor.messages())
        visitor.command("/kpi", text)
        day.bench.wait_for(lambda: len(visitor.messages()) > seen, timeout=60)

    before = after = ("", day.book, 0)
    while before[0] != Workbook(day.book).version():  # Amber's own tabs are written into it at any full minute
        answered("nps")
        while last_reading(day)[0] != Workbook(day.book).version():
            answered("nps")
        before = last_reading(day)
        for number in range(100):
            answered(questions[number % len(questions)])
        after = last_reading(day)
    assert before == after


def test_it_breaks_no_limit_of_slacks(day: Day):
    assert [] == day.bench.breaches
