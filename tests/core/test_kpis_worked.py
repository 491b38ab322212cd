"""Each KPI on literal rows, worked by hand."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from kpi_core.catalogue import BY_KEY
from kpi_core.kpi import EVERYBODY
from kpi_core.periods import DAY, between

D = datetime
NOW = D(2026, 7, 1)
Q2 = between(D(2026, 4, 1).date(), D(2026, 6, 30).date(), NOW)

Build = Callable[..., Any]


def sides(result: Any) -> tuple[float | None, float | None, float | None, int]:
    return result.value, result.numerator, result.denominator, result.n


def answers(*scores: float, account: str = "acme", kind: str = "nps") -> list[dict[str, Any]]:
    return [
        {"survey_id": f"{account}{i}", "account_id": account, "kind": kind, "at": D(2026, 5, 1), "score": score}
        for i, score in enumerate(scores)
    ]


def test_it_computes_nps_as_promoters_less_detractors_with_six_a_detractor(book: Build) -> None:
    result = book(NOW, surveys=answers(10, 9, 9, 7, 8, 6)).ask("nps", Q2, "am:linh")
    assert (pytest.approx(33.333, abs=0.001), 2, 6, 6) == sides(result)
    # Variance 5/9 on −1 … 1: 1.96 · 100 · √(5/9 ÷ 6) = 59.64.
    assert (pytest.approx(-26.308, abs=0.001), pytest.approx(92.974, abs=0.001)) == (result.low, result.high)
    assert {"promoters": 3, "detractors": 1} == result.beside


def test_it_gives_no_nps_of_fewer_than_five_answers(book: Build) -> None:
    result = book(NOW, surveys=answers(10, 9, 9)).ask("nps", Q2)
    assert result.value is None
    assert "too few answers (n = 3)" == result.reason.to("en")


def test_it_counts_an_account_as_active_from_its_start_to_the_day_before_its_loss(book: Build) -> None:
    accounts = [
        {"account_id": "stays", "owner_id": "linh", "started_on": D(2026, 1, 1)},
        {"account_id": "paused", "owner_id": "linh", "started_on": D(2026, 1, 1), "status": "paused"},
        {"account_id": "starts_that_day", "owner_id": "linh", "started_on": D(2026, 6, 30)},
        {"account_id": "starts_after", "owner_id": "linh", "started_on": D(2026, 7, 1)},
        {"account_id": "lost_that_day", "owner_id": "linh", "ended_on": D(2026, 6, 30)},
        {"account_id": "lost_after", "owner_id": "linh", "ended_on": D(2026, 7, 1)},
        {"account_id": "prospect", "owner_id": "linh", "status": "prospect"},
    ]
    assert 4 == book(NOW, accounts=accounts).ask("active_accounts", Q2, "am:linh").value


def test_it_divides_accounts_per_am_by_the_ams_who_own_one(book: Build) -> None:
    accounts = [
        {"account_id": name, "owner_id": owner} for name, owner in (("a", "linh"), ("b", "linh"), ("c", "olga"))
    ]
    assert (1.5, 3, 2, 3) == sides(book(NOW, accounts=accounts).ask("accounts_per_am", Q2))


def test_it_counts_a_new_account_for_its_owner_on_the_day_it_starts(book: Build) -> None:
    asked = book(
        NOW,
        accounts=[{"account_id": "a", "owner_id": "minh", "started_on": D(2026, 5, 1)}],
        ownership=[{"account_id": "a", "am_id": "linh", "from": D(2026, 5, 1), "to": D(2026, 5, 31)}],
    )
    assert [1, 0] == [asked.ask("new_accounts", Q2, scope).value for scope in ("am:linh", "am:minh")]


def test_it_divides_the_lost_of_the_start_by_the_accounts_at_the_start_for_churn(book: Build) -> None:
    accounts = [
        {"account_id": "stays", "owner_id": "linh"},
        {"account_id": "stays_too", "owner_id": "linh"},
        {"account_id": "lost_first_day", "owner_id": "linh", "ended_on": D(2026, 4, 1)},
        {"account_id": "lost_last_day", "owner_id": "linh", "ended_on": D(2026, 6, 30)},
        {"account_id": "lost_before", "owner_id": "linh", "ended_on": D(2026, 3, 31)},
        {"account_id": "new_and_lost", "owner_id": "linh", "started_on": D(2026, 4, 1), "ended_on": D(2026, 6, 1)},
    ]
    asked = book(NOW, accounts=accounts)
    assert (0.5, 2, 4, 4) == sides(asked.ask("churn_rate", Q2, "am:linh"))
    assert (0.5, 2, 4, 4) == sides(asked.ask("retention_rate", Q2, "am:linh"))


def test_it_leaves_churn_with_the_owner_at_the_start_through_a_hand_over(book: Build) -> None:
    asked = book(
        NOW,
        accounts=[{"account_id": "a", "owner_id": "minh", "ended_on": D(2026, 6, 15)}],
        ownership=[
            {"account_id": "a", "am_id": "linh", "from": D(2026, 1, 1), "to": D(2026, 4, 30)},
            {"account_id": "a", "am_id": "minh", "from": D(2026, 5, 1)},
        ],
    )
    assert [(1, 1, 1, 1), (None, None, None, 0)] == [
        sides(asked.ask("churn_rate", Q2, scope)) for scope in ("am:linh", "am:minh")
    ]


def test_it_sees_a_lapsed_contract_as_churn_only_when_its_grace_is_over(book: Build) -> None:
    rows = {
        "accounts": [{"account_id": "a", "owner_id": "linh"}],
        "contracts": [
            {
                "contract_id": "c",
                "account_id": "a",
                "starts_on": D(2025, 6, 15),
                "ends_on": D(2026, 6, 14),
                "amount": 1.0,
            }
        ],
    }
    assert 0 == book(NOW, **rows).ask("churn_rate", Q2).value
    later = between(Q2.start.date(), Q2.last_day, D(2026, 7, 15))
    assert 1 == book(D(2026, 7, 15), **rows).ask("churn_rate", later).value


def order(account: str, day: datetime, contract: str | None = None) -> dict[str, Any]:
    return {
        "invoice_id": f"{account}{day:%m%d}",
        "account_id": account,
        "issued_on": day,
        "amount": 1.0,
        "contract_id": contract,
    }


def test_it_counts_accounts_with_an_order_in_the_period_that_is_not_their_first_as_returning(book: Build) -> None:
    asked = book(
        NOW,
        invoices=[
            order("acme", D(2026, 1, 5)),
            order("acme", D(2026, 5, 5)),
            order("bamboo", D(2026, 5, 6)),
            order("volga", D(2026, 5, 7), contract="c"),
        ],
        contracts=[
            {
                "contract_id": "c",
                "account_id": "volga",
                "signed_on": D(2026, 3, 1),
                "starts_on": D(2026, 5, 1),
                "amount": 1.0,
            }
        ],
    )
    assert 1 == asked.ask("returning_accounts", Q2).value
    assert (0.5, 1, 2, 2) == sides(asked.ask("returning_rate", Q2))


def test_it_takes_tax_and_pass_through_off_revenue_and_adds_credit_notes(book: Build) -> None:
    invoice = {"account_id": "acme", "issued_on": D(2026, 4, 1)}
    asked = book(
        NOW,
        invoices=[
            {**invoice, "invoice_id": "1", "amount": 110.0, "tax": 10.0, "pass_through": 30.0},
            {**invoice, "invoice_id": "2", "amount": -20.0},
            {**invoice, "invoice_id": "3", "amount": 999.0, "issued_on": D(2026, 3, 31)},
            {**invoice, "invoice_id": "4", "amount": 1e6, "currency": "VND"},
        ],
        rates=[{"currency": "VND", "rate": 0.00004}],
    )
    assert (90, 90, None, 3) == sides(asked.ask("revenue", Q2, "am:linh"))


def contract(name: str, ends: datetime | None, **more: Any) -> dict[str, Any]:
    return {
        "contract_id": name,
        "account_id": "acme",
        "service": name,
        "starts_on": D(2025, 5, 1),
        "ends_on": ends,
        "amount": 12.0,
        **more,
    }


def test_it_counts_the_decided_in_renewal_rate_and_shows_the_undecided_beside(book: Build) -> None:
    may = D(2026, 5, 1)
    asked = book(
        NOW,
        contracts=[
            contract("succeeded", may),
            contract("next", D(2027, 4, 30), service="succeeded", starts_on=D(2026, 5, 2)),
            contract("auto", may, auto_renews=True),
            contract("auto_cancelled", D(2027, 5, 1), auto_renews=True, cancelled_on=may),
            contract("won_by_status", may, renewal_status="won"),
            contract("lost_by_event", may, renewal_status="won"),
            contract("grace_over", may),
            contract("in_grace", D(2026, 6, 10)),
            contract("one_off", may, recurring=False),
        ],
        events=[
            {
                "event_id": "1",
                "kind": "renewal_outcome",
                "subject": "lost_by_event",
                "value": "won",
                "at": D(2026, 4, 1),
            },
            {
                "event_id": "2",
                "kind": "renewal_outcome",
                "subject": "lost_by_event",
                "value": "lost",
                "at": D(2026, 5, 1),
            },
        ],
    )
    result = asked.ask("renewal_rate", Q2)
    assert (0.5, 3, 6, 6) == sides(result)
    assert {"undecided": 1} == result.beside


def test_it_takes_the_word_given_last_of_two_in_one_instant(book: Build) -> None:
    told = {"kind": "renewal_outcome", "subject": "c", "at": D(2026, 5, 2)}
    asked = book(
        NOW,
        contracts=[contract("c", D(2026, 5, 1))],
        events=[{**told, "event_id": "1", "value": "won"}, {**told, "event_id": "2", "value": "lost"}],
    )
    assert (0, 0, 1, 1) == sides(asked.ask("renewal_rate", Q2))


def test_it_counts_as_due_what_ends_in_the_next_ninety_days_and_is_not_renewed(book: Build) -> None:
    asked = book(
        NOW,
        contracts=[
            contract("first_day", D(2026, 7, 1)),
            contract("last_day", D(2026, 9, 28)),
            contract("too_far", D(2026, 9, 29)),
            contract("ended", D(2026, 6, 30)),
            contract("renewed", D(2026, 8, 1), auto_renews=True),
            contract("open_ended", None),
        ],
    )
    assert 2 == asked.ask("renewals_due", Q2, "am:linh").value


def contact(day: datetime, account: str = "acme", **more: Any) -> dict[str, Any]:
    return {"interaction_id": f"{account}{day}", "account_id": account, "am_id": "linh", "at": day, **more}


def test_it_computes_freshness_as_the_share_contacted_within_their_cadence(book: Build) -> None:
    asked = book(
        NOW,
        team=[{"am_id": "linh", "name": "Linh"}],
        accounts=[
            {"account_id": "key_fresh", "owner_id": "linh", "tier": "key"},
            {"account_id": "key_stale", "owner_id": "linh", "tier": "key"},
            {"account_id": "own_rhythm", "owner_id": "linh", "tier": "key", "cadence_days": 60.0},
            {"account_id": "unanswered", "owner_id": "linh", "started_on": D(2026, 1, 1)},
            {"account_id": "just_started", "owner_id": "linh", "started_on": D(2026, 6, 20)},
        ],
        interactions=[
            contact(D(2026, 6, 23, 9), "key_fresh"),
            contact(D(2026, 6, 22, 23), "key_stale"),
            contact(D(2026, 5, 10), "own_rhythm"),
            contact(D(2026, 6, 29), "unanswered", direction="outbound", replied=False),
        ],
    )
    result = asked.ask("freshness", Q2, "am:linh")
    assert (0.6, 3, 5, 5) == sides(result)
    assert {"never_contacted": 2} == result.beside


def test_it_stops_the_clock_of_freshness_over_a_long_public_holiday(book: Build) -> None:
    # Tết 2026: off from Saturday 14 to Sunday 22 February, nine days.
    rows: dict[str, Any] = {
        "accounts": [{"account_id": "a", "owner_id": "linh", "tier": "key"}],
        "interactions": [contact(D(2026, 2, 12), "a")],
        "holidays": [{"on": D(2026, 2, day), "country": "VN"} for day in range(16, 21)],
    }

    def freshness_on(day: datetime) -> float:
        now = day + DAY
        value: float = book(now, **rows).ask("freshness", between(day.date(), day.date(), now)).value
        return value

    # On 28 February 16 days have passed since the contact; less the nine they are the cadence of 7.
    assert [1, 0] == [freshness_on(D(2026, 2, 28)), freshness_on(D(2026, 3, 1))]


def test_it_takes_the_median_of_days_since_contact_from_the_start_when_never_contacted(book: Build) -> None:
    asked = book(
        NOW,
        accounts=[
            {"account_id": "a", "owner_id": "linh"},
            {"account_id": "b", "owner_id": "linh", "started_on": D(2026, 6, 10)},
            {"account_id": "c", "owner_id": "linh"},
            {"account_id": "nobody_knows", "owner_id": "linh"},
        ],
        interactions=[contact(D(2026, 6, 30, 18), "a"), contact(D(2026, 6, 25), "c"), contact(D(2026, 1, 1), "c")],
    )
    result = asked.ask("days_since_contact", Q2, "am:linh")
    assert (5, None, None, 3) == sides(result)


def test_it_divides_interactions_by_the_share_of_the_period_each_account_was_there(book: Build) -> None:
    asked = book(
        NOW,
        accounts=[
            {"account_id": "a", "owner_id": "minh"},
            {"account_id": "b", "owner_id": "linh", "ended_on": D(2026, 5, 16, 12)},
        ],
        ownership=[{"account_id": "a", "am_id": "linh", "from": D(2026, 1, 1), "to": D(2026, 5, 16)}],
        interactions=[contact(D(2026, 4, 2), "a"), contact(D(2026, 4, 3), "b"), contact(D(2026, 6, 2), "a")],
    )
    # Linh held a for 46 of 91 days and b for 45.5.
    assert (pytest.approx(2 / (91.5 / 91)), 2, pytest.approx(91.5 / 91), 2) == sides(
        asked.ask("interactions_per_account", Q2, "am:linh")
    )
    assert pytest.approx(1 + 45.5 / 91) == asked.ask("interactions_per_account", Q2).denominator


def deal(name: str, stage: str, **more: Any) -> dict[str, Any]:
    row = {"deal_id": name, "am_id": "linh", "stage": stage, "kind": "new", "created_at": D(2026, 4, 10)}
    return {**row, "closed_at": D(2026, 5, 10) if stage in {"won", "lost"} else None, **more}


def test_it_counts_deals_won_and_bookings_for_the_rows_own_am(book: Build) -> None:
    asked = book(
        NOW,
        deals=[
            deal("1", "won", amount=100.0, account_id="volga"),
            deal("2", "won", amount=50.0, closed_at=D(2026, 7, 1)),
            deal("3", "won", amount=None),
            deal("4", "lost", amount=9.0),
        ],
    )
    assert (2, 2, None, 2) == sides(asked.ask("deals_won", Q2, "am:linh"))
    assert (100, 100, None, 1) == sides(asked.ask("bookings", Q2, "am:linh"))
    assert (0, 0) == (asked.ask("deals_won", Q2, "am:olga").value, asked.ask("bookings", Q2, "am:olga").value)


def test_it_looks_at_what_closed_in_the_period_for_win_rate(book: Build) -> None:
    asked = book(NOW, deals=[deal("1", "won"), deal("2", "lost"), deal("3", "lost"), deal("4", "proposal")])
    assert (pytest.approx(1 / 3), 1, 3, 3) == sides(asked.ask("win_rate", Q2))


def test_it_follows_the_deals_created_in_the_period_for_conversion_by_channel(book: Build) -> None:
    asked = book(
        NOW,
        deals=[
            deal("1", "won", channel="email"),
            deal("2", "lost", channel="call"),
            deal("3", "brief", channel="call"),
            deal("4", "won", kind="upsell"),
            deal("5", "won", created_at=D(2026, 3, 31)),
        ],
    )
    result = asked.ask("conversion_rate", Q2)
    assert (pytest.approx(1 / 3), 1, 3, 3) == sides(result)
    assert {"still_open": 1} == result.beside
    parts = asked.figures.parts(BY_KEY["conversion_rate"], EVERYBODY, Q2)
    assert [("call", 0, 2), ("email", 1, 1)] == [(part.part, part.value, part.denominator) for part in parts]


def test_it_takes_the_median_of_the_deals_won_for_days_to_close(book: Build) -> None:
    asked = book(
        NOW,
        deals=[
            deal("1", "won"),
            deal("2", "won", created_at=D(2026, 5, 8)),
            deal("3", "won", created_at=D(2026, 5, 9, 12)),
            deal("4", "won", created_at=D(2026, 5, 20)),
        ],
    )
    assert (2, None, None, 3) == sides(asked.ask("days_to_close", Q2, "am:linh"))


def invoice(name: str, due: datetime, **more: Any) -> dict[str, Any]:
    return {
        "invoice_id": name,
        "account_id": "acme",
        "issued_on": D(2026, 4, 1),
        "due_on": due,
        "amount": 100.0,
        **more,
    }


def test_it_asks_whether_all_had_come_by_the_due_date_for_late_payment(book: Build) -> None:
    due = D(2026, 5, 1)
    asked = book(
        NOW,
        invoices=[
            invoice("in_time", due, paid_on=due),
            invoice("late", due, paid_on=D(2026, 5, 2)),
            invoice("unpaid", due),
            invoice("partly", due, paid_on=due, paid_amount=60.0),
            invoice("instalments", due, paid_on=D(2026, 6, 1)),
            invoice("credit_note", due, amount=-50.0),
            invoice("due_later", D(2026, 7, 1)),
        ],
        payments=[
            {"payment_id": "1", "invoice_id": "instalments", "at": D(2026, 4, 20), "amount": 40.0},
            {"payment_id": "2", "invoice_id": "instalments", "at": D(2026, 5, 1, 17), "amount": 60.0},
        ],
    )
    assert (0.6, 3, 5, 5) == sides(asked.ask("late_payment_rate", Q2, "am:linh"))


def test_it_sums_what_is_unpaid_at_the_end_at_that_days_rate_for_overdue(book: Build) -> None:
    asked = book(
        NOW,
        invoices=[
            invoice("unpaid", D(2026, 5, 1)),
            invoice("partly", D(2026, 5, 1), paid_on=D(2026, 5, 1), paid_amount=60.0),
            invoice("paid_later", D(2026, 5, 1), paid_on=D(2026, 7, 1)),
            invoice("due_last_day", D(2026, 6, 30), amount=7.0),
            invoice("not_due", D(2026, 7, 1)),
            invoice("dong", D(2026, 5, 1), amount=1e6, currency="VND"),
        ],
        rates=[
            {"currency": "VND", "on": D(2026, 1, 1), "rate": 0.00004},
            {"currency": "VND", "on": D(2026, 6, 1), "rate": 0.00005},
        ],
    )
    assert (100 + 40 + 100 + 7 + 50) == asked.ask("overdue_amount", Q2, "am:linh").value
