"""What a check is, and how a list of them is gone through."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kpi_core.errors import AmberError, SetupError

if TYPE_CHECKING:
    from bot.doctor.surroundings import Surroundings

Status = Literal["fine", "finding", "not_applicable"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check found. A finding says how it is mended; what does not apply says why."""

    status: Status
    text: str
    mend: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to look at. `needs` are the keys of earlier checks without which there is nothing to see.

    `look` may raise an AmberError: that is a finding.
    """

    key: str
    title: str
    look: Callable[[Surroundings], Outcome]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Examined:
    """A check and its outcome."""

    check: Check
    outcome: Outcome


def fine(text: str) -> Outcome:
    """Say that something is as it should be."""
    return Outcome("fine", text)


def finding(text: str, mend: str) -> Outcome:
    """Say what is wrong and how to mend it."""
    return Outcome("finding", text, mend)


def not_applicable(reason: str) -> Outcome:
    """Say why there is nothing to check."""
    return Outcome("not_applicable", reason)


def examine(
    checks: Sequence[Check], surroundings: Surroundings, begin: Callable[[Check], object] = lambda _: None
) -> Iterator[Examined]:
    """Yield each check's outcome as soon as it is known; `begin` hears which one is being looked at."""
    to_mend_first: dict[str, Check] = {}  # by the key of what it stands in the way of
    for check in checks:
        begin(check)
        first = next((to_mend_first[key] for key in check.needs if key in to_mend_first), None)
        outcome = (
            not_applicable(f"not looked at: mend “{first.title}” first") if first else _looked(check, surroundings)
        )
        if first or outcome.status == "finding":
            to_mend_first[check.key] = first or check
        yield Examined(check, outcome)


def _looked(check: Check, surroundings: Surroundings) -> Outcome:
    try:
        return check.look(surroundings)
    except SetupError as error:
        return finding(error.message.to("en"), error.mend.to("en"))
    except AmberError as error:
        return finding(str(error), "Try again in a while" if error.retry_helps else "See what it says")
