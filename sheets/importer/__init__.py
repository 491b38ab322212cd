"""Rows of another system's CSV export, taken into a tab through a mapping file."""

from sheets.importer.importing import BadRow, Imported, import_csv

__all__ = ["BadRow", "Imported", "import_csv"]
