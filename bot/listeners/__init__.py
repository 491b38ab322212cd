"""The map of the app: what Slack may send, and who answers it."""

from __future__ import annotations

import re

from slack_bolt import App

from bot.answers.pick import ASK
from bot.answers.settings import CHANGE_SETTINGS
from bot.desk import Runtime
from bot.forms import RECORDINGS, UNDO
from bot.forms.personal import UNDO_SETTINGS
from bot.listeners.asking import Asking
from bot.listeners.failures import Failures
from bot.listeners.home import Home
from bot.listeners.personal import PersonalSettings
from bot.listeners.recording import Recordings
from bot.listeners.sending import SendingNow
from bot.listeners.undoing import Undoing
from bot.listeners.visitors import Visitors
from bot.manifest import COMMAND


def register(app: App, runtime: Runtime) -> None:
    """Register every listener."""
    visitors = Visitors(runtime.desks, runtime.choices)
    home = Home(visitors)
    recordings = Recordings(visitors, home, runtime)
    guarded = Failures(visitors).guarded
    sending = SendingNow(visitors, runtime.sending)
    personal = PersonalSettings(visitors, home, runtime)
    asking = Asking(visitors, recordings, Undoing(recordings, personal, runtime), runtime)

    app.command(COMMAND)(guarded(asking.command))
    app.event("message")(guarded(asking.message))
    app.event("app_mention")(guarded(asking.mention))
    app.event("app_home_opened")(guarded(home.opened, "home"))

    app.action(_numbered(ASK))(guarded(asking.pick))
    app.action(_numbered(UNDO))(guarded(recordings.undo, UNDO))
    app.action(_numbered(UNDO_SETTINGS))(guarded(personal.undo, UNDO_SETTINGS))
    app.action(_numbered(CHANGE_SETTINGS))(guarded(personal.press, f"{CHANGE_SETTINGS}:open"))
    app.view(CHANGE_SETTINGS)(guarded(personal.submitted, CHANGE_SETTINGS))
    for action in RECORDINGS:
        app.action(_numbered(action))(guarded(recordings.press, f"{action}:open"))
        app.view(action)(guarded(recordings.submitted, action))

    app.shortcut("log_interaction")(guarded(recordings.shortcut, "log_interaction:open"))
    app.shortcut("log_message")(guarded(recordings.message_shortcut, "log_message:open"))
    app.shortcut("send_digest")(guarded(sending.digest, "send_digest"))
    app.shortcut("send_pings")(guarded(sending.pings, "send_pings"))


def _numbered(action: str) -> re.Pattern[str]:
    # Buttons of one action in one block are numbered: "ask", "ask:2", …
    return re.compile(rf"^{re.escape(action)}(:\d+)?$")
