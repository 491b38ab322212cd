"""What is written down when an account changes hands, so that figures of the time before stay whose they were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kpi_core.periods import DAY, midnight
from kpi_core.timelines import FAR_OFF, Span, cover


@dataclass(frozen=True, slots=True)
class Tenure:
    """Who owned an account on which days, both inclusive; without an end, until somebody follows."""

    am_id: str
    first: date
    last: date | None = None


def hand_over(spans: Sequence[Span], before: str, after: str, day: date, begun_on: date) -> Sequence[Tenure]:
    """Return what the tab ownership lacks when an account's owner is found on `day` to be `after`, not `before`.

    `spans` are the account's that stand there, `begun_on` is where its history begins. What none of them covered
    counted for the owner of then, and goes on to. When the tab ends with `after`, people wrote the change
    themselves. Of two changes on one day the second counts from the next: a day has one owner.
    """
    starts = {since for since, _, _ in spans}
    taken_over = midnight(day)
    while taken_over in starts:
        taken_over += DAY
    pieces = cover(spans, None)
    is_written = pieces[-1][2] == after
    end = FAR_OFF if is_written else taken_over
    uncovered = [
        Tenure(before, max(since.date(), begun_on), (min(until, end) - DAY).date())
        for since, until, who in pieces
        if who is None
    ]
    kept = [tenure for tenure in uncovered if tenure.last is not None and tenure.first <= tenure.last]
    return kept if is_written else [*kept, Tenure(after, taken_over.date())]
