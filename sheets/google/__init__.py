"""A Google Sheet as a GridStore. Only this package knows gspread and google-auth."""

from sheets.google.store import GoogleSheet, spreadsheet_id

__all__ = ["GoogleSheet", "spreadsheet_id"]
