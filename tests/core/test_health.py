from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from kpi_core.evaluate import Figures
from kpi_core.health import ASPECTS, Health, Part, health, level_of
from kpi_core.kpi import Scope
from kpi_core.text import LANGUAGES

D = datetime
# The end of 30 June.
NOW = D(2026, 7, 1)
TODAY = D(2026, 6, 30)
Build = Callable[..., Any]


def ago(days: int) -> datetime:
    return TODAY - timedelta(days=days)


def ahead(days: int) -> datetime:
    return TODAY + timedelta(days=days)


def spoke(days_ago: int, **more: Any) -> dict[str, Any]:
    return {"interaction_id": f"i{days_ago}", "account_id": "acme", "am_id": "linh", "at": ago(days_ago), **more}


def health_of(build: Build, account: str = "acme", settings: dict[str, str] | None = None, **rows: Any) -> Health:
    found: Health = health(build(NOW, settings, **rows).figures)[account]
    return found


def part(build: Build, key: str, **rows: Any) -> Part | None:
    return health_of(build, **rows).parts.get(key)


def rated(build: Build, key: str, **rows: Any) -> tuple[float, str]:
    found = part(build, key, **rows)
    assert found is not None
    return round(found.score, 2), found.sentence.to("en")


@pytest.mark.parametrize(
    ("days", "score"),
    [(0, 10.0), (7, 10.0), (14, 5.0), (21, 0.0), (60, 0.0)],
)
def test_it_rates_freshness_ten_within_the_cadence_and_zero_at_three(book: Build, days: int, score: float) -> None:
    # Acme is a key account: its rhythm is 7 days.
    assert score == rated(book, "freshness", interactions=[spoke(days)])[0]


def test_it_counts_freshness_from_the_start_of_one_never_contacted(book: Build) -> None:
    other = [spoke(1, account_id="bamboo")]
    assert (0.0, "never contacted, 545 days since the start") == rated(book, "freshness", interactions=other)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([("nps", 9.0, 10)], (9.0, "last NPS 9 of 10")),
        ([("csat", 2.0, 10)], (4.0, "last CSAT 2 of 5")),
        ([("nps", 9.0, 40), ("csat", 1.0, 3)], (2.0, "last CSAT 1 of 5")),
        ([("csat", 1.0, 40), ("nps", 9.0, 3)], (9.0, "last NPS 9 of 10")),
        ([("nps", 8.0, 40), ("nps", None, 3)], (8.0, "last NPS 8 of 10")),
        ([("nps", 8.0, 40), ("nps", 99.0, 3)], (8.0, "last NPS 8 of 10")),
        ([("nps", 8.0, 40), ("internal", 1.0, 3)], (8.0, "last NPS 8 of 10")),
    ],
)
def test_it_rates_sentiment_by_the_last_answer(
    book: Build, answers: list[tuple[str, float | None, int]], expected: tuple[float, str]
) -> None:
    surveys = [
        {"survey_id": f"s{number}", "account_id": "acme", "kind": kind, "score": score, "at": ago(days)}
        for number, (kind, score, days) in enumerate(answers)
    ]
    assert expected == rated(book, "sentiment", surveys=surveys)


def request(number: int, **more: Any) -> dict[str, Any]:
    return {"request_id": f"r{number}", "account_id": "acme", "opened_at": ago(9), "first_response_at": ago(9), **more}


@pytest.mark.parametrize(
    ("requests", "expected"),
    [
        ([request(1, due_at=ahead(2))], (10.0, "no request is late")),
        ([request(1, due_at=ago(2), resolved_at=ago(1))], (10.0, "no request is late")),
        ([request(1, due_at=ago(2))], (5.0, "1 request past its promise")),
        (
            [request(1, due_at=ahead(2), response_due_at=ago(8), first_response_at=None)],
            (5.0, "1 request past its promise"),
        ),
        ([request(number, due_at=ago(2)) for number in range(3)], (0.0, "3 requests past their promise")),
    ],
    ids=["in time", "late but resolved", "past due", "unanswered", "many"],
)
def test_it_takes_five_for_each_open_breach(
    book: Build, requests: list[dict[str, Any]], expected: tuple[float, str]
) -> None:
    assert expected == rated(book, "service", requests=requests)


def invoice(due: datetime, **more: Any) -> dict[str, Any]:
    return {"invoice_id": f"v{due}", "account_id": "acme", "issued_on": ago(200), "due_on": due, "amount": 100.0} | more


@pytest.mark.parametrize(
    ("invoices", "expected"),
    [
        ([invoice(ahead(3))], (10.0, "all invoices paid in time")),
        ([invoice(ago(15))], (10.0, "invoice 15 days overdue")),
        ([invoice(ago(16))], (5.0, "invoice 16 days overdue")),
        ([invoice(ago(60)), invoice(ago(2))], (5.0, "invoice 60 days overdue")),
        ([invoice(ago(61))], (0.0, "invoice 61 days overdue")),
        ([invoice(ago(61), paid_on=ago(1))], (10.0, "all invoices paid in time")),
    ],
)
def test_it_rates_money_by_the_oldest_invoice_overdue(
    book: Build, invoices: list[dict[str, Any]], expected: tuple[float, str]
) -> None:
    assert expected == rated(book, "money", invoices=invoices)


