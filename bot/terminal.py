"""An answer → what a terminal shows."""

from __future__ import annotations

import re

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from bot.answers.answer import (
    Answer,
    Bold,
    Chart,
    Code,
    Divider,
    Facts,
    Heading,
    Item,
    Line,
    Link,
    Note,
    Paragraph,
    Part,
    TableOf,
)
from bot.bidi import kept_in_order

_BARS = "▁▂▃▄▅▆▇█"
# A name from a sheet must not colour, move or title the terminal it is shown in.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def render(answer: Answer) -> RenderableType:
    """Return the answer as something rich prints; buttons are left to Slack."""
    return Group(*(_part(part) for part in answer.parts))


def _part(part: Part) -> RenderableType:
    match part:
        case Heading(text):
            shown: RenderableType = Panel(_words(text, "bold"), expand=False)
        case Paragraph(line) | Item(line, _):
            shown = _text(line)
        case Note(line):
            shown = _text(line, "dim")
        case Facts(pairs):
            shown = _facts(pairs)
        case TableOf():
            shown = _table(part)
        case Chart():
            shown = _words("\n".join(_spark(part)), "cyan")
        case Divider():
            shown = Text("")
    return shown


def _words(text: str, style: str = "") -> Text:
    return Text(_CONTROLS.sub("", kept_in_order(text)), style)


def _text(line: Line, style: str = "") -> Text:
    text = Text(style=style)
    for piece in line:
        match piece:
            case Bold(words):
                text.append_text(_words(words, "bold"))
            case Code(words):
                text.append_text(_words(words, "cyan"))
            case Link(words, url):
                text.append_text(_words(words, f"link {url}"))
            case str(words):
                text.append_text(_words(words))
    return text


def _facts(pairs: tuple[tuple[str, Line], ...]) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for name, value in pairs:
        table.add_row(_words(name, "dim"), _text(value))
    return table


def _table(whole: TableOf) -> Table:
    part = whole.filled()
    table = Table(title=_words(part.caption) if part.caption else None, header_style="bold")
    for column, name in enumerate(part.header):
        table.add_column(_words(name), justify="right" if column in part.right else "left")
    for row in part.rows:
        table.add_row(*(_text(line) for line in row))
    return table


def _spark(chart: Chart) -> list[str]:
    lines = []
    for name, values in chart.series:
        known = [value for value in values if value is not None]
        low, span = min(known, default=0.0), (max(known, default=0.0) - min(known, default=0.0)) or 1.0
        bars = "".join(
            "·" if value is None else _BARS[round((value - low) / span * (len(_BARS) - 1))] for value in values
        )
        ends = f"{chart.labels[0]} … {chart.labels[-1]}" if chart.labels else ""
        lines.append(f"{name}  {bars}  {ends}")
    return lines
