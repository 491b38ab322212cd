"""The typed tables of one workbook, as of one reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kpi_core.frames import Frame
from kpi_core.settings import TeamSettings


@dataclass(frozen=True)
class Tables:
    """The typed frames of a workbook, each row with its sheet row number in `row`; immutable.

    `frames` has every tab of `schema.TABS` with every column of its declaration: a missing tab is an empty frame and
    a missing column is all null; `missing` names them ("deals", "invoices.due_on") so that results can say so.
    Frames of facts carry `owner_id`: who owned the row's account at the fact's instant (`attribution.attribute`).
    """

    frames: Mapping[str, Frame]
    missing: frozenset[str]
    settings: TeamSettings
    base_currency: str

    def __getitem__(self, tab: str) -> Frame:
        return self.frames[tab]
