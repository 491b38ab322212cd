"""The requests of spreadsheets.batchUpdate, a module per family."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.emulators.google_sheets.model import Json, Spreadsheet
from tests.emulators.google_sheets.requests import (
    cells,
    dimensions,
    merges,
    metadata,
    pasting,
    protections,
    ranges,
    sheets,
    tables,
)

#: A request's name → what does it to a draft of the book and returns its reply. Raises ApiError.
HANDLERS: Mapping[str, Callable[[Spreadsheet, Json], Json]] = {
    **sheets.HANDLERS,
    **dimensions.HANDLERS,
    **cells.HANDLERS,
    **merges.HANDLERS,
    **pasting.HANDLERS,
    **ranges.HANDLERS,
    **protections.HANDLERS,
    **metadata.HANDLERS,
    **tables.HANDLERS,
}
