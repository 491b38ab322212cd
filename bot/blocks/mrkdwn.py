"""Lines of an answer → Slack's text: everything that came from a sheet is escaped and means nothing but itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from bot.answers.answer import Bold, Code, Line, Link
from bot.bidi import kept_in_order
from bot.voice import NOTHING

_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_TABLE = str.maketrans(_ESCAPES)
# Slack has no way to escape a formatting sign; at the edge of a word, where it would format, a look-alike stands in.
_LOOK_ALIKES = {"*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ"}
_FORMATTING = re.compile(r"(?<![^\W_])[*_~`]|[*_~`](?![^\W_])")
_ELLIPSIS = "…"


def escape(text: str) -> str:
    """Escape the three signs that Slack reads as control: `<!channel>` must not page anybody."""
    return kept_in_order(text).translate(_TABLE)


def cut(text: str, most: int) -> str:
    """Return the text, shortened with an ellipsis when it is longer than `most` characters."""
    return text if len(text) <= most else text[: most - 1] + _ELLIPSIS


def plain_text(text: str, most: int) -> dict[str, Any]:
    """Return the text as Slack's plain text of at most `most` characters; "–" for none."""
    shown = kept_in_order(text, alone=True)
    return {"type": "plain_text", "text": cut(shown, most) if shown.strip() else NOTHING, "emoji": True}


def pieces(line: Line) -> list[str]:
    """Return a line as mrkdwn, piece by piece: no piece may be split."""
    return [piece for part in line for piece in _marked(part)]


def mrkdwn(line: Line) -> str:
    """Return a line as mrkdwn."""
    return "".join(pieces(line))


def split(parts: Sequence[str], most: int) -> list[str]:
    """Join the pieces into texts of at most `most` characters; a piece that alone is longer is cut."""
    texts = [""]
    for part in parts:
        piece = _cut_escaped(part, most)
        if len(texts[-1]) + len(piece) > most:
            texts.append("")
        texts[-1] += piece
    return [text for text in texts if text.strip()]


def _marked(part: str | Bold | Code | Link) -> list[str]:
    match part:
        case Bold(text):
            inside = _neutral(text)
            return [f"*{inside}*"] if inside.strip() else [inside]
        case Code(text):
            return [f"`{escape(text).replace('`', 'ˋ')}`"]
        case Link(text, url):
            return [f"<{_url(url)}|{_neutral(text).replace('|', '¦')}>"]
        case str(text):
            return [_neutral(row) for row in text.splitlines(keepends=True)]


def _url(url: str) -> str:
    return escape(url).replace("|", "%7C").replace(" ", "%20")


@lru_cache(4096)  # the same names and labels stand in most answers
def _neutral(text: str) -> str:
    return _FORMATTING.sub(lambda sign: _LOOK_ALIKES[sign[0]], escape(text))


def _cut_escaped(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    kept = text[: most - 1]
    entity = kept.rfind("&", -5)  # half an entity at the cut would show as letters
    return (kept[:entity] if entity > 0 and ";" not in kept[entity:] else kept) + _ELLIPSIS
