"""Views: pictures of accounts as plain records, without sentences. What the book does not tell is None, never zero."""

from __future__ import annotations

from kpi_core.views.account import AccountCard, account_card
from kpi_core.views.matrix import Matrix, MatrixRow, account_matrix, contact_matrix
from kpi_core.views.renewals import Renewal, RenewalMonth, renewals_forecast
from kpi_core.views.stakeholders import Stakeholder, StakeholderMap, stakeholder_map
from kpi_core.views.wallet import Competitor, Wallet, wallets

__all__ = [
    "AccountCard",
    "Competitor",
    "Matrix",
    "MatrixRow",
    "Renewal",
    "RenewalMonth",
    "Stakeholder",
    "StakeholderMap",
    "Wallet",
    "account_card",
    "account_matrix",
    "contact_matrix",
    "renewals_forecast",
    "stakeholder_map",
    "wallets",
]
