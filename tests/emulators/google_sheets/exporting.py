"""files.export: a book as CSV, TSV, XLSX, and a page that stands for its PDF."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping

import xlsxwriter

from tests.emulators.google_sheets.errors import DriveError
from tests.emulators.google_sheets.model import Spreadsheet, trimmed
from tests.emulators.google_sheets.rendering import Options, render

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def export(book: Spreadsheet, mime_type: str) -> tuple[str, bytes]:
    """Return content type and bytes. Raises DriveError 400 for a type a spreadsheet has no export for."""
    if mime_type not in EXPORTS:
        place = {"location": "convertTo", "locationType": "parameter"}
        raise DriveError(400, "The requested conversion is not supported.", "badRequest", **place)
    return mime_type, EXPORTS[mime_type](book)


def _separated(mark: str) -> Callable[[Spreadsheet], bytes]:
    def written(book: Spreadsheet) -> bytes:
        sheet = book.sheets[0]
        rows = trimmed(render(sheet, sheet.whole(), Options(book.locale)))
        width = max((len(row) for row in rows), default=0)
        text = io.StringIO()
        writer = csv.writer(text, delimiter=mark, lineterminator="\r\n")
        writer.writerows([*row, *[None] * (width - len(row))] for row in rows)
        return text.getvalue().removesuffix("\r\n").encode()

    return written


def _workbook(book: Spreadsheet) -> bytes:
    """Write the values; formats stay behind."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        for sheet in book.sheets:
            tab = workbook.add_worksheet(sheet.title)
            for row, cells in enumerate(sheet.values):
                for column, value in enumerate(cells):
                    if value is not None:
                        tab.write(row, column, value)
    return content.getvalue()


def _page(book: Spreadsheet) -> bytes:
    return f"%PDF-1.4\n% a stub of the emulator, in place of {book.title}\n%%EOF\n".encode()


EXPORTS: Mapping[str, Callable[[Spreadsheet], bytes]] = {
    "text/csv": _separated(","),
    "text/tab-separated-values": _separated("\t"),
    XLSX: _workbook,
    "application/pdf": _page,
}
