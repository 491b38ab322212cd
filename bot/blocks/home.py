"""An answer → the App Home."""

from __future__ import annotations

from typing import Any

from bot.answers.answer import Answer
from bot.blocks.message import blocks_of

HOME_BLOCKS = 100


def home(answer: Answer) -> dict[str, Any]:
    """Return the home view that shows an answer; a home takes no tables and charts."""
    return {"type": "home", "blocks": blocks_of(answer.parts, HOME_BLOCKS, {"table": 0, "chart": 0})}
