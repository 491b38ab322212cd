"""Drive v2's upload: a CSV file takes the place of all that a spreadsheet holds."""

from __future__ import annotations

import csv
import io

from tests.emulators.google_sheets import drive, entering, keys
from tests.emulators.google_sheets.exporting import XLSX
from tests.emulators.google_sheets.model import Json, Sheet
from tests.emulators.google_sheets.service import SPREADSHEET_TYPE, File

ODS = ("application/vnd.oasis.opendocument.spreadsheet", "application/x-vnd.oasis.opendocument.spreadsheet")
ENDINGS = {"text/csv": "csv", "text/tab-separated-values": "tsv", XLSX: "xlsx", "application/pdf": "pdf"}
ENDINGS |= {"application/zip": "zip", **dict.fromkeys(ODS, "ods")}
IMPORTED_TIMEZONE = "America/Los_Angeles"  # whatever the book had before: an import makes it anew
ROOT = "emulated-root-folder"


def replace_with_csv(file: File, content: bytes) -> None:
    """Leave one tab, named as the file is, with what the text holds, read as if it had been typed."""
    book = file.book
    sheet = Sheet.blank(book.new_number(), book.title)
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            entering.enter(sheet, row, column, entering.typed(text, book.locale, sheet.mark(row, column)))
    sheet.row_count = max(sheet.row_count, len(rows))
    sheet.column_count = max(sheet.column_count, max(map(len, rows), default=0))
    book.sheets = [sheet]
    book.properties["timeZone"] = IMPORTED_TIMEZONE


def resource(file: File) -> Json:
    """Return the file as Drive v2 does."""
    file_id, modified = file.book.book_id, drive.rfc3339(file.modified)
    own = f"https://www.googleapis.com/drive/v2/files/{file_id}"
    user = {
        "kind": "drive#user",
        "displayName": keys.EMAIL,
        "emailAddress": keys.EMAIL,
        "isAuthenticatedUser": True,
        "permissionId": "emulated-permission",
        "picture": {"url": "https://lh3.googleusercontent.com/a/default-user=s64"},
    }
    return {
        **_facts(file),
        "etag": f'"{file.version}"',
        "selfLink": own,
        "alternateLink": f"https://docs.google.com/spreadsheets/d/{file_id}/edit?usp=drivesdk",
        "embedLink": f"https://docs.google.com/spreadsheets/d/{file_id}/htmlembed",
        "thumbnailLink": f"https://docs.google.com/feeds/vt?id={file_id}",
        "exportLinks": {
            kind: f"https://docs.google.com/spreadsheets/export?id={file_id}&exportFormat={ending}"
            for kind, ending in ENDINGS.items()
        },
        "createdDate": drive.rfc3339(file.created),
        **dict.fromkeys(("modifiedDate", "modifiedByMeDate", "lastViewedByMeDate"), modified),
        "lastModifyingUser": user,
        "lastModifyingUserName": keys.EMAIL,
        "owners": [user],
        "ownerNames": [keys.EMAIL],
        "parents": [
            {
                "kind": "drive#parentReference",
                "id": ROOT,
                "isRoot": True,
                "parentLink": f"https://www.googleapis.com/drive/v2/files/{ROOT}",
                "selfLink": f"{own}/parents/{ROOT}",
            }
        ],
        "userPermission": {
            "kind": "drive#permission",
            "id": "me",
            "etag": f'"{file.version}"',
            "pendingOwner": False,
            "role": "owner",
            "selfLink": f"{own}/permissions/me",
            "type": "user",
        },
    }


def _facts(file: File) -> Json:
    """Return what is the same for every spreadsheet of one's own."""
    return {
        "kind": "drive#file",
        "id": file.book.book_id,
        "title": file.book.title,
        "mimeType": SPREADSHEET_TYPE,
        "version": str(file.version),
        "appDataContents": False,
        "capabilities": {"canCopy": True, "canEdit": True},
        "copyRequiresWriterPermission": False,
        "copyable": True,
        "editable": True,
        "explicitlyTrashed": False,
        "fileSize": "1024",
        "quotaBytesUsed": "1024",
        "iconLink": f"https://drive-thirdparty.googleusercontent.com/16/type/{SPREADSHEET_TYPE}",
        "labels": {"hidden": False, "restricted": False, "starred": False, "trashed": False, "viewed": True},
        "markedViewedByMeDate": "1970-01-01T00:00:00.000Z",
        "shared": False,
        "spaces": ["drive"],
        "writersCanShare": True,
    }
