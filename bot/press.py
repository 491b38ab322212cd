"""What a button carries: which situation it is about. Small, versioned, and never trusted when it comes back."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields

from kpi_core.errors import InputError
from kpi_core.rules.signal import Signal
from kpi_core.text import Text

_VERSION = 1
_OUT_OF_DATE = Text(
    "This button is out of date; ask again with /kpi.",
    "Nút này đã cũ; hãy hỏi lại bằng /kpi.",
    "Эта кнопка устарела; спросите заново через /kpi.",
)


@dataclass(frozen=True, slots=True)
class Press:
    """The situation a button was made for; `rule` and `subject` are blank when it is about the account alone."""

    account_id: str = ""
    rule: str = ""
    subject: str = ""
    signal: str = ""

    @classmethod
    def on(cls, signal: Signal) -> Press:
        """Return what the buttons of a signal carry."""
        return cls(signal.account_id or "", signal.rule, signal.subject, signal.identity)

    def to_value(self) -> str:
        """Return it as a button's value."""
        return json.dumps({"v": _VERSION, **asdict(self)}, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_value(cls, value: str) -> Press:
        """Return what a button carried. Raises InputError for a value no button of this version has."""
        try:
            found = json.loads(value)
            if found["v"] == _VERSION:
                return cls(**{field.name: str(found[field.name]) for field in fields(cls)})
        except (ValueError, KeyError, TypeError):
            pass
        raise InputError(_OUT_OF_DATE)
