"""Answers → the App Home."""

from __future__ import annotations

from typing import Any

from bot.answers.answer import Answer, Divider
from bot.blocks.message import blocks_of

HOME_BLOCKS = 100


def home(*answers: Answer) -> dict[str, Any]:
    """Return the home view that shows the answers one below the other; a home takes no tables and charts."""
    parts = [part for answer in answers for part in (*answer.parts, Divider())]
    return {"type": "home", "blocks": blocks_of(parts[:-1], HOME_BLOCKS, {"table": 0, "chart": 0})}
