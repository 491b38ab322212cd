"""An answer → a card of a Google Workspace add-on, within its limits.

The fields: https://developers.google.com/workspace/add-ons/reference/rpc/google.apps.card.v1. Texts are a small HTML:
everything from a sheet is escaped and means nothing but itself. A card has no header: titles are not escaped there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from bot.answers.answer import (
    Answer,
    Bold,
    Button,
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
    plain,
)
from bot.answers.panel import ABOUT_TABS, ISSUES, NAME_THE_SHEET, REFRESH
from bot.answers.pick import ASK
from bot.bidi import kept_in_order
from bot.blocks.mrkdwn import cut
from bot.blocks.tables import chart_text
from bot.voice import NOTHING

Json = dict[str, Any]

ACTIONS = frozenset({ASK, REFRESH, ISSUES, ABOUT_TABS, NAME_THE_SHEET})  # the rest is left to Slack
WIDGETS = 100  # Google takes that many of a section; a card of more is not read anyway
_CHARACTERS = 30_000  # of a card
_LONGEST_PIECE = 2000
_LONGEST_LABEL = 60
_GREY = "#5f6368"


def card(answer: Answer, address: str) -> Json:
    """Return the answer as a card whose buttons call that address; what does not fit is counted at its end."""
    sections: list[Json] = []
    left, room = _CHARACTERS, WIDGETS - 1
    for position, part in enumerate(answer.parts):
        if not sections or isinstance(part, Heading | Divider):
            sections.append({"header": _html(Bold(part.text))} if isinstance(part, Heading) else {})
        made = list(_widgets(part, address))
        left, room = left - sum(map(_length, made)), room - len(made)
        if left < 0 or room < 0:
            sections[-1].setdefault("widgets", []).append(_paragraph(f"… +{len(answer.parts) - position}"))
            break
        sections[-1].setdefault("widgets", []).extend(made)
    # Google wants a widget in each section.
    return {"sections": [one for one in sections if one.get("widgets")] or [{"widgets": [_said(answer.summary)]}]}


def _widgets(part: Part, address: str) -> Iterator[Json]:
    match part:
        case Paragraph(line):
            yield from _filled(_joined(line))
        case Note(line):
            yield from _filled(f'<font color="{_GREY}">{_joined(line)}</font>')
        case Item(line, buttons):
            yield from _filled(_joined(line))
            yield from _button_list(buttons, address)
        case Facts(pairs):
            yield from (_paragraph(f"{_joined((Bold(name),))}<br>{_joined(value)}") for name, value in pairs)
        case TableOf():
            yield from (_paragraph(_row(part.header, row)) for row in part.rows)
        case Chart():
            yield _said(chart_text(part))
        case Heading() | Divider():
            pass  # they begin a section


def _row(header: Sequence[str], row: Sequence[Line]) -> str:
    """Return a table's row in words: a panel is as narrow as a phone."""
    rest = " · ".join(
        _joined((f"{name}: ", *cell)) for name, cell in zip(header[1:], row[1:], strict=True) if plain(cell) != NOTHING
    )
    return f"{_joined((Bold(plain(row[0])),))}<br>{rest}" if rest else _joined(row[0])


def _button_list(buttons: Sequence[Button], address: str) -> Iterator[Json]:
    ours = [_button(button, address) for button in buttons if button.action in ACTIONS]
    if ours:
        yield {"buttonList": {"buttons": ours}}


def _button(button: Button, address: str) -> Json:
    pressed = {"action": button.action, "value": button.value}
    parameters = [{"key": key, "value": value} for key, value in pressed.items()]
    label = cut(kept_in_order(button.label, alone=True), _LONGEST_LABEL)
    return {"text": label, "onClick": {"action": {"function": address, "parameters": parameters}}}


def _joined(line: Line) -> str:
    return "".join(map(_html, line))


def _html(part: str | Bold | Code | Link) -> str:
    words = part if isinstance(part, str) else part.text
    shown = escape(kept_in_order(cut(words, _LONGEST_PIECE)), quote=False).replace("\n", "<br>")
    match part:
        case Bold():
            return f"<b>{shown}</b>" if shown else ""
        case Code():
            return f"<i>{shown}</i>"
        case Link(url=url) if url.startswith("https://"):
            return f'<a href="{escape(url)}">{shown}</a>'
    return shown


def _filled(text: str) -> Iterator[Json]:
    if text:
        yield _paragraph(text)


def _said(text: str) -> Json:
    return _paragraph(_html(text) or NOTHING)


def _paragraph(text: str) -> Json:
    return {"textParagraph": {"text": text}}


def _length(widget: Json) -> int:
    return len(str(widget))
