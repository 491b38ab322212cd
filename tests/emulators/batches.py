"""Batches of requests sent to a spreadsheet of the emulator's, without HTTP between."""

from __future__ import annotations

from typing import Any

import pytest

from tests.emulators.google_sheets import batch
from tests.emulators.google_sheets.errors import ApiError
from tests.emulators.google_sheets.model import Spreadsheet


def do(book: Spreadsheet, **requests: Any) -> list[dict[str, Any]]:
    """Send each keyword as one request of a batch; return the replies."""
    return batch.update(book, {"requests": [{name: given} for name, given in requests.items()]})["replies"]


def refusal(book: Spreadsheet, **requests: Any) -> str:
    """Send a batch that is refused; return with what words."""
    with pytest.raises(ApiError) as refused:
        do(book, **requests)
    assert refused.value.code == 400
    return refused.value.message
