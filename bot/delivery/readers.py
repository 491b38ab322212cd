"""Who receives: the people and the channels of teams, each with their address, time zone and language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.delivery.slots import zone_named
from bot.people import language_for
from bot.personal import UNSET, Personal
from kpi_core.errors import SetupError
from kpi_core.names import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.desk import Desk
    from bot.people import Person
    from bot.state.preferences import Preferences
    from kpi_core.text import Language

_UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Reader:
    """One recipient: a person (direct message) or a team (its channel); `recipient` names it in the ledger."""

    recipient: str
    name: str
    slack_id: str
    zone: ZoneInfo
    language: Language
    person: Person | None = None
    team: str = ""
    own: Personal = UNSET

    @property
    def address(self) -> str:
        """Where to post. Raises SetupError when the sheet does not say."""
        if not self.slack_id:
            raise SetupError("there is no Slack user ID", "Fill in slack_user_id in the team tab")
        return self.slack_id


def reader_named(recipient: str, readers: Sequence[Reader]) -> Reader | None:
    """Return the reader whom the ledger calls so; None when they are not among these any more."""
    return next((reader for reader in readers if reader.recipient == recipient), None)


def reporting_zone(desk: Desk) -> ZoneInfo:
    """Return the time zone of the book's figures: the setting, else the book's own, else UTC."""
    snapshot = desk.snapshot
    return zone_named(snapshot.tables.settings.text("timezone"), zone_named(snapshot.timezone, _UTC))


def people(desk: Desk, preferences: Preferences) -> Sequence[Reader]:
    """Return the active people, in the sheet's order."""
    zone, settings = reporting_zone(desk), desk.snapshot.tables.settings
    chosen = preferences.everybody()
    return [
        Reader(
            recipient=f"am:{person.am_id}",
            name=person.name,
            slack_id=person.slack_user_id,
            zone=zone_named(person.timezone, zone),
            language=language_for(person, settings, chosen=own.language or ""),
            person=person,
            own=own,
        )
        for person in desk.roster.people
        if person.active
        for own in [chosen.get(person.am_id, UNSET)]
    ]


def team_channels(desk: Desk) -> Sequence[Reader]:
    """Return the teams that have a channel in the settings and people in the team tab."""
    settings = desk.snapshot.tables.settings
    channels: Mapping[str, str] = {
        fold(name): channel.strip() for name, channel in settings.family("team_channel").items() if channel.strip()
    }
    # Spelled in two ways a team is still one, and its channel gets one message.
    teams: dict[str, str] = {}
    for person in desk.roster.people:
        if person.active and fold(person.team) in channels:
            teams.setdefault(fold(person.team), person.team)
    zone, language = reporting_zone(desk), language_for(None, settings)
    return [Reader(f"team:{team}", team, channels[folded], zone, language, team=team) for folded, team in teams.items()]
