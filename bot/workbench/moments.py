"""The local Slack's clock, which people can move on, and the moments worth moving it to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.workbench.errors import ApiError

_FURTHEST = timedelta(days=366)
_MINUTE = "%Y-%m-%dT%H:%M"


@dataclass(slots=True)
class MovableClock:
    """Tells seconds since 1970: runs like `base`, as far ahead of it as it was moved."""

    base: Callable[[], float]
    ahead_s: float = 0.0

    def __call__(self) -> float:
        """Return the instant."""
        return self.base() + self.ahead_s

    def move_to(self, at: float) -> None:
        """Go on from that instant. Raises ApiError for the past, and for more than a year from now."""
        now = self()
        if at <= now:
            raise ApiError("The clock only moves forward; amber demo --fresh starts over.")
        if at > now + _FURTHEST.total_seconds():
            raise ApiError("That is more than a year away.")
        self.ahead_s += at - now


def seconds_at(local: str, zone: str) -> float:
    """Read "2026-11-23T08:00", local time of a zone, as seconds since 1970. Raises ApiError."""
    try:
        return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)).timestamp()
    except ValueError:
        raise ApiError("That is no date and time.") from None


def moments(now: float, zone: str) -> list[dict[str, str]]:
    """Return where to move the clock: `{"name", "local"}`, soonest first; the day is the zone's."""
    here = datetime.fromtimestamp(now, UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    tomorrow = here.date() + timedelta(days=1)
    monday = tomorrow + timedelta(days=-tomorrow.weekday() % 7)
    found = [
        ("In an hour", here + timedelta(hours=1)),
        ("Tomorrow 09:00", datetime.combine(tomorrow, time(9))),
        ("Monday 08:00", datetime.combine(monday, time(8))),
        ("Monday noon", datetime.combine(monday, time(12))),
    ]
    return [{"name": name, "local": at.strftime(_MINUTE)} for name, at in sorted(found, key=lambda each: each[1])]
