"""Tables, a KPI, a scope and a period in; results out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from kpi_core.kpi import Kpi, Level, Result, Scope, SourceRow
from kpi_core.periods import Period
from kpi_core.tables import Tables


class Figures:
    """The figures of one book at one instant, each computed once per KPI, level and period.

    Safe to share between threads. `now` is naive local time of the reporting zone.
    """

    def __init__(self, tables: Tables, now: datetime) -> None:
        self.tables = tables
        self.now = now

    @property
    def first_day(self) -> date:
        """The first day of the book: where "all time" starts."""
        raise NotImplementedError

    def window(self, kpi: Kpi) -> Period:
        """Return the KPI's own scorecard window as of now (the running week or quarter, 90 days, 12 months)."""
        raise NotImplementedError

    def results(self, kpi: Kpi, level: Level, period: Period) -> Mapping[str, Result]:
        """Return a result for every scope of the level, by scope id ("" for `all`), also for those without facts."""
        raise NotImplementedError

    def result(self, kpi: Kpi, scope: Scope, period: Period) -> Result:
        """Return one figure; one without a value says why. Raises InputError for a scope that is not in the book."""
        raise NotImplementedError

    def parts(self, kpi: Kpi, scope: Scope, period: Period) -> Sequence[Result]:
        """Return the figure broken down by the facts' `part`; empty when the KPI has no breakdown."""
        raise NotImplementedError

    def rows(self, kpi: Kpi, scope: Scope, period: Period) -> Sequence[SourceRow]:
        """Return the rows behind a figure, in the sheet's order; none for anonymous figures."""
        raise NotImplementedError
