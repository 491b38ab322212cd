"""What time it is: the only place that reads the machine's clock, and where a trial stops it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

# The figures of one moment are computed once: questions within these minutes share their instant.
STEP = timedelta(minutes=5)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# At this hour UTC it is the same day from Honolulu to Auckland.
_ONE_DAY_EVERYWHERE = time(11, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """Tells the instant. `as_of` stops it there: naive local time of `zone`; None lets it run.

    The book's zone is not known before it is read: until then ("") a stopped clock only knows the day.
    """

    as_of: datetime | None = None
    zone: str = ""

    def __call__(self) -> datetime:
        """Return the instant, aware UTC."""
        if self.as_of is None:
            return datetime.now(UTC)  # noqa: TID251  # the one reader of the clock
        if not self.zone:
            return datetime.combine(_day_ending(self.as_of), _ONE_DAY_EVERYWHERE)
        return self.as_of.replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)

    def horizon(self) -> datetime:
        """Return the instant that figures are computed as of, aware UTC: the end of the running five minutes."""
        if self.as_of is not None:
            return self()
        return _EPOCH + STEP * ((self() - _EPOCH) // STEP + 1)

    def day(self) -> date:
        """Return the day of the instant."""
        return _day_ending(self())


def _day_ending(at: datetime) -> date:
    """Return the day of an instant: midnight still belongs to the day that ends with it."""
    return (at - timedelta(microseconds=1)).date()
