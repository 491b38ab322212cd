"""What a sheet says, as a terminal may show it."""

from __future__ import annotations

import re

from rich.text import Text

from bot.bidi import kept_in_order

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def harmless(text: str, style: str = "") -> Text:
    """Return the text without what would colour, move or title the terminal, or reorder the words beside it."""
    return Text(_CONTROLS.sub("", kept_in_order(text)), style)
