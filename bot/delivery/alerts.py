"""Reminders that do not wait for the next morning: a lead without an answer, an urgent request past its time."""

from __future__ import annotations

from collections import defaultdict
from datetime import time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from bot.delivery.contents import Letter
from bot.delivery.pings import by_account, within_limit
from bot.delivery.readers import Reader, people, reader_named
from bot.delivery.slots import instant
from bot.receivers import shares
from bot.state.ledger import Errand
from bot.state.records import STATES, Kind, Record, State
from kpi_core.periods import DAY

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime

    from bot.delivery.campaign import Materials
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
_LONGEST_DAY = timedelta(hours=26)  # the clock may be set back


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
        readers = [reader for reader in self.readers if reader.recipient in self._shares]
        lately = self._lately(until) if readers else {}
        for reader in readers:
            local = until.astimezone(reader.zone).replace(tzinfo=None)
            day, records = local.date(), lately.get(reader.recipient, ())
            waits = reader.own.is_paused(day) or self._is_held(records, day) or self._has_enough(records, until)
            if not waits and self._works(reader, local) and self._news(reader, day):
                number = len(_states_on(day, records, "alerts")) + 1
                end = instant(day + DAY, time.min, reader.zone)
                yield Errand("alerts", reader.recipient, f"{day}.{number}", until, end)

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
        told = tuple(signal.identity for signal in shown)
        return Letter(reader.address, self._contents.render(answer), told, more)

    def _lately(self, now: datetime) -> Mapping[str, Sequence[Record]]:
        """Return today's messages, wherever it is today, by whose they are: asked once for everybody."""
        found: dict[str, list[Record]] = defaultdict(list)
        for record in self._ledger.records.newest(states=tuple(STATES), kinds=_KINDS, since=now - _LONGEST_DAY):
            found[record.recipient].append(record)
        return found

    def _is_held(self, records: Sequence[Record], day: date) -> bool:
        held = zip(_KINDS, (_HOLD_PINGS, _HOLD_ALERTS), strict=True)
        return any(not states.isdisjoint(_states_on(day, records, kind)) for kind, states in held)

    def _has_enough(self, records: Sequence[Record], now: datetime) -> bool:
        """Whether a message came lately that left some for later: they come once there was time for the others."""
        since = now - _TIME_FOR_A_FULL_ONE
        sent = [one for one in records if one.kind == "alerts" and one.state in _SENT and one.due_at >= since]
        return any(one.counted for one in sent[:1])

    def _works(self, reader: Reader, local: datetime) -> bool:
        from kpi_core.calendars import Calendar  # noqa: PLC0415  # brings pandas, which delivery starts without
        from kpi_core.worktime import WorkingTime  # noqa: PLC0415  # idem

        tables, country = self._desk.snapshot.tables, reader.person.country.upper() if reader.person else ""
        day = local.date()
        return WorkingTime.of(tables.settings, Calendar.of(tables), country, day, day).goes_on_at(local)

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


def _states_on(day: date, records: Sequence[Record], kind: Kind) -> Sequence[State]:
    """Return what became of the messages of one kind on a day."""
    return [one.state for one in records if one.kind == kind and one.slot.startswith(day.isoformat())]
