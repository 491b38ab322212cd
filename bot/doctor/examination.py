"""What a check is, and how a list of them is gone through."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kpi_core.errors import AmberError, SetupError
from kpi_core.text import Text, as_text, plain

if TYPE_CHECKING:
    from bot.doctor.surroundings import Surroundings

Status = Literal["fine", "finding", "not_applicable"]
NOTHING = plain("")
_MEND_FIRST = Text(
    "not looked at: mend “{title}” first",
    "chưa xem: hãy sửa “{title}” trước",
    "не проверялось: сначала исправьте «{title}»",
)
TRY_AGAIN = Text("Try again in a while", "Hãy thử lại sau ít phút", "Попробуйте ещё раз чуть позже")
_AS_IT_SAYS = Text("See what it says", "Hãy làm theo thông báo trên", "Сделайте, как сказано выше")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check found. A finding says how it is mended; what does not apply says why."""

    status: Status
    text: Text
    mend: Text = NOTHING


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to look at. `needs` are the keys of earlier checks without which there is nothing to see.

    `look` may raise an AmberError: that is a finding.
    """

    key: str
    title: Text
    look: Callable[[Surroundings], Outcome]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Examined:
    """A check and its outcome."""

    check: Check
    outcome: Outcome


def fine(text: str | Text) -> Outcome:
    """Say that something is as it should be."""
    return Outcome("fine", as_text(text))


def finding(text: str | Text, mend: str | Text) -> Outcome:
    """Say what is wrong and how to mend it."""
    return Outcome("finding", as_text(text), as_text(mend))


def not_applicable(reason: str | Text) -> Outcome:
    """Say why there is nothing to check."""
    return Outcome("not_applicable", as_text(reason))


def examine(
    checks: Sequence[Check], surroundings: Surroundings, begin: Callable[[Check], object] = lambda _: None
) -> Iterator[Examined]:
    """Yield each check's outcome as soon as it is known; `begin` hears which one is being looked at."""
    to_mend_first: dict[str, Check] = {}  # by the key of what it stands in the way of
    for check in checks:
        begin(check)
        first = next((to_mend_first[key] for key in check.needs if key in to_mend_first), None)
        outcome = not_applicable(_MEND_FIRST.format(title=first.title)) if first else _looked(check, surroundings)
        if first or outcome.status == "finding":
            to_mend_first[check.key] = first or check
        yield Examined(check, outcome)


def _looked(check: Check, surroundings: Surroundings) -> Outcome:
    try:
        return check.look(surroundings)
    except SetupError as error:
        return finding(error.message, error.mend)
    except AmberError as error:
        return finding(error.text, TRY_AGAIN if error.retry_helps else _AS_IT_SAYS)
