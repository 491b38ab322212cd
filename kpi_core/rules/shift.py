"""KPIs of an AM that left their own history, or stay in the red week after week."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from statistics import median

from kpi_core.evaluate import Figures
from kpi_core.kpi import Kpi, Result, Scope
from kpi_core.periods import DAY, Period, last_full
from kpi_core.quantities import WEEKS, Figure
from kpi_core.rules.cycle import Cycle
from kpi_core.rules.signal import Rule, Signal
from kpi_core.rules.team import AM_ROLES, staff
from kpi_core.rules.watch import Watch
from kpi_core.scorecard import Target
from kpi_core.scorecards import card_kpis
from kpi_core.targets import status
from kpi_core.text import Fact, Text

# As far back as the tab History goes; the latest of them is held against the others.
HISTORY_WEEKS = 13
# Turns a median absolute deviation into a standard deviation of the normal distribution.
_MAD_TO_DEVIATION = 1.4826
Finding = tuple[Text, float, Mapping[str, Fact]]  # the sentence, its rank, its facts
_WHY_SHIFT = Text(
    "{kpi}: {value} last week, far from the usual {usual} of {weeks}",
    "{kpi}: tuần trước {value}, lệch xa mức thường thấy {usual} trong {weeks}",
    "{kpi}: за прошлую неделю {value}, далеко от обычных {usual} (за {weeks})",
)
_WHY_RED = Text(
    "{kpi}: in the red for {weeks} running; {value} at the end of last week against a target of {target}",
    "{kpi}: {weeks} liên tiếp ở mức đỏ; đến hết tuần trước {value} so với chỉ tiêu {target}",
    "{kpi}: {weeks} подряд в красной зоне; на конец прошлой недели {value} при плане {target}",
)


def _kpi_shift(watch: Watch) -> Iterable[Signal]:
    week = last_full("week", watch.now)
    for person in staff(watch, AM_ROLES):
        for kpi in card_kpis(watch.figures.targets, Scope("am", person["am_id"]), week):
            found = _in_the_red(watch, person["am_id"], kpi, week) or _off_history(watch, person["am_id"], kpi, week)
            if found is not None:
                sentence, rank, facts = found
                yield watch.signal(
                    KPI_SHIFT,
                    person,
                    sentence,
                    cycle=Cycle(f"{week.start:%G-W%V}:{kpi.key}", week.end),
                    am_id=person["am_id"],
                    severity="notice",
                    rank=rank,
                    facts={"kpi": kpi.names, **facts},
                )


def _in_the_red(watch: Watch, am_id: str, kpi: Kpi, week: Period) -> Finding | None:
    weeks = watch.settings.integer("red_weeks")
    told: tuple[float, Target] | None = None
    for result in _weekly(watch.figures, am_id, kpi, week, weeks):
        goal = watch.figures.targets.find(kpi, result.scope, result.period)
        if status(kpi, result, goal) != "red" or result.value is None or goal is None:
            return None
        told = told or (result.value, goal)
    if told is None:
        return None
    value, goal = told
    facts: dict[str, Fact] = {
        "weeks": WEEKS.of(weeks),
        "value": _figure(watch, kpi, value),
        "target": _figure(watch, kpi, goal.value),
    }
    return _WHY_RED, 0.0, facts


def _off_history(watch: Watch, am_id: str, kpi: Kpi, week: Period) -> Finding | None:
    """Hold the latest week against those before it; when it is better than usual, nobody need attend to it.

    Only figures of a week have a weekly history: in longer windows, and at instants, neighbouring weeks are nearly one.
    """
    if kpi.window != "W" or kpi.direction == "none":
        return None
    latest, *earlier = (result.value for result in _weekly(watch.figures, am_id, kpi, week, HISTORY_WEEKS))
    known = [value for value in earlier if value is not None]
    if latest is None or len(known) < max(watch.settings.integer("shift_weeks"), 1):
        return None
    usual = median(known)
    deviation = _MAD_TO_DEVIATION * median(abs(value - usual) for value in known)
    worse_by = latest - usual if kpi.direction == "down" else usual - latest
    if deviation <= 0 or worse_by / deviation <= watch.settings.number("shift_score"):
        return None
    facts: dict[str, Fact] = {
        "weeks": WEEKS.of(len(known)),
        "value": _figure(watch, kpi, latest),
        "usual": _figure(watch, kpi, usual),
    }
    return _WHY_SHIFT, worse_by / deviation, facts


def _weekly(figures: Figures, am_id: str, kpi: Kpi, week: Period, weeks: int) -> Iterator[Result]:
    """Yield the KPI over its own window as of the end of each week, the latest first; who stops asking saves work."""
    for number in range(weeks):
        yield figures.result(kpi, Scope("am", am_id), figures.window(kpi, week.end - DAY * 7 * number))


def _figure(watch: Watch, kpi: Kpi, value: float) -> Figure:
    return Figure(value, kpi.unit, watch.tables.base_currency)


KPI_SHIFT = Rule(
    key="kpi_shift",
    subject="am",
    names=Text("KPI off its course", "KPI lệch nhịp", "Показатель сбился с курса"),
    fires_when=Text(
        "a KPI of the AM is worse than its own history (robust z over 3, at least 8 weeks), or red three weeks running",
        "KPI của AM xấu hơn hẳn lịch sử của chính mình (z bền vững trên 3, từ 8 tuần), hoặc đỏ ba tuần liên tiếp",
        "показатель менеджера хуже собственной истории (робастная z больше 3, от 8 недель) или три недели в красной",
    ),
    cycle=Text("week", "tuần", "неделя"),
    audience=("owner", "lead"),
    actions=("snooze",),
    needs=("team.role",),
    thresholds=("shift_score", "shift_weeks", "red_weeks"),
    seeds=("003",),
    find=_kpi_shift,
)
