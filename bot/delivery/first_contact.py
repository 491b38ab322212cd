"""What is missing in the set-up, told to whoever can mend it: once, and again when it has changed."""

from __future__ import annotations

import hashlib
import logging
import re
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from bot.delivery.admins import admins
from bot.delivery.contents import Letter
from bot.state.ledger import Errand
from bot.state.records import OPEN, Kind
from bot.state.tables import notices
from kpi_core.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy import Engine

    from bot.delivery.deliver import Courier
    from bot.delivery.post import Message
    from bot.desk import Choices, Desk
    from bot.doctor import Examined
    from bot.state.ledger import Ledger
    from kpi_core.text import Language

_log = logging.getLogger(__name__)
_KIND: Kind = "set_up"
_WINDOW = timedelta(days=7)
_NUMBER = re.compile(r"\d+")


class FirstContact:
    """Remembers in SQL what was found and told last, so that a restart repeats nothing; the ledger sees to the rest.

    What is found is numbered: the same, come back after it was mended, is another notice. `clock` gives aware UTC.
    """

    def __init__(
        self,
        engine: Engine,
        ledger: Ledger,
        courier: Courier,
        choices: Choices,
        write: Callable[[Sequence[Examined], Language], Message],
        clock: Callable[[], datetime],
    ) -> None:
        self._engine = engine
        self._ledger = ledger
        self._courier = courier
        self._choices = choices
        self._write = write
        self._clock = clock

    def tell(self, findings: Sequence[Examined], desk: Desk, user_of: Callable[[str], str]) -> None:
        """Tell the findings to the admin channel, else to an admin, else to a head; `user_of` knows IDs by e-mail.

        Raises Unavailable when Slack cannot say that it was posted, or when another process is at it.
        """
        number, last = self._noted()
        content = _content(findings)
        is_news = content != last
        slot = f"{number + 1}.{content}" if is_news and findings else ""
        if not self._is_told(slot, lambda: self._letter(findings, desk, user_of)):
            _log.warning("first_contact.nobody", extra={"findings": len(findings)})
        elif is_news:
            self._note(number + 1, content)

    def _is_told(self, slot: str, write: Callable[[], Letter | None]) -> bool:
        """Deliver this notice, if any, and none of before; False when it reaches nobody. Raises Unavailable."""
        now = self._clock()
        errand = Errand(_KIND, "admins", slot, now, now + _WINDOW)
        if slot:
            self._ledger.enrol(errand, now, again=True)
        for delivery in self._ledger.ready(now, [_KIND]):
            self._courier.deliver(delivery, lambda one: write() if one.slot == slot else None, now)
        if self._ledger.records.newest(1, OPEN, [_KIND]):
            raise Unavailable("Slack has not taken yet what is missing in the set-up")
        return not slot or self._ledger.state(errand) in {"sent", "unknown"}

    def _letter(self, findings: Sequence[Examined], desk: Desk, user_of: Callable[[str], str]) -> Letter | None:
        """Return the notice to the first, to be posted to the next one where Slack refuses; None without anybody."""
        letter: Letter | None = None
        for address, language in reversed([*admins(desk, self._choices.of, user_of)]):
            letter = Letter(address, self._write(findings, language), otherwise=letter)
        return letter

    def _noted(self) -> tuple[int, str]:
        """Return the number of what was found last, and a digest of it."""
        with self._engine.connect() as connection:
            noted = connection.scalar(select(notices.c.content).where(notices.c.subject == _KIND)) or ""
        number, _, content = noted.rpartition(" ")  # an earlier Amber noted no number
        return int(number or 0), content

    def _note(self, number: int, content: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(delete(notices).where(notices.c.subject == _KIND))
            connection.execute(insert(notices).values(subject=_KIND, content=f"{number} {content}"))


def _content(findings: Sequence[Examined]) -> str:
    """Return a digest of the findings, "" of none. A count that moved is no news, so numbers are left out."""
    said = "\n".join(f"{each.check.key} {_NUMBER.sub('', each.outcome.text.to('en'))}" for each in findings)
    return hashlib.sha256(said.encode()).hexdigest()[:16] if said else ""
