"""Reading direction: no name from a sheet reorders or hides the words around it."""

from __future__ import annotations

import re

# Overrides, embeddings, isolates and marks of direction, and what has no width; joiners stay: emoji are made with them.
_CONTROLS = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_LEFTWARD = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
# Words that run leftward, with the figures and signs between them: what stands beside must not run with them.
_RUN = re.compile(f"[{_LEFTWARD}](?:[\\d\\s\"'&.()/-]*[{_LEFTWARD}])*")
_ISOLATE, _END = "\u2068", "\u2069"


def kept_in_order(text: str, *, alone: bool = False) -> str:
    """Return the text without signs that reorder or hide words, its leftward words isolated from those beside them.

    One that stands `alone` has nothing beside it when all its words run leftward.
    """
    bare = _CONTROLS.sub("", text)
    return bare if alone and _RUN.fullmatch(bare) else _RUN.sub(lambda run: f"{_ISOLATE}{run[0]}{_END}", bare)
