"""An answer → Block Kit, within Slack's limits; every message also says the same as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.answers.answer import (
    Answer,
    Bold,
    Button,
    Chart,
    Divider,
    Facts,
    Heading,
    Item,
    Line,
    Note,
    Paragraph,
    Part,
    TableOf,
    plain,
)
from bot.blocks.mrkdwn import cut, escape, mrkdwn, pieces, plain_text, split
from bot.blocks.tables import chart_block, chart_text, table_block, table_lines

Block = dict[str, Any]

MESSAGE_BLOCKS = 50
TEXT = 4000
SECTION_TEXT = 3000
HEADER_TEXT = 150
BUTTON_LABEL = 75
BUTTON_VALUE = 2000
CHARTS = 2
_FIELDS = 10
_FIELD_TEXT = 2000
_BUTTONS = 25
_CHARACTERS = 11_500  # of text over all blocks but tables: Slack takes some 12,000


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted: all of it as text (notifications show its beginning, plain clients the whole), and the blocks."""

    text: str
    blocks: list[Block]


def render(answer: Answer) -> Message:
    """Return the answer as a message; what does not fit is counted at its end."""
    blocks = blocks_of(answer.parts, MESSAGE_BLOCKS, {"table": 1, "chart": CHARTS})
    summary, lines = escape(answer.summary), list(_lines(answer))
    said = lines if lines and lines[0].strip("*") == summary else [summary, *lines]
    text = cut("\n".join(said).strip() or "…", TEXT)
    return Message(text, blocks or [_section(cut(text, SECTION_TEXT))])


def _lines(answer: Answer) -> Iterator[str]:
    """Yield what the parts say, for whoever shows no blocks."""
    for part in answer.parts:
        match part:
            case Heading(text):
                yield mrkdwn((Bold(text),))
            case Paragraph(line) | Note(line) | Item(line, _):
                yield mrkdwn(line)
            case Facts(pairs):
                yield from (mrkdwn(("• ", name, ": ", *value)) for name, value in pairs)
            case TableOf():
                yield from (line.strip("\n") for line in table_lines(part))
            case Chart():
                yield escape(chart_text(part))
            case Divider():
                yield ""


def blocks_of(parts: Sequence[Part], most: int, room: dict[str, int]) -> list[Block]:
    """Return the parts as at most `most` blocks; `room` is how many tables and charts the place takes."""
    blocks: list[Block] = []
    left = _CHARACTERS
    for position, part in enumerate(parts):
        made = _blocks(part, room)
        left -= sum(_length(block) for block in made)
        if len(blocks) + len(made) > most - 1 or left < 0:
            return [*blocks, _context(f"… +{len(parts) - position}")]
        blocks += made
    return blocks


def _length(value: object) -> int:
    """Count the characters of text, as Slack does: tables are counted apart."""
    match value:
        case {"type": "table"}:
            return 0
        case dict():
            texts = (
                len(inner) if key == "text" and isinstance(inner, str) else _length(inner)
                for key, inner in value.items()
            )
            return sum(texts)
        case list():
            return sum(map(_length, value))
    return 0


def _blocks(part: Part, room: dict[str, int]) -> list[Block]:
    match part:
        case Heading(text):
            made = [{"type": "header", "text": plain_text(text, HEADER_TEXT)}] if text.strip() else []
        case Paragraph(line):
            made = [_section(text) for text in split(pieces(line), SECTION_TEXT)]
        case Note(line):
            made = [_context(text) for text in split(pieces(line), SECTION_TEXT)[:1]]
        case Facts(pairs):
            made = _facts(pairs)
        case Item(line, buttons):
            made = [*_blocks(Paragraph(line), room), *_actions(buttons)]
        case TableOf():
            made = _table(part, room)
        case Chart():
            made = _chart(part, room)
        case Divider():
            made = [{"type": "divider"}]
    return made


def _table(table: TableOf, room: dict[str, int]) -> list[Block]:
    caption = [_context(escape(table.caption))] if table.caption else []
    if room["table"]:
        room["table"] -= 1
        return [*caption, table_block(table)]
    return [*caption, *(_section(text) for text in split(table_lines(table), SECTION_TEXT))]


def _chart(chart: Chart, room: dict[str, int]) -> list[Block]:
    block = chart_block(chart) if room["chart"] else None
    if block is None:
        return [_context(cut(escape(chart_text(chart)), SECTION_TEXT))]
    room["chart"] -= 1
    return [block]


def _facts(pairs: Sequence[tuple[str, Line]]) -> list[Block]:
    # Fields stand in two columns; a long one reads better on a line of its own.
    rows = [line for name, value in pairs for line in pieces(("• ", name, ": ", *value, "\n"))]
    if any(len(plain(value)) > 60 for _, value in pairs) or len(pairs) > _FIELDS:
        return [_section(text) for text in split(rows, SECTION_TEXT)]
    fields = [_mrkdwn_text(cut(f"*{mrkdwn((name,))}*\n{mrkdwn(value)}", _FIELD_TEXT)) for name, value in pairs]
    return [{"type": "section", "fields": fields}] if fields else []


def _actions(buttons: Sequence[Button]) -> list[Block]:
    seen: dict[str, int] = {}
    elements: list[Block] = []
    for button in buttons[:_BUTTONS]:
        nth = seen[button.action] = seen.get(button.action, 0) + 1
        element: Block = {
            "type": "button",
            "text": plain_text(button.label, BUTTON_LABEL),
            # An action id is unique within its block.
            "action_id": button.action if nth == 1 else f"{button.action}:{nth}",
            "value": button.value[:BUTTON_VALUE],
        }
        elements.append(element | ({"style": button.style} if button.style else {}))
    return [{"type": "actions", "elements": elements}] if elements else []


def _section(text: str) -> Block:
    return {"type": "section", "text": _mrkdwn_text(text), "expand": True}


def _context(text: str) -> Block:
    return {"type": "context", "elements": [_mrkdwn_text(text)]}


def _mrkdwn_text(text: str) -> Block:
    return {"type": "mrkdwn", "text": text, "verbatim": True}
