"""A look at the set-up of the running bot, once after its start: whoever looks after it is told what is missing."""

from __future__ import annotations

import logging
from threading import Event
from typing import TYPE_CHECKING

from bot.app.clock import Clock
from bot.doctor import CHECKS, Surroundings, examine
from kpi_core.errors import AmberError

if TYPE_CHECKING:
    from bot.app.workplace import Workplace
    from bot.settings import Settings

_log = logging.getLogger(__name__)


class LookAtSetUp:
    """The doctor's look from inside, in the background; `stop` ends it early."""

    def __init__(self, place: Workplace, settings: Settings, spec: str, stop: Event) -> None:
        self._place = place
        self._settings = settings
        self._spec = spec
        self._stop = stop
        self._is_done = False

    def __call__(self) -> None:
        """Look, once the book was looked at, and tell; called each minute, it tries again until Slack takes it."""
        if self._is_done or not self._place.desks.have_looked:
            return
        desk = self._place.desks.current()
        surroundings = Surroundings.of_running(self._settings, self._spec, desk, Clock())
        findings = []
        for each in examine(CHECKS, surroundings):
            if self._stop.is_set():
                return
            if each.outcome.status == "finding":
                findings.append(each)
        try:
            self._place.first_contact.tell(findings, desk, surroundings.slack.user_of)
        except AmberError as error:
            _log.warning("set_up.not_told", extra={"error": str(error)})
        else:
            self._is_done = True
