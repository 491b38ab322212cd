"""What Amber may do with a lake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheets.access import BookAccess
from sheets.lake.lake import Lake

if TYPE_CHECKING:
    from pathlib import Path


def access_to_lake(folder: Path) -> BookAccess:
    """Look at a folder of Parquet files. Raises SetupError."""
    Lake(folder).version()  # says what is the matter with a folder that is none
    return BookAccess(name=folder.name, address="", can_write=False, schema_version=0)
