"""One's own settings: the form opens, what comes back is kept, and the home shows it."""

from __future__ import annotations

from datetime import datetime

from slack_bolt import Args
from slack_sdk import WebClient

from bot import blocks
from bot.answers.answer import Answer, Item
from bot.answers.settings import settings_parts
from bot.desk import Runtime
from bot.forms import Writing
from bot.forms.personal import settings_form, settings_of, undo_settings_button
from bot.listeners.home import Home
from bot.listeners.modals import open_form, taken
from bot.listeners.speech import confirm, place
from bot.listeners.visitors import Visit, Visitors
from bot.press import Press
from kpi_core.errors import InputError


class PersonalSettings:
    """Changes what people have set for themselves; nobody changes another's."""

    def __init__(self, visitors: Visitors, home: Home, runtime: Runtime) -> None:
        self._visitors = visitors
        self._home = home
        self._runtime = runtime

    def press(self, args: Args) -> None:
        """Open the form with what the presser has set."""
        args.ack()
        visit = self._visitors.visit(args.client, args.body["user"]["id"])
        form = settings_form(visit.own, self._writing(visit), place(args.body)[1])
        open_form(args.client, args.body["trigger_id"], form, visit.voice)

    def submitted(self, args: Args) -> None:
        """Keep what was filled in, then show it; errors stand at their field."""
        if (changed_at := taken(args, self._visitors, lambda: self._filled(args))) is None:
            return
        user_id, channel = args.body["user"]["id"], args.body["view"]["private_metadata"]
        if channel:
            visit = self._visitors.visit(args.client, user_id)  # who may speak another language now
            _show(visit, args.client, channel, visit.voice.say("Your settings are saved."), changed_at)
        self._home.renew(args.client, user_id)

    def undo(self, args: Args) -> None:
        """Take back the change an Undo button names."""
        args.ack()
        visit = self._visitors.visit(args.client, args.body["user"]["id"])
        try:
            changed_at = datetime.fromisoformat(args.body["actions"][0]["value"])
        except ValueError:
            raise InputError(visit.voice.say("There is nothing of yours to take back.")) from None
        self.take_back(visit, changed_at, args.client, place(args.body)[1])

    def take_back(self, visit: Visit, changed_at: datetime, client: WebClient, channel: str) -> None:
        """Bring back the settings before a change, and show them. Raises InputError when it was not the last."""
        if not self._runtime.choices.take_back(visit.person.am_id, changed_at):
            raise InputError(visit.voice.say("Your settings were changed since, or brought back already."))
        before = self._visitors.visit(client, visit.user_id)
        _show(before, client, channel, before.voice.say("Taken back: your settings are as they were."))
        self._home.renew(client, visit.user_id)

    def _filled(self, args: Args) -> datetime:
        """Keep the settings of a filled form; return when. Raises FieldErrors, Refused."""
        visit = self._visitors.visit(args.client, args.body["user"]["id"])
        settings = settings_of(self._writing(visit), blocks.answers(args.body["view"]))
        changed_at = self._runtime.clock()
        self._runtime.choices.change(visit.person.am_id, settings, changed_at)
        return changed_at

    def _writing(self, visit: Visit) -> Writing:
        return Writing(visit.person, visit.desk, visit.voice, Press(), self._runtime.clock())


def _show(visit: Visit, client: WebClient, channel: str, said: str, changed_at: datetime | None = None) -> None:
    """Show what is set now, with a button that takes back a change that was just made."""
    buttons = (undo_settings_button(changed_at, visit.voice),) if changed_at else ()
    parts = settings_parts(visit.own, visit.person, visit.desk, visit.voice)
    confirm(client, channel, visit.user_id, Answer(said, (Item((said,), buttons), *parts)), visit.voice)
