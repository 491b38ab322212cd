"""One delivery, start to end: claim, ask the conversation when in doubt, write, fence, post, record."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.delivery.post import LostReply
from kpi_core.errors import AmberError, Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.delivery.contents import Letter
    from bot.delivery.post import Conversations, Posted
    from bot.state.ledger import Claim, Delivery, Errand, Ledger, State

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a delivery in this try; with "due" and "claimed" it is tried again later."""

    errand: Errand
    state: State
    error: str = ""


class Courier:
    """Delivers what the ledger holds; whoever dies at any step has lost nothing and repeats nothing."""

    def __init__(self, ledger: Ledger, conversations: Conversations) -> None:
        self._ledger = ledger
        self._conversations = conversations

    def deliver(self, delivery: Delivery, write: Callable[[Errand], Letter | None], now: datetime) -> Outcome | None:
        """Deliver one; None when somebody else is at it. One that fails is recorded, never raised."""
        claim = self._ledger.claim(delivery)
        if claim is None:
            return None
        return self._earlier_try(claim, now) or self._post(claim, write, now)

    def _earlier_try(self, claim: Claim, now: datetime) -> Outcome | None:
        """Settle what an earlier try has posted; None when there is nothing of it, so that it may be posted."""
        errand = claim.delivery.errand
        if not claim.is_doubtful:
            return None
        try:
            posted = self._conversations.find(claim.delivery.channel, errand.key)
        except Exception as error:  # noqa: BLE001  # one that fails never blocks the others
            is_final = isinstance(error, AmberError) and not error.retry_helps
            # Past its time nobody may repeat it, so there is nothing left to ask for.
            if is_final or errand.expires_at <= now:
                return self._settle(claim, "unknown", error)
            return self._leave(claim, error)
        return self._sent(claim, posted) if posted else None

    def _post(self, claim: Claim, write: Callable[[Errand], Letter | None], now: datetime) -> Outcome | None:
        letter = self._written(claim, write, now)
        if isinstance(letter, Outcome):
            return letter
        if not self._ledger.fence(claim, letter.address, letter.signals):
            return None
        try:
            posted = self._conversations.post(letter.address, letter.message, claim.delivery.errand.key)
        except Exception as error:  # noqa: BLE001  # one that fails never blocks the others
            return self._not_posted(claim, error)
        return self._sent(claim, posted)

    def _written(self, claim: Claim, write: Callable[[Errand], Letter | None], now: datetime) -> Letter | Outcome:
        errand = claim.delivery.errand
        if errand.expires_at <= now:
            return self._settle(claim, "skipped", "its time has passed")
        try:
            letter = write(errand)
        except Exception as error:  # noqa: BLE001  # what is wrong with one message is that message's alone
            return self._settle(claim, "failed", error)
        return letter or self._settle(claim, "skipped", "there is nothing to say")

    def _not_posted(self, claim: Claim, error: Exception) -> Outcome:
        match error:
            case LostReply():
                return self._leave(claim, error)
            case Unavailable():
                self._ledger.put_back(claim, error.retry_after or claim.wait_s, str(error))
                return self._told(claim, "due", error)
            case AmberError():
                return self._settle(claim, "failed", error)
            case _:  # unforeseen: it may have come after the post
                return self._leave(claim, error)

    def _sent(self, claim: Claim, posted: Posted) -> Outcome:
        if not self._ledger.sent(claim, posted.channel, posted.ts):
            _log.error("delivery.lease_lost", extra={"delivery": claim.delivery.id})
        return self._told(claim, "sent")

    def _settle(self, claim: Claim, state: State, reason: Exception | str) -> Outcome:
        outcome = self._told(claim, state, reason)
        self._ledger.settle(claim, state, outcome.error)
        return outcome

    def _leave(self, claim: Claim, error: Exception) -> Outcome:
        outcome = self._told(claim, "claimed", error)
        self._ledger.leave(claim, claim.wait_s, outcome.error)
        return outcome

    def _told(self, claim: Claim, state: State, reason: Exception | str = "") -> Outcome:
        """Log what became of the claim, without a word of what people wrote, and return it."""
        kind = type(reason).__name__ if isinstance(reason, Exception) else reason
        facts = {"delivery": claim.delivery.id, "kind": claim.delivery.errand.kind, "reason": kind}
        _log.log(logging.INFO if state in {"sent", "skipped"} else logging.WARNING, "delivery.%s", state, extra=facts)
        unforeseen = isinstance(reason, Exception) and not isinstance(reason, AmberError)
        return Outcome(claim.delivery.errand, state, f"{kind}: {reason}" if unforeseen else str(reason))
