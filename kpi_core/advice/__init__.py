"""Advice: what to do next about each KPI off target, with the facts of the account to begin with."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from kpi_core.advice.base import BASE
from kpi_core.advice.engagement import ENGAGEMENT
from kpi_core.advice.growth import GROWTH
from kpi_core.advice.guide import Guide
from kpi_core.advice.money import MONEY
from kpi_core.advice.retention import RETENTION
from kpi_core.advice.sales import SALES
from kpi_core.advice.satisfaction import SATISFACTION
from kpi_core.advice.service import SERVICE
from kpi_core.evaluate import Figures
from kpi_core.health import Health, Part, health
from kpi_core.scorecard import Line, Scorecard
from kpi_core.text import Text, joined, plain
from kpi_core.views.stakeholders import stakeholders

__all__ = ["GUIDES", "Advice", "Guide", "advice_on", "advise", "advise_account"]

GUIDES: Mapping[str, Guide] = {
    guide.kpi: guide for guide in (*SATISFACTION, *BASE, *RETENTION, *GROWTH, *SALES, *ENGAGEMENT, *SERVICE, *MONEY)
}
# The KPI whose guide mends a part of an account's health.
KPI_OF_ASPECT: Mapping[str, str] = {
    "freshness": "freshness",
    "sentiment": "nps",
    "people": "stakeholder_coverage",
    "renewal": "renewal_rate",
    "service": "resolution_time",
    "money": "overdue_amount",
    "outcomes": "outcome_rate",
    "trend": "revenue",
}
FACTS_SHOWN = 2
_OF_ACCOUNT = plain("{account}, {facts}: {piece}")
_DECISION_MAKER = Text("{name}, the decision maker", "{name}, người ra quyết định", "ЛПР ({name})")
_CONTACT = Text("{name}, your contact there", "{name}, người liên hệ của bạn", "контактным лицом ({name})")
_NOBODY_KNOWN = Text("the decision maker", "người ra quyết định", "ЛПР")


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do next about one KPI, and with which account to begin (None: with no one in particular)."""

    kpi: str
    account_id: str | None
    sentence: Text


def advise(
    figures: Figures, card: Scorecard, healths: Mapping[str, Health] | None = None, most: int | None = None
) -> Sequence[Advice]:
    """Return one piece of advice for each KPI of the card that is off target, the worst first (and at most `most`).

    `healths` are the accounts that may be named: by default those of the card's scope; {} names none. No account is
    named twice.
    """
    nameable = health(figures, card.scope) if healths is None else healths
    given: list[Advice] = []
    for line in sorted((line for line in card.lines if line.status in ("red", "amber")), key=_worst_first)[:most]:
        named = {advice.account_id for advice in given}
        given.append(advice_on(figures, line.kpi.key, nameable, named))
    return given


def advice_on(
    figures: Figures, kpi_key: str, healths: Mapping[str, Health], passed_over: Collection[str | None] = ()
) -> Advice:
    """Return what to do next about one KPI, with the account of `healths` that needs it most, if any does.

    Raises KeyError for an unknown KPI.
    """
    guide = GUIDES[kpi_key]
    wants = {account_id: _wants(guide, found) for account_id, found in healths.items() if account_id not in passed_over}
    neediest = max(wants, key=lambda account_id: _urgency(guide, wants[account_id]), default=None)
    if neediest is None or not wants[neediest]:
        return Advice(kpi_key, None, _capital(guide.general[0]))
    facts = [part.sentence for part in wants[neediest][:FACTS_SHOWN]]
    account = figures.scopes["account"][neediest]
    piece = guide.pieces[0].format(contact=_whom(figures, neediest))
    return Advice(kpi_key, neediest, _OF_ACCOUNT.format(account=account, facts=joined(facts), piece=piece))


def advise_account(figures: Figures, account_id: str, of_account: Health) -> Sequence[Advice]:
    """Return one piece of advice for each part of the account's health that is amiss, the costliest first."""
    amiss = sorted((part for part in of_account.parts.values() if part.is_amiss), key=lambda part: -part.cost)
    return [advice_on(figures, KPI_OF_ASPECT[part.aspect.key], {account_id: of_account}) for part in amiss]


def _worst_first(line: Line) -> tuple[bool, float]:
    return line.status != "red", line.attainment or 0.0


def _wants(guide: Guide, of_account: Health) -> list[Part]:
    """Return what is wrong with the account in the aspects of the guide, in their order."""
    known = [of_account.parts[aspect] for aspect in guide.aspects if aspect in of_account.parts]
    return [part for part in known if part.is_amiss]


def _urgency(guide: Guide, wants: Sequence[Part]) -> tuple[bool, float]:
    """Whether it is wrong in what the KPI is about, and how wrong it is in all."""
    return any(part.aspect.key == guide.aspects[0] for part in wants), sum(part.cost for part in wants)


def _whom(figures: Figures, account_id: str) -> Text:
    """Return whom to talk with: the decision maker closest to us, else the most influential contact."""
    known = [one for one in stakeholders(figures, account_id) if one.name]
    if not known:
        return _NOBODY_KNOWN
    decides = known[0].influence == "decision_maker"
    return (_DECISION_MAKER if decides else _CONTACT).format(name=known[0].name or "")


def _capital(sentence: Text) -> Text:
    en, vi, ru = (said[:1].upper() + said[1:] for said in (sentence.en, sentence.vi, sentence.ru))
    return Text(en, vi, ru)
