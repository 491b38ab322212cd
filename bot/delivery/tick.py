"""What is due now, and what is asked for now: both go through the ledger."""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.delivery.deliver import Courier, Outcome
from bot.delivery.digest import Digest
from bot.delivery.pings import Pings
from kpi_core.errors import AmberError
from kpi_core.periods import Period, last_full

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from bot.delivery.contents import Contents, Letter
    from bot.delivery.post import Conversations
    from bot.desk import Desk, Desks
    from bot.state.ledger import Delivery, Errand, Kind, Ledger
    from bot.state.preferences import Preferences

_log = logging.getLogger(__name__)
PACE_S = 0.2  # between two posts: Slack takes some hundred messages a minute from an app
_LOOK_BACK = timedelta(days=35)  # slots missed longer ago are not even noted
_WORDS = {
    "sent": "sent",
    "due": "waits",
    "claimed": "waits",
    "failed": "failed",
    "skipped": "skipped",
    "unknown": "perhaps sent, look in Slack",
}


class Deliveries:
    """Implements bot.desk.Sending, and `tick` for the scheduler.

    `clock` says when slots fall due and may be stopped for a trial; the ledger's own clock runs.
    """

    def __init__(
        self,
        desks: Desks,
        ledger: Ledger,
        preferences: Preferences,
        conversations: Conversations,
        contents: Contents,
        clock: Callable[[], datetime],
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._desks = desks
        self._ledger = ledger
        self._preferences = preferences
        self._courier = Courier(ledger, conversations)
        self._contents = contents
        self._clock = clock
        self._pause = pause

    def tick(self) -> None:
        """Enter the slots that fell due since the last tick, then deliver all that is ready; called once a minute."""
        try:
            desk = self._desks.current()
        except AmberError as error:
            _log.warning("tick.no_book", extra={"reason": type(error).__name__})
            return
        now = self._clock()
        after = max(self._ledger.ticked_at() or now, now - _LOOK_BACK)
        digest, pings = self._digest(desk), self._pings(desk)
        for errand in (*digest.due(after, now), *pings.due(after, now)):
            self._ledger.enrol(errand, now)
        self._ledger.tick(now)
        self._deliver(self._ledger.ready(now), {"digest": digest.write, "pings": pings.write}, now)

    def digest(self, week: Period | None = None, *, dry_run: bool = False) -> Sequence[str]:
        """Send a week's digest (the last full one's) to all who have not had it; return one line per delivery.

        With `dry_run` nothing is sent: the lines say who would get one. Raises Unavailable.
        """
        desk, now = self._desks.current(), self._clock()
        digest = self._digest(desk)
        errands = digest.asked(week or last_full("week", desk.now), now)
        names = {reader.recipient: reader.name for reader in digest.readers}
        return self._send("digest", errands, digest.write, names, now, dry_run=dry_run)

    def pings(self, *, dry_run: bool = False) -> Sequence[str]:
        """Send today's reminders to all who have not had them; return one line per delivery.

        With `dry_run` nothing is sent: the lines say who would get one. Raises Unavailable.
        """
        desk, now = self._desks.current(), self._clock()
        pings = self._pings(desk)
        names = {reader.recipient: reader.name for reader in pings.readers}
        return self._send("pings", pings.asked(now), pings.write, names, now, dry_run=dry_run)

    def _send(
        self,
        kind: Kind,
        errands: Iterable[Errand],
        write: Callable[[Errand], Letter | None],
        names: Mapping[str, str],
        now: datetime,
        *,
        dry_run: bool,
    ) -> Sequence[str]:
        if dry_run:
            open_states = {None, "due", "failed", "skipped"}
            return [names[each.recipient] for each in errands if self._ledger.state(each) in open_states]
        for errand in errands:
            self._ledger.enrol(errand, now, again=True)
        outcomes = self._deliver(self._ledger.ready(now, kind), {kind: write}, now)
        return [_line(names.get(outcome.errand.recipient, outcome.errand.recipient), outcome) for outcome in outcomes]

    def _deliver(
        self,
        ready: Sequence[Delivery],
        write: Mapping[Kind, Callable[[Errand], Letter | None]],
        now: datetime,
    ) -> Sequence[Outcome]:
        outcomes = []
        for delivery in ready:
            outcome = self._courier.deliver(delivery, write[delivery.errand.kind], now)
            if outcome is not None:
                outcomes.append(outcome)
                self._pause(PACE_S)
        return outcomes

    def _digest(self, desk: Desk) -> Digest:
        return Digest(desk, self._preferences, self._contents)

    def _pings(self, desk: Desk) -> Pings:
        return Pings(desk, self._preferences, self._contents, self._ledger)


def _line(name: str, outcome: Outcome) -> str:
    return f"{name}: {_WORDS[outcome.state]}{f' ({outcome.error})' if outcome.error else ''}"
