"""What is due now, and what is asked for now: both go through the ledger."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta
from threading import Event
from typing import TYPE_CHECKING

from bot.delivery.alerts import Alerts
from bot.delivery.campaign import Campaign, Materials
from bot.delivery.deliver import Courier, Outcome
from bot.delivery.digest import Digest
from bot.delivery.failures import Failures
from bot.delivery.not_mine import NotMine
from bot.delivery.pace import Pace
from bot.delivery.pings import Pings
from bot.state.records import STATES
from kpi_core.errors import AmberError
from kpi_core.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from bot.delivery.contents import Contents
    from bot.delivery.post import Conversations
    from bot.desk import Desk, Desks, Rows
    from bot.state.ledger import Delivery, Errand, Ledger
    from bot.state.preferences import Preferences
    from bot.state.records import Kind, State
    from kpi_core.periods import Period
    from kpi_core.text import Language

_log = logging.getLogger(__name__)
_PATIENCE = 3  # deliveries one after another that find Slack in trouble; the others wait for the next tick
_LOOK_BACK = timedelta(days=35)  # slots missed longer ago are not even noted
_AT_A_TIME = 50  # deliveries, ten seconds' worth, before it is seen what else fell due
# What one is told who asked for messages now.
_WORDS: Mapping[State, Text] = {
    **STATES,
    "claimed": STATES["due"],
    "unknown": Text(
        "perhaps sent, look in Slack", "có thể đã gửi, hãy xem trong Slack", "возможно, отправлено: проверьте в Slack"
    ),
}
_IN_TROUBLE = Text("Slack is in trouble", "Slack đang gặp sự cố", "у Slack неполадки")
# A new kind of message is one more line here. Alerts come last: they hold back what a daily message is about to say.
CAMPAIGNS: Mapping[Kind, Callable[[Materials], Campaign]] = {
    "digest": Digest,
    "pings": Pings,
    "alerts": Alerts,
    "not_mine": NotMine,
    "failures": Failures,
}


class Deliveries:
    """Implements bot.desk.Sending, and `tick` for the scheduler.

    `clock` says when slots fall due and may be stopped for a trial; the ledger's own clock runs.
    """

    def __init__(
        self,
        desks: Desks,
        ledger: Ledger,
        rows: Rows,
        preferences: Preferences,
        conversations: Conversations,
        contents: Contents,
        clock: Callable[[], datetime],
        pace: Pace | None = None,
    ) -> None:
        self._desks = desks
        self._ledger = ledger
        self._rows = rows
        self._preferences = preferences
        self._is_stopped = Event()
        # Who is told to stop waits for no turn: a message that Slack then refuses waits for the next start.
        self._courier = Courier(ledger, conversations, pace or Pace(pause=self._is_stopped.wait))
        # Whoever pressed a button hears now what came of it: what Slack does not take at once is left to the tick.
        self._at_once = Courier(ledger, conversations, Pace(longest_hold_s=0))
        self._contents = contents
        self._clock = clock

    def stop(self) -> None:
        """Begin no more deliveries; the one under way is finished."""
        self._is_stopped.set()

    def tick(self) -> None:
        """Enter the slots that fell due since the last tick, then deliver all that is ready; called once a minute.

        What falls due meanwhile is entered in between: an alert does not wait for the end of a long digest. Raises what
        kept one kind of message from being entered, once the others are delivered.
        """
        try:
            desk = self._desks.current()
        except AmberError as error:
            _log.warning("tick.no_book", extra={"reason": type(error).__name__})
            return
        campaigns, tried = self._campaigns(desk), set[int]()
        wrong: dict[Kind, Exception] = {}
        while self._deliver_some(campaigns, tried, wrong):
            if (newer := self._desks.current()) is not desk:
                desk, campaigns = newer, self._campaigns(newer)
        for delivery in self._ledger.doubled():
            if self._is_stopped.is_set() or not self._courier.look_again(delivery):
                break
        for why in wrong.values():
            raise why

    def digest(self, week: Period | None = None, *, language: Language = "en", dry_run: bool = False) -> Sequence[str]:
        """Send a week's digest (the last full one's) to all who have not had it; return one line per delivery.

        With `dry_run` nothing is sent: the lines say who would get one. Raises Unavailable.
        """
        digest, now = Digest(self._materials(self._desks.current())), self._clock()
        return self._send("digest", digest, digest.asked(now, week), now, language, dry_run=dry_run)

    def pings(self, *, language: Language = "en", dry_run: bool = False) -> Sequence[str]:
        """Send today's reminders to all who have not had them; return one line per delivery.

        With `dry_run` nothing is sent: the lines say who would get one. Raises Unavailable.
        """
        pings, now = Pings(self._materials(self._desks.current())), self._clock()
        return self._send("pings", pings, pings.asked(now), now, language, dry_run=dry_run)

    def tell(self, errand: Errand) -> State | None:
        """Send what was committed with a row, unless it was sent; see bot.desk.Sending."""
        now = self._clock()
        campaign = CAMPAIGNS[errand.kind](self._materials(self._desks.current()))
        for delivery in self._ledger.ready(now, [errand.kind]):
            if delivery.errand.key == errand.key:
                self._at_once.deliver(delivery, campaign.write, now)
        return self._ledger.state(errand)

    def told_of(self, row_id: str) -> str:
        """Return the recipient of the errand that was committed with a row; see bot.desk.Sending."""
        return self._ledger.records.recipient("not_mine", row_id)

    def _send(
        self,
        kind: Kind,
        campaign: Campaign,
        asked: Iterable[Errand],
        now: datetime,
        language: Language,
        *,
        dry_run: bool,
    ) -> Sequence[str]:
        names = {reader.recipient: reader.name for reader in campaign.readers}
        if dry_run:
            open_states = {None, "due", "failed", "skipped"}
            return [names[each.recipient] for each in asked if self._ledger.state(each) in open_states]
        for errand in asked:
            self._ledger.enrol(errand, now, again=True)
        outcomes = self._deliver(self._ledger.ready(now, [kind]), {kind: campaign}, now)
        called = [names.get(outcome.errand.recipient, outcome.errand.recipient) for outcome in outcomes]
        return [_line(name, outcome, language) for name, outcome in zip(called, outcomes, strict=True)]

    def _deliver_some(self, campaigns: Mapping[Kind, Campaign], tried: set[int], wrong: dict[Kind, Exception]) -> bool:
        """Enter what fell due, and deliver the next of what is ready and not among the tried; whether to go on."""
        now = self._clock()
        wrong |= self._enter(campaigns, now)
        ready = [each for each in self._ledger.ready(now, [*campaigns]) if each.id not in tried][:_AT_A_TIME]
        tried.update(each.id for each in ready)
        outcomes = self._deliver(ready, campaigns, now)
        return bool(ready) and not self._is_stopped.is_set() and not _is_slack_in_trouble(outcomes)

    def _enter(self, campaigns: Mapping[Kind, Campaign], now: datetime) -> Mapping[Kind, Exception]:
        """Enter what fell due since the last tick; return what was wrong, by the kind of message that it kept out.

        Then the next tick begins where this one did: no slot of that kind is left out.
        """
        wrong: dict[Kind, Exception] = {}
        after = max(self._ledger.ticked_at() or now, now - _LOOK_BACK)
        for kind, campaign in campaigns.items():
            try:
                for errand in campaign.due(after, now):
                    self._ledger.enrol(errand, now)
            except Exception as error:  # noqa: BLE001  # a rule that fails on a book keeps no scorecard from anybody
                wrong[kind] = error
        if not wrong:
            self._ledger.tick(now)
        return wrong

    def _deliver(
        self, ready: Sequence[Delivery], campaigns: Mapping[Kind, Campaign], now: datetime
    ) -> Sequence[Outcome]:
        outcomes: list[Outcome] = []
        for number, delivery in enumerate(ready):
            if self._is_stopped.is_set():
                break
            if _is_slack_in_trouble(outcomes):
                _log.warning("deliveries.slack_in_trouble", extra={"waiting": len(ready) - number})
                waiting = Outcome(delivery.errand, "due", _IN_TROUBLE, is_slack_in_trouble=True)
                return [*outcomes, *(replace(waiting, errand=each.errand) for each in ready[number:])]
            outcome = self._courier.deliver(delivery, campaigns[delivery.errand.kind].write, now)
            if outcome is not None:
                outcomes.append(outcome)
        return outcomes

    def _campaigns(self, desk: Desk) -> Mapping[Kind, Campaign]:
        return {kind: campaign(self._materials(desk)) for kind, campaign in CAMPAIGNS.items()}

    def _materials(self, desk: Desk) -> Materials:
        return Materials(desk, self._preferences, self._contents, self._ledger, self._rows)


def _is_slack_in_trouble(outcomes: Sequence[Outcome]) -> bool:
    last = outcomes[-_PATIENCE:]
    return len(last) == _PATIENCE and all(each.is_slack_in_trouble for each in last)


def _line(name: str, outcome: Outcome, language: Language) -> str:
    why = f" ({outcome.reason.to(language)})" if outcome.reason else ""
    return f"{name}: {_WORDS[outcome.state].to(language)}{why}"
