"""What every form shares: what it remembers while it is open, and the row it becomes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from ulid import ULID

from bot.access import acts_on, sees_account
from bot.accounts import Account
from bot.answers.answer import Field, Form
from bot.desk import Desk
from bot.people import Person
from bot.press import Press
from bot.state.ledger import Errand
from bot.voice import Voice
from kpi_core.errors import InputError
from kpi_core.rules.signal import Signal
from kpi_core.text import Text
from sheets.grid import Cell

_VERSION = 1
_TOLD_WITHIN = timedelta(days=7)  # the least that the outbox keeps the row it is written from
_OUT_OF_DATE = Text(
    "This form is out of date; open it again.",
    "Biểu mẫu này đã cũ; hãy mở lại.",
    "Эта форма устарела; откройте её заново.",
)


class FieldErrors(Exception):
    """What is wrong in a filled form: field key → sentence."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Writing:
    """Who writes about what, at the last desk; `instant` is when, aware UTC: a desk stands for five minutes."""

    asker: Person
    desk: Desk
    voice: Voice
    press: Press
    instant: datetime

    @property
    def today(self) -> date:
        """The day it is in the reporting zone."""
        return (self.desk.now - timedelta(microseconds=1)).date()

    @property
    def moment(self) -> datetime:
        """When a row written now happened, in local time: a second ago, so that figures as of now count it."""
        local = self.instant.astimezone(ZoneInfo(self.desk.snapshot.timezone))
        return local.replace(tzinfo=None, microsecond=0) - timedelta(seconds=1)

    def account(self, account_id: str) -> Account | None:
        """Return the account, if it is in the book and the asker may see it, or act on its situation."""
        account = self.desk.accounts.get(account_id)
        if account is None or sees_account(self.asker, account, self.desk):
            return account
        pressed = self._pressed
        return account if pressed is not None and pressed.account_id == account_id else None

    def signal(self) -> Signal:
        """Return the situation the button was made for. Raises InputError when it is over, or not the asker's."""
        if (pressed := self._pressed) is not None:
            return pressed
        raise InputError(self.voice.say("This is settled already, or not yours: there is nothing to do."))

    @property
    def _pressed(self) -> Signal | None:
        signals = (one for one in self.desk.signals if one.identity == self.press.signal)
        return next((one for one in signals if acts_on(self.asker, one, self.desk)), None)


@dataclass(frozen=True, slots=True)
class Row:
    """A row for the book, what to tell the asker, and the errand that tells somebody else."""

    tab: str
    cells: Mapping[str, Cell]
    told: str
    tell: Errand | None = None
    account_id: str = ""


@dataclass(frozen=True, slots=True)
class Recording:
    """One kind of form: its title, its fields, and the row that its answers make.

    `row` takes the writing, the row's ID and the answers; it raises FieldErrors, InputError.
    """

    action: str
    title: str
    submit: str
    fields: Callable[[Writing, Mapping[str, str]], tuple[Field, ...]]
    row: Callable[[Writing, str, Mapping[str, str]], Row]

    def form(self, writing: Writing, channel: str, initial: Mapping[str, str] | None = None) -> Form:
        """Return the form to open; the row's ID is made now, so that a form sent twice is one row."""
        opened = Opened(str(ULID.from_datetime(writing.instant)), channel, writing.press)
        voice = writing.voice
        fields = self.fields(writing, initial or {})
        return Form(voice.say(self.title), self.action, voice.say(self.submit), fields, opened.to_context())


@dataclass(frozen=True, slots=True)
class Opened:
    """What a form remembers: the row's ID, the conversation it was opened in, the button."""

    row_id: str
    channel: str
    press: Press = field(default_factory=Press)

    def to_context(self) -> str:
        """Return it as a form's context."""
        return json.dumps({"v": _VERSION, **asdict(self)}, ensure_ascii=False)

    @classmethod
    def from_context(cls, context: str) -> Opened:
        """Return what a form remembered. Raises InputError."""
        try:
            found = json.loads(context)
            if found["v"] == _VERSION:
                return cls(str(found["row_id"]), str(found["channel"]), Press(**found["press"]))
        except (ValueError, KeyError, TypeError):
            pass
        raise InputError(_OUT_OF_DATE)


def event(writing: Writing, row_id: str, kind: str, subject: str, **cells: Cell) -> dict[str, Cell]:
    """Return the cells of an event row by the asker, now."""
    about: dict[str, Cell] = {
        "event_id": row_id,
        "at": writing.moment,
        "by": writing.asker.am_id,
        "kind": kind,
        "subject": subject,
    }
    return about | {key: value for key, value in cells.items() if value not in ("", None)}


def telling(writing: Writing, recipient: str, row_id: str) -> Errand:
    """Return what tells a recipient of a row that says, or takes back, "not mine"."""
    return Errand("not_mine", recipient, row_id, writing.instant, writing.instant + _TOLD_WITHIN)


def day_in(answers: Mapping[str, str], key: str, voice: Voice) -> date:
    """Return the date filled in. Raises FieldErrors."""
    try:
        return date.fromisoformat(answers.get(key, ""))
    except ValueError:
        raise FieldErrors({key: voice.say("Please pick a date.")}) from None
