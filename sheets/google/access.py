"""What Amber may do with a Google Sheet: asked of Drive and Sheets, nothing is changed."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from gspread.urls import DRIVE_FILES_API_V3_URL

from kpi_core.errors import SetupError
from kpi_core.text import Text
from sheets.access import BookAccess
from sheets.google.client import SheetsClient
from sheets.google.credentials import address_of, read_credentials
from sheets.google.fault_kinds import ANOTHER_FILE, SAVE_AS_A_SHEET
from sheets.google.faults import understanding
from sheets.google.reading import schema_version_in
from sheets.google.store import spreadsheet_id

if TYPE_CHECKING:
    from requests import Response

    from sheets.google.client import Patience

_IN_THE_BIN = Text(
    "the Google Sheet {sheet} is in the bin",
    "Google Sheet {sheet} đang nằm trong thùng rác",
    "таблица Google {sheet} лежит в корзине",
)
_TAKE_IT_OUT = Text(
    "Take it out, or name another in AMBER_STORE",
    "Hãy khôi phục, hoặc nêu sổ khác trong AMBER_STORE",
    "Восстановите её или укажите другую в AMBER_STORE",
)
_SHEET = "application/vnd.google-apps.spreadsheet"
_FILE_FIELDS = "name,mimeType,trashed,capabilities(canEdit)"


def key_address(credentials: str, api_url: str = "") -> str:
    """Return the address that a key belongs to: whom a sheet is to be shared with. Raises SetupError for no key."""
    return address_of(read_credentials(credentials, api_url))


@understanding("what Amber may do with the sheet")
def access_to_sheet(
    spreadsheet: str, credentials: str, api_url: str = "", patience: Patience | None = None
) -> BookAccess:
    """Look at a Google Sheet: one call to Drive, one read of the Sheets quota. Raises SetupError, Unavailable."""
    client = SheetsClient(read_credentials(credentials, api_url), api_url, patience)
    dates: list[str] = []
    client.session.hooks["response"].append(_noting(dates))
    sheet = spreadsheet_id(spreadsheet)
    params = {"fields": _FILE_FIELDS, "supportsAllDrives": "true"}
    file: dict[str, Any] = client.request("get", f"{DRIVE_FILES_API_V3_URL}/{sheet}", params=params).json()
    if file.get("trashed"):
        raise SetupError(_IN_THE_BIN.format(sheet=sheet), _TAKE_IT_OUT)
    if file.get("mimeType", _SHEET) != _SHEET:
        raise SetupError(ANOTHER_FILE.format(sheet=sheet), SAVE_AS_A_SHEET)
    metadata = client.fetch_sheet_metadata(sheet, {"fields": "developerMetadata(metadataKey,metadataValue)"})
    return BookAccess(
        name=str(file.get("name", sheet)),
        address=client.address,
        can_write=bool(file.get("capabilities", {}).get("canEdit")),
        schema_version=schema_version_in(metadata),
        server_time=parsedate_to_datetime(dates[-1]) if dates else None,
    )


def _noting(dates: list[str]) -> Any:
    def note(response: Response, *_: object, **__: object) -> None:
        if date := response.headers.get("Date"):
            dates.append(date)

    return note
