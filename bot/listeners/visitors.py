"""Who is at the other end: a Slack user as a person of the team tab."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient

from bot.access import stranger
from bot.desk import Choices, Desk, Desks
from bot.listeners.calls import FAILS
from bot.people import Person, language_for
from bot.personal import UNSET, Personal
from bot.voice import Voice
from kpi_core.text import LANGUAGES, Language

_KEPT_S = 86_400.0  # who changes their language or address in Slack is known anew within a day


@dataclass(frozen=True, slots=True)
class Visit:
    """One person, now, at the desk of the moment."""

    user_id: str
    person: Person
    desk: Desk
    language: Language
    own: Personal

    @property
    def voice(self) -> Voice:
        """How to speak to them."""
        return Voice(self.language, self.person.timezone)


class Visitors:
    """Matches Slack users to people; asks Slack once a day for what the book does not say. `clock` counts seconds."""

    def __init__(self, desks: Desks, choices: Choices, clock: Callable[[], float] = time.monotonic) -> None:
        self._desks = desks
        self._choices = choices
        self._clock = clock
        self._profiles: dict[str, tuple[float, tuple[str, str]]] = {}  # user id → when asked; e-mail, locale
        self._spoken: dict[str, Language] = {}

    def visit(self, client: WebClient, user_id: str) -> Visit:
        """Return the visit of a Slack user. Raises Refused for a stranger, Unavailable."""
        desk = self._desks.current()
        person = desk.roster.by_slack(user_id) or desk.roster.by_slack(user_id, self._profile(client, user_id)[0])
        own = self._choices.of(person.am_id) if person else UNSET
        language = self._spoken[user_id] = self._language(client, user_id, person, desk, own)
        if person is None:
            raise stranger(desk, Voice(language))
        return Visit(user_id, person, desk, language, own)

    def voice(self, user_id: str) -> Voice:
        """Return how a user was last spoken to; works while nothing else does."""
        return Voice(self._spoken.get(user_id, LANGUAGES[0]))

    def _language(self, client: WebClient, user_id: str, person: Person | None, desk: Desk, own: Personal) -> Language:
        return language_for(
            person,
            desk.snapshot.tables.settings,
            chosen=own.language or "",
            locale=lambda: self._profile(client, user_id)[1],
        )

    def _profile(self, client: WebClient, user_id: str) -> tuple[str, str]:
        now, (asked_at, known) = self._clock(), self._profiles.get(user_id, (None, ("", "")))
        if asked_at is not None and now - asked_at < _KEPT_S:
            return known
        try:
            user: dict[str, Any] = client.users_info(user=user_id, include_locale=True)["user"]
        except FAILS:
            return known  # asked again next time
        found = user.get("profile", {}).get("email", ""), user.get("locale", "")
        self._profiles[user_id] = now, found
        return found
