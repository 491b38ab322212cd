"""One delivery, start to end: claim, ask the conversation when in doubt, write, fence, post, record.

Whoever freezes or dies at whatever step, exactly one message stays:

- The ledger records one message of a delivery, once: whoever has posted tries to, even after losing the claim.
- A message is taken back only when another is recorded, so the recorded one stays. Who posts and comes second takes
  its own back; one that finds several records the oldest and takes the others back.
- Who may post after a doubt may not be alone: the one before may be frozen and post later, and die before it can take
  that back. So the fence notes such a delivery, and once its lease is over somebody looks again.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.delivery.post import LostReply
from kpi_core.errors import AmberError, Unavailable
from kpi_core.text import Text, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.delivery.contents import Letter
    from bot.delivery.pace import Pace
    from bot.delivery.post import Conversations, Posted
    from bot.state.ledger import Claim, Delivery, Errand, Ledger
    from bot.state.records import State

_log = logging.getLogger(__name__)
_TRIES = 3  # of one post that Slack asks to send more slowly, before it waits for the next tick
_CLOCKS_DIFFER = timedelta(hours=1)  # Slack's clock and this machine's, by less than this
_EXPIRED = Text("its time has passed", "đã quá hạn gửi", "срок отправки прошёл")
_NOTHING_TO_SAY = Text("there is nothing to say", "không có gì để báo", "сообщать нечего")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a delivery in this try, and why; with "due" and "claimed" it is tried again later."""

    errand: Errand
    state: State
    reason: Text | None = None
    is_slack_in_trouble: bool = False


class Courier:
    """Delivers what the ledger holds; whoever dies at any step has lost nothing and repeats nothing."""

    def __init__(self, ledger: Ledger, conversations: Conversations, pace: Pace) -> None:
        self._ledger = ledger
        self._conversations = conversations
        self._pace = pace

    def deliver(self, delivery: Delivery, write: Callable[[Errand], Letter | None], now: datetime) -> Outcome | None:
        """Deliver one; None when somebody else is at it. One that fails is recorded, never raised."""
        claim = self._ledger.claim(delivery)
        if claim is None:
            return None
        return self._earlier_try(claim, now) or self._deliver(claim, write, now)

    def look_again(self, delivery: Delivery) -> bool:
        """Take back what was posted of a delivery beside its recorded message; False when Slack is in trouble."""
        try:
            self._keep_one(delivery, self._find(delivery))
        except Unavailable as error:
            _log.warning("delivery.not_looked", extra={"delivery": delivery.id, "reason": type(error).__name__})
            return False
        except Exception as error:  # noqa: BLE001  # what cannot be found out now cannot be later
            _log.warning("delivery.not_looked", extra={"delivery": delivery.id, "reason": type(error).__name__})
        self._ledger.looked(delivery)
        return True

    def _earlier_try(self, claim: Claim, now: datetime) -> Outcome | None:
        """Settle what an earlier try has posted; None when there is nothing of it, so that it may be posted."""
        errand = claim.delivery.errand
        if not claim.is_doubtful:
            return None
        try:
            found = self._find(claim.delivery)
        except Exception as error:  # noqa: BLE001  # one that fails never blocks the others
            is_final = isinstance(error, AmberError) and not error.retry_helps
            # Past its time nobody may repeat it, so there is nothing left to ask for.
            if is_final or errand.expires_at <= now:
                return self._settle(claim, "unknown", error)
            return self._leave(claim, error)
        return self._sent(claim, found) if found else None

    def _find(self, delivery: Delivery) -> Sequence[Posted]:
        return self._conversations.find(delivery.channel, delivery.errand.key, delivery.errand.due_at - _CLOCKS_DIFFER)

    def _deliver(self, claim: Claim, write: Callable[[Errand], Letter | None], now: datetime) -> Outcome | None:
        errand = claim.delivery.errand
        if errand.expires_at <= now:
            return self._settle(claim, "skipped", _EXPIRED)
        try:
            letter = write(errand)
        except Unavailable as error:
            return self._put_back(claim, error)
        except Exception as error:  # noqa: BLE001  # what is wrong with one message is that message's alone
            return self._settle(claim, "failed", error)
        return self._post(claim, letter) if letter else self._settle(claim, "skipped", _NOTHING_TO_SAY)

    def _post(self, claim: Claim, letter: Letter, tries: int = _TRIES) -> Outcome | None:
        self._pace.wait()
        if not self._ledger.fence(claim, letter.address, letter.signals, letter.counted):
            return None
        try:
            posted = self._conversations.post(letter.address, letter.message, claim.delivery.errand.key)
        except Exception as error:  # noqa: BLE001  # one that fails never blocks the others
            return self._not_posted(claim, letter, error, tries - 1)
        return self._sent(claim, [posted])

    def _not_posted(self, claim: Claim, letter: Letter, error: Exception, tries: int) -> Outcome | None:
        match error:
            case LostReply():
                return self._leave(claim, error)
            case Unavailable():
                if self._pace.hold(error.retry_after) and tries:
                    return self._post(claim, letter, tries)
                return self._put_back(claim, error)
            case AmberError():
                if letter.otherwise:
                    return self._post(claim, letter.otherwise)
                return self._settle(claim, "failed", error)
            case _:  # unforeseen: it may have come after the post
                return self._leave(claim, error)

    def _sent(self, claim: Claim, posted: Sequence[Posted]) -> Outcome:
        self._keep_one(claim.delivery, posted)
        return self._told(claim, "sent")

    def _keep_one(self, delivery: Delivery, posted: Sequence[Posted]) -> None:
        """Record the first of these messages unless one is recorded already; take the others back."""
        for each in posted:
            if self._ledger.sent(delivery, each.channel, each.ts):
                continue
            try:
                self._conversations.take_back(each)
            except AmberError as error:
                _log.warning("delivery.not_taken_back", extra={"delivery": delivery.id, "reason": type(error).__name__})
                self._ledger.look_again(delivery)
            else:
                _log.info("delivery.taken_back", extra={"delivery": delivery.id})

    def _settle(self, claim: Claim, state: State, reason: Exception | Text) -> Outcome:
        self._ledger.settle(claim, state, _words(reason))
        return self._told(claim, state, reason)

    def _put_back(self, claim: Claim, error: Unavailable) -> Outcome:
        self._ledger.put_back(claim, error.retry_after or claim.wait_s, error.text)
        return self._told(claim, "due", error)

    def _leave(self, claim: Claim, error: Exception) -> Outcome:
        self._ledger.leave(claim, claim.wait_s, _words(error))
        return self._told(claim, "claimed", error)

    def _told(self, claim: Claim, state: State, reason: Exception | Text | None = None) -> Outcome:
        """Log what became of the claim, without a word of what people wrote, and return it."""
        words = _words(reason) if reason else None
        named = type(reason).__name__ if isinstance(reason, Exception) else words.to("en") if words else ""
        facts = {"delivery": claim.delivery.id, "kind": claim.delivery.errand.kind, "reason": named}
        _log.log(logging.INFO if state in {"sent", "skipped"} else logging.WARNING, "delivery.%s", state, extra=facts)
        return Outcome(claim.delivery.errand, state, words, isinstance(reason, Unavailable))


def _words(reason: Exception | Text) -> Text:
    match reason:
        case Text():
            return reason
        case AmberError():
            return reason.text
        case _:
            return plain(f"{type(reason).__name__}: {reason}")
