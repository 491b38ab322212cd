"""What people record: the forms behind the buttons and the shortcut, one-line logging, undo."""

from __future__ import annotations

import logging

from slack_bolt import Args
from slack_sdk import WebClient

from bot import blocks
from bot.answers.answer import Answer, Item
from bot.answers.told import sentence
from bot.desk import Desk, Runtime
from bot.entry import Entry
from bot.forms import (
    LOG_INTERACTION,
    RECORDINGS,
    FieldErrors,
    Opened,
    Row,
    Writing,
    answers_of,
    undo_button,
    undo_row,
)
from bot.listeners.home import Home
from bot.listeners.messages import answers_of_message, with_names
from bot.listeners.modals import open_form, taken
from bot.listeners.speech import confirm, place
from bot.listeners.visitors import Visit, Visitors
from bot.press import Press
from bot.state.ledger import Errand
from bot.state.records import recipient_name
from kpi_core.catalogue import BY_KEY
from kpi_core.errors import InputError
from kpi_core.kpi import Scope

_log = logging.getLogger(__name__)


class Recordings:
    """Opens forms, takes what comes back, tells what it changed."""

    def __init__(self, visitors: Visitors, home: Home, runtime: Runtime) -> None:
        self._visitors = visitors
        self._home = home
        self._runtime = runtime

    def press(self, args: Args) -> None:
        """Open the form of a button."""
        args.ack()
        visit = self._visitors.visit(args.client, args.body["user"]["id"])
        action = args.body["actions"][0]
        writing = self._writing(visit, Press.from_value(action["value"]))
        form = RECORDINGS[action["action_id"].partition(":")[0]].form(writing, place(args.body)[1])
        open_form(args.client, args.body["trigger_id"], form, visit.voice)

    def shortcut(self, args: Args) -> None:
        """Open the log form from Slack's own menu."""
        args.ack()
        visit = self._visitors.visit(args.client, args.body["user"]["id"])
        self.log_line(visit, None, args.client, trigger_id=args.body["trigger_id"])

    def message_shortcut(self, args: Args) -> None:
        """Open the log form on a message: it is filled in as far as the message tells, with a link to it."""
        args.ack()
        visit = self._visitors.visit(args.client, args.body["user"]["id"])
        writing = self._writing(visit, Press())
        form = LOG_INTERACTION.form(writing, place(args.body)[1], answers_of_message(args.body, writing))
        open_form(args.client, args.body["trigger_id"], form, visit.voice)

    def submitted(self, args: Args) -> None:
        """Check a form again and commit its row before Slack hears that it is done; errors stand at their field."""
        if (done := taken(args, self._visitors, lambda: self._filled(args))) is None:
            return
        visit, opened, row, row_id = done
        self._tell(visit, row, row_id, args.client, opened.channel)
        if not opened.channel:  # it was opened in the home, which shows what was settled until it is published anew
            self._home.renew(args.client, visit.user_id)

    def _filled(self, args: Args) -> tuple[Visit, Opened, Row, str]:
        """Commit the row of a filled form. Raises FieldErrors, InputError, Refused."""
        view = args.body["view"]
        visit = self._visitors.visit(args.client, args.body["user"]["id"])
        opened = Opened.from_context(view["private_metadata"])
        writing = self._writing(visit, opened.press)
        row = RECORDINGS[view["callback_id"]].row(writing, opened.row_id, blocks.answers(view))
        return visit, opened, row, self._submit(visit, row)

    def log_line(
        self,
        visit: Visit,
        entry: Entry | None,
        client: WebClient,
        *,
        trigger_id: str = "",
        channel: str = "",
        event_id: str = "",
    ) -> None:
        """Log what was typed in one line; open the form when a part is missing. Raises InputError.

        The row of an event is known by the event's ID: delivered again, after a restart too, it is one row.
        """
        writing = self._writing(visit, Press())
        typed = answers_of(entry) if entry else {}
        typed = {key: with_names(said, visit.desk) for key, said in typed.items()}
        form = LOG_INTERACTION.form(writing, channel, typed)
        if entry is None or not entry.is_complete:
            open_form(client, trigger_id, form, visit.voice)
            return
        try:
            row = LOG_INTERACTION.row(writing, event_id or Opened.from_context(form.context).row_id, typed)
        except FieldErrors as wrong:
            raise InputError(str(wrong)) from None  # there is no form to say it in
        self._tell(visit, row, self._submit(visit, row), client, channel)

    def undo(self, args: Args) -> None:
        """Take back the row an Undo button names."""
        args.ack()
        visit = self._visitors.visit(args.client, args.body["user"]["id"])
        self.take_back(visit, args.body["actions"][0]["value"], args.client, place(args.body)[1])

    def take_back(self, visit: Visit, written: str, client: WebClient, channel: str, what: str = "") -> None:
        """Take back one's own row by its ID, and say so. Raises InputError when there is none (any more)."""
        rows, person = self._runtime.rows, visit.person
        writing = self._writing(visit, Press())
        told = self._runtime.sending.told_of(written)
        row = undo_row(writing, written, told, waits=rows.waits(written, person))
        row_id = self._submit(visit, row)
        said = sentence(f"{row.told}{what}{self._came_of(visit, row, row_id)}")
        confirm(client, channel, visit.user_id, said, visit.voice)

    def _submit(self, visit: Visit, row: Row) -> str:
        return self._runtime.rows.submit(row.tab, visit.desk.snapshot.as_typed(row.cells), visit.person, row.tell)

    def _tell(self, visit: Visit, row: Row, row_id: str, client: WebClient, channel: str) -> None:
        told = f"{row.told}{self._came_of(visit, row, row_id)}"
        button = undo_button(row_id, visit.voice)
        confirm(client, channel, visit.user_id, Answer(told, (Item((told,), (button,)),)), visit.voice)

    def _came_of(self, visit: Visit, row: Row, row_id: str) -> str:
        """Bring a committed row to the book and tell others of it; say what came of that.

        Whatever fails here, the row stands: nobody is to hear that they should try again.
        """
        try:
            desk = self._append(visit)
            passed_on = self._pass_on(visit, row.tell) if row.tell else ""
            return f"{passed_on}{_moved(visit, row, desk)}{self._waiting(visit, row_id)}"
        except Exception as error:  # noqa: BLE001  # see above
            _log.error("recording.not_followed", exc_info=error)
            return visit.voice.say(" Saved; it waits for the sheet.")

    def _pass_on(self, visit: Visit, errand: Errand) -> str:
        """Tell somebody else of a row; say in the asker's words whether they heard it."""
        names = {person.am_id: person.name for person in visit.desk.roster.people}
        name, say = recipient_name(errand.recipient, names), visit.voice.say
        match self._runtime.sending.tell(errand):
            case "sent":
                return say(" {person} is told.", person=name)
            case "due" | "claimed":
                return say(" {person} is told as soon as Slack answers.", person=name)
            case "failed" | "unknown":
                return say(" Slack does not reach {person}: please tell them.", person=name)
            case _:  # there is nothing to tell: what is taken back was never heard
                return ""

    def _append(self, visit: Visit) -> Desk:
        """Bring the row to the book; return the desk after it. The row waits for a book whose home does not answer."""
        if not visit.desk.snapshot.silent:
            self._runtime.rows.flush()  # reads the book, too, when the row has reached it
        return self._runtime.desks.current()

    def _waiting(self, visit: Visit, row_id: str) -> str:
        """Say it when the row has not reached the book."""
        waits = self._runtime.rows.waits(row_id, visit.person)
        return visit.voice.say(" Saved; it waits for the sheet.") if waits else ""

    def _writing(self, visit: Visit, press: Press) -> Writing:
        return Writing(visit.person, visit.desk, visit.voice, press, self._runtime.clock())


def _moved(visit: Visit, row: Row, desk: Desk) -> str:
    """Say how the freshness of the account's owner moved."""
    account = desk.accounts.get(row.account_id)
    kpi, voice = BY_KEY["freshness"], visit.voice
    if account is None or account.owner_id not in desk.figures.scopes["am"]:
        return ""
    scope = Scope("am", account.owner_id)
    before, after = (one.figures.result(kpi, scope, one.figures.window(kpi)).value for one in (visit.desk, desk))
    if before is None or after is None:
        return ""
    was, now = voice.percent(before), voice.percent(after)
    name = voice.text(kpi.names)
    if was == now:
        return voice.say(" {name}: {now}.", name=name, now=now)
    return voice.say(" {name}: {was} → {now}.", name=name, was=was, now=now)
