"""What people set for themselves: their language, when their digest comes, until when nothing does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.delivery.slots import Timetable
from bot.people import language_of
from kpi_core.errors import InputError
from kpi_core.text import Language

_LANGUAGE, _DIGEST, _PAUSE = "language", "digest", "paused_until"


@dataclass(frozen=True, slots=True)
class Personal:
    """One person's own settings; None is what the team has. `paused_until` is the day on which messages come again."""

    language: Language | None = None
    digest: Timetable | None = None
    paused_until: date | None = None

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> Personal:
        """Return the settings kept as texts; one that cannot be read is as if it was not set."""
        return cls(
            language_of(texts.get(_LANGUAGE, "")), _timetable(texts.get(_DIGEST, "")), _day(texts.get(_PAUSE, ""))
        )

    @property
    def texts(self) -> Mapping[str, str]:
        """The settings as texts by key, those that are set."""
        kept = {_LANGUAGE: self.language, _DIGEST: self.digest, _PAUSE: self.paused_until}
        return {key: str(value) for key, value in kept.items() if value is not None}

    def is_paused(self, day: date) -> bool:
        """Whether nothing is to come by itself on that day."""
        return self.paused_until is not None and day < self.paused_until


UNSET = Personal()


def _timetable(text: str) -> Timetable | None:
    try:
        return Timetable.parse(text) if text else None
    except InputError:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
