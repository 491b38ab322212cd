"""The weekly digest: who gets it, when, and what theirs says."""

from __future__ import annotations

from datetime import UTC, date, timedelta
from typing import TYPE_CHECKING

from bot.delivery.readers import Reader, people, reader_named, reporting_zone, team_channels
from bot.delivery.slots import Timetable, instant, slots_between
from bot.state.ledger import Errand
from kpi_core.periods import DAY, Period, last_full, midnight, unit_period

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from bot.answers.answer import Answer
    from bot.delivery.campaign import Materials
    from bot.delivery.contents import Letter

WINDOW = timedelta(hours=36)
_READING_ROLES = {"am", "senior_am", "lead", "head"}


class Digest:
    """The digests of one desk: Monday to Sunday, to every AM, lead and head, and to the teams' channels."""

    def __init__(self, materials: Materials) -> None:
        self._desk = materials.desk
        self._contents = materials.contents
        everybody = people(self._desk, materials.preferences)
        persons = [each for each in everybody if each.person and each.person.role in _READING_ROLES]
        self.readers: Sequence[Reader] = [*persons, *team_channels(self._desk)]

    def due(self, after: datetime, until: datetime) -> Iterator[Errand]:
        """Yield what falls due in (after, until], each at its reader's own local time.

        A digest whose week has not ended yet in the book's zone is held until it has.
        """
        timetable = Timetable.parse(self._desk.snapshot.tables.settings.text("digest"))
        book_zone = reporting_zone(self._desk)
        for reader in self.readers:
            for slot in slots_between(reader.own.digest or timetable, reader.zone, after, until):
                if reader.own.is_paused(slot.day):
                    continue
                monday = slot.day - DAY * slot.day.weekday()
                due_at = max(slot.at, instant(monday, midnight(monday).time(), book_zone))
                yield _errand(reader, monday - DAY * 7, due_at)

    def asked(self, now: datetime, week: Period | None = None) -> Iterator[Errand]:
        """Yield the digest of a week (the last full one) for every reader, due now because somebody asked."""
        week = week or last_full("week", self._desk.now)
        for reader in self.readers:
            if not reader.own.is_paused(now.astimezone(reader.zone).date()):
                yield _errand(reader, week.start.date(), now)

    def write(self, errand: Errand) -> Letter | None:
        """Write the message; None when the recipient is not among the readers any more. Raises SetupError."""
        reader = reader_named(errand.recipient, self.readers)
        if reader is None:
            return None
        answer = self._answer(reader, _week(errand.slot, self._desk.now))
        return self._contents.letter(answer, errand, reader, self._desk.now_utc)

    def _answer(self, reader: Reader, week: Period) -> Answer:
        desk, contents = self._desk, self._contents
        if reader.person is None:
            return contents.team(desk, reader.team, week, reader.language)
        match reader.person.role:
            case "lead":
                return contents.lead(desk, reader.person, week, reader.language)
            case "head":
                return contents.head(desk, week, reader.language)
            case _:
                return contents.personal(desk, reader.person, week, reader.language)


def _errand(reader: Reader, monday: date, due_at: datetime) -> Errand:
    year, number, _ = monday.isocalendar()
    return Errand("digest", reader.recipient, f"{year}-W{number:02}", due_at.astimezone(UTC), due_at + WINDOW)


def _week(slot: str, now: datetime) -> Period:
    return unit_period("week", midnight(date.fromisoformat(f"{slot}-1")), now)
