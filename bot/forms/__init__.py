"""What can be written from a conversation: each form, its checks, and the row it becomes."""

from __future__ import annotations

from collections.abc import Mapping

from bot.forms.interaction import LOG_INTERACTION, answers_of
from bot.forms.record import FieldErrors, Opened, Recording, Row, Writing
from bot.forms.situation import NOT_MINE, RENEWAL_OUTCOME, SNOOZE
from bot.forms.undo import UNDO, described, last_written, undo_button, undo_row

RECORDINGS: Mapping[str, Recording] = {
    recording.action: recording for recording in (LOG_INTERACTION, RENEWAL_OUTCOME, SNOOZE, NOT_MINE)
}

__all__ = [
    "LOG_INTERACTION",
    "RECORDINGS",
    "UNDO",
    "FieldErrors",
    "Opened",
    "Recording",
    "Row",
    "Writing",
    "answers_of",
    "described",
    "last_written",
    "undo_button",
    "undo_row",
]
