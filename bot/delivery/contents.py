"""What the messages say: the answers that delivery posts, as functions, so that it knows nothing of their making."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.accounts import Account
    from bot.answers.answer import Answer
    from bot.delivery.post import Message
    from bot.delivery.readers import Reader
    from bot.desk import Desk
    from bot.people import Person
    from bot.state.ledger import Errand
    from bot.state.records import Record
    from kpi_core.periods import Period
    from kpi_core.rules.signal import Signal
    from kpi_core.text import Language

LATE = timedelta(minutes=15)  # a message that comes later after its time says so


@dataclass(frozen=True, slots=True)
class Contents:
    """The makers of what is sent. Signals come worst first, without the snoozed ones."""

    personal: Callable[[Desk, Person, Period, Language], Answer]
    lead: Callable[[Desk, Person, Period, Language], Answer]
    team: Callable[[Desk, str, Period, Language], Answer]
    head: Callable[[Desk, Period, Language], Answer]
    attention: Callable[[Desk], Sequence[Signal]]
    immediate: Callable[[Desk], Sequence[Signal]]  # those of them that cannot wait; asked for every minute
    reminder: Callable[[Desk, Person, Sequence[Signal], Language, int], Answer]
    alert: Callable[[Desk, Person, Sequence[Signal], Language, int], Answer]
    late: Callable[[Answer, datetime, Language], Answer]  # marked as late, with the local time when it was due
    not_mine: Callable[[Desk, Person, Account, str, Language], Answer]  # of whom an account is not, and why
    mine_again: Callable[[Person, Account, Language], Answer]
    failures: Callable[[Desk, Sequence[Record], Language], Answer]
    render: Callable[[Answer], Message]

    def letter(
        self, answer: Answer, errand: Errand, reader: Reader, now: datetime, signals: tuple[str, ...] = ()
    ) -> Letter:
        """Return an answer as the reader's message; at its head it says when it comes late. Raises SetupError."""
        if now - errand.due_at > LATE:
            answer = self.late(answer, errand.due_at.astimezone(reader.zone), reader.language)
        return Letter(reader.address, self.render(answer), signals)


@dataclass(frozen=True, slots=True)
class Letter:
    """A message ready to post, and what to post otherwise if this address takes none.

    `signals` are those it speaks of, `counted` is how many it leaves for a later one.
    """

    address: str
    message: Message
    signals: tuple[str, ...] = ()
    counted: int = 0
    otherwise: Letter | None = None
