"""Pictures of accounts: the card, the communication matrix, the stakeholder map, the renewals."""

from bot.answers.views.account import answer_account
from bot.answers.views.contacts import answer_contacts
from bot.answers.views.matrix import answer_matrix
from bot.answers.views.renewals import answer_renewals

__all__ = ["answer_account", "answer_contacts", "answer_matrix", "answer_renewals"]
