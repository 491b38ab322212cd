"""`log` where no form can open: what would be logged, and the button that opens the form."""

from __future__ import annotations

from bot.answers.answer import Answer, Button, Item
from bot.answers.asked import Asked
from bot.press import Press


def answer_log(asked: Asked) -> Answer:
    """Answer `log`: a line with a button; where the surface can, it logs or opens the form itself instead."""
    entry, voice = asked.question.entry, asked.voice
    account = asked.desk.accounts.get(entry.account_id) if entry else None
    said = (
        voice.say("Log an interaction with {account}", account=account.name)
        if account
        else voice.say("Log an interaction")
    )
    button = Button(
        voice.say("Log interaction"), "log_interaction", Press(account.account_id if account else "").to_value()
    )
    return Answer(said, (Item((said,), (button,)),))
