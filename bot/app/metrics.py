"""What is counted: the bot's events as they happen, and what it holds at the moment somebody asks; for Prometheus."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.state.records import State

if TYPE_CHECKING:
    from bot.state.census import Census

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1.0, 3.0, 10.0, 30.0)  # an ack has 0.2 by the design, 3 by Slack
Facts = Mapping[str, Any]
_Metric = TypeVar("_Metric", Counter, Histogram)


@dataclass(frozen=True, slots=True)
class Counted:
    """A count of an event, by some of its facts."""

    event: str
    name: str
    meaning: str
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Timed(Counted):
    """How long an event took, by some of its facts: its fact `ms`, or `seconds`."""


COUNTED = (
    Counted("command.answered", "amber_commands", "Commands, presses and forms, by their end", ("command", "outcome")),
    Timed("command.answered", "amber_command_seconds", "From a listener's start to its answer", ("command",)),
    Timed("slack.acked", "amber_ack_seconds", "From a request's arrival until Slack hears that it arrived"),
    Counted("slack.called", "amber_slack_calls", "Calls to Slack, each try, by its end", ("method", "outcome")),
    Counted("google.called", "amber_google_calls", "Calls to Google, each try, by its end", ("method", "outcome")),
    Timed("refresh.done", "amber_book_reading_seconds", "Readings of the book"),
    Timed("tick.done", "amber_tick_seconds", "What a tick, once a minute, takes for each of its parts", ("part",)),
)


class EventCounts:
    """Counts events in a registry of its own, in which nothing else is."""

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # they double the series, and nobody asks when a count began
        self.registry = CollectorRegistry()
        self._of_event: dict[str, list[Callable[[Facts], None]]] = {}
        for each in COUNTED:
            self._of_event.setdefault(each.event, []).append(self._counting(each))

    def note(self, event: str, facts: Facts) -> None:
        """Count an event; those that nobody counts are passed over."""
        for count in self._of_event.get(event, ()):
            count(facts)

    def _counting(self, each: Counted) -> Callable[[Facts], None]:
        if isinstance(each, Timed):
            histogram = Histogram(each.name, each.meaning, each.labels, buckets=_SECONDS, registry=self.registry)
            return lambda facts: _of(histogram, each, facts).observe(
                facts["ms"] / 1000 if "ms" in facts else facts["seconds"]
            )
        counter = Counter(each.name, each.meaning, each.labels, registry=self.registry)
        return lambda facts: _of(counter, each, facts).inc()


def _of(metric: _Metric, each: Counted, facts: Facts) -> _Metric:
    return metric.labels(*(facts[label] for label in each.labels)) if each.labels else metric


def _seconds(facts: Facts) -> float:
    return float(facts["ms"] / 1000 if "ms" in facts else facts["seconds"])


@dataclass(frozen=True)
class Standing(Collector):
    """What the bot holds when it is asked; `census` asks the database, `clock` gives aware UTC."""

    started_at: datetime
    clock: Callable[[], datetime]
    read_at: Callable[[], datetime]
    is_connected: Callable[[], bool]
    census: Callable[[datetime], Census]

    def collect(self) -> Iterator[Metric]:
        """Yield the gauges. Raises what the database raises."""
        now = self.clock()
        held = self.census(now)
        yield GaugeMetricFamily("amber_start_time_seconds", "Since when the bot runs", self.started_at.timestamp())
        build = GaugeMetricFamily("amber_build_info", "The version that runs", labels=["version"])
        build.add_metric([version("amber-kpi")], 1)
        yield build
        yield GaugeMetricFamily("amber_slack_connected", "Whether Slack is connected", float(self.is_connected()))
        yield _age("amber_snapshot_age_seconds", "How long ago the figures were the book's", self.read_at(), now)
        yield GaugeMetricFamily("amber_outbox_rows", "Rows written in Slack that wait for the book", held.waiting_rows)
        yield _age("amber_outbox_oldest_seconds", "How long the oldest of them waits", held.oldest_waiting_at, now)
        by_state = GaugeMetricFamily("amber_deliveries", "Scorecards and reminders by their state", labels=["state"])
        for state in get_args(State):
            by_state.add_metric([state], held.deliveries.get(state, 0))
        yield by_state
        yield _age("amber_delivery_lag_seconds", "How late the latest one to be sent is", held.oldest_due_at, now)


def _age(name: str, meaning: str, since: datetime | None, now: datetime) -> Metric:
    return GaugeMetricFamily(name, meaning, max(0.0, (now - since).total_seconds()) if since else 0.0)
