"""The figures as a file."""

from __future__ import annotations

from bot.answers.answer import Answer, Attachment, Paragraph
from bot.answers.asked import Asked
from bot.answers.spreadsheet import figures_xlsx
from kpi_core.periods import INSTANT, Period


def answer_export(asked: Asked) -> Answer:
    """Answer `export`: a file of all figures the asker may see, over the asked period or each KPI's own."""
    voice, period = asked.voice, asked.question.period
    when = voice.period(period) if period else voice.say("each KPI over its own time")
    said = voice.say("Your figures as a file: {period}.", period=when)
    content = figures_xlsx(asked.desk, asked.asker, period, voice)
    return Answer(said, (Paragraph((said,)),), Attachment(_name(period, asked), content))


def _name(period: Period | None, asked: Asked) -> str:
    covered = str(period).replace("..", "_") if period else (asked.desk.now - INSTANT).date().isoformat()
    return f"amber_{covered}.xlsx"
