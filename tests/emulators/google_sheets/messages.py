"""Bodies of requests, read as Google reads them: an unknown name or a value of the wrong type is refused.

messages.json has the names and types of Google's discovery document of Sheets v4, as far as requests here reach.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
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

_PLAIN = {"string": str, "boolean": bool, "int32": int, "float": int | float, "double": int | float}
_NAMES = {"string": "TYPE_STRING", "boolean": "TYPE_BOOL", "int32": "TYPE_INT32", "float": "TYPE_FLOAT"}


@cache
def _messages() -> dict[str, dict[str, str]]:
    return json.loads((Path(__file__).parent / "messages.json").read_text(encoding="utf-8"))


def read(name: str, body: Json) -> Json:
    """Return the body without its nulls. Raises ApiError 400 that names every field it cannot take."""
    violations = list(_violations(name, body, ""))
    if violations:
        details = [{"field": field, "description": description} for field, description in violations]
        message = "\n".join(description for _, description in violations)
        kind = "type.googleapis.com/google.rpc.BadRequest"
        raise ApiError(400, message, details=[{"@type": kind, "fieldViolations": details}])
    return _without_nulls(body)


def _violations(kind: str, value: Any, field: str) -> Iterator[tuple[str, str]]:
    """Yield the field and the description of everything in a value that is not of this kind."""
    if value is None or kind == "any":
        return
    if kind.startswith("["):
        items = value if isinstance(value, list) else [value]
        for place, item in enumerate(items):
            yield from _violations(kind[1:-1], item, f"{field}[{place}]")
    elif kind in _messages() or kind.startswith("{"):
        yield from _inside(kind, value, field)
    elif not _fits(kind, value):
        yield field, f"Invalid value at '{field}' ({_type_name(kind, field)}), {json.dumps(value, ensure_ascii=False)}"


def _inside(kind: str, value: Any, field: str) -> Iterator[tuple[str, str]]:
    if not isinstance(value, dict):
        yield field, f"Invalid value at '{field}' ({_full_name(kind)}), {json.dumps(value, ensure_ascii=False)}"
        return
    fields = dict.fromkeys(value, kind[1:-1]) if kind.startswith("{") else _messages()[kind]
    for name, part in value.items():
        if name in fields:
            yield from _violations(fields[name], part, f"{field}.{_snake(name)}".lstrip("."))
        else:
            at = f" at '{field}'" if field else ""
            yield field, f'Invalid JSON payload received. Unknown name "{name}"{at}: Cannot find field.'
    if kind in _MASKED and isinstance(value.get("fields"), str):
        yield from _mask_violations(_MASKED[kind], masks.parse(value["fields"]), f"{field}.fields")


def _mask_violations(kind: str, mask: masks.Mask, field: str) -> Iterator[tuple[str, str]]:
    fields = _messages().get(kind)
    for name, below in mask.items() if fields else ():
        if fields and name in fields:
            yield from _mask_violations(fields[name], below, field)
        elif name != "*":
            where = f"Invalid value at '{field}' (type.googleapis.com/google.protobuf.FieldMask)"
            yield field, f"{where}, Field '{name}' could not be found in {kind}"


def _fits(kind: str, value: Any) -> bool:
    if kind in _PLAIN:
        return isinstance(value, _PLAIN[kind]) and (kind == "boolean" or not isinstance(value, bool))
    return value in kind.split("|")


def _type_name(kind: str, field: str) -> str:
    if kind in _PLAIN:
        return _NAMES.get(kind, "TYPE_DOUBLE")
    words = re.sub(r"\[\d+\]$", "", field).rpartition(".")[2].split("_")
    return _full_name("".join(word.capitalize() for word in words))


def _full_name(kind: str) -> str:
    return f"type.googleapis.com/google.apps.sheets.v4.{kind.strip('{}')}"


def _snake(name: str) -> str:
    return re.sub(r"([A-Z])", r"_\1", name).lower()


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(part) for key, part in value.items() if part is not None}
    return [_without_nulls(item) for item in value] if isinstance(value, list) else value
