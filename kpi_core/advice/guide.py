"""The Guide record: what to do about one KPI."""

from __future__ import annotations

from dataclasses import dataclass

from kpi_core.text import LANGUAGES, Text

WHOM = "{contact}"


@dataclass(frozen=True, slots=True)
class Guide:
    """What to do when a KPI is off target, the best first.

    `aspects` are the parts of account health that tell which account to begin with, the one the KPI is about first
    (none: the KPI is not about a single account). A piece is an imperative without capital and full stop, to be read
    after "Acme, 41 days without contact: "; `{contact}` stands for whom to talk with there (Russian: after "с").
    """

    kpi: str
    aspects: tuple[str, ...]
    pieces: tuple[Text, ...]

    @property
    def general(self) -> tuple[Text, ...]:
        """The pieces that name no contact: they hold for any account."""
        return tuple(piece for piece in self.pieces if not any(WHOM in piece.to(one) for one in LANGUAGES))
