from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from kpi_core.rules import Signal

D = datetime
Find = Callable[..., list[Signal]]


def request(**more: Any) -> dict[str, Any]:
    row = {"request_id": "R1", "account_id": "acme", "opened_at": D(2026, 6, 26, 10), "category": "billing"}
    times = {"response_due_at": D(2026, 6, 29, 10), "due_at": D(2026, 7, 3, 10)}
    return {**row, **times, **more}


def test_it_names_a_request_nobody_answered_in_time(find: Find) -> None:
    assert [] == find("unanswered", now=D(2026, 6, 29, 10), requests=[request()])
    (signal,) = find("unanswered", now=D(2026, 6, 29, 14), requests=[request()])
    assert ("R1", "response:2026-06-29T10:00", "linh") == (signal.subject, signal.cycle, signal.am_id)
    expected = "the request “billing” of 2026-06-26 (normal) has no answer yet; it was due 3 working hours ago"
    assert expected == signal.why.to("en")
    assert ("warning", date(2026, 6, 29)) == (signal.severity, signal.due_on)


def test_it_starts_anew_when_the_next_promise_is_broken(find: Find) -> None:
    (signal,) = find("unanswered", now=D(2026, 7, 4), requests=[request()])
    assert "resolution:2026-07-03T10:00" == signal.cycle


def test_it_names_an_answered_request_open_past_its_time(find: Find) -> None:
    answered = request(first_response_at=D(2026, 6, 26, 11), due_at=D(2026, 6, 30, 17))
    assert [] == find("unanswered", now=D(2026, 6, 30, 17), requests=[answered])
    (signal,) = find("unanswered", requests=[answered])
    expected = "the request “billing” of 2026-06-26 (normal) is still open; it was due 60 working minutes ago"
    assert expected == signal.why.to("en")


def test_it_is_content_with_a_resolved_request(find: Find) -> None:
    assert [] == find("unanswered", requests=[request(resolved_at=D(2026, 6, 30))])


def test_it_tells_of_urgent_requests_at_once(find: Find) -> None:
    (urgent,) = find("unanswered", requests=[request(priority="urgent")])
    (normal,) = find("unanswered", requests=[request()])
    assert ((True, "urgent"), (False, "warning")) == (
        (urgent.is_immediate, urgent.severity),
        (normal.is_immediate, normal.severity),
    )


def test_it_goes_to_the_am_of_the_request_first(find: Find) -> None:
    (signal,) = find("unanswered", requests=[request(am_id="minh")])
    assert "minh" == signal.am_id


def test_it_works_out_a_blank_promise_from_the_priority(find: Find) -> None:
    urgent = request(priority="urgent", response_due_at=None, due_at=None, opened_at=D(2026, 6, 30, 9))
    assert [] == find("unanswered", now=D(2026, 6, 30, 10), requests=[urgent])
    (signal,) = find("unanswered", now=D(2026, 6, 30, 10, 1), requests=[urgent])
    assert "response:2026-06-30T10:00" == signal.cycle


def test_it_leaves_a_former_client_s_request_alone(find: Find) -> None:
    gone = [{"account_id": "acme", "owner_id": "linh", "started_on": D(2025, 1, 1), "ended_on": D(2026, 6, 1)}]
    assert [] == find("unanswered", accounts=gone, requests=[request()])


def test_it_asks_for_news_after_three_working_days(find: Find) -> None:
    """Updated on Thursday: Friday, Monday and Tuesday are over at the end of Tuesday."""
    updated = request(opened_at=D(2026, 6, 24), last_update_at=D(2026, 6, 25, 17))
    assert [] == find("update_due", now=D(2026, 6, 30, 18), requests=[updated])
    (signal,) = find("update_due", now=D(2026, 7, 1), requests=[updated])
    assert ("R1", "2026-06-25T17:00") == (signal.subject, signal.cycle)
    assert "no news on the request “billing” of 2026-06-24 for 3 working days" == signal.why.to("en")


def test_it_starts_anew_with_the_next_update(find: Find) -> None:
    updated = request(last_update_at=D(2026, 6, 26, 12))
    (signal,) = find("update_due", now=D(2026, 7, 2), requests=[updated])
    assert "2026-06-26T12:00" == signal.cycle


def test_it_counts_a_holiday_as_no_working_day(find: Find) -> None:
    updated = request(opened_at=D(2026, 6, 24), last_update_at=D(2026, 6, 25, 17))
    assert [] == find("update_due", requests=[updated], holidays=[{"on": D(2026, 6, 29), "country": "VN"}])


def test_it_wants_no_news_on_what_is_resolved(find: Find) -> None:
    assert [] == find("update_due", requests=[request(opened_at=D(2026, 6, 1), resolved_at=D(2026, 6, 2))])
