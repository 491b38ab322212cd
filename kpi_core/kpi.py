"""The Kpi record, what it is computed from, and what computing it gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from kpi_core.frames import Frame
from kpi_core.periods import Period
from kpi_core.quantities import Noun
from kpi_core.tables import Tables
from kpi_core.text import Text

Level = Literal["all", "team", "am", "tier", "account"]
LEVELS: tuple[Level, ...] = ("all", "team", "am", "tier", "account")
KpiUnit = Literal["%", "points", "count", "money", "days", "hours", "ratio", "mean", "per 100", "per account"]
Direction = Literal["up", "down", "none"]
Window = Literal["W", "Q", "90", "Y", "•"]

# A measure: tables and a period in; one row per fact out, lazily. Its columns:
#   account_id str, am_id str   whom the fact counts for (null = nobody; it then counts in `all` alone)
#   numerator, denominator      float64; what the row adds to either side (0 where it does not)
#   value                       float64; what a median or maximum is taken of (instead of the two above)
#   row Int64                   the row of `Measure.tab` the fact stands in
#   part str                    the breakdown it belongs to (null where the KPI has none)
#   n float64                   1 where the fact counts as one answer, account, invoice …, 0 where it does not
#   and one float64 column for each name in `Measure.beside`, summed and shown beside the figure
# What it compares `Period.now` with stands in measures/known.py: figures of the past are kept while none of that comes.
MeasureFunction = Callable[[Tables, Period], Frame]

# The sums of a scope's facts by column, and the goal where there is one → numerator and denominator (None: no value).
Combine = Callable[[Mapping[str, float], float | None], tuple[float, float] | None]


@dataclass(frozen=True, slots=True)
class Measure:
    """A named fact per row: which tab's rows, which columns it needs, and the expression that makes the facts."""

    key: str
    tab: str
    needs: tuple[str, ...]  # "tab.column" of each column without which it cannot be computed
    facts: MeasureFunction
    beside: tuple[str, ...] = ()
    either: tuple[str, ...] = ()  # "tab.column"s of which one is enough
    filled: tuple[str, ...] = ()  # those of `needs` that, blank in every row, leave a zero without meaning


@dataclass(frozen=True, slots=True)
class Kpi:
    """One KPI: all that catalogue, docs, help, JSON and tests are made from.

    value = scale × numerator ÷ denominator + offset, with numerator and denominator summed over the facts of the
    scope; `aggregate` other than "ratio" or "sum" takes the median or maximum of `value` anew at each level.
    `combine` makes the two sides of more sums than two; `goal_of` gives it the scope's target of that KPI, over the
    period asked for or over the whole quarter.
    """

    key: str
    names: Text
    unit: KpiUnit
    direction: Direction
    window: Window
    formula: Text
    counted: Text | Noun  # what the numerator (or the median's values) are: "promoters less detractors"
    measures: tuple[Measure, ...]
    counted_of: Text | Noun | None = None  # what the denominator is: "answers"
    aggregate: Literal["sum", "ratio", "median", "max"] = "ratio"
    additive: bool = False
    scale: float = 1.0
    offset: float = 0.0
    denominator: Literal["sum", "ams"] = "sum"  # "ams": the number of AMs the facts belong to
    combine: Combine | None = None
    goal_of: Kpi | None = None
    goal_over: Literal["period", "quarter"] = "period"
    beside: Callable[[Mapping[str, float]], Mapping[str, float]] | None = None  # shown for the sums of `Measure.beside`
    floor: float | None = None  # the value is never under this
    has_interval: bool = False  # a 95 % interval of the facts' mean is shown
    has_spread: bool = False  # mean and 90th percentile stand beside the median
    minimum_n: int = 0  # fewer answers than this give no value
    seeds: tuple[str, ...] = ()
    version: int = 1
    flow: bool = False  # grows with the period: a target for a quarter is prorated to a week
    broken_down_by: Text | None = None  # what `part` is: "channel"
    parts: tuple[Measure, ...] = ()  # the measures of the breakdown, where they are not those of the figure
    levels: tuple[Level, ...] = LEVELS  # what it may be asked for
    is_anonymous: bool = False  # no rows behind it are ever shown
    example: tuple[float, ...] = ()  # worked by hand: numerator and denominator, or the values an aggregate is taken of

    @property
    def needs(self) -> tuple[str, ...]:
        """Every "tab.column" some measure needs, in order, once."""
        return tuple(dict.fromkeys(need for measure in self.measures for need in measure.needs))

    @property
    def either(self) -> tuple[str, ...]:
        """Every "tab.column" of which one is enough, in order, once."""
        return tuple(dict.fromkeys(need for measure in self.measures for need in measure.either))

    @property
    def tables(self) -> tuple[str, ...]:
        """The tabs it is computed from, in order, once."""
        return tuple(dict.fromkeys(need.split(".")[0] for need in (*self.needs, *self.either)))


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom a figure is about: everybody, one team, AM, tier or account."""

    level: Level
    id: str = ""

    def __str__(self) -> str:
        return "all" if self.level == "all" else f"{self.level}:{self.id}"


EVERYBODY = Scope("all")


@dataclass(frozen=True, slots=True)
class Result:
    """One figure with all that explains it. `value` is None when there is none, and `reason` then says why.

    Percent values are fractions (0.05), NPS is in points, money in base currency. `beside` holds the figures that
    stand next to it by name ("undecided": 3, "p90": 7.5).
    """

    kpi: str
    scope: Scope
    period: Period
    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    n: int = 0
    low: float | None = None
    high: float | None = None
    reason: Text | None = None
    part: str | None = None
    beside: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row behind a figure: where it stands in the sheet, and what it added to which side."""

    tab: str
    row: int
    account_id: str | None
    am_id: str | None
    numerator: float
    denominator: float
    value: float | None
