"""What its AM leaves open: a signal told often enough, or told before its date came, goes to the lead too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.receivers import senior_of
from kpi_core.periods import DAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.people import Person, Roster
    from kpi_core.rules.signal import Signal

Told = Mapping[str, Collection[date]]  # the days on which signals were told, by their identity
REMINDERS = 3
REPEAT_DAYS = 3  # at least, from one reminder of a signal to the next
LOOK_BACK = timedelta(days=60)  # what stays open was told again since


def nothing_told(first: date) -> Told:  # noqa: ARG001  # where no reminders are sent, as from the command line
    """Return that no signal was told."""
    return {}


def escalations(signals: Iterable[Signal], told: Told, roster: Roster, today: date) -> Mapping[str, Person]:
    """Return to whom the signals went that were left open, by their identity."""
    since = left_open(signals, told, today)
    found = {}
    for signal in signals if since else ():
        if signal.identity in since and (senior := senior_of(signal, roster, today)) is not None:
            found[signal.identity] = senior
    return found


def left_open(signals: Iterable[Signal], told: Told, today: date) -> Mapping[str, date]:
    """Return since when the signals are left open that are, by their identity.

    An AM has had three reminders, and the time of one more; or the date of what they were told of has come.
    """
    if not told:
        return {}
    days: dict[str, set[date]] = defaultdict(set)
    for identity, told_on in told.items():
        days[identity.rpartition("|")[0]].update(told_on)  # the next rung goes on with the reminders of the last
    found = {}
    for signal in signals:
        reminded = sorted(day for day in days.get(signal.matter, ()) if day >= signal.open_since.date())
        since = min(_ends_of_patience(signal, reminded), default=today + DAY)
        if since <= today:
            found[signal.identity] = since
    return found


def _ends_of_patience(signal: Signal, reminded: Sequence[date]) -> Iterator[date]:
    if len(reminded) >= REMINDERS:
        yield reminded[REMINDERS - 1] + DAY * REPEAT_DAYS
    if reminded and signal.due_on is not None and reminded[0] < signal.due_on:
        yield signal.due_on
