"""Trouble: the pace Slack allows, and faults that a test asks for."""

from __future__ import annotations

import math
from collections import defaultdict, deque
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
    """About one message a second in each conversation, after a burst."""

    clock: Clock
    per_second: float = 1.0
    burst: int = 20
    _left: dict[str, tuple[float, float]] = field(default_factory=dict)

    def wait_seconds(self, conversation_id: str) -> int:
        """Count one message; return 0 when it may go, else how many whole seconds to wait."""
        now = self.clock()
        left, counted_at = self._left.get(conversation_id, (float(self.burst), now))
        left = min(float(self.burst), left + (now - counted_at) * self.per_second)
        allowed = left >= 1
        self._left[conversation_id] = (left - allowed, now)
        return 0 if allowed else max(1, math.ceil((1 - left) / self.per_second))
