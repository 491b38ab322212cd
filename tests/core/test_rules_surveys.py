from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from kpi_core.rules import Signal

D = datetime
Find = Callable[..., list[Signal]]


def answer(score: float, kind: str = "nps", at: datetime = datetime(2026, 6, 26, 10)) -> dict[str, Any]:
    return {"survey_id": "S1", "account_id": "acme", "kind": kind, "sent_at": D(2026, 6, 20), "at": at, "score": score}


def test_it_waits_two_working_days_for_a_call_to_an_unhappy_client(find: Find) -> None:
    """Answered on Friday: Monday and Tuesday are over at the end of Tuesday."""
    assert [] == find("detractor", now=D(2026, 6, 30, 18), surveys=[answer(6)])
    (signal,) = find("detractor", surveys=[answer(6)])
    assert ("S1", "2026-06-26", "linh", "urgent") == (signal.subject, signal.cycle, signal.am_id, signal.severity)
    expected = "scored 6 (NPS) on 2026-06-26, and nobody has been in touch for 2 working days"
    assert expected == signal.why.to("en")


@pytest.mark.parametrize(
    ("kind", "score", "count"), [("nps", 7, 0), ("csat", 2, 1), ("csat", 3, 0), ("ces", 1, 0), ("internal", 1, 0)]
)
def test_it_knows_a_poor_score_by_its_kind(find: Find, kind: str, score: float, count: int) -> None:
    assert count == len(find("detractor", surveys=[answer(score, kind)]))


@pytest.mark.parametrize(("at", "replied", "count"), [(27, None, 0), (25, None, 1), (27, False, 1)])
def test_it_is_content_once_somebody_was_in_touch_since(find: Find, at: int, replied: bool | None, count: int) -> None:
    call = {"interaction_id": "1", "account_id": "acme", "am_id": "linh", "at": D(2026, 6, at)}
    calls = [{**call, "direction": "outbound", "replied": replied}]
    assert count == len(find("detractor", surveys=[answer(3)], interactions=calls))


def test_it_asks_for_a_survey_after_180_days(find: Find) -> None:
    asked = [{"survey_id": f"S{account}", "account_id": account, "kind": "csat"} for account in ("bamboo", "volga")]
    fresh = [{**row, "sent_at": D(2026, 6, 1)} for row in asked]
    assert [] == find("survey_due", surveys=[*fresh, answer(9, at=D(2026, 1, 2))])
    old = {"survey_id": "S1", "account_id": "acme", "kind": "nps", "sent_at": D(2025, 12, 20), "at": D(2026, 1, 1)}
    (signal,) = find("survey_due", surveys=[*fresh, old])
    assert ("acme", "2026-H1", "notice") == (signal.subject, signal.cycle, signal.severity)
    assert "the last survey was 180 days ago" == signal.why.to("en")


def test_it_starts_anew_with_the_half_year(find: Find) -> None:
    cycles = {signal.cycle for signal in find("survey_due", now=D(2026, 7, 2), surveys=[answer(9, at=D(2025, 6, 1))])}
    assert {"2026-H2"} == cycles


def test_it_counts_from_the_start_for_those_never_asked(find: Find) -> None:
    (signal,) = [one for one in find("survey_due", surveys=[answer(9)]) if one.subject == "volga"]
    assert "no survey yet in 486 days since the start" == signal.why.to("en")


def test_it_takes_no_internal_survey_for_the_client_s(find: Find) -> None:
    internal = {"survey_id": "S2", "account_id": "acme", "kind": "internal", "at": D(2026, 6, 1), "score": 4.0}
    assert "acme" in {signal.subject for signal in find("survey_due", surveys=[internal])}


def test_it_asks_nothing_of_a_team_that_keeps_no_surveys(find: Find) -> None:
    assert [] == find("survey_due")
