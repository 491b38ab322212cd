"""What every kind of message has: who gets it, when it falls due, and what it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from bot.delivery.contents import Contents, Letter
    from bot.delivery.readers import Reader
    from bot.desk import Desk, Rows
    from bot.state.ledger import Errand, Ledger
    from bot.state.preferences import Preferences


@dataclass(frozen=True, slots=True)
class Materials:
    """What a campaign is made of: the book at one moment, what people set and wrote, what is said, what was sent."""

    desk: Desk
    preferences: Preferences
    contents: Contents
    ledger: Ledger
    rows: Rows


class Campaign(Protocol):
    """The messages of one kind at one desk."""

    readers: Sequence[Reader]

    def due(self, after: datetime, until: datetime) -> Iterable[Errand]:
        """Return what falls due in (after, until]; both are aware. What is in the ledger already may be among it."""

    def write(self, errand: Errand) -> Letter | None:
        """Write one message; None when there is nothing to say any more.

        Raises SetupError, and Unavailable when it is to be asked again later.
        """
