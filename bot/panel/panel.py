"""The panel: who opened it, beside which sheet, what they asked for, and the card that answers."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from bot.access import outsider
from bot.answers import reply
from bot.answers.answer import Answer, Paragraph
from bot.answers.asked import Asked
from bot.answers.panel import (
    ABOUT_TABS,
    ISSUES,
    NAME_THE_SHEET,
    REFRESH,
    another_sheet,
    home_page,
    issues_page,
    tabs_page,
    unnamed_sheet,
)
from bot.answers.pick import ASK
from bot.answers.told import sentence, told, went_wrong
from bot.commands import ME
from bot.grammar import Question, parse
from bot.panel.card import ACTIONS, card
from bot.panel.event import ASK_WHICH_SHEET
from bot.people import language_for, language_of
from bot.personal import UNSET
from bot.requests import request
from bot.voice import Voice
from kpi_core.errors import AmberError, Unavailable
from kpi_core.text import LANGUAGES, Text

if TYPE_CHECKING:
    from bot.desk import Choices, Desk, Desks
    from bot.panel.event import Event, Json
    from bot.requests import Request

_log = logging.getLogger(__name__)
_PAGE = re.compile(r"[0-9]{1,6}")
_NO_BOOK = Text(
    "I cannot open the book; `amber doctor` says why",
    "tôi không mở được sổ; `amber doctor` cho biết lý do",
    "книга не открывается; почему — скажет `amber doctor`",
)
_SHEET = "https://docs.google.com/spreadsheets/d/{id}/edit"


class Panel:
    """The panel beside one spreadsheet, the book's; Google calls `address`.

    It asks the same answers as Slack does, as whoever has that e-mail address in the team tab.
    """

    def __init__(self, desks: Desks, choices: Choices, spreadsheet: str, address: str) -> None:
        self._desks = desks
        self._choices = choices
        self._spreadsheet = spreadsheet
        self._address = address

    def answer(self, event: Event, email: str) -> Json:
        """Return the reply to an event of the owner of a verified e-mail address. Never raises."""
        if event.action == NAME_THE_SHEET:
            return ASK_WHICH_SHEET
        began, outcome, voice = time.perf_counter(), "answered", Voice(language_of(event.locale) or LANGUAGES[0])
        with request(f"panel:{event.action}" if event.action in ACTIONS else "panel") as begun:
            try:
                asked = self._asked(event, email)
                voice = asked.voice
                shown = card(self._page(event, email, asked), self._address)
            except Exception as error:  # noqa: BLE001  # the last resort: logged, and told to the asker
                outcome = type(error).__name__ if isinstance(error, AmberError) else "failed"
                shown = card(sentence(_said(error, voice, begun)), self._address)
            milliseconds = round((time.perf_counter() - began) * 1000)
            _log.info("command.answered", extra={"command": begun.command, "outcome": outcome, "ms": milliseconds})
        return event.reply(shown, in_place=event.action == REFRESH)

    def _asked(self, event: Event, email: str) -> Asked:
        """Return who asks, at the desk of the moment. Raises Refused for a stranger, Unavailable."""
        desk = self._desk()
        person = desk.roster.by_email(email)
        own = self._choices.of(person.am_id) if person else UNSET
        settings = desk.snapshot.tables.settings
        language = language_for(person, settings, chosen=own.language or "", locale=lambda: event.locale)
        voice = Voice(language, person.timezone if person else "")
        if person is None:
            raise outsider(voice)
        return Asked(Question(ME), person, desk, voice, own)

    def _desk(self) -> Desk:
        """Return the desk of the moment. Raises Unavailable that does not say why: who asks may be anybody."""
        try:
            return self._desks.current()
        except AmberError as error:
            raise Unavailable(_NO_BOOK) from error

    def _page(self, event: Event, email: str, asked: Asked) -> Answer:
        """Return what was asked for, if this is the book. Raises InputError, Refused."""
        if not event.spreadsheet:
            return unnamed_sheet(asked.voice)
        if event.spreadsheet != self._spreadsheet:
            return another_sheet(_SHEET.format(id=self._spreadsheet), asked.voice)
        if event.action == REFRESH:
            return self._refreshed(event, email, asked)
        return _PAGES.get(event.action, _home)(asked, event.value)

    def _refreshed(self, event: Event, email: str, asked: Asked) -> Answer:
        """Return the home page on the book of now; when it cannot be read, on that of before, and why.

        Raises Refused for who is a stranger in the book of now.
        """
        try:
            self._desks.refresh()
        except AmberError as error:
            page = home_page(asked)
            return Answer(page.summary, (Paragraph((told(error, asked.voice),)), *page.parts))
        return home_page(self._asked(event, email))


def _home(asked: Asked, _: str) -> Answer:
    return home_page(asked)


def _issues(asked: Asked, value: str) -> Answer:
    return issues_page(asked, int(value) if _PAGE.fullmatch(value) else 1)


def _tabs(asked: Asked, _: str) -> Answer:
    return tabs_page(asked)


def _question(asked: Asked, value: str) -> Answer:
    question = parse(value, asked.desk, asked.asker, asked.voice)
    return reply(question, asked.asker, asked.desk, asked.voice.language, asked.own)


_PAGES: Mapping[str, Callable[[Asked, str], Answer]] = {ASK: _question, ISSUES: _issues, ABOUT_TABS: _tabs}


def _said(error: Exception, voice: Voice, begun: Request) -> str:
    if isinstance(error, AmberError):
        return told(error, voice)
    _log.error("panel.failed", exc_info=error)
    return went_wrong(begun.id, voice)
