"""The weekly digest: who gets it, when, and what theirs says."""

from __future__ import annotations

from datetime import UTC, date, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from bot.delivery.readers import Reader, people, reader_named, reporting_zone, team_channels
from bot.delivery.slots import Slot, Timetable, instant, slots_between
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
        self._records = materials.ledger.records
        self._zone = reporting_zone(self._desk)
        everybody = people(self._desk, materials.preferences)
        persons = [each for each in everybody if each.person and each.person.role in _READING_ROLES]
        self.readers: Sequence[Reader] = [*persons, *team_channels(self._desk)]

    def due(self, after: datetime, until: datetime) -> Iterator[Errand]:
        """Yield what falls due in (after, until], each at its reader's own local time.

        A digest whose week has not ended yet in the book's zone is held until it has.
        """
        for reader in self.readers:
            for slot in self._slots(reader, after, until):
                monday = _monday_of(slot.day)
                yield _errand(reader, monday - DAY * 7, max(slot.at, self._begin(monday)))
        yield from self._moved(until)

    def _moved(self, now: datetime) -> Iterator[Errand]:
        """Yield, due now, this week's for those who had one last week, and whose time was moved to one that is past."""
        monday = _monday_of(now.astimezone(self._zone).date())
        begin, week = self._begin(monday), monday - DAY * 7
        left_out = self._records.left_out("digest", _slot(week), begin - DAY * 7, begin)
        for reader in self.readers:
            if reader.recipient in left_out:
                slots = self._slots(reader, begin - DAY, now)
                if any(_monday_of(slot.day) == monday for slot in slots):
                    yield _errand(reader, week, now)

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

    def _slots(self, reader: Reader, after: datetime, until: datetime) -> Sequence[Slot]:
        """Return the slots of a reader in (after, until], those on days on which they do not pause."""
        slots = slots_between(reader.own.digest or self._timetable, reader.zone, after, until)
        return [slot for slot in slots if not reader.own.is_paused(slot.day)]

    def _begin(self, monday: date) -> datetime:
        """Return when a week begins in the book's zone."""
        return instant(monday, time.min, self._zone)

    @cached_property
    def _timetable(self) -> Timetable:
        return Timetable.parse(self._desk.snapshot.tables.settings.text("digest"))

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
    return Errand("digest", reader.recipient, _slot(monday), due_at.astimezone(UTC), due_at + WINDOW)


def _slot(monday: date) -> str:
    return f"{monday:%G-W%V}"


def _monday_of(day: date) -> date:
    return day - DAY * day.weekday()


def _week(slot: str, now: datetime) -> Period:
    return unit_period("week", midnight(date.fromisoformat(f"{slot}-1")), now)
