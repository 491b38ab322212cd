"""What an answer is made of: a small document that Slack blocks and the terminal both render.

Texts are already in the asker's language and unescaped: whoever renders escapes for the medium.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.voice import NOTHING


@dataclass(frozen=True, slots=True)
class Bold:
    """Emphasised words."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """Something to type, or a cell's address."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an address."""

    text: str
    url: str


Line = tuple[str | Bold | Code | Link, ...]


def plain(line: Line) -> str:
    """Return a line as bare text."""
    return "".join(part if isinstance(part, str) else part.text for part in line)


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of what follows."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One or more sentences."""

    line: Line


@dataclass(frozen=True, slots=True)
class Note:
    """Small print: the age of the figures, how something is counted."""

    line: Line


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with their values."""

    pairs: tuple[tuple[str, Line], ...]


@dataclass(frozen=True, slots=True)
class TableOf:
    """A table: a header and rows of cells, numbers aligned right. No cell is empty: use NOTHING."""

    header: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    right: frozenset[int] = frozenset()  # the columns aligned right
    caption: str = ""

    def filled(self) -> TableOf:
        """Return the table without the columns after the first in which nothing stands."""
        kept = [
            column
            for column in range(len(self.header))
            if column == 0 or not self.rows or any(plain(row[column]) != NOTHING for row in self.rows)
        ]
        return TableOf(
            tuple(self.header[column] for column in kept),
            tuple(tuple(row[column] for column in kept) for row in self.rows),
            frozenset(place for place, column in enumerate(kept) if column in self.right),
            self.caption,
        )


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press. `action` is the listener's action id; `value`, at most 2000 characters, comes back."""

    label: str
    action: str
    value: str
    style: Literal["", "primary", "danger"] = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a work list with what can be done about it."""

    line: Line
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A small chart; its figures are also said in text by whoever cannot draw. Labels have at most 20 characters."""

    kind: Literal["line", "bar"]
    title: str
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]


@dataclass(frozen=True, slots=True)
class Divider:
    """A rule between two parts."""


Part = Heading | Paragraph | Note | Facts | TableOf | Item | Chart | Divider


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes to the asker alone."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: a one-line summary (notifications, plain text), the parts below it, and a file if it is one."""

    summary: str
    parts: tuple[Part, ...]
    attachment: Attachment | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form. `choices` are (value, label); a field without them is typed."""

    key: str
    label: str
    kind: Literal["text", "long_text", "date", "time", "number", "choice"]
    choices: tuple[tuple[str, str], ...] = ()
    initial: str = ""
    optional: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A form to fill in: `action` names the listener; `context`, at most 3000 characters, comes back."""

    title: str  # at most 24 characters
    action: str
    submit: str
    fields: tuple[Field, ...]
    context: str = ""
