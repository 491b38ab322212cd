"""App Home: my scorecard and my work list."""

from __future__ import annotations

from typing import Any

from slack_bolt import Args
from slack_sdk import WebClient

from bot import blocks
from bot.answers.scorecard import home_answer
from bot.listeners.failures import told
from bot.listeners.speech import sentence
from bot.listeners.visitors import Visitors
from kpi_core.errors import AmberError


class Home:
    """Publishes the home of whoever opens it."""

    def __init__(self, visitors: Visitors) -> None:
        self._visitors = visitors

    def opened(self, args: Args) -> None:
        """Publish the home; a stranger, too, is told what to do."""
        event = args.body["event"]
        if event.get("tab", "home") == "home":
            args.client.views_publish(user_id=event["user"], view=self._view(args.client, event["user"]))

    def _view(self, client: WebClient, user_id: str) -> dict[str, Any]:
        try:
            visit = self._visitors.visit(client, user_id)
            return blocks.home(home_answer(visit.desk, visit.voice, visit.person))
        except AmberError as error:
            return blocks.home(sentence(told(error, self._visitors.voice(user_id))))
