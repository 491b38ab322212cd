"""Taking back what one has written: one more row that names it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import narwhals as nw

from bot.answers.answer import Button
from bot.answers.naming import choice
from bot.desk import Desk, Written, undo_of
from bot.forms.record import Row, Writing, event, telling
from bot.voice import Voice
from kpi_core.errors import InputError
from kpi_core.frames import rows_of

UNDO = "undo"
_WRITERS = (("interactions", "interaction_id", "am_id"), ("events", "event_id", "by"))


def undo_button(row_id: str, voice: Voice) -> Button:
    """Return the button that takes a row back."""
    return Button(voice.say("Undo"), UNDO, row_id)


def last_written(writing: Writing, written: Sequence[Written], waits: Callable[[str], bool]) -> Written | None:
    """Return the newest of the asker's rows that is not taken back yet; None when there is none."""
    taken_back = {str(each.row.get("subject")) for each in written if each.row.get("kind") == "void"}
    for each in written:
        is_own = each.tab in {tab for tab, _, _ in _WRITERS} and each.row.get("kind") != "void"
        if is_own and each.row_id not in taken_back and (waits(each.row_id) or _stands(writing, each.row_id)):
            return each
    return None


def described(written: Written, desk: Desk, voice: Voice) -> str:
    """Say what a row was: "call, Acme, Nov 18"."""
    row = written.row
    column = "channel" if written.tab == "interactions" else "kind"
    said = choice(written.tab, column, str(row.get(column, "")), voice)
    account_id = str(row.get("account_id") or row.get("subject", ""))
    account = desk.accounts.get(account_id) or desk.accounts.get(_account_of_contract(account_id, desk))
    at = row.get("at")
    day = voice.day_and_month(at.date()) if isinstance(at, datetime) else ""
    return ", ".join(part for part in (said, account.name if account else account_id, day) if part)


def _account_of_contract(contract_id: str, desk: Desk) -> str:
    rows = rows_of(desk.snapshot.tables["contracts"].filter(nw.col("contract_id") == contract_id), "account_id")
    return str(rows[0]["account_id"]) if rows else ""


def undo_row(writing: Writing, row_id: str, told: str, *, waits: bool) -> Row:
    """Return the row that takes back one's own row, in the book or, when it `waits`, still on its way there.

    The recipient who is `told` of the row is told of this.
    Raises InputError when there is no such row (any more).
    """
    if not (waits or _stands(writing, row_id)):
        raise InputError(
            writing.voice.say("There is nothing of yours to take back here; it may be taken back already.")
        )
    cells = event(writing, undo_of(row_id), "void", row_id)
    tell = telling(writing, told, undo_of(row_id)) if told else None
    return Row("events", cells, writing.voice.say("Taken back."), tell)


def _stands(writing: Writing, row_id: str) -> bool:
    """Whether the book has this row by the asker."""
    for tab, id_column, writer in _WRITERS:
        rows = rows_of(writing.desk.snapshot.tables[tab].filter(nw.col(id_column) == row_id), writer)
        if rows and rows[0][writer] == writing.asker.am_id:
            return True
    return False