def contract(ends: datetime | None, **more: Any) -> dict[str, Any]:
    row = {"contract_id": "c", "account_id": "acme", "starts_on": D(2025, 1, 1), "ends_on": ends, "amount": 12.0}
    return {**row, **more}


@pytest.mark.parametrize(
    ("contracts", "expected"),
    [
        ([contract(ahead(91))], (10.0, "contract runs until 2026-09-29")),
        ([contract(None)], (10.0, "open-ended contract")),
        ([contract(ahead(45), renewal_status="negotiating")], (5.0, "contract ends in 45 days, renewal in talks")),
        ([contract(ahead(45))], (2.5, "contract ends in 45 days, nobody works on the renewal")),
        ([contract(ahead(45), renewal_status="lost")], (2.5, "contract ends in 45 days and will not be renewed")),
        ([contract(ahead(45), renewal_status="won")], (10.0, "contract renewed")),
        ([contract(ago(3))], (0.0, "contract ended 3 days ago, nobody works on the renewal")),
        (
            [contract(ahead(300)), contract(ahead(9), contract_id="d", service="SEO")],
            (0.5, "contract ends in 9 days, nobody works on the renewal"),
        ),
    ],
    ids=["far", "open-ended", "in talks", "untouched", "refused", "won", "in grace", "the most pressing"],
)
def test_it_rates_renewal_by_the_days_left_and_who_works_on_it(
    book: Build, contracts: list[dict[str, Any]], expected: tuple[float, str]
) -> None:
    assert expected == rated(book, "renewal", contracts=contracts)


def test_it_hears_of_talks_from_an_event_too(book: Build) -> None:
    word = {"event_id": "e", "kind": "renewal_outcome", "subject": "c", "value": "negotiating", "at": ago(1)}
    assert 5.0 == rated(book, "renewal", contracts=[contract(ahead(45))], events=[word])[0]


def contacts(*influences: str | None, account: str = "acme") -> list[dict[str, Any]]:
    return [
        {"contact_id": f"{account}{number}", "account_id": account, "influence": influence}
        for number, influence in enumerate(influences)
    ]


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (contacts("user", account="bamboo"), (0.0, "no contact person known")),
        (contacts("decision_maker"), (4.0, "only 1 contact")),
        (contacts("user"), (1.0, "only 1 contact, none of them a decision maker")),
        (contacts("decision_maker", "user"), (7.0, "2 contacts")),
        (contacts("decision_maker", "user", "user", "user"), (10.0, "4 contacts")),
        (contacts("user", None, "user"), (7.0, "3 contacts, none of them a decision maker")),
    ],
)
def test_it_rates_people_by_number_and_decision_maker(
    book: Build, known: list[dict[str, Any]], expected: tuple[float, str]
) -> None:
    assert expected == rated(book, "people", contacts=known)


def test_it_leaves_out_contacts_who_left(book: Build) -> None:
    known = contacts("decision_maker", "user", "user")
    known[1] |= {"active": False}
    known[2] |= {"left_on": ago(5)}
    assert (4.0, "only 1 contact") == rated(book, "people", contacts=known)


def goal(number: int, due: datetime, **more: Any) -> dict[str, Any]:
    return {"outcome_id": f"o{number}", "account_id": "acme", "goal": "leads", "due_on": due, **more}


def test_it_rates_outcomes_by_the_share_on_track(book: Build) -> None:
    outcomes = [
        goal(1, ago(10), achieved=True),
        goal(2, ago(10), target=100.0, actual=90.0),  # missed
        goal(3, ahead(20), target=100.0, actual=70.0),  # far enough
        goal(4, ahead(20), target=100.0, actual=69.0),  # at risk
        goal(5, ahead(60), target=100.0, actual=1.0),  # time enough
        goal(6, ahead(20), target=7.0, actual=10.0, better="lower"),  # far enough
        goal(7, ahead(20)),  # nobody has typed a figure
        goal(8, ago(300), achieved=False),  # long gone
    ]
    assert (6.67, "4 of 6 goals on track") == rated(book, "outcomes", outcomes=outcomes)


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (100.0, 100.0, (5.0, "revenue steady")),
        (100.0, 110.0, (7.5, "revenue up 10%")),
        (100.0, 200.0, (10.0, "revenue up 100%")),
        (100.0, 88.0, (2.0, "revenue down 12%")),
        (100.0, None, (0.0, "revenue down 100%")),
    ],
)
def test_it_rates_the_trend_of_revenue(
    book: Build, before: float, now: float | None, expected: tuple[float, str]
) -> None:
    amounts = [(120, before), (30, now)]
    invoices = [
        {"invoice_id": f"v{days}", "account_id": "acme", "issued_on": ago(days), "amount": amount}
        for days, amount in amounts
        if amount is not None
    ]
    assert expected == rated(book, "trend", invoices=invoices)


