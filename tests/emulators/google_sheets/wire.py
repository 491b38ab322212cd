"""A request as it came over the wire."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tests.emulators.google_sheets.errors import bad
from tests.emulators.google_sheets.model import Json

JSON_TYPE = "application/json; charset=UTF-8"


@dataclass(frozen=True)
class Request:
    """What came over the wire; `query` holds all values of each parameter."""

    method: str
    path: str
    query: Mapping[str, Sequence[str]]
    body: bytes

    @cached_property
    def options(self) -> Mapping[str, str]:
        """The parameters that are given once."""
        return {name: given[-1] for name, given in self.query.items()}

    @cached_property
    def json(self) -> Json:
        """The body. Raises ApiError 400 when it is no object."""
        try:
            body = json.loads(self.body or b"{}")
        except ValueError:
            body = None
        if body is None:
            return {}
        if not isinstance(body, dict):
            raise bad('Invalid JSON payload received. Unknown name "": Root element must be a message.')
        return body


def dumped(body: object) -> bytes:
    """Return JSON as it goes over the wire."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


# Method, path with its named parts, and what answers: JSON, (content type, bytes), or None for "no content".
Route = tuple[str, str, Callable[..., Any]]
