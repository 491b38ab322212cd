"""Who is at the other end: a Slack user as a person of the team tab."""

from __future__ import annotations

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
        return Voice(self.language)


class Visitors:
    """Matches Slack users to people; asks Slack once for what the book does not say."""

    def __init__(self, desks: Desks, choices: Choices) -> None:
        self._desks = desks
        self._choices = choices
        self._profiles: dict[str, tuple[str, str]] = {}  # user id → e-mail, locale
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

    def voice_of(self, client: WebClient, person: Person) -> Voice:
        """Return how to speak to somebody of the team who is told something without having asked."""
        own = self._choices.of(person.am_id)
        return Voice(self._language(client, person.slack_user_id, person, self._desks.current(), own))

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
        if user_id not in self._profiles:
            try:
                user: dict[str, Any] = client.users_info(user=user_id, include_locale=True)["user"]
            except FAILS:
                return "", ""  # asked again next time
            self._profiles[user_id] = (user.get("profile", {}).get("email", ""), user.get("locale", ""))
        return self._profiles[user_id]
