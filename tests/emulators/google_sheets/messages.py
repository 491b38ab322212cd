"""Bodies of requests, read as Google reads them: an unknown name or a value of the wrong type is refused.

messages.json has the names and types of Google's discovery document of Sheets v4, as far as requests here reach.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from tests.emulators.google_sheets import masks
from tests.emulators.google_sheets.errors import ApiError
from tests.emulators.google_sheets.model import Json

#: What the names in a request's `fields` are the fields of, where a request has such a mask.
_MASKED = {
    "AppendCellsRequest": "CellData",
    "RepeatCellRequest": "CellData",
    "UpdateCellsRequest": "CellData",
    "UpdateDeveloperMetadataRequest": "DeveloperMetadata",
    "UpdateDimensionGroupRequest": "DimensionGroup",
    "UpdateDimensionPropertiesRequest": "DimensionProperties",
    "UpdateNamedRangeRequest": "NamedRange",
    "UpdateProtectedRangeRequest": "ProtectedRange",
    "UpdateSheetPropertiesRequest": "SheetProperties",
    "UpdateSpreadsheetPropertiesRequest": "SpreadsheetProperties",
    "UpdateTableRequest": "Table",
}

MESSAGES: dict[str, dict[str, str]] = json.loads(Path(__file__).with_name("messages.json").read_text(encoding="utf-8"))

_PLAIN = {"string": str, "boolean": bool, "int32": int, "float": int | float, "double": int | float}
_NAMES = {"string": "TYPE_STRING", "boolean": "TYPE_BOOL", "int32": "TYPE_INT32", "float": "TYPE_FLOAT"}


class _Refused(Exception):
    """What a body has that it cannot have; the steps to its place are added on the way out."""

    def __init__(self, describe: Callable[[str], str]) -> None:
        self.describe = describe
        self.path = ""

    def under(self, step: str) -> _Refused:
        self.path = step + self.path
        return self


def read(name: str, body: Json) -> Json:
    """Return the body without its nulls. Raises ApiError 400 that names the first field it cannot take."""
    try:
        return dict(_read(name, body))
    except _Refused as refused:
        field = refused.path.lstrip(".")
        description = refused.describe(field)
        violation = {"field": field, "description": description}
        detail = {"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [violation]}
        raise ApiError(400, description, details=[detail]) from None


def _read(kind: str, value: Any) -> Any:
    if kind == "any" or (kind in _PLAIN and _fits(kind, value)):
        return value
    if kind[0] == "[":
        return _listed(kind[1:-1], value if isinstance(value, list) else [value])
    if kind[0] == "{" or kind in MESSAGES:
        return _message(kind, value)
    if "|" in kind and value in kind.split("|"):
        return value
    raise _Refused(lambda path: _invalid(path, _type_name(kind, path), value))


def _fits(kind: str, value: Any) -> bool:
    return isinstance(value, _PLAIN[kind]) and (kind == "boolean" or not isinstance(value, bool))


def _listed(kind: str, items: list[Any]) -> list[Any]:
    read_items = []
    for place, item in enumerate(items):
        try:
            read_items.append(_read(kind, item))
        except _Refused as refused:
            raise refused.under(f"[{place}]") from None
    return read_items


def _message(kind: str, value: Any) -> Json:
    if not isinstance(value, dict):
        raise _Refused(partial(_invalid, kind=_full_name(kind), value=value))
    fields = MESSAGES.get(kind) or dict.fromkeys(value, kind[1:-1])
    parts = {}
    for name, part in value.items():
        if name not in fields:
            raise _Refused(partial(_unknown, name=name))
        if part is None:
            continue
        try:
            parts[name] = _read(fields[name], part)
        except _Refused as refused:
            raise refused.under(f".{_snake(name)}") from None
    if kind in _MASKED:
        _check_mask(_MASKED[kind], masks.parse(parts.get("fields", "")))
    return parts


def _check_mask(kind: str, mask: masks.Mask) -> None:
    fields = MESSAGES.get(kind)
    for name, below in mask.items() if fields else ():
        if fields and name in fields:
            _check_mask(fields[name], below)
        elif name != "*":
            raise _Refused(partial(_not_in_mask, name=name, kind=kind)).under(".fields")


def _invalid(path: str, kind: str, value: Any) -> str:
    return f"Invalid value at '{path}' ({kind}), {json.dumps(value, ensure_ascii=False)}"


def _unknown(path: str, name: str) -> str:
    at = f" at '{path}'" if path else ""
    return f'Invalid JSON payload received. Unknown name "{name}"{at}: Cannot find field.'


def _not_in_mask(path: str, name: str, kind: str) -> str:
    where = f"Invalid value at '{path}' (type.googleapis.com/google.protobuf.FieldMask)"
    return f"{where}, Field '{name}' could not be found in {kind}"


def _type_name(kind: str, path: str) -> str:
    """Return a type as Google calls it; that of a word is called as its field is."""
    if kind in _PLAIN:
        return _NAMES.get(kind, "TYPE_DOUBLE")
    words = re.sub(r"\[\d+\]$", "", path).rpartition(".")[2].split("_")
    return _full_name("".join(word.capitalize() for word in words))


def _full_name(kind: str) -> str:
    return f"type.googleapis.com/google.apps.sheets.v4.{kind.strip('{}')}"


def _snake(name: str) -> str:
    return re.sub(r"([A-Z])", r"_\1", name).lower()
