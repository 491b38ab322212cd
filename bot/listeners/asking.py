"""Questions: the slash command, direct messages, mentions, and the buttons that pick one of several."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from threading import BoundedSemaphore

from slack_bolt import Args

from bot import commands
from bot.answers import reply
from bot.answers.answer import Answer
from bot.answers.told import sentence
from bot.desk import Runtime
from bot.grammar import Pick, Question, parse
from bot.listeners.files import send_file
from bot.listeners.messages import typed
from bot.listeners.recording import Recordings
from bot.listeners.speech import place, post, respond_with, tell
from bot.listeners.undoing import Undoing
from bot.listeners.visitors import Visit, Visitors
from bot.requests import current_request
from bot.wording import understand
from kpi_core.errors import InputError

_SHARE = re.compile(r"\s*\b(share|chia sẻ|поделиться)\s*$", re.IGNORECASE)
_ONES_OWN = (commands.EXPORT, commands.SETTINGS)  # nothing of these is for others
# Questions worked on at a time: they share one interpreter, and more would hold up the acks of those that come.
_AT_A_TIME = 4


class Asking:
    """Ack, ask, render."""

    def __init__(self, visitors: Visitors, recordings: Recordings, undoing: Undoing, runtime: Runtime) -> None:
        self._visitors = visitors
        self._recordings = recordings
        self._undoing = undoing
        self._runtime = runtime
        self._turns = BoundedSemaphore(_AT_A_TIME)

    def command(self, args: Args) -> None:
        """Answer `/kpi …`: to the asker alone, or in the channel with `share` at the end."""
        args.ack()
        body = args.body
        text = typed(body.get("text", ""))
        visit = self._visitors.visit(args.client, body["user_id"])
        question, shared = _parsed(visit, text, _understand)
        if not self._writes(visit, question, args, body["channel_id"]):
            respond_with(args, self._answer(visit, question, args), visit.voice, in_channel=shared)

    def message(self, args: Args) -> None:
        """Answer a direct message there, in its thread if it is of one."""
        event = args.body["event"]
        is_persons = event.get("channel_type") == "im" and not event.get("subtype") and not event.get("bot_id")
        if not is_persons:
            return
        visit = self._visitors.visit(args.client, event["user"])
        question, _ = _parsed(visit, _said(args), _understand)
        if self._is_new(question, args) and not self._writes(visit, question, args, event["channel"]):
            answer = self._answer(visit, question, args)
            post(args.client, event["channel"], answer, thread_ts=event.get("thread_ts", ""))

    def mention(self, args: Args) -> None:
        """Answer a mention there: to the asker alone, or to everybody with `share` at the end."""
        event = args.body["event"]
        visit = self._visitors.visit(args.client, event["user"])
        question, shared = _parsed(visit, _said(args), _understand)
        if not self._is_new(question, args) or self._writes(visit, question, args, event["channel"]):
            return
        only_to = "" if shared else visit.user_id
        answer = self._answer(visit, question, args)
        post(args.client, event["channel"], answer, only_to=only_to, thread_ts=event.get("thread_ts", ""))

    def pick(self, args: Args) -> None:
        """Answer the question a button stands for."""
        args.ack()
        body = args.body
        text = body["actions"][0]["value"]
        visit = self._visitors.visit(args.client, body["user"]["id"])
        question, shared = _parsed(visit, text, _parse)
        if self._writes(visit, question, args, place(body)[1]):
            return
        answer = self._answer(visit, question, args)
        if args.respond.response_url:
            respond_with(args, answer, visit.voice, in_channel=shared)
        else:  # pressed in the home, which is no conversation
            post(args.client, visit.user_id, answer)

    def _is_new(self, question: Question | Pick, args: Args) -> bool:
        """Whether Slack sends this for the first time.

        A line to log is known by its event in the outbox: heard again after a death in between, it is still logged.
        """
        is_line = isinstance(question, Question) and question.entry is not None and question.entry.is_complete
        return is_line or self._runtime.once.is_new(args.body["event_id"])

    def _writes(self, visit: Visit, question: Question | Pick, args: Args, channel: str) -> bool:
        """Log what is a line to log, take back what is to be undone; whether it was either.

        A line with a part missing takes a trigger, which opens the form.
        """
        if isinstance(question, Question) and question.command is commands.UNDO:
            self._undoing.last(visit, args.client, channel)
            return True
        if not (isinstance(question, Question) and question.command is commands.LOG):
            return False
        trigger_id, event_id = args.body.get("trigger_id", ""), args.body.get("event_id", "")
        if not trigger_id and not (question.entry and question.entry.is_complete):
            return False
        self._recordings.log_line(
            visit, question.entry, args.client, trigger_id=trigger_id, channel=channel, event_id=event_id
        )
        return True

    def _answer(self, visit: Visit, question: Question | Pick, args: Args) -> Answer:
        """Return the answer; a file that belongs to it goes to the asker's direct messages at once."""
        desk = visit.desk
        if isinstance(question, Question) and question.command is commands.REFRESH:
            desk = self._runtime.desks.refresh()
        if isinstance(question, Question) and question.command is commands.EXPORT:
            wait = visit.voice.say("One moment: I am putting your figures together.")
            tell(args.client, place(args.body)[1], visit.user_id, sentence(wait), visit.voice)
        with self._turns:
            answer = reply(question, visit.person, desk, visit.language, visit.own)
        if answer.attachment is None:
            return answer
        send_file(args.client, visit.user_id, answer.attachment)
        where = visit.voice.say("It is in your direct messages with me.")
        return sentence(f"{answer.summary} {where}")


def _said(args: Args) -> str:
    """Return the words of a message without the bot's own name, wherever it stands."""
    own_name = rf"<@{re.escape(args.context.bot_user_id or '')}(?:\|[^>]*)?>"
    return typed(re.sub(own_name, " ", args.body["event"].get("text", ""))).strip()


def _parsed(visit: Visit, text: str, read: Callable[[Visit, str], Question | Pick]) -> tuple[Question | Pick, bool]:
    """Return what is asked, and whether `share` at the end asks to post it: some KPIs' names end so, too."""
    bare = _SHARE.sub("", text)
    if bare == text:
        return read(visit, text), False
    if _ends_in_share_itself(visit, text):
        return read(visit, text), False
    meant = read(visit, bare)
    if isinstance(meant, Pick):  # the choice is the asker's alone; what they choose is shared
        return replace(meant, options=tuple((label, f"{asked} share") for label, asked in meant.options)), False
    return meant, meant.command not in _ONES_OWN


def _ends_in_share_itself(visit: Visit, text: str) -> bool:
    try:
        whole = _parse(visit, text)
    except InputError:
        return False
    return isinstance(whole, Question) and (whole.kpi is not None or whole.command is commands.LOG)


def _parse(visit: Visit, text: str) -> Question | Pick:
    return _named(parse(text, visit.desk, visit.person, visit.voice))


def _understand(visit: Visit, text: str) -> Question | Pick:
    return _named(understand(text, visit.desk, visit.person, visit.voice))


def _named(question: Question | Pick) -> Question | Pick:
    """Let the log and the metrics name what is asked."""
    if begun := current_request():
        begun.command = question.command.key if isinstance(question, Question) else "pick"
    return question