def test_it_knows_no_trend_without_revenue_before(book: Build) -> None:
    invoices = [{"invoice_id": "v", "account_id": "acme", "issued_on": ago(30), "amount": 100.0}]
    assert part(book, "trend", invoices=invoices) is None


def test_it_weighs_the_parts_that_are_known(book: Build) -> None:
    rows: dict[str, Any] = {
        "interactions": [spoke(14)],  # 5
        "contacts": contacts("decision_maker", "user"),  # 7
        "requests": [request(1, due_at=ago(1))],  # 5
    }
    assert pytest.approx(17 / 3) == health_of(book, **rows).score
    weighted = health_of(book, settings={"health_weight.freshness": "3", "health_weight.service": "0"}, **rows)
    assert pytest.approx((3 * 5 + 7) / 4) == weighted.score
    assert {"freshness", "people"} == set(weighted.parts)


def test_it_lights_red_under_four_and_amber_under_seven() -> None:
    assert ["red", "amber", "amber", "green", None] == [level_of(score) for score in (3.99, 4.0, 6.99, 7.0, None)]


def test_it_gives_the_two_reasons_that_cost_the_most(book: Build) -> None:
    found = health_of(
        book,
        interactions=[spoke(14)],
        contacts=contacts("decision_maker", "user"),
        contracts=[contract(ahead(9))],
        requests=[request(1, due_at=ahead(1))],
    )
    assert ["contract ends in 9 days, nobody works on the renewal", "14 days without contact (rhythm: 7 days)"] == [
        reason.to("en") for reason in found.reasons
    ]


def test_it_takes_steady_revenue_for_no_reason(book: Build) -> None:
    invoices = [
        {"invoice_id": f"v{days}", "account_id": "acme", "issued_on": ago(days), "amount": 100.0} for days in (120, 30)
    ]
    survey = {"survey_id": "s", "account_id": "acme", "kind": "nps", "score": 9.0, "at": ago(3)}
    found = health_of(book, invoices=invoices, surveys=[survey], contacts=contacts("decision_maker", "user"))
    assert ["2 contacts", "last NPS 9 of 10"] == [reason.to("en") for reason in found.reasons]
    assert not found.parts["trend"].is_amiss


def test_it_does_not_know_how_an_account_without_data_is_doing(book: Build) -> None:
    found = health_of(book)
    assert (None, None, {}) == (found.score, found.level, found.parts)
    assert ["nothing in the book says how this account is doing"] == [reason.to("en") for reason in found.reasons]


@pytest.mark.parametrize("tab", sorted({need.partition(".")[0] for aspect in ASPECTS for need in aspect.needs}))
def test_it_leaves_out_what_a_missing_tab_would_tell(book: Build, tab: str) -> None:
    rows: dict[str, Any] = {
        "interactions": [spoke(1)],
        "surveys": [{"survey_id": "s", "account_id": "acme", "kind": "nps", "score": 9.0, "at": ago(3)}],
        "contacts": contacts("decision_maker"),
        "contracts": [contract(ahead(45))],
        "requests": [request(1)],
        "invoices": [invoice(ahead(3)), invoice(ago(3), invoice_id="w", issued_on=ago(120), paid_on=ago(4))],
        "outcomes": [goal(1, ago(10), achieved=True)],
    }
    assert {aspect.key for aspect in ASPECTS} == set(health_of(book, **rows).parts)
    built = book(NOW, None, (tab,), **{key: value for key, value in rows.items() if key != tab})
    needing = {aspect.key for aspect in ASPECTS if any(need.startswith(tab) for need in aspect.needs)}
    assert {aspect.key for aspect in ASPECTS} - needing == set(health(built.figures)["acme"].parts)


def test_it_does_not_blame_for_a_column_that_is_not_there(book: Build) -> None:
    built = book(NOW, None, ("contacts.influence",), contacts=contacts(None))
    assert 4.0 == health(built.figures)["acme"].parts["people"].score


def test_it_covers_the_active_accounts_of_the_scope(book: Build) -> None:
    figures: Figures = book(NOW, contacts=contacts("user")).figures
    assert ["acme", "bamboo", "volga"] == list(health(figures))
    assert ["acme"] == list(health(figures, Scope("am", "linh")))
    assert ["acme", "bamboo"] == list(health(figures, Scope("team", "Sen")))
    assert ["bamboo"] == list(health(figures, Scope("account", "bamboo")))


def test_it_leaves_out_prospects_and_the_lost(book: Build) -> None:
    accounts = [
        {"account_id": "lost", "owner_id": "linh", "started_on": D(2025, 1, 1), "ended_on": D(2026, 6, 1)},
        {"account_id": "prospect", "owner_id": "linh", "status": "prospect"},
    ]
    assert {} == health(book(NOW, accounts=accounts).figures)


def test_it_names_each_part_in_every_language() -> None:
    assert all(aspect.names.to(language).strip() for aspect in ASPECTS for language in LANGUAGES)
