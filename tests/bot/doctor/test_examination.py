"""How a list of checks is gone through: in order, each told as it is known, nothing looked at twice for one fault."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.app.clock import Clock
from bot.doctor import CHECKS, Check, Surroundings, examine
from bot.doctor.examination import Outcome, finding, fine, not_applicable
from kpi_core.errors import SetupError, Unavailable
from kpi_core.text import plain


@pytest.fixture
def surroundings(tmp_path: Path) -> Surroundings:
    return Surroundings({}, tmp_path / ".env", Clock())


def raising(error: Exception):
    def look(_: Surroundings) -> Outcome:
        raise error

    return look


def outcomes(checks: list[Check], surroundings: Surroundings) -> list[Outcome]:
    found = [each.outcome for each in examine(checks, surroundings)]
    return [replace(one, text=one.text.filled(), mend=one.mend.filled()) for one in found]


def in_english(outcome: Outcome) -> tuple[str, str, str]:
    return outcome.status, outcome.text.en, outcome.mend.en


def test_each_outcome_is_told_before_the_next_check_begins(surroundings: Surroundings) -> None:
    begun: list[str] = []
    checks = [Check("a", plain("A"), lambda _: fine("yes")), Check("b", plain("B"), lambda _: fine("too"))]
    examined = examine(checks, surroundings, begin=lambda check: begun.append(check.key))
    assert ("a", ["a"]) == (next(examined).check.key, begun)
    assert ("b", ["a", "b"]) == (next(examined).check.key, begun)


def test_an_error_is_a_finding_with_its_mend(surroundings: Surroundings) -> None:
    checks = [Check("a", plain("A"), raising(SetupError("the key is none", "Make a new key")))]
    assert [finding("the key is none", "Make a new key")] == outcomes(checks, surroundings)


def test_a_server_that_is_down_is_a_finding_that_passes(surroundings: Surroundings) -> None:
    checks = [Check("a", plain("A"), raising(Unavailable("Slack does not answer")))]
    (outcome,) = outcomes(checks, surroundings)
    assert ("finding", "Slack does not answer", "Try again in a while") == in_english(outcome)


def test_what_a_finding_stands_in_the_way_of_is_not_looked_at(surroundings: Surroundings) -> None:
    checks = [
        Check("a", plain("A"), lambda _: finding("no", "mend it")),
        Check("b", plain("B"), raising(AssertionError("looked")), ("a",)),
        Check("c", plain("C"), raising(AssertionError("looked")), ("b",)),
    ]
    said = [in_english(outcome) for outcome in outcomes(checks, surroundings)[1:]]
    assert [("not_applicable", "not looked at: mend “A” first", "")] * 2 == said


def test_what_does_not_apply_stands_in_nobodys_way(surroundings: Surroundings) -> None:
    checks = [
        Check("a", plain("A"), lambda _: not_applicable("no need")),
        Check("b", plain("B"), lambda _: fine("yes"), ("a",)),
    ]
    assert fine("yes") == outcomes(checks, surroundings)[1]


def test_every_check_needs_only_earlier_ones() -> None:
    keys = [check.key for check in CHECKS]
    assert len(keys) == len(set(keys))
    assert [] == [check.key for at, check in enumerate(CHECKS) if not set(check.needs) <= set(keys[:at])]
