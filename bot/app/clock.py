"""What time it is: the only place that reads the machine's clock, and where a trial stops it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

# The figures of one moment are computed once: questions within these minutes share their instant.
_STEP = timedelta(minutes=5)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """Tells the instant. `as_of` (naive local time of `zone`) stops it there; None lets it run."""

    as_of: datetime | None = None
    zone: str = "UTC"

    def __call__(self) -> datetime:
        """Return the instant, aware UTC."""
        if self.as_of is None:
            return datetime.now(UTC)  # noqa: TID251  # the one reader of the clock
        return self.as_of.replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)

    def horizon(self) -> datetime:
        """Return the instant that figures are computed as of, aware UTC: the end of the running five minutes."""
        if self.as_of is not None:
            return self()
        return _EPOCH + _STEP * ((self() - _EPOCH) // _STEP + 1)

    def day(self) -> date:
        """Return the day of the instant: midnight still belongs to the day that ends with it."""
        return (self() - timedelta(microseconds=1)).date()
