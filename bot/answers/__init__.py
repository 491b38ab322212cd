"""Questions in, answers out; nothing here knows Slack."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot import commands
from bot.answers.advice import answer_advice
from bot.answers.answer import Answer
from bot.answers.asked import Asked
from bot.answers.check import answer_check
from bot.answers.comparison import answer_comparison
from bot.answers.export import answer_export
from bot.answers.figure import answer_figure
from bot.answers.log import answer_log
from bot.answers.manual import answer_help, answer_list, answer_refresh
from bot.answers.overview import answer_overview
from bot.answers.pick import answer_pick
from bot.answers.scorecard import answer_card
from bot.answers.settings import answer_settings
from bot.answers.undo import answer_undo
from bot.answers.views import answer_account, answer_contacts, answer_matrix, answer_renewals
from bot.answers.worklist import answer_overdue, answer_quiet, answer_risks
from bot.desk import Desk
from bot.grammar import Pick, Question
from bot.people import Person
from bot.personal import UNSET, Personal
from bot.voice import Voice
from bot.wording import understand
from kpi_core.text import Language

ANSWERS: Mapping[str, Callable[[Asked], Answer]] = {
    commands.ME.key: answer_card,
    commands.CARD.key: answer_card,
    commands.FIGURE.key: answer_figure,
    commands.WHY.key: answer_figure,
    commands.ACCOUNT.key: answer_account,
    commands.MATRIX.key: answer_matrix,
    commands.CONTACTS.key: answer_contacts,
    commands.RISKS.key: answer_risks,
    commands.QUIET.key: answer_quiet,
    commands.RENEWALS.key: answer_renewals,
    commands.OVERDUE.key: answer_overdue,
    commands.ADVICE.key: answer_advice,
    commands.LOG.key: answer_log,
    commands.CHECK.key: answer_check,
    commands.LIST.key: answer_list,
    commands.HELP.key: answer_help,
    commands.EXPORT.key: answer_export,
    commands.UNDO.key: answer_undo,
    commands.REFRESH.key: answer_refresh,
    commands.SETTINGS.key: answer_settings,
}


def answer(text: str, asker: Person, desk: Desk, language: Language) -> Answer:
    """Return the answer to what somebody typed. Raises InputError, Refused."""
    return reply(understand(text, desk, asker, Voice(language)), asker, desk, language)


def reply(question: Question | Pick, asker: Person, desk: Desk, language: Language, own: Personal = UNSET) -> Answer:
    """Return the answer to a question, or the choice between what it could mean. Raises InputError, Refused."""
    voice = Voice(language, asker.timezone)
    if isinstance(question, Pick):
        return answer_pick(question, voice)
    asked = Asked(question, asker, desk, voice, own)
    if question.kpi is None and question.by:
        return answer_overview(asked)
    if question.kpi is None and question.period and question.against:
        return answer_comparison(asked, question.period, question.against)
    return ANSWERS[question.command.key](asked)
