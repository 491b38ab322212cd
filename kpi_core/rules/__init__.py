"""Signals: what deserves an account manager's attention. One record per rule; RULES is the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from kpi_core.evaluate import Figures
from kpi_core.presence import has
from kpi_core.rules.criteria import KEY_CANDIDATE
from kpi_core.rules.market import WALLET_GAP
from kpi_core.rules.money import COST_OVERRUN, OVERDUE
from kpi_core.rules.prospects import LEAD_WAITING, STOP_CHASING, WIN_BACK
from kpi_core.rules.quiet import QUIET
from kpi_core.rules.relations import NEXT_STEP, SINGLE_THREAD
from kpi_core.rules.renewal import RENEWAL
from kpi_core.rules.requests import UNANSWERED, UPDATE_DUE
from kpi_core.rules.reviews import CRITERIA_REVIEW, REVIEW_DUE
from kpi_core.rules.shift import KPI_SHIFT
from kpi_core.rules.signal import Action, Audience, Rule, Severity, Signal
from kpi_core.rules.surveys import DETRACTOR, SURVEY_DUE
from kpi_core.rules.team import ONE_TO_ONE, OVERLOAD
from kpi_core.rules.watch import Watch
from kpi_core.rules.work import ACCEPTANCE, LATE_STAGE, OUTCOME_RISK
from kpi_core.tables import Tables

__all__ = [
    "RULES",
    "RULES_BY_KEY",
    "Action",
    "Audience",
    "Rule",
    "Severity",
    "Signal",
    "attention",
    "immediate_signals",
    "signals",
]

RULES: tuple[Rule, ...] = (
    QUIET,
    RENEWAL,
    OVERDUE,
    UNANSWERED,
    UPDATE_DUE,
    DETRACTOR,
    SURVEY_DUE,
    SINGLE_THREAD,
    STOP_CHASING,
    LEAD_WAITING,
    REVIEW_DUE,
    CRITERIA_REVIEW,
    KEY_CANDIDATE,
    WALLET_GAP,
    OUTCOME_RISK,
    ACCEPTANCE,
    LATE_STAGE,
    WIN_BACK,
    NEXT_STEP,
    ONE_TO_ONE,
    OVERLOAD,
    COST_OVERRUN,
    KPI_SHIFT,
)
RULES_BY_KEY: Mapping[str, Rule] = {rule.key: rule for rule in RULES}
_IMMEDIATE: tuple[Rule, ...] = tuple(rule for rule in RULES if rule.may_be_immediate)
_WORST_FIRST: Mapping[Severity, int] = {"urgent": 0, "warning": 1, "notice": 2}


def attention(tables: Tables, now: datetime) -> Sequence[Signal]:
    """Return all signals as of `now`, worst first; what is snoozed or addressed is left out."""
    return signals(Figures(tables, now))


def signals(figures: Figures, rules: Sequence[Rule] = RULES) -> Sequence[Signal]:
    """Return what these rules say as of the figures' instant, as `attention` does, sharing what they worked out."""
    watch = Watch(figures)
    found = [signal for rule in rules if has(figures.tables, rule.needs) for signal in rule.find(watch)]
    # What has no id can be neither told twice nor silenced; its blank cell is an issue of the book.
    awake = [_since_woken(signal, watch) for signal in found if signal.subject and not watch.silence.covers(signal)]
    return sorted(awake, key=lambda signal: (_WORST_FIRST[signal.severity], -signal.rank, signal.identity))


def immediate_signals(figures: Figures) -> Sequence[Signal]:
    """Return those of all signals that cannot wait, without working out the others: a minute's look costs little."""
    return [signal for signal in signals(figures, _IMMEDIATE) if signal.is_immediate]


def _since_woken(signal: Signal, watch: Watch) -> Signal:
    woken_at = watch.silence.woken.get((signal.subject, signal.rule))
    return replace(signal, open_since=woken_at) if woken_at and woken_at > signal.open_since else signal
