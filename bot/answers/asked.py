"""A question in its setting: who asks, at which desk, in which language."""

from __future__ import annotations

from dataclasses import dataclass

from bot.access import home_scope
from bot.desk import Desk
from bot.grammar import Question
from bot.people import Person
from bot.voice import Voice
from kpi_core.kpi import Scope


@dataclass(frozen=True, slots=True)
class Asked:
    """What every answer is made from."""

    question: Question
    asker: Person
    desk: Desk
    voice: Voice

    @property
    def scope(self) -> Scope:
        """Whom it is about: as asked, else the asker's own."""
        return self.question.scope or home_scope(self.asker)
