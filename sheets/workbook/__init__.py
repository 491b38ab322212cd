"""An .xlsx file on this machine: the embedded book."""

from sheets.workbook.store import Workbook

__all__ = ["Workbook"]
