"""Small frames made of Python values, and rows taken out of frames."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import narwhals as nw

Frame: TypeAlias = nw.LazyFrame[Any]


def frame_of(columns: Mapping[str, Sequence[object]], schema: Mapping[str, Any]) -> Frame:
    """Return the columns as a frame of the default engine (pandas); each column in its declared type."""
    frame = nw.from_dict(dict(columns), schema=dict(schema), backend="pandas")
    return frame.lazy()


def rows_of(frame: Frame, *columns: str) -> list[dict[str, Any]]:
    """Return the rows (of these columns, else all) as plain Python values, None for what is missing."""
    chosen = frame.select(*columns) if columns else frame
    rows: list[dict[str, Any]] = chosen.collect().to_arrow().to_pylist()
    return rows
