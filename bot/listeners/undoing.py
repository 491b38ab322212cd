"""`undo`: what one logged or set last is taken back, whichever it was."""

from __future__ import annotations

from datetime import datetime

from slack_sdk import WebClient

from bot.answers.answer import Answer, Button, Item
from bot.desk import Runtime
from bot.forms import Writing, described, last_written, undo_button
from bot.forms.personal import undo_settings_button
from bot.listeners.personal import PersonalSettings
from bot.listeners.recording import Recordings
from bot.listeners.speech import tell
from bot.listeners.visitors import Visit
from bot.press import Press
from kpi_core.errors import InputError
from kpi_core.periods import DAY


class Undoing:
    """Takes back one thing after the other, the newest first."""

    def __init__(self, recordings: Recordings, personal: PersonalSettings, runtime: Runtime) -> None:
        self._recordings = recordings
        self._personal = personal
        self._runtime = runtime

    def last(self, visit: Visit, client: WebClient, channel: str) -> None:
        """Take back what was written or set last; what is older than a day is asked about first. Raises InputError."""
        rows, person, voice = self._runtime.rows, visit.person, visit.voice
        writing = Writing(person, visit.desk, voice, Press(), self._runtime.clock())
        written = last_written(writing, rows.latest(person), lambda row_id: rows.waits(row_id, person))
        changed = self._runtime.choices.last_change(person.am_id)
        if changed is not None and (written is None or written.at <= changed):
            if self._is_recent(changed):
                self._personal.take_back(visit, changed, client, channel)
            else:
                _ask(visit, client, channel, voice.say("your settings"), undo_settings_button(changed, voice))
        elif written is not None:
            what = described(written, visit.desk, voice)
            if self._is_recent(written.at):
                self._recordings.take_back(visit, written.row_id, client, channel, f" ({what})")
            else:
                _ask(visit, client, channel, what, undo_button(written.row_id, voice))
        else:
            raise InputError(voice.say("There is nothing of yours to take back."))

    def _is_recent(self, at: datetime) -> bool:
        return self._runtime.clock() - at <= DAY


def _ask(visit: Visit, client: WebClient, channel: str, what: str, button: Button) -> None:
    asked = visit.voice.say("The last thing you wrote: {what}. Take it back?", what=what)
    tell(client, channel, visit.user_id, Answer(asked, (Item((asked,), (button,)),)), visit.voice)
