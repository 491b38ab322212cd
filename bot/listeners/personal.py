"""One's own settings: the form opens, what comes back is kept, and the home shows it."""

from __future__ import annotations

from slack_bolt import Args
from slack_sdk import WebClient

from bot import blocks
from bot.answers.answer import Answer, Paragraph
from bot.answers.settings import settings_parts
from bot.desk import Runtime
from bot.forms import FieldErrors, Writing
from bot.forms.personal import settings_form, settings_of
from bot.listeners.failures import told
from bot.listeners.home import Home
from bot.listeners.speech import place, tell
from bot.listeners.visitors import Visit, Visitors
from bot.press import Press
from kpi_core.errors import AmberError


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
        args.client.views_open(trigger_id=args.body["trigger_id"], view=blocks.form(form, visit.voice.say("Cancel")))

    def submitted(self, args: Args) -> None:
        """Keep what was filled in, then show it; errors stand at their field."""
        user_id, answers = args.body["user"]["id"], blocks.answers(args.body["view"])
        try:
            visit = self._visitors.visit(args.client, user_id)
            self._runtime.choices.keep(visit.person.am_id, settings_of(self._writing(visit), answers))
        except FieldErrors as wrong:
            args.ack(response_action="errors", errors=dict(wrong.errors))
        except AmberError as error:
            args.ack(response_action="errors", errors={next(iter(answers)): told(error, self._visitors.voice(user_id))})
        else:
            args.ack()
            self._show(args.client, user_id, args.body["view"]["private_metadata"])

    def _show(self, client: WebClient, user_id: str, channel: str) -> None:
        """Show what is set now: in the home, and where the form was opened."""
        self._home.publish(client, user_id)
        if channel:
            visit = self._visitors.visit(client, user_id)
            saved = visit.voice.say("Your settings are saved.")
            parts = settings_parts(visit.own, visit.person, visit.desk, visit.voice)
            tell(client, channel, user_id, Answer(saved, (Paragraph((saved,)), *parts)))

    def _writing(self, visit: Visit) -> Writing:
        return Writing(visit.person, visit.desk, visit.voice, Press(), self._runtime.clock())
