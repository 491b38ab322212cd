"""The typed tables of one workbook, as of one reading."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeAlias, TypeVar

from kpi_core.frames import Frame, last_used
from kpi_core.settings import TeamSettings

P = ParamSpec("P")
T = TypeVar("T")
MOST_KEPT = 128  # frames, most of them; on a book of a million rows they are some megabytes each
FromTables: TypeAlias = Callable[Concatenate["Tables", P], T]


def _as_it_is(frame: Frame) -> Frame:
    return frame


@dataclass(frozen=True)
class Tables:
    """The typed frames of a workbook, each row with its sheet row number in `row`; immutable.

    `frames` has every tab of `schema.TABS` with every column of its declaration: a missing tab is an empty frame and
    a missing column is all null; `missing` names them ("deals", "invoices.due_on") so that results can say so.
    Frames of facts carry `owner_id`: who owned the row's account at the fact's instant (`attribution.attribute`).
    `adopt` takes a small frame made of Python values into the engine the tables live in (default: pandas, as it is).
    `kept` holds what `once` worked out from these very frames.
    """

    frames: Mapping[str, Frame]
    missing: frozenset[str]
    settings: TeamSettings
    base_currency: str
    adopt: Callable[[Frame], Frame] = field(default=_as_it_is, compare=False, repr=False)
    kept: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)

    def __getitem__(self, tab: str) -> Frame:
        return self.frames[tab]


def once(function: FromTables[P, T]) -> FromTables[P, T]:
    """Let what many start from be worked out once per tables and arguments (hashable ones).

    Those used last stay: who asks for many periods does not fill the memory.
    """

    @wraps(function)
    def kept(tables: Tables, /, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (function, args, tuple(kwargs.items()))
        found: T = last_used(tables.kept, key, lambda: function(tables, *args, **kwargs), MOST_KEPT)
        return found

    return kept
