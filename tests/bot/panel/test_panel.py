"""The panel as people see it: on a literal book, in the reply that Google gets."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from typing import Any

import pytest

from bot.commands import COMMANDS, EXPORT
from bot.desk import Desk
from bot.panel.event import Event
from bot.panel.panel import Panel
from bot.personal import UNSET, Personal
from kpi_core.errors import AmberError, SetupError, Unavailable
from kpi_core.settings import TeamSettings
from kpi_core.text import Text
from sheets.grid import Issue
from tests.bot.answers.conftest import TEAM, desk_of
from tests.bot.panel.reference import buttons, faults, read

Json = dict[str, Any]

HERE = "https://amber.example.com/google/panel"
CELL = "https://docs.google.com/spreadsheets/d/BOOK/edit#gid=7&range={cell}"
LEFT = {"am_id": "9", "name": "Anna", "email": "anna@agency.example", "role": "head", "active": False}
PEOPLE = [{**row, "email": f"{row['slack_user_id'].removeprefix('U0').lower()}@agency.example"} for row in TEAM]


def issue(row: int, tab: str = "Accounts", severity: str = "error") -> Issue:
    said = Text("'tomorow' is not a date", "“tomorow” không phải ngày", "«tomorow» — не дата")
    return Issue(tab, f"G{row}", row, "started_on", "tomorow", severity, "bad_date", said)  # type: ignore[arg-type]


def with_issues(desk: Desk, *issues: Issue) -> Desk:
    links = dict.fromkeys(desk.snapshot.titles.values(), CELL)
    return replace(desk, snapshot=replace(desk.snapshot, issues=issues, cell_urls=links))


@pytest.fixture(scope="module")
def book() -> Desk:
    """Rows 2 and 5 of the tab Accounts are Linh's, row 3 is Minh's, row 4 Olga's."""
    return with_issues(desk_of(team=[*PEOPLE, LEFT]), issue(2), issue(3), issue(4, severity="warning"))


