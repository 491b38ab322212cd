"""The demo agency as a workbook on disk."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sheets.demo.agency import rows
from sheets.layout import write_book

TIMEZONE = "Asia/Ho_Chi_Minh"


def write_demo(path: Path, as_of: date) -> None:
    """Write the demo agency's book, as of the start of that day, to an .xlsx file."""
    write_book(path, rows(as_of), language="en", timezone=TIMEZONE)
