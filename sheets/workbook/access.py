"""What Amber may do with an .xlsx file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from sheets.access import BookAccess
from sheets.layout import SCHEMA_NAME
from sheets.workbook.package import Package
from sheets.workbook.store import Workbook

if TYPE_CHECKING:
    from pathlib import Path


def access_to_file(path: Path) -> BookAccess:
    """Look at a workbook. Raises SetupError, Unavailable."""
    Workbook(path).read()  # says what is the matter with a file that is none
    noted = Package(path.read_bytes()).defined_name(SCHEMA_NAME)
    return BookAccess(
        name=path.name,
        address="",
        # A change is a new file beside the old one, renamed into its place.
        can_write=os.access(path, os.W_OK) and os.access(path.parent, os.W_OK | os.X_OK),
        schema_version=int(noted) if noted.isdecimal() else 0,
    )
