"""What is missing in the set-up, told to whoever can mend it: once, and again when it has changed."""

from __future__ import annotations

import hashlib
import json
import logging
import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from bot.delivery.admins import admins
from bot.delivery.post import LostReply
from bot.state.tables import notices
from kpi_core.errors import SetupError, Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Engine

    from bot.delivery.post import Conversations, Message
    from bot.desk import Choices, Desk
    from bot.doctor import Examined
    from bot.state.lease import Lease
    from kpi_core.text import Language

_log = logging.getLogger(__name__)
_TOLD, _DOUBT = "set_up", "set_up in doubt"  # what was told last; the post that may have arrived
_CLOCKS_DIFFER = timedelta(hours=1)  # Slack's, and the end of the five minutes that a desk stands for
_NUMBER = re.compile(r"\d+")


class FirstContact:
    """Remembers in SQL what was told, so that a restart repeats nothing; who has the lease tells.

    It is noted before a post where that goes: when the reply is lost, the conversation is asked, as the ledger does.
    """

    def __init__(
        self,
        engine: Engine,
        conversations: Conversations,
        choices: Choices,
        write: Callable[[Sequence[Examined], Language], Message],
        lease: Lease,
    ) -> None:
        self._engine = engine
        self._conversations = conversations
        self._choices = choices
        self._write = write
        self._lease = lease

    def tell(self, findings: Sequence[Examined], desk: Desk, user_of: Callable[[str], str]) -> None:
        """Tell the findings to the admin channel, else to an admin, else to a head; `user_of` knows IDs by e-mail.

        Raises Unavailable when Slack cannot say that it was posted, or when another process is at it.
        """
        with self._lease.held() as is_ours:
            if not is_ours:
                raise Unavailable("another process is telling what is missing")
            self._tell(findings, desk, user_of)

    def _tell(self, findings: Sequence[Examined], desk: Desk, user_of: Callable[[str], str]) -> None:
        content = _content(findings)
        if content == self._noted(_TOLD):
            return
        if findings and not (self._has_arrived(content) or self._posted(findings, desk, user_of)):
            _log.warning("first_contact.nobody", extra={"findings": len(findings)})
            return
        self._note(_TOLD, content)
        self._note(_DOUBT, "")  # else the same, come back some day, would be taken for told

    def _has_arrived(self, content: str) -> bool:
        """Whether a post of the same stands in Slack, though nobody lived to hear so; what cannot be known has."""
        doubt = json.loads(self._noted(_DOUBT) or "{}")
        if doubt.get("content") != content:
            return False
        try:
            return bool(
                self._conversations.find(doubt["address"], doubt["key"], datetime.fromisoformat(doubt["since"]))
            )
        except SetupError as error:
            _log.warning("first_contact.not_found_out", extra={"error": str(error)})
            return True

    def _posted(self, findings: Sequence[Examined], desk: Desk, user_of: Callable[[str], str]) -> bool:
        """Post to the first who can be reached; whether there was one."""
        content, since = _content(findings), desk.now_utc - _CLOCKS_DIFFER
        key = f"set_up {content} {since.isoformat()}"
        for address, language in admins(desk, self._choices.of, user_of):
            doubt = {"content": content, "address": address, "key": key, "since": since.isoformat()}
            self._note(_DOUBT, json.dumps(doubt))
            try:
                self._conversations.post(address, self._write(findings, language), key)
            except LostReply:
                raise
            except SetupError as error:
                _log.warning("first_contact.refused", extra={"address": address, "error": str(error)})
            except Unavailable:
                self._note(_DOUBT, "")
                raise
            else:
                _log.info("first_contact.told", extra={"findings": len(findings)})
                return True
        self._note(_DOUBT, "")
        return False

    def _noted(self, subject: str) -> str:
        with self._engine.connect() as connection:
            return connection.scalar(select(notices.c.content).where(notices.c.subject == subject)) or ""

    def _note(self, subject: str, content: str) -> None:
        with self._engine.begin() as connection:
            connection.execute(delete(notices).where(notices.c.subject == subject))
            if content:
                connection.execute(insert(notices).values(subject=subject, content=content))


def _content(findings: Sequence[Examined]) -> str:
    """Return a digest of the findings, "" of none. A count that moved is no news, so numbers are left out."""
    said = "\n".join(f"{each.check.key} {_NUMBER.sub('', each.outcome.text.to('en'))}" for each in findings)
    return hashlib.sha256(said.encode()).hexdigest()[:16] if said else ""
