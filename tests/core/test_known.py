"""Figures at a later instant: what looks the same is taken over, what became known meanwhile is not missed."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from kpi_core.catalogue import BY_KEY
from kpi_core.evaluate import Figures
from kpi_core.kpi import EVERYBODY
from kpi_core.periods import between

D = datetime
BEFORE, NOON, AFTER = D(2026, 7, 7, 18), D(2026, 7, 8, 12), D(2026, 7, 8, 18)
OURS = {"account_id": "acme", "am_id": "linh"}
CONTRACT = {"contract_id": "c1", **OURS, "starts_on": D(2025, 6, 21), "ends_on": D(2026, 6, 20), "amount": 12.0}
# The 30 days of grace are over on 8 July.
LAPSED = {**CONTRACT, "ends_on": D(2026, 6, 8)}
NEXT = {"contract_id": "c2", **OURS, "starts_on": D(2026, 6, 21), "ends_on": D(2027, 6, 20), "signed_on": NOON}
WORD = {"event_id": "e1", "kind": "renewal_outcome", "subject": "c1", "value": "won", "at": NOON}
LEAD = {"deal_id": "d1", **OURS, "kind": "new", "stage": "lead", "created_at": D(2026, 6, 1)}
# Young for 90 days.
GROWN_UP = {**LEAD, "created_at": D(2026, 4, 9, 12)}
REQUEST = {"request_id": "r1", **OURS, "opened_at": D(2026, 6, 30, 10), "first_response_at": NOON}
SURVEY = {"survey_id": "s1", **OURS, "kind": "csat", "sent_at": D(2026, 6, 30), "score": 5.0, "at": NOON}


def told(figures: Figures, kpi: str) -> tuple[object, ...]:
    quarter = between(date(2026, 4, 1), date(2026, 6, 30), figures.now)
    result = figures.result(BY_KEY[kpi], EVERYBODY, quarter)
    return result.value, result.n, dict(result.beside)


@pytest.mark.parametrize(
    ("kpi", "rows"),
    [
        ("active_accounts", {"contracts": [LAPSED]}),
        ("renewal_rate", {"contracts": [LAPSED]}),
        ("renewal_rate", {"contracts": [CONTRACT, NEXT]}),
        ("renewal_rate", {"contracts": [CONTRACT], "events": [WORD]}),
        ("conversion_rate", {"deals": [{**LEAD, "stage": "won", "closed_at": NOON}]}),
        ("conversion_rate", {"deals": [GROWN_UP]}),
        ("lead_response_time", {"deals": [{**LEAD, "first_touch_at": NOON}]}),
        ("response_time", {"requests": [REQUEST]}),
        ("survey_response_rate", {"surveys": [SURVEY]}),
    ],
)
def test_it_counts_what_became_known_of_a_quarter_that_is_over(
    book: Callable[..., Any], kpi: str, rows: dict[str, Any]
) -> None:
    former = book(BEFORE, **rows).figures
    anew = told(book(AFTER, **rows).figures, kpi)
    assert anew != told(former, kpi)
    assert anew == told(former.at(AFTER), kpi)


def test_it_computes_nothing_again_that_looks_the_same(
    book: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    former = book(BEFORE, surveys=[{**SURVEY, "at": D(2026, 7, 1)}]).figures
    known = told(former, "survey_response_rate")
    monkeypatch.setattr("kpi_core.evaluate.totalled", None)
    assert known == told(former.at(NOON).at(AFTER), "survey_response_rate")
