"""An answer → what a terminal shows."""

from __future__ import annotations

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
from bot.harmless import harmless

_BARS = "▁▂▃▄▅▆▇█"


def render(answer: Answer) -> RenderableType:
    """Return the answer as something rich prints; buttons are left to Slack."""
    return Group(*(_part(part) for part in answer.parts))


def _part(part: Part) -> RenderableType:
    match part:
        case Heading(text):
            shown: RenderableType = Panel(harmless(text, "bold"), expand=False)
        case Paragraph(line) | Item(line, _):
            shown = _text(line)
        case Note(line):
            shown = _text(line, "dim")
        case Facts(pairs):
            shown = _facts(pairs)
        case TableOf():
            shown = _table(part)
        case Chart():
            shown = harmless("\n".join(_spark(part)), "cyan")
        case Divider():
            shown = Text("")
    return shown


def _text(line: Line, style: str = "") -> Text:
    text = Text(style=style)
    for piece in line:
        match piece:
            case Bold(words):
                text.append_text(harmless(words, "bold"))
            case Code(words):
                text.append_text(harmless(words, "cyan"))
            case Link(words, url):
                text.append_text(harmless(words, f"link {url}"))
            case str(words):
                text.append_text(harmless(words))
    return text


def _facts(pairs: tuple[tuple[str, Line], ...]) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for name, value in pairs:
        table.add_row(harmless(name, "dim"), _text(value))
    return table


def _table(whole: TableOf) -> Table:
    part = whole.filled()
    table = Table(title=harmless(part.caption) if part.caption else None, header_style="bold")
    for column, name in enumerate(part.header):
        table.add_column(harmless(name), justify="right" if column in part.right else "left")
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
