"""The requests of spreadsheets.batchUpdate, a module per family."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.emulators.google_sheets.model import Json, Spreadsheet

HANDLERS: Mapping[str, Callable[[Spreadsheet, Json], Json]] = {}
