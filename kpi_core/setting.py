"""The record of one setting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kpi_core.text import Text

SettingKind = Literal["text", "integer", "number", "yes_no", "currency", "timezone", "hours", "weekly", "time", "list"]


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. A key that ends in `.*` stands for a family (`cadence_days.key`, `lead_minutes.retail`)."""

    key: str
    kind: SettingKind
    default: str
    meaning: Text
