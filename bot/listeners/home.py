"""App Home: my scorecard, my work list and my settings."""

from __future__ import annotations

import logging
from typing import Any

from slack_bolt import Args
from slack_sdk import WebClient

from bot import blocks
from bot.answers.home import home_answer
from bot.answers.told import sentence, told
from bot.listeners.calls import FAILS
from bot.listeners.visitors import Visitors
from kpi_core.errors import AmberError

_log = logging.getLogger(__name__)


class Home:
    """Publishes the home of whoever opens it."""

    def __init__(self, visitors: Visitors) -> None:
        self._visitors = visitors

    def opened(self, args: Args) -> None:
        """Publish the home; a stranger, too, is told what to do."""
        event = args.body["event"]
        if event.get("tab", "home") == "home":
            self.publish(args.client, event["user"])

    def publish(self, client: WebClient, user_id: str) -> None:
        """Publish somebody's home as it is now."""
        client.views_publish(user_id=user_id, view=self._view(client, user_id))

    def renew(self, client: WebClient, user_id: str) -> None:
        """Publish it after a change, which stands when Slack does not take the home: nobody is to try again."""
        try:
            self.publish(client, user_id)
        except FAILS as error:
            _log.warning("home.not_renewed", exc_info=error)

    def _view(self, client: WebClient, user_id: str) -> dict[str, Any]:
        try:
            visit = self._visitors.visit(client, user_id)
            return blocks.home(home_answer(visit.desk, visit.voice, visit.person, visit.own))
        except AmberError as error:
            return blocks.home(sentence(told(error, self._visitors.voice(user_id))))
