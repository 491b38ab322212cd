"""Reminders: who is told of which signals, when, and how often."""

from __future__ import annotations

from datetime import date, time
from functools import cached_property
from typing import TYPE_CHECKING

from bot.delivery.readers import Reader, people, reader_named
from bot.delivery.slots import Timetable, instant, slots_between
from bot.escalation import LOOK_BACK, REPEAT_DAYS, escalations, left_open
from bot.receivers import shares
from bot.state.ledger import Errand
from kpi_core.periods import DAY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from bot.delivery.campaign import Materials
    from bot.delivery.contents import Letter
    from bot.desk import Desk
    from bot.escalation import Told
    from bot.people import Person
    from kpi_core.rules.signal import Signal


class Pings:
    """The reminders of one desk: one message per person and day, silent for those with nothing to do."""

    def __init__(self, materials: Materials) -> None:
        self._desk = materials.desk
        self._contents = materials.contents
        self._ledger = materials.ledger
        self.readers: Sequence[Reader] = people(self._desk, materials.preferences)

    def due(self, after: datetime, until: datetime) -> Iterator[Errand]:
        """Yield what falls due in (after, until]: on each reader's working days, for whom there is something."""
        timetable = Timetable.parse(self._desk.snapshot.tables.settings.text("pings"))
        for reader in self.readers:
            for slot in slots_between(timetable, reader.zone, after, until):
                if self._works_on(slot.day, reader) and not reader.own.is_paused(slot.day):
                    errand = _errand(reader, slot.day, slot.at)
                    # What a missed day would have said is not known any more: it is only noted as skipped.
                    if errand.expires_at <= until or self._news(reader, slot.day):
                        yield errand

    def asked(self, now: datetime) -> Iterator[Errand]:
        """Yield today's for everybody for whom there is something, due now because somebody asked."""
        for reader in self.readers:
            today = now.astimezone(reader.zone).date()
            if not reader.own.is_paused(today) and self._news(reader, today):
                yield _errand(reader, today, now)

    def write(self, errand: Errand) -> Letter | None:
        """Write the message; None when there is nothing to say any more. Raises SetupError."""
        reader = reader_named(errand.recipient, self.readers)
        if reader is None or reader.person is None:
            return None
        signals = by_account(self._news(reader, date.fromisoformat(errand.slot), errand))
        if not signals:
            return None
        shown, more = within_limit(signals, self._desk)
        answer = self._contents.reminder(self._desk, reader.person, shown, reader.language, more)
        told = tuple(signal.identity for signal in shown)
        return self._contents.letter(answer, errand, reader, self._desk.now_utc, told)

    def _news(self, reader: Reader, day: date, errand: Errand | None = None) -> Sequence[Signal]:
        """Return the reader's signals that they themselves were not reminded of in the days before.

        Of one that went to the lead in these days they hear on the day on which it did.
        """
        mine, first = self._shares.get(reader.recipient, ()), day - DAY * (REPEAT_DAYS - 1)
        since = {one.identity: min(max(first, self._escalated_on.get(one.identity, first)), day) for one in mine}
        told = {begin: self._ledger.reminded_in(reader.recipient, begin, day, errand) for begin in {*since.values()}}
        return [one for one in mine if one.identity not in told[since[one.identity]]]

    def _works_on(self, day: date, reader: Reader) -> bool:
        from kpi_core.calendars import Calendar  # noqa: PLC0415  # brings pandas, which delivery starts without

        country = reader.person.country if reader.person else ""
        return Calendar.of(self._desk.snapshot.tables).is_working_day(day, country)

    @cached_property
    def _shares(self) -> Mapping[str, Sequence[Signal]]:
        """The signals by who is to be told, worst first."""
        found = shares(self._signals, self._desk.roster, self._today, self._escalated)
        return {f"am:{am_id}": signals for am_id, signals in found.items()}

    @cached_property
    def _escalated(self) -> Mapping[str, Person]:
        return escalations(self._signals, self._told, self._desk.roster, self._today)

    @cached_property
    def _escalated_on(self) -> Mapping[str, date]:
        """The day on which each signal went to the lead, by its identity."""
        since = left_open(self._signals, self._told, self._today)
        return {identity: since[identity] for identity in self._escalated}

    @cached_property
    def _told(self) -> Told:
        return self._ledger.told_since(self._today - LOOK_BACK)

    @property
    def _signals(self) -> Sequence[Signal]:
        return self._contents.attention(self._desk)

    @property
    def _today(self) -> date:
        return self._desk.now.date()


def by_account(signals: Sequence[Signal]) -> Sequence[Signal]:
    """Return the signals with those of one account together, the account of the worst first."""
    accounts: dict[tuple[str | None, str], list[Signal]] = {}
    for signal in signals:
        accounts.setdefault((signal.account_id, signal.account_name), []).append(signal)
    return [signal for group in accounts.values() for signal in group]


def within_limit(signals: Sequence[Signal], desk: Desk) -> tuple[Sequence[Signal], int]:
    """Return the signals that one message shows, and how many more there are."""
    shown = signals[: desk.snapshot.tables.settings.integer("ping_limit")]
    return shown, len(signals) - len(shown)


def _errand(reader: Reader, day: date, due_at: datetime) -> Errand:
    return Errand("pings", reader.recipient, day.isoformat(), due_at, instant(day + DAY, time.min, reader.zone))
