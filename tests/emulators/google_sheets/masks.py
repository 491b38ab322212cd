"""Field masks of answers: "namedRanges", "sheets.properties(title,index)", "sheets/data"."""

from __future__ import annotations

import re
from collections import deque
from typing import Any

Mask = dict[str, "Mask"]


def parse(fields: str) -> Mask:
    """Read a mask; "" is everything."""
    return _read(deque(re.findall(r"[\w*]+|[(),./]", fields)))


def _read(tokens: deque[str]) -> Mask:
    mask: Mask = {}
    here = mask
    while tokens and (token := tokens.popleft()) != ")":
        if token == ",":
            here = mask
        elif token == "(":
            here.update(_read(tokens))
        elif token not in "./":
            here = here.setdefault(token, {})
    return mask


def select(value: Any, mask: Mask | None) -> Any:
    """Return what the mask leaves of an answer; a message it leaves nothing of stays, empty."""
    if not mask or "*" in mask:
        return value
    if isinstance(value, list):
        return [select(item, mask) for item in value]
    if not isinstance(value, dict):
        return value
    return {name: select(value[name], branch) for name, branch in mask.items() if name in value}
