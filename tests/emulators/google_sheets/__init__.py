"""A local Google: the part of Sheets v4, Drive v3 and OAuth that Amber and gspread's everyday methods call."""

from tests.emulators.google_sheets.server import GoogleSheetsServer

__all__ = ["GoogleSheetsServer"]
