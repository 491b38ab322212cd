"""The whole project's error tree.

    AmberError
    ├── InputError     what somebody gave is wrong; says the place (tab and cell, file and line)   exit 2
    ├── SetupError     Amber is not set up for this; says the mend                                 exit 2
    │   └── NoBook     there is no book yet                                                        exit 2
    ├── Unavailable    another system does not answer; says when to try again                      exit 3
    │   └── InDoubt    a write that nobody answered may still take effect                          exit 3
    ├── Refused        the asker may not; says whom to ask                                         exit 4
    └── Conflict       somebody else holds it or was first                                         exit 2

Each message is one line that says what happened and what to do. Vendor errors are translated where they enter.
"""

from __future__ import annotations

from kpi_core.text import Text, as_text, plain


class AmberError(Exception):
    """An error whose one-line message, `text`, is meant for whoever asked; without a translation it is English."""

    exit_code = 2
    retry_helps = False

    def __init__(self, message: str | Text) -> None:
        self.text = as_text(message)
        super().__init__(self.text.to("en"))


class InputError(AmberError):
    """Something given is wrong. `place` is a cell ("Accounts!D17"), a file and line ("a.csv:12"), or "" when asked."""

    def __init__(self, message: str | Text, place: str = "") -> None:
        placed = plain("{place}: {message}").format(place=place, message=as_text(message))
        super().__init__(placed if place else message)
        self.place = place


class SetupError(AmberError):
    """Amber is not set up for what was asked: `message` says what is wrong, `mend` what to do about it."""

    def __init__(self, message: str | Text, mend: str | Text) -> None:
        self.message, self.mend = as_text(message), as_text(mend)
        super().__init__(plain("{message}. {mend}").format(message=self.message, mend=self.mend))


class NoBook(SetupError):
    """There is no book yet where one is named; preparing it makes one."""


class Unavailable(AmberError):
    """Another system does not answer: `system`, when it has a name ("Google"). `retry_after` is in seconds, or None."""

    exit_code = 3
    retry_helps = True

    def __init__(self, message: str | Text, retry_after: float | None = None, system: str = "") -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.system = system


class InDoubt(Unavailable):
    """A write was sent, its answer lost, and it may still take effect: writing again at once could write twice."""


class Refused(AmberError):
    """The asker may not see or do this; the message says whom to ask."""

    exit_code = 4


class Conflict(AmberError):
    """Somebody else holds it, or was first."""
