"""What Google answers instead of a result."""

from __future__ import annotations

import json
from typing import Any

STATUS = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    503: "UNAVAILABLE",
}


class ApiError(Exception):
    """An error answer of the Sheets API: {"error": {"code", "message", "status"}}."""

    def __init__(self, code: int, message: str, **more: Any) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.more = more

    def body(self) -> dict[str, Any]:
        """Return the answer's JSON."""
        return {"error": {"code": self.code, "message": self.message, "status": STATUS[self.code], **self.more}}


class DriveError(ApiError):
    """An error answer of the Drive API, which lists its reasons."""

    def __init__(self, code: int, message: str, reason: str, domain: str = "global", **place: str) -> None:
        super().__init__(code, message)
        self.reason = {"domain": domain, "message": message, "reason": reason, **place}

    def body(self) -> dict[str, Any]:
        """Return the answer's JSON."""
        return {"error": {"code": self.code, "message": self.message, "errors": [self.reason]}}


def bad(message: str) -> ApiError:
    """Return the refusal of a request that asks for something wrong."""
    return ApiError(400, message)


def unsupported(what: str) -> ApiError:
    """Return the answer to what Google does and this emulator does not."""
    return ApiError(501, f"This emulator of Google Sheets does not do: {what}")


def invalid_word(field: str, value: object, kind: str) -> ApiError:
    """Return the refusal of a word that an option does not have."""
    return invalid_value(field, f"type.googleapis.com/google.apps.sheets.v4.{kind}", value)


def invalid_value(field: str, kind: str, value: object) -> ApiError:
    """Return the refusal of a value of the wrong type."""
    description = f"Invalid value at '{field}' ({kind}), {json.dumps(value, ensure_ascii=False)}"
    return invalid_argument(description, field, description)


def invalid_argument(message: str, field: str, description: str) -> ApiError:
    """Return the refusal of a request for one of its fields."""
    violation = {"description": description, "field": field}
    detail = {"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [violation]}
    return ApiError(400, message, details=[detail])
