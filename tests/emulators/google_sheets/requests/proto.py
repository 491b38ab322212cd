"""How messages of a client become Google's: defaults left out, colours of 8 bits in both spellings, field masks."""

from __future__ import annotations

import copy
from typing import Any

from tests.emulators.google_sheets.errors import bad
from tests.emulators.google_sheets.masks import Mask
from tests.emulators.google_sheets.model import Json

#: Zeros that are said all the same, because "unbounded" or "not given" is something else.
INDEXES = frozenset({"startRowIndex", "startColumnIndex", "endRowIndex", "endColumnIndex", "startIndex", "endIndex"})


def canonical(message: Json) -> Json:
    """Return the message as Google would answer it."""
    kept = {key: _value(key, value) for key, value in message.items() if _is_said(key, value)}
    for key in list(kept):
        if key == "rgbColor":
            continue
        if key.endswith("Color"):
            kept.setdefault(f"{key}Style", {"rgbColor": kept[key]})
        elif key.endswith("ColorStyle") and not kept[key]:
            del kept[key]
        elif key.endswith("ColorStyle") and "rgbColor" in kept[key]:
            kept[key.removesuffix("Style")] = kept[key]["rgbColor"]
    return kept


def _value(key: str, value: Any) -> Any:
    match value:
        case dict() if key.endswith("Color"):
            return {part: level for part, share in value.items() if (level := _level(share))}
        case dict():
            return canonical(value)
        case list():
            return [canonical(item) if isinstance(item, dict) else item for item in value]
    return value


def _level(share: float) -> float:
    """Return a share of a colour as Google keeps it: in steps of 1/255, answered as a 32-bit float."""
    return float(f"{int(share * 255 + 1e-6) / 255:.8g}")


def _is_said(key: str, value: Any) -> bool:
    return value not in (None, False, 0, "", []) or (key in INDEXES and value == 0)


def both_spellings(mask: Mask) -> Mask:
    """Return the mask of a message in which a colour is meant in either spelling."""
    wide: Mask = {}
    for key, below in mask.items():
        if key.endswith(("Color", "ColorStyle")):
            wide[key.removesuffix("Style")] = wide[key.removesuffix("Style") + "Style"] = {}
        else:
            wide[key] = both_spellings(below)
    return wide


def overlay(target: Json, source: Json, mask: Mask) -> None:
    """Copy what the mask names from source into target; what the source lacks is removed."""
    for key in target.keys() | source.keys() if not mask or "*" in mask else mask:
        below = mask.get(key, {})
        if below and "*" not in below:
            part = target.setdefault(key, {})
            overlay(part, source.get(key) or {}, below)
            if not part:
                del target[key]
        elif key in source:
            target[key] = copy.deepcopy(source[key])
        else:
            target.pop(key, None)


def required(request: Json, key: str) -> Any:
    """Return what a request must say. Raises ApiError 400."""
    if request.get(key):
        return request[key]
    if key == "fields":
        raise bad("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    raise bad(f"{key} is required")
