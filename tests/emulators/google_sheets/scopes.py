"""What a token may be used for: Google refuses a call for which none of the token's scopes is enough."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

PREFIX = "https://www.googleapis.com/auth/"
WIDEST = (f"{PREFIX}spreadsheets", f"{PREFIX}drive")

_WRITE_FILES = {"drive", "drive.file"}
_READ_FILES = _WRITE_FILES | {"drive.readonly"}
_WRITE_SHEETS = _WRITE_FILES | {"spreadsheets"}
_READ_SHEETS = _READ_FILES | {"spreadsheets", "spreadsheets.readonly"}
_READ_METADATA = _READ_FILES | {"drive.metadata", "drive.metadata.readonly"}


def enough(scopes: AbstractSet[str], method: str, path: str) -> bool:
    """Tell whether a token with these scopes may make this call."""
    return not scopes.isdisjoint(f"{PREFIX}{name}" for name in _needed(method, path))


def _needed(method: str, path: str) -> set[str]:
    if path.startswith("/v4/"):
        return _READ_SHEETS if method == "GET" else _WRITE_SHEETS
    if method != "GET":
        return _WRITE_FILES
    return _READ_FILES if path.endswith(("/export", "/comments")) else _READ_METADATA
