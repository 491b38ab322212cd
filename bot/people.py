"""Who is who: the team tab as people, and how a Slack user is matched to one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Literal, cast

from kpi_core.text import LANGUAGES, Language

if TYPE_CHECKING:
    from kpi_core.settings import TeamSettings
    from kpi_core.tables import Tables

Role = Literal["am", "senior_am", "lead", "head", "admin"]


@dataclass(frozen=True, slots=True)
class Person:
    """One member of the team, as the team tab says. A blank role is an AM's; a blank `active` is yes."""

    am_id: str
    name: str
    role: Role = "am"
    email: str = ""
    slack_user_id: str = ""
    manager_id: str = ""
    team: str = ""
    language: Language | None = None
    timezone: str = ""
    country: str = ""
    active: bool = True
    away_from: date | None = None
    away_to: date | None = None
    backup_id: str = ""

    def is_away(self, day: date) -> bool:
        """Whether the person is away on that day (both ends inclusive; an open end holds on)."""
        return self.away_from is not None and self.away_from <= day and (self.away_to is None or day <= self.away_to)


# The CLI acts as this person unless told otherwise.
ADMINISTRATOR = Person(am_id="", name="Amber", role="admin")


def language_of(locale: str) -> Language | None:
    """Return the language of a locale ("vi", "ru-RU", "en_US"), if Amber speaks it."""
    start = locale.strip().lower().replace("_", "-").split("-")[0]
    return start if start in LANGUAGES else None


def language_for(
    person: Person | None, settings: TeamSettings, *, chosen: str = "", locale: Callable[[], str] = str
) -> Language:
    """Return the language to speak to a person (None: to a team or a stranger).

    Their own choice, else the team tab's, else that of where they ask (looked up only then), else the workbook's, else
    English.
    """
    return (
        language_of(chosen)
        or (person and person.language)
        or language_of(locale())
        or language_of(settings.text("language"))
        or LANGUAGES[0]
    )


@dataclass(frozen=True)
class Roster:
    """All people of the team tab, found by id, Slack user, e-mail or lead."""

    people: tuple[Person, ...]

    @classmethod
    def of(cls, tables: Tables, day: date) -> Roster:
        """Read the people off the team tab as of a day; a row without an id is left out."""
        rows = tables["team"].collect().rows(named=True)
        return cls(tuple(_person(row, day) for row in rows if _known(row["am_id"])))

    @cached_property
    def by_id(self) -> Mapping[str, Person]:
        """Each person by am_id."""
        return {person.am_id: person for person in self.people}

    def by_slack(self, user_id: str, email: str = "") -> Person | None:
        """Return the active person with that Slack user ID, else the one with that e-mail address."""
        active = (person for person in self.people if person.active)
        return next((person for person in active if person.slack_user_id == user_id), None) or self.by_email(email)

    def by_email(self, email: str) -> Person | None:
        """Return the active person with that e-mail address; nobody for a blank one."""
        wanted = email.strip().casefold()
        active = (person for person in self.people if person.active)
        return next((person for person in active if wanted and person.email.casefold() == wanted), None)

    def lead_of(self, person: Person) -> Person | None:
        """Return whom the person reports to: the manager, else a lead of the same team."""
        manager = self.by_id.get(person.manager_id)
        return manager or next(
            (other for other in self.with_role("lead") if other.team == person.team and other != person), None
        )

    def with_role(self, *roles: Role) -> Iterable[Person]:
        """Return the active people with one of these roles, in the sheet's order."""
        return tuple(person for person in self.people if person.active and person.role in roles)


def _known(value: object) -> bool:
    return value is not None and value == value and value != ""  # noqa: PLR0124  # NaN and NaT are unequal to themselves


def _text(value: object) -> str:
    return str(value) if _known(value) else ""


def _day(value: object) -> date | None:
    return value.date() if isinstance(value, datetime) and _known(value) else None


def _person(row: Mapping[str, object], day: date) -> Person:
    left = _day(row["left_on"])
    return Person(
        am_id=_text(row["am_id"]),
        name=_text(row["name"]) or _text(row["am_id"]),
        role=cast("Role", _text(row["role"]) or "am"),
        email=_text(row["email"]),
        slack_user_id=_text(row["slack_user_id"]),
        manager_id=_text(row["manager_id"]),
        team=_text(row["team"]),
        language=language_of(_text(row["locale"])),
        timezone=_text(row["timezone"]),
        country=_text(row["country"]),
        active=(not _known(row["active"]) or bool(row["active"])) and (left is None or left >= day),
        away_from=_day(row["away_from"]),
        away_to=_day(row["away_to"]),
        backup_id=_text(row["backup_id"]),
    )
