"""One's own settings: language, when the digest comes, a pause."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from bot.answers.answer import Button, Field, Form
from bot.answers.settings import CHANGE_SETTINGS, DAYS, LANGUAGE_NAMES, digest_timetable
from bot.delivery.slots import Timetable
from bot.forms.record import FieldErrors, Writing, day_in
from bot.people import language_of
from bot.personal import UNSET, Personal
from bot.voice import Voice

UNDO_SETTINGS = "undo_settings"
_AUTOMATIC = "automatic"
_LONGEST_PAUSE_DAYS = 180


def undo_settings_button(changed_at: datetime, voice: Voice) -> Button:
    """Return the button that brings back the settings before a change."""
    return Button(voice.say("Undo"), UNDO_SETTINGS, changed_at.isoformat())


def settings_form(own: Personal, writing: Writing, channel: str) -> Form:
    """Return the form with what holds now; it remembers the conversation it was opened in ("" for the home)."""
    say, timetable = writing.voice.say, digest_timetable(own, writing.desk)
    languages = ((_AUTOMATIC, say("Automatic: as the team tab or Slack says")), *LANGUAGE_NAMES.items())
    days = tuple((str(number), say(name)) for number, name in enumerate(DAYS))
    until = own.paused_until if own.is_paused(writing.today) else None
    fields = (
        Field("language", say("Language"), "choice", languages, own.language or _AUTOMATIC),
        Field("day", say("Weekly digest on"), "choice", days, str(timetable.weekday or 0)),
        Field("at", say("At"), "time", initial=f"{timetable.at:%H:%M}", hint=say("In your own time zone.")),
        Field(
            "until",
            say("Pause until"),
            "date",
            initial=str(until or ""),
            optional=True,
            hint=say(
                "From that day reminders and your digest come again. For holidays, have your absence entered in the "
                "team tab instead: then your backup is told."
            ),
        ),
    )
    return Form(say("My settings"), CHANGE_SETTINGS, say("Save"), fields, channel)


def settings_of(writing: Writing, answers: Mapping[str, str]) -> Personal:
    """Return the settings filled in; what is as the team has it stays the team's. Raises FieldErrors."""
    say, digest = writing.voice.say, _digest(writing, answers)
    until = day_in(answers, "until", writing.voice) if answers.get("until") else None
    if until and not writing.today < until <= writing.today + timedelta(days=_LONGEST_PAUSE_DAYS):
        raise FieldErrors({"until": say("Pick a day after today, at most half a year ahead.")})
    return Personal(
        language=language_of(answers.get("language", "")),
        digest=None if digest == digest_timetable(UNSET, writing.desk) else digest,
        paused_until=until,
    )


def _digest(writing: Writing, answers: Mapping[str, str]) -> Timetable:
    say = writing.voice.say
    day = answers.get("day", "")
    if day not in {str(number) for number in range(len(DAYS))}:
        raise FieldErrors({"day": say("Please choose one of the list.")})
    try:
        return Timetable(time.fromisoformat(answers.get("at", "")), int(day))
    except ValueError:
        raise FieldErrors({"at": say("Please pick a time.")}) from None
