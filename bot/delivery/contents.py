"""What the messages say: the answers that delivery posts, as functions, so that it knows nothing of their making."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.answers.answer import Answer
    from bot.delivery.post import Message
    from bot.desk import Desk
    from bot.people import Person
    from kpi_core.periods import Period
    from kpi_core.rules.signal import Signal
    from kpi_core.text import Language


@dataclass(frozen=True, slots=True)
class Contents:
    """The makers of what is sent. Signals come worst first, without the snoozed ones."""

    personal: Callable[[Desk, Person, Period, Language], Answer]
    lead: Callable[[Desk, Person, Period, Language], Answer]
    team: Callable[[Desk, str, Period, Language], Answer]
    head: Callable[[Desk, Period, Language], Answer]
    attention: Callable[[Desk], Sequence[Signal]]
    reminder: Callable[[Desk, Person, Sequence[Signal], Language, int], Answer]
    alert: Callable[[Desk, Person, Sequence[Signal], Language, int], Answer]
    render: Callable[[Answer], Message]


@dataclass(frozen=True, slots=True)
class Letter:
    """A message ready to post, and the signals it speaks of."""

    address: str
    message: Message
    signals: tuple[str, ...] = ()
