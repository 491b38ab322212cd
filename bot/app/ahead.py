"""What is computed before anybody asks for it."""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from itertools import islice
from threading import Event
from typing import TYPE_CHECKING

from bot.answers.figure import past_periods
from kpi_core import period_words
from kpi_core.catalogue import BY_KEY
from kpi_core.kpi import Level, Scope
from kpi_core.periods import DAY, INSTANT, unit_period
from kpi_core.scorecards import DEFAULT_CARD, LEAD_CARD, scorecard

if TYPE_CHECKING:
    from datetime import datetime

    from bot.app.crew import Crew
    from bot.desk import Desk, Desks

_log = logging.getLogger(__name__)
_LEVELS: tuple[Level, ...] = ("am", "team", "all")
_OTHERS_WITHIN = timedelta(hours=4)
_CALM_S = 10.0  # who logs contacts makes new figures with each: those are not computed ahead that nobody will see
_GIVES_WAY_S = 0.1  # to each answer, while most take less; who asks without a pause must not wait for ever
_THRESHOLDS, _NEVER = gc.get_threshold(), 1_000_000  # collections of the young between two of all
_PERIODS = ("this week", "last week", "last month", "this quarter", "90d", "ytd")


def compute_first(desk: Desk) -> None:
    """Compute what most people ask first, so that nobody waits for it: scorecards to date, work lists, health."""
    week = unit_period("week", desk.now - INSTANT, desk.now)
    with _unswept():
        for level in _LEVELS:
            for scope_id in islice(desk.figures.scopes[level], 1):  # one computes its whole level
                card = scorecard(desk.figures, Scope(level, scope_id), week)
                desk.advice(card, names_accounts=True)
        len(desk.signals)


@contextmanager
def _unswept() -> Iterator[None]:
    """Keep what the body makes from the garbage collector, which would halt all threads half a second for a large book.

    A desk has no cycles: it goes when nobody holds it any more. What else is alive meanwhile waits for `_swept`, and so
    garbage goes before, and young garbage meanwhile, too.
    """
    gc.collect()
    gc.set_threshold(*_THRESHOLDS[:2], _NEVER)
    try:
        yield
    finally:
        gc.freeze()
        gc.set_threshold(*_THRESHOLDS)


def _swept() -> None:
    """Collect the garbage among what was kept from the collector, too."""
    gc.unfreeze()
    gc.collect()


class Ahead:
    """Implements Desks for people. Where one asks others will: what is asked for most is computed ahead for them.

    A bot that nobody has asked for hours computes nothing for it.
    """

    def __init__(self, desks: Desks, clock: Callable[[], datetime], crew: Crew) -> None:
        self._desks = desks
        self._clock = clock
        self._crew = crew
        self._expected_until: datetime | None = None  # None: the bot has just started
        self._swept_at = clock()
        self._at: object = None  # the figures that are computed ahead
        self._over = Event()
        self._aside = ThreadPoolExecutor(1, "ahead")

    def prepare(self, desk: Desk) -> None:
        """Compute what most people ask first, for the first desk and while somebody is expected at the next ones."""
        now = self._clock()
        is_calm = self._expected_until is not None and now >= self._expected_until
        if gc.get_freeze_count() and (is_calm or now - self._swept_at >= DAY):
            _swept()
            self._swept_at = now
        if not is_calm:
            compute_first(desk)
        self._expected_until = self._expected_until or now

    def current(self) -> Desk:
        """Return the desk shown; see Desks."""
        return self._begun(self._desks.current())

    def refresh(self) -> Desk:
        """Read the book now and return the desk on it; see Desks."""
        return self._begun(self._desks.refresh())

    def close(self) -> None:
        """Compute no more."""
        self._at = None
        self._over.set()
        self._aside.shutdown()

    def _begun(self, desk: Desk) -> Desk:
        self._expected_until = self._clock() + _OTHERS_WITHIN
        if desk.figures is not self._at:
            self._at = desk.figures
            self._aside.submit(self._compute, desk)
        return desk

    def _compute(self, desk: Desk) -> None:
        def goes_on() -> bool:
            self._crew.give_way(_GIVES_WAY_S)
            return desk.figures is self._at

        try:
            if goes_on() and not self._over.wait(_CALM_S):
                compute_first(desk)  # of a desk that nobody was expected at nothing is computed yet
                with _unswept():
                    compute_usual(desk, goes_on)
        except Exception:  # noqa: BLE001  # who asks for it is told what is wrong
            _log.exception("ahead.failed")


def compute_usual(desk: Desk, goes_on: Callable[[], bool]) -> None:
    """Compute the scorecards' KPIs over their own windows and the usual periods, latest first.

    With their histories and the rows behind them: what an answer shows.
    """
    figures = desk.figures
    kpis = [BY_KEY[key] for key in dict.fromkeys((*DEFAULT_CARD, *LEAD_CARD))]
    usual = [period for words in _PERIODS if (period := period_words.parse(words, desk.now, figures.first_day))]
    shown = {(kpi, figures.window(kpi)) for kpi in kpis} | {(kpi, period) for period in usual for kpi in kpis}
    wanted = {(each, kpi.key): kpi for kpi, period in shown for each in past_periods(period)}
    # Figures of one period start from the same frames.
    for (period, _), kpi in sorted(wanted.items(), key=lambda one: one[0][0].end, reverse=True):
        for level in _LEVELS:
            if not goes_on():
                return
            figures.results(kpi, level, period)
            if (kpi, period) in shown:
                figures.behind(kpi, Scope(level, ""), period)
