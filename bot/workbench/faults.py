"""Trouble: the pace Slack allows, and faults that a test asks for."""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.workbench.world import Clock

FaultKind = Literal["429", "500", "503", "slow", "drop_before", "drop_after"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. `seconds` is how long a slow answer takes, or what Retry-After says."""

    kind: FaultKind
    seconds: float = 1


@dataclass(slots=True)
class Faults:
    """The faults that the next calls of a method meet, in order."""

    _queues: dict[str, deque[Fault]] = field(default_factory=lambda: defaultdict(deque))

    def next(self, method: str, kind: FaultKind, *, times: int = 1, seconds: float = 1) -> None:
        """Let the next calls of a method fail: "drop_after" loses the answer of a call that had its effect."""
        self._queues[method].extend([Fault(kind, seconds)] * times)

    def take(self, method: str) -> Fault | None:
        """Return the fault that this call meets, if any."""
        queue = self._queues.get(method)
        return queue.popleft() if queue else None


@dataclass(slots=True)
class Pace:
    """About one message a second in each conversation and five in the workspace, after a burst; other calls by tier.

    Slack says one a second for a channel and "several hundred messages per minute" for a workspace: 300 are assumed.
    """

    clock: Clock
    per_second: float = 1.0
    burst: int = 20
    workspace_per_second: float = 5.0
    workspace_burst: int = 20
    _left: dict[str, tuple[float, float]] = field(default_factory=dict)

    def wait_seconds(self, conversation_id: str) -> int:
        """Count one message; return 0 when it may go, else how many whole seconds to wait."""
        return self._wait_seconds(
            {
                conversation_id: (self.per_second, self.burst),
                "": (self.workspace_per_second, self.workspace_burst),
            }
        )

    def wait_seconds_of(self, method: str, per_minute: int) -> int:
        """Count one call of a method; return 0 when it may go, else how many whole seconds to wait."""
        return self._wait_seconds({method: (per_minute / 60, per_minute)})

    def _wait_seconds(self, limits: Mapping[str, tuple[float, int]]) -> int:
        now = self.clock()
        left = {key: self._refilled(key, rate, burst, now) for key, (rate, burst) in limits.items()}
        allowed = min(left.values()) >= 1
        self._left |= {key: (each - allowed, now) for key, each in left.items()}
        return 0 if allowed else max(1, *(math.ceil((1 - left[key]) / rate) for key, (rate, _) in limits.items()))

    def _refilled(self, key: str, rate: float, burst: int, now: float) -> float:
        left, counted_at = self._left.get(key, (float(burst), now))
        return min(float(burst), left + (now - counted_at) * rate)
