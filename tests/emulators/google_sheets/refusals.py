"""Google's own words for what a test can plan to be refused, in Sheets' way and in Drive's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.emulators.google_sheets.errors import ApiError, DriveError
from tests.emulators.google_sheets.model import Json

ENABLE = "https://console.developers.google.com/apis/api/{api}/overview?project=1"
QUOTA = (
    "Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute per user' "
    "of service 'sheets.googleapis.com' for consumer 'project_number:1'."
)
SCOPES = "Request had insufficient authentication scopes."
OFFICE_FILE = "This operation is not supported for this document"


def _info(reason: str) -> Json:
    return {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason, "domain": "googleapis.com"}


def _quota_403() -> ApiError:
    reason = {"message": QUOTA, "domain": "usageLimits", "reason": "rateLimitExceeded"}
    return ApiError(403, QUOTA, errors=[reason], details=[_info("RATE_LIMIT_EXCEEDED")])


def _switched_off(api: str, product: str, **more: Any) -> ApiError:
    link = ENABLE.format(api=api)
    message = f"{product} API has not been used in project 1 before or it is disabled. Enable it by visiting {link}"
    links = [{"description": "Google developers console API activation", "url": link}]
    help_links = {"@type": "type.googleapis.com/google.rpc.Help", "links": links}
    return ApiError(403, message, details=[help_links, _info("SERVICE_DISABLED")], **more)


def _drive_switched_off() -> ApiError:
    reason = {"message": "Access Not Configured.", "domain": "usageLimits", "reason": "accessNotConfigured"}
    return _switched_off("drive.googleapis.com", "Google Drive", errors=[reason])


def _drive_scopes() -> ApiError:
    reason = {"message": "Insufficient Permission", "domain": "global", "reason": "insufficientPermissions"}
    return ApiError(403, SCOPES, errors=[reason], details=[_info("ACCESS_TOKEN_SCOPE_INSUFFICIENT")])


def _drive_limit(status: int) -> ApiError:
    return DriveError(status, "User Rate Limit Exceeded", "rateLimitExceeded", "usageLimits")


FORBIDDEN = "The user does not have sufficient permissions for this file."

IN_SHEETS: Mapping[int | str, Callable[[], ApiError]] = {
    429: lambda: ApiError(429, QUOTA, details=[_info("RATE_LIMIT_EXCEEDED")]),
    403: lambda: ApiError(403, "The caller does not have permission"),
    "PERMISSION_DENIED": lambda: ApiError(403, "The caller does not have permission"),
    500: lambda: ApiError(500, "Internal error encountered."),
    503: lambda: ApiError(503, "The service is currently unavailable."),
    "rateLimitExceeded": _quota_403,
    "SERVICE_DISABLED": lambda: _switched_off("sheets.googleapis.com", "Google Sheets"),
    "ACCESS_TOKEN_SCOPE_INSUFFICIENT": lambda: ApiError(
        403, SCOPES, details=[_info("ACCESS_TOKEN_SCOPE_INSUFFICIENT")]
    ),
    "OFFICE_FILE": lambda: ApiError(400, OFFICE_FILE, status="FAILED_PRECONDITION"),
}

IN_DRIVE: Mapping[int | str, Callable[[], ApiError]] = {
    429: lambda: _drive_limit(429),
    403: lambda: DriveError(403, FORBIDDEN, "insufficientFilePermissions"),
    "PERMISSION_DENIED": lambda: DriveError(403, FORBIDDEN, "insufficientFilePermissions"),
    500: lambda: DriveError(500, "Internal Error", "internalError"),
    503: lambda: DriveError(503, "The service is currently unavailable.", "backendError"),
    "rateLimitExceeded": lambda: _drive_limit(403),
    "storageQuotaExceeded": lambda: DriveError(
        403, "The user's Drive storage quota has been exceeded.", "storageQuotaExceeded"
    ),
    "SERVICE_DISABLED": _drive_switched_off,
    "ACCESS_TOKEN_SCOPE_INSUFFICIENT": _drive_scopes,
}


def refusal(kind: int | str, *, drive: bool) -> ApiError:
    """Return the refusal of this kind. Raises KeyError for one that the API does not have."""
    return (IN_DRIVE if drive else IN_SHEETS)[kind]()
