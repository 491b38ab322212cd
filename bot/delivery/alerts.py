"""Reminders that do not wait for the next morning: a lead without an answer, an urgent request past its time."""

from __future__ import annotations

from datetime import time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from bot.delivery.contents import Letter
from bot.delivery.pings import by_account, within_limit
from bot.delivery.readers import Reader, people, reader_named
from bot.delivery.slots import instant
from bot.receivers import shares
from bot.state.ledger import Errand
from bot.state.records import Kind, State
from kpi_core.periods import DAY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime

    from bot.delivery.campaign import Materials
    from kpi_core.calendars import Calendar
    from kpi_core.rules.signal import Signal

# Who was told of a signal hears of it again in the daily message alone.
_TOLD_BEFORE = timedelta(days=90)
_TIME_FOR_A_FULL_ONE = timedelta(hours=1)
# A daily message on its way speaks of it anyway; an alert on its way is waited for; where one failed today, so will
# the next.
_KINDS: tuple[Kind, Kind] = ("pings", "alerts")
_SENT: tuple[State, ...] = ("sent", "unknown")
_HOLD_PINGS = frozenset[State]({"due", "claimed"})
_HOLD_ALERTS = _HOLD_PINGS | {"failed"}


class Alerts:
    """The immediate reminders of one desk: each signal once to each of its readers, in their working hours.

    What falls due together comes in one message, and nobody has two on their way: each knows what the last one said.
    """

    def __init__(self, materials: Materials) -> None:
        self._desk = materials.desk
        self._contents = materials.contents
        self._ledger = materials.ledger
        self.readers: Sequence[Reader] = people(self._desk, materials.preferences)

    def due(self, after: datetime, until: datetime) -> Iterator[Errand]:  # noqa: ARG002  # a Campaign's signature
        """Yield a message at `until` for each reader at work for whom there is something new."""
        for reader in self.readers:
            local = until.astimezone(reader.zone).replace(tzinfo=None)
            day = local.date()
            if reader.own.is_paused(day) or not self._works(reader, local) or not self._news(reader, day):
                continue
            pings, alerts = (self._ledger.states_on(kind, reader.recipient, day) for kind in _KINDS)
            is_held = not (_HOLD_PINGS.isdisjoint(pings) and _HOLD_ALERTS.isdisjoint(alerts))
            if not is_held and not self._has_enough(reader, until):
                end = instant(day + DAY, time.min, reader.zone)
                yield Errand("alerts", reader.recipient, f"{day}.{len(alerts) + 1}", until, end)

    def write(self, errand: Errand) -> Letter | None:
        """Write the message; None when there is nothing to say any more. Raises SetupError."""
        reader = reader_named(errand.recipient, self.readers)
        if reader is None or reader.person is None:
            return None
        day = errand.due_at.astimezone(reader.zone).date()
        signals = by_account(self._news(reader, day, errand))
        if not signals:
            return None
        shown, more = within_limit(signals, self._desk)
        answer = self._contents.alert(self._desk, reader.person, shown, reader.language, more)
        return Letter(reader.address, self._contents.render(answer), tuple(signal.identity for signal in shown))

    def _has_enough(self, reader: Reader, now: datetime) -> bool:
        """Whether a full message came lately: what that one only counted comes once there was time to see to it."""
        since = now - _TIME_FOR_A_FULL_ONE
        lately = self._ledger.records.newest(1, _SENT, _KINDS[1:], since, reader.recipient)
        limit = self._desk.snapshot.tables.settings.integer("ping_limit")
        return any(len(one.signals) >= limit for one in lately)

    def _works(self, reader: Reader, local: datetime) -> bool:
        from kpi_core.worktime import WorkingTime  # noqa: PLC0415  # brings pandas, which delivery starts without

        day, country = local.date(), reader.person.country.upper() if reader.person else ""
        settings = self._desk.snapshot.tables.settings
        return WorkingTime.of(settings, self._calendar, country, day, day).goes_on_at(local)

    @cached_property
    def _calendar(self) -> Calendar:
        from kpi_core.calendars import Calendar  # noqa: PLC0415  # idem

        return Calendar.of(self._desk.snapshot.tables)

    def _news(self, reader: Reader, day: date, errand: Errand | None = None) -> Sequence[Signal]:
        """Return what the reader was not told of yet; of nothing, nobody asks the database."""
        mine = self._shares.get(reader.recipient, ())
        told = self._ledger.reminded_in(reader.recipient, day - _TOLD_BEFORE, day, besides=errand) if mine else ()
        return [signal for signal in mine if signal.identity not in told]

    @cached_property
    def _shares(self) -> Mapping[str, Sequence[Signal]]:
        """What cannot wait, by who is to be told, worst first."""
        found = shares(self._contents.immediate(self._desk), self._desk.roster, self._desk.now.date(), {})
        return {f"am:{am_id}": signals for am_id, signals in found.items()}
