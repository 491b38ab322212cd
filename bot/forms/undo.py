"""Taking back what one has written: one more row that names it."""

from __future__ import annotations

import narwhals as nw

from bot.answers.answer import Button
from bot.forms.record import Row, Writing, event
from bot.voice import Voice
from kpi_core.errors import InputError
from kpi_core.frames import rows_of

UNDO = "undo"
_WRITERS = (("interactions", "interaction_id", "am_id"), ("events", "event_id", "by"))


def undo_button(row_id: str, voice: Voice) -> Button:
    """Return the button that takes a row back."""
    return Button(voice.say("Undo"), UNDO, row_id)


def undo_row(writing: Writing, row_id: str, *, waits: bool) -> Row:
    """Return the row that takes back one's own row, in the book or, when it `waits`, still on its way there.

    Raises InputError when there is no such row (any more).
    """
    if not (waits or _stands(writing, row_id)):
        raise InputError(
            writing.voice.say("There is nothing of yours to take back here; it may be taken back already.")
        )
    # The ID follows from the row's: pressed twice, it is taken back once.
    cells = event(writing, f"undo-{row_id}", "void", row_id)
    return Row("events", cells, writing.voice.say("Taken back."))


def _stands(writing: Writing, row_id: str) -> bool:
    """Whether the book has this row by the asker."""
    for tab, id_column, writer in _WRITERS:
        rows = rows_of(writing.desk.snapshot.tables[tab].filter(nw.col(id_column) == row_id), writer)
        if rows and rows[0][writer] == writing.asker.am_id:
            return True
    return False
