"""What restarts a signal: its cycle, and when that began."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from kpi_core.periods import midnight


class Cycle(NamedTuple):
    """A cycle's name, the same for as long as the situation is, and the instant from which it is that one.

    Where cycles are rungs of one situation, `begun` is when that began.
    """

    name: str
    since: datetime
    begun: datetime | None = None


def month(today: date) -> Cycle:
    """Return the month as a cycle."""
    return Cycle(f"{today:%Y-%m}", midnight(today.replace(day=1)))


def quarter(today: date, about: str = "") -> Cycle:
    """Return the quarter as a cycle; `about` tells apart two situations of one subject."""
    number = (today.month + 2) // 3
    name = f"{today.year}-Q{number}"
    return Cycle(f"{name}:{about}" if about else name, midnight(today.replace(month=number * 3 - 2, day=1)))


def half_year(today: date) -> Cycle:
    """Return the half of the year as a cycle."""
    number = 1 if today.month <= 6 else 2
    return Cycle(f"{today.year}-H{number}", midnight(today.replace(month=number * 6 - 5, day=1)))
