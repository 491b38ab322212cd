"""What a lead is told of "Not mine": the request to set another owner, and that it is taken back.

Each is committed with the row that it tells of, and written anew from it: the outbox has that row for as long as the
message may wait.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.delivery.readers import people, reader_named
from bot.desk import undo_of
from kpi_core.errors import Unavailable
from kpi_core.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from bot.accounts import Account
    from bot.answers.answer import Answer
    from bot.delivery.campaign import Materials
    from bot.delivery.contents import Letter
    from bot.delivery.readers import Reader
    from bot.people import Person
    from bot.state.ledger import Errand
    from kpi_core.text import Language
    from sheets.grid import Cell

_ON_ITS_WAY = Text(
    "what is taken back is on its way", "lời cần rút lại đang được gửi", "то, что отзывают, ещё отправляется"
)


class NotMine:
    """The requests and retractions at one desk: a retraction goes to who has heard the request, and after it."""

    readers: Sequence[Reader] = ()

    def __init__(self, materials: Materials) -> None:
        self._desk = materials.desk
        self._preferences = materials.preferences
        self._contents = materials.contents
        self._ledger = materials.ledger
        self._rows = materials.rows

    def due(self, after: datetime, until: datetime) -> Iterable[Errand]:  # noqa: ARG002  # a Campaign's signature
        """Return nothing: each is entered with its row."""
        return ()

    def write(self, errand: Errand) -> Letter | None:
        """Write the message; None when there is nothing to say any more. Raises SetupError, Unavailable."""
        reader = reader_named(errand.recipient, people(self._desk, self._preferences))
        row = self._row(errand.slot)
        if reader is None or row is None:
            return None
        said = self._retraction if row["kind"] == "void" else self._request
        answer = said(errand, row, reader.language)
        return self._contents.letter(answer, errand, reader, self._desk.now_utc) if answer else None

    def _request(self, errand: Errand, row: Mapping[str, Cell], language: Language) -> Answer | None:
        who, account = self._about(row)
        is_taken_back = self._row(undo_of(errand.slot)) is not None
        if is_taken_back or who is None or account is None:
            return None
        return self._contents.not_mine(self._desk, who, account, str(row["reason"]), language)

    def _retraction(self, errand: Errand, row: Mapping[str, Cell], language: Language) -> Answer | None:
        request = replace(errand, slot=str(row["subject"]))
        match self._ledger.state(request):
            case "sent" | "unknown":
                taken_back = self._row(request.slot)
            case "claimed":  # it may have been written before it was taken back
                raise Unavailable(_ON_ITS_WAY)
            case _:
                return None
        who, account = self._about(taken_back or {})
        return self._contents.mine_again(who, account, language) if who and account else None

    def _row(self, row_id: str) -> Mapping[str, Cell] | None:
        return self._rows.row("events", row_id)

    def _about(self, row: Mapping[str, Cell]) -> tuple[Person | None, Account | None]:
        """Return who wrote a request, and about which account, as far as the book knows them."""
        return self._desk.roster.by_id.get(str(row.get("by"))), self._desk.accounts.get(str(row.get("subject")))