class Desks:
    """Desks whose book may be read anew, or not; or not even at first."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.next: Desk | AmberError = desk
        self.at_first: AmberError | None = None

    def current(self) -> Desk:
        if self.at_first:
            raise self.at_first
        return self.desk

    def refresh(self) -> Desk:
        if isinstance(self.next, AmberError):
            raise self.next
        self.desk = self.next
        return self.desk


class Choices:
    """What people set for themselves."""

    def __init__(self) -> None:
        self.kept: dict[str, Personal] = {}

    def of(self, am_id: str) -> Personal:
        return self.kept.get(am_id, UNSET)


class Beside:
    """The panel beside a sheet, and whoever sits before it."""

    def __init__(self, desk: Desk) -> None:
        self.desks = Desks(desk)
        self.choices = Choices()
        self.panel = Panel(self.desks, self.choices, "BOOK", HERE)  # type: ignore[arg-type]  # who asks changes nothing

    def reply(self, who: str, action: str = "", value: str = "", sheet: str = "BOOK", locale: str = "en") -> Json:
        return self.panel.answer(Event("token", sheet, locale, action, value), f"{who}@agency.example")

    def card(self, who: str, action: str = "", value: str = "", sheet: str = "BOOK", locale: str = "en") -> Json:
        said = self.reply(who, action, value, sheet, locale)
        (navigation,) = said.get("renderActions", said)["action"]["navigations"]
        (card,) = navigation.values()
        shown = read(card)
        assert ([], []) == (list(faults(card)), shown.wrong)
        return card  # type: ignore[no-any-return]

    def text(self, who: str, action: str = "", value: str = "", sheet: str = "BOOK", locale: str = "en") -> str:
        return read(self.card(who, action, value, sheet, locale)).text


@pytest.fixture
def beside(book: Desk) -> Beside:
    return Beside(book)


def test_it_shows_how_fresh_the_figures_are_what_is_wrong_and_the_scorecard(beside: Beside) -> None:
    card = beside.card("linh")
    shown = read(card)
    assert "Figures as of 10:00." in shown.text
    assert "Data issues: 1 error\n🔴 Accounts!G2  'tomorow' is not a date" in shown.text
    assert [CELL.format(cell="G2")] == shown.links
    assert "Trần Thuỳ Linh · week 47" in shown.text
    assert ["Read the sheet now", "Whole scorecard", "What to look at", "What to do next", "What each tab is for"] == [
        *buttons(card)
    ]


@pytest.mark.parametrize(
    ("who", "cells"), [("linh", ["G2"]), ("minh", ["G3"]), ("ha", ["G2", "G3"]), ("dmitri", ["G2", "G3", "G4"])]
)
def test_everybody_sees_what_is_wrong_in_their_own_rows(who: str, cells: list[str], beside: Beside) -> None:
    assert [CELL.format(cell=cell) for cell in cells] == read(beside.card(who)).links


def test_it_is_opened_on_top_of_nothing_and_pressed_on_top_of_what_there_is(beside: Beside) -> None:
    assert ["pushCard"] == list(beside.reply("linh")["action"]["navigations"][0])
    pressed = beside.reply("linh", "about_tabs")
    assert ["pushCard"] == list(pressed["renderActions"]["action"]["navigations"][0])


STRANGERS = {"nobody of the team": "mallory", "who has left": "anna"}


@pytest.mark.parametrize("kind", STRANGERS)
@pytest.mark.parametrize("action", ["", "refresh", "issues", "ask"])
def test_it_tells_nothing_to(kind: str, action: str, beside: Beside) -> None:
    beside.desks.next = Unavailable("the book is asked in vain")
    said = beside.text(STRANGERS[kind], action, "risks")
    assert said.strip() == (
        "I do not know you yet. Please ask your administrator to add you to the team tab with your e-mail address."
    )


def test_who_has_no_address_in_the_team_tab_is_nobody(beside: Beside) -> None:
    nameless = Beside(desk_of(team=[{**row, "email": ""} for row in PEOPLE]))
    said = nameless.panel.answer(Event("token", "BOOK", "en"), "")
    assert "I do not know you yet" in str(said)


def test_before_google_says_which_sheet_it_is_nothing_is_shown_but_how_to_let_it(beside: Beside) -> None:
    card = beside.card("linh", sheet="")
    assert "I cannot see yet which sheet this is" in read(card).text
    assert {"Let Amber see it": ("name_the_sheet", "")} == buttons(card)
    assert {
        "renderActions": {"hostAppAction": {"editorAction": {"requestFileScopeForActiveDocument": {}}}}
    } == beside.reply("linh", "name_the_sheet", sheet="")


@pytest.mark.parametrize("action", ["", "refresh", "issues", "about_tabs", "ask"])
def test_beside_another_sheet_it_leads_to_the_book(action: str, beside: Beside) -> None:
    shown = read(beside.card("linh", action, "me", sheet="OTHER"))
    assert "This is not the team's book, and I read no other sheet. Open the team's book" == shown.text.strip()
    assert ["https://docs.google.com/spreadsheets/d/BOOK/edit"] == shown.links


def test_it_speaks_the_language_one_chose_else_the_sheets_windows_else_the_books(beside: Beside) -> None:
    assert "Данные на 10:00." in beside.text("linh", locale="ru-RU")
    assert "Figures as of 10:00." in beside.text("linh", locale="fr")
    beside.choices.kept["1"] = Personal(language="vi")
    assert "Số liệu lúc 10:00." in beside.text("linh", locale="ru-RU")
    tables = replace(beside.desks.desk.snapshot.tables, settings=TeamSettings({"language": "ru"}))
    russian = replace(beside.desks.desk, snapshot=replace(beside.desks.desk.snapshot, tables=tables))
    assert "Данные на 10:00." in Beside(russian).text("linh", locale="de")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["What each tab is for", "A row per client", "Amber's own tabs", "sent to whom"]),
        ("vi", ["Mỗi tab dùng để làm gì", "Mỗi khách hàng một dòng", "Các tab của Amber", "gửi gì cho ai"]),
        ("ru", ["Что на каком листе", "По строке на клиента", "Листы самого Amber", "кому Amber отправил"]),
    ],
)
def test_it_tells_what_each_tab_is_for(language: str, said: list[str], beside: Beside) -> None:
    text = beside.text("linh", "about_tabs", locale=language)
    assert said == [words for words in said if words in text]


def test_tabs_that_the_book_does_not_have_come_last(book: Desk) -> None:
    titles = {key: title for key, title in book.snapshot.titles.items() if key != "surveys"}
    beside = Beside(replace(book, snapshot=replace(book.snapshot, titles=titles)))
    text = beside.text("linh", "about_tabs")
    assert text.index("amber init --tabs NAME") < text.index("Surveys")
    assert CELL.format(cell="A1") in read(beside.card("linh", "about_tabs")).links


@pytest.fixture(scope="module")
def many_issues() -> Desk:
    accounts = [{"account_id": f"A{n}", "name": f"Acme {n}", "owner_id": "1"} for n in range(45)]
    return with_issues(desk_of(team=PEOPLE, accounts=accounts), *map(issue, range(2, 47)))


@pytest.mark.parametrize(
    ("page", "cells", "further"),
    [("1", range(2, 22), "2"), ("2", range(22, 42), "3"), ("3", range(42, 47), None), ("9", range(42, 47), None)],
)
def test_data_issues_come_in_pages(page: str, cells: range, further: str | None, many_issues: Desk) -> None:
    card = Beside(many_issues).card("linh", "issues", page)
    assert [CELL.format(cell=f"G{row}") for row in cells] == read(card).links
    assert ({"Next page": ("issues", further)} if further else {}) == buttons(card)
    assert f"{cells[0] - 1}–{cells[-1] - 1} of 45" in read(card).text


@pytest.mark.parametrize("page", ["", "-1", "0", "one", "٣", "9" * 5000])
def test_a_page_that_no_button_has_is_some_page(page: str, beside: Beside) -> None:
    assert "Data issues: 1 error" in beside.text("linh", "issues", page)


def test_a_book_without_issues_says_so(book: Desk) -> None:
    beside = Beside(with_issues(book))
    assert "✅ Nothing is wrong in the rows you may see." in beside.text("linh")
    assert "✅ Nothing is wrong in the rows you may see." == beside.text("linh", "issues", "1").strip()


def test_it_reads_the_book_when_told_to_and_shows_it_in_place(beside: Beside, book: Desk) -> None:
    beside.desks.next = with_issues(book)
    said = beside.reply("linh", "refresh")
    (navigation,) = said["renderActions"]["action"]["navigations"]
    assert ["updateCard"] == list(navigation)
    assert "Nothing is wrong" in read(navigation["updateCard"]).text


def test_who_is_a_stranger_in_the_book_that_is_read_anew_sees_no_more_of_it(beside: Beside) -> None:
    beside.desks.next = desk_of(team=[row for row in PEOPLE if row["am_id"] != "1"])
    assert "I do not know you yet." in beside.text("linh", "refresh")


def test_when_the_book_cannot_be_read_it_says_why_above_what_is_known(beside: Beside) -> None:
    beside.desks.next = Unavailable("Google does not answer", system="Google")
    text = beside.text("linh", "refresh")
    assert text.strip().startswith("That is not possible just now: Google does not answer")
    assert "Data issues: 1 error" in text


@pytest.mark.parametrize("who", ["linh", "mallory"])
def test_what_keeps_amber_from_the_book_is_told_to_nobody_who_may_be_anybody(who: str, beside: Beside) -> None:
    beside.desks.at_first = SetupError("the sheet BOOK is not shared with amber@lantern.example", "Share it")
    text = beside.text(who)
    assert "That is not possible just now: I cannot open the book; amber doctor says why" in text
    assert ("BOOK" not in text, "lantern" not in text) == (True, True)


def test_a_button_asks_what_slack_would_be_asked(beside: Beside) -> None:
    text = beside.text("linh", "ask", "me")
    assert "Relationship freshness\nOver: now · Value: 50%" in text


def test_every_answer_is_a_card(beside: Beside) -> None:
    linh = beside.desks.desk.roster.by_id["1"]
    for command in {*COMMANDS} - {EXPORT}:  # which is a file, and takes its time
        if linh.role in command.roles:
            beside.card("linh", "ask", command.example, locale="vi")


@pytest.mark.parametrize("asked", ["account Bamboo", "card @minh", "contacts Volga"])
def test_a_button_that_was_tampered_with_shows_no_more_than_slack_does(asked: str, beside: Beside) -> None:
    text = beside.text("linh", "ask", asked)
    assert ("Lê Minh" not in text, "Ольга" not in text, "Figures as of" not in text) == (True, True, True)


def test_a_lead_without_team_and_accounts_still_sees_the_rest() -> None:
    anna = {"am_id": "9", "name": "Anna", "email": "anna@agency.example", "role": "lead"}
    text = Beside(desk_of(team=[*PEOPLE, anna])).text("anna")
    assert "Nothing is wrong" in text
    assert "Anna has no accounts of their own. Ask for a team: card team NAME." in text


def test_its_events_name_what_was_asked_how_it_ended_and_nothing_more(
    beside: Beside, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot.panel")
    beside.reply("linh")
    beside.reply("linh", "issues", "1")
    beside.reply("mallory", "who is Linh")
    events = [vars(each) for each in caplog.records]
    assert [("panel", "answered"), ("panel:issues", "answered"), ("panel", "Refused")] == [
        (each["command"], each["outcome"]) for each in events
    ]
    assert ("agency" not in str(events), "Linh" not in str(events)) == (True, True)


def test_a_fault_of_ambers_own_is_one_line_that_the_log_knows(
    beside: Beside, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise ZeroDivisionError

    caplog.set_level(logging.INFO, "bot.panel")
    monkeypatch.setattr("bot.panel.panel.home_page", breaks)
    assert "Something went wrong on my side." in beside.text("linh")
    assert ["panel.failed", "command.answered"] == [each.message for each in caplog.records]


OPENED: Json = {
    "commonEventObject": {"hostApp": "SHEETS", "platform": "WEB", "userLocale": "vi-VN"},
    "authorizationEventObject": {"userIdToken": "t", "userOAuthToken": "ya29", "systemIdToken": "s"},
    "sheets": {"addonHasFileScopePermission": True, "id": "BOOK", "title": "Lantern"},
}
PRESSED: Json = {"commonEventObject": {"parameters": {"action": "issues", "value": "2"}}}
EVENTS: dict[str, tuple[Json, Event]] = {
    "opened": (OPENED, Event("t", "BOOK", "vi-VN")),
    "not let yet": (OPENED | {"sheets": {"addonHasFileScopePermission": False}}, Event("t", "", "vi-VN")),
    "pressed": (PRESSED, Event(action="issues", value="2")),
    "of other kinds": ({"commonEventObject": {"parameters": [1], "userLocale": 7}, "sheets": "BOOK"}, Event()),
}


@pytest.mark.parametrize("kind", EVENTS)
def test_it_reads_an_event(kind: str) -> None:
    said, event = EVENTS[kind]
    assert event == Event.read(json.dumps(said).encode())
