"""A question in its setting: who asks, at which desk, in which language, with what settings of their own."""

from __future__ import annotations

from dataclasses import dataclass

from bot.access import home_scope
from bot.desk import Desk
from bot.grammar import Question
from bot.people import Person
from bot.personal import UNSET, Personal
from bot.voice import Voice
from kpi_core.kpi import Scope


@dataclass(frozen=True, slots=True)
class Asked:
    """What every answer is made from."""

    question: Question
    asker: Person
    desk: Desk
    voice: Voice
    own: Personal = UNSET

    @property
    def scope(self) -> Scope:
        """Whom it is about: as asked, else the asker's own."""
        return self.question.scope or home_scope(self.asker)
