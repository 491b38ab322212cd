"""Account health 0–10: the weighted mean of the parts that are known, with what costs an account the most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import narwhals as nw

from kpi_core.evaluate import Figures
from kpi_core.frames import Frame, rows_of
from kpi_core.health.aspect import BEST, Aspect
from kpi_core.health.bonds import BONDS
from kpi_core.health.delivery import DELIVERY
from kpi_core.kpi import EVERYBODY, Scope
from kpi_core.periods import DAY, Period
from kpi_core.portfolio import portfolio
from kpi_core.presence import has
from kpi_core.tables import Tables, once
from kpi_core.text import Text

__all__ = ["ASPECTS", "Health", "Level", "Part", "health", "level_of"]

Level = Literal["green", "amber", "red"]
RED_UNDER, AMBER_UNDER = 4.0, 7.0
REASONS_SHOWN = 2
ASPECTS: tuple[Aspect, ...] = (*BONDS, *DELIVERY)
_BY_KEY = {aspect.key: aspect for aspect in ASPECTS}
NOTHING_KNOWN = Text(
    "nothing in the book says how this account is doing",
    "sổ chưa có dữ liệu nào về tình hình của khách hàng này",
    "в книге нет данных о том, как дела у этого клиента",
)


@dataclass(frozen=True, slots=True)
class Part:
    """One known part of an account's health: its score 0–10, its weight and the facts of its sentence."""

    aspect: Aspect
    score: float
    weight: float
    facts: Mapping[str, Any]

    @property
    def cost(self) -> float:
        """How much it pulls the account down from where nothing would be amiss."""
        return self.weight * (self.aspect.fine - self.score)

    @property
    def is_amiss(self) -> bool:
        """Whether something should be done about it: it would be amber by itself."""
        return self.score < self.aspect.fine * AMBER_UNDER / BEST

    @property
    def sentence(self) -> Text:
        """What the score rests on, as a short phrase."""
        return self.aspect.say(self.facts)


@dataclass(frozen=True, slots=True)
class Health:
    """An account's health: score 0–10 and level (None where nothing is known), and the known parts by key."""

    score: float | None
    level: Level | None
    parts: Mapping[str, Part]

    @property
    def reasons(self) -> tuple[Text, ...]:
        """The two strongest reasons, the costliest first; that nothing is known, where nothing is."""
        costliest = sorted(self.parts.values(), key=lambda part: -part.cost)
        return tuple(part.sentence for part in costliest[:REASONS_SHOWN]) or (NOTHING_KNOWN,)


def level_of(score: float | None) -> Level | None:
    """Return red under 4, amber under 7, else green; None for no score."""
    if score is None:
        return None
    return "red" if score < RED_UNDER else "amber" if score < AMBER_UNDER else "green"


def health(figures: Figures, scope: Scope = EVERYBODY) -> Mapping[str, Health]:
    """Return the health of each active account of the scope by account id, in the sheet's order."""
    tables, now = figures.tables, figures.now
    accounts = rows_of(portfolio(figures, scope), "account_id")
    parts: dict[str, dict[str, Part]] = {row["account_id"]: {} for row in accounts}
    for aspect in ASPECTS:
        weight = tables.settings.number(f"health_weight.{aspect.key}")
        if weight > 0 and has(tables, aspect.needs):
            rated = _rated(tables, aspect.key, now)
            if scope != EVERYBODY:
                rated = rated.filter(nw.col("account_id").is_in(list(parts)))
            for row in rows_of(rated):
                if row["account_id"] in parts:
                    parts[row.pop("account_id")][aspect.key] = Part(aspect, row.pop("score"), weight, row)
    return {account_id: _health(known) for account_id, known in parts.items()}


def _health(parts: Mapping[str, Part]) -> Health:
    weight = sum(part.weight for part in parts.values())
    score = sum(part.weight * part.score for part in parts.values()) / weight if weight else None
    return Health(score, level_of(score), parts)


@once
def _rated(tables: Tables, key: str, now: datetime) -> Frame:
    """Return what an aspect makes of every account as of now, once per book and instant."""
    return _BY_KEY[key].rate(tables, Period(now - DAY, now, "range", now))
