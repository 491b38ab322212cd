from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from kpi_core.errors import InputError
from kpi_core.evaluate import Figures
from kpi_core.kpi import EVERYBODY, Scope
from kpi_core.schema import PEOPLE_TABS
from kpi_core.views import (
    account_card,
    account_matrix,
    contact_matrix,
    renewals_forecast,
    stakeholder_map,
    wallets,
)
from kpi_core.views.account import AccountMoney, AccountRequests

D = datetime
# The end of Tuesday, 30 June.
NOW = D(2026, 7, 1)
TODAY = D(2026, 6, 30)
LINH = Scope("am", "linh")
Build = Callable[..., Any]


def ago(days: int) -> datetime:
    return TODAY - timedelta(days=days)


def figures_of(build: Build, *missing: str, **rows: Any) -> Figures:
    found: Figures = build(NOW, None, missing, **rows).figures
    return found


def spoke(day: datetime, account: str = "acme", **more: Any) -> dict[str, Any]:
    return {"interaction_id": f"{account}{day}", "account_id": account, "am_id": "linh", "at": day, **more}


def contact(contact_id: str, influence: str | None = None, closeness: float | None = None, **more: Any) -> Any:
    row = {"contact_id": contact_id, "account_id": "acme", "name": contact_id.title(), "influence": influence}
    return {**row, "relationship": closeness, **more}


def test_it_counts_contacts_per_account_and_week_and_marks_the_white_ones(book: Build) -> None:
    # Acme's rhythm is 7 days; the weeks end on 14, 21, 28 June and today, Tuesday 30 June.
    talks = [spoke(D(2026, 6, 10)), spoke(D(2026, 6, 11)), spoke(D(2026, 6, 29))]
    matrix = account_matrix(figures_of(book, interactions=talks), LINH, weeks=4)
    assert (date(2026, 6, 8), date(2026, 6, 15), date(2026, 6, 22), date(2026, 6, 29)) == matrix.weeks
    (acme,) = matrix.rows
    assert ("acme", "Acme", (2, 0, 0, 1), 7) == (acme.id, acme.name, acme.counts, acme.limit_days)
    assert (False, True, True, False) == acme.is_white
    assert date(2026, 6, 29) == acme.last_on


def test_it_takes_no_unanswered_mail_for_contact(book: Build) -> None:
    mails = [spoke(ago(1), direction="outbound", replied=False)]
    assert (0,) == account_matrix(figures_of(book, interactions=mails), LINH, weeks=1).rows[0].counts


def test_it_leaves_weeks_before_an_account_began_unmarked(book: Build) -> None:
    accounts = [{"account_id": "acme", "owner_id": "linh", "tier": "key", "started_on": D(2026, 6, 15)}]
    other = [spoke(ago(1), "bamboo")]
    matrix = account_matrix(figures_of(book, accounts=accounts, interactions=other), LINH, weeks=4)
    assert (False, False, True, True) == matrix.rows[0].is_white


def test_it_shows_whom_of_an_account_nobody_speaks_with(book: Build) -> None:
    talks = [
        spoke(ago(1), contact_id="mai"),
        spoke(ago(2)),
        spoke(ago(60), contact_id="nam"),
        spoke(ago(3), contact_id="gone"),
    ]
    people = [contact("mai"), contact("nam"), contact("oanh"), contact("gone", active=False)]
    matrix = contact_matrix(figures_of(book, interactions=talks, contacts=people), "acme", weeks=2)
    assert [
        ("mai", (0, 1), (True, False), date(2026, 6, 29)),
        ("nam", (0, 0), (True, True), date(2026, 5, 1)),
        ("oanh", (0, 0), (True, True), None),
        (None, (2, 0), (False, False), date(2026, 6, 28)),
    ] == [(row.id, row.counts, row.is_white, row.last_on) for row in matrix.rows]


def test_it_gives_a_person_a_month_though_the_account_has_a_week(book: Build) -> None:
    talks = [spoke(ago(30), contact_id="mai")]
    row = contact_matrix(figures_of(book, interactions=talks, contacts=[contact("mai")]), "acme", weeks=1).rows[0]
    assert (30, (False,)) == (row.limit_days, row.is_white)


def test_it_counts_nothing_where_the_book_keeps_no_interactions(book: Build) -> None:
    row = account_matrix(figures_of(book), LINH, weeks=2).rows[0]
    assert ((None, None), (False, False), None) == (row.counts, row.is_white, row.last_on)


def test_it_maps_contacts_the_most_influential_and_closest_first(book: Build) -> None:
    people = [
        contact("user", "user", 5.0),
        contact("nobody", None, None),
        contact("cold", "decision_maker", 1.0),
        contact("close", "decision_maker", 4.0),
        contact("blocker", "blocker", 9.0),
        contact("gone", "decision_maker", 5.0, left_on=ago(1)),
    ]
    talks = [spoke(ago(9), contact_id="close"), spoke(ago(4), contact_id="close")]
    found = stakeholder_map(figures_of(book, contacts=people, interactions=talks), "acme")
    assert [("close", 4), ("cold", 1), ("user", 5), ("blocker", None), ("nobody", None)] == [
        (one.contact_id, one.relationship) for one in found.stakeholders
    ]
    assert date(2026, 6, 26) == found.stakeholders[0].last_on
    assert found.is_single_threaded is False


@pytest.mark.parametrize(
    ("people", "missing", "expected"),
    [
        ([contact("mai", "decision_maker")], (), True),
        ([contact("mai", "user"), contact("nam", "user")], (), True),
        ([contact("mai", "user"), contact("nam", "decision_maker")], (), False),
        ([contact("mai"), contact("nam")], ("contacts.influence",), False),
        ([contact("x", account_id="volga")], (), True),
        ([], (), None),
    ],
    ids=["one", "nobody decides", "two", "influence not kept", "none here", "no contacts kept"],
)
def test_it_says_which_account_hangs_on_one_thread(
    book: Build, people: list[Any], missing: tuple[str, ...], expected: bool | None
) -> None:
    assert expected is stakeholder_map(figures_of(book, *missing, contacts=people), "acme").is_single_threaded


ACCOUNTS = [
    {
        "account_id": "acme",
        "name": "Acme",
        "owner_id": "linh",
        "tier": "key",
        "started_on": D(2025, 1, 1),
        "category_spend": 1000.0,
        "market_share": 0.12,
    },
    {"account_id": "bamboo", "name": "Bamboo", "owner_id": "minh", "started_on": D(2025, 1, 1)},
    {
        "account_id": "volga",
        "name": "Volga",
        "owner_id": "olga",
        "started_on": D(2025, 1, 1),
        "category_spend": 100.0,
        "currency": "EUR",
    },
]
RATES = [{"currency": "EUR", "on": D(2026, 1, 1), "rate": 20.0}]


def invoice(day: datetime, amount: float, account: str = "acme", **more: Any) -> dict[str, Any]:
    return {"invoice_id": f"{account}{day}", "account_id": account, "issued_on": day, "amount": amount, **more}


def test_it_sets_the_wallet_against_the_market(book: Build) -> None:
    rivals = [
        {"account_id": "acme", "competitor": "Small", "share_of_wallet": 0.1},
        {
            "account_id": "acme",
            "competitor": "Big",
            "share_of_wallet": 0.5,
            "strengths": "price",
            "weaknesses": "slow",
            "threat": "high",
            "updated_on": D(2026, 5, 1),
        },
    ]
    invoices = [invoice(ago(30), 250.0), invoice(ago(400), 999.0), invoice(ago(9), 5.0, "bamboo")]
    found = figures_of(book, accounts=ACCOUNTS, invoices=invoices, competitors=rivals, rates=RATES)
    volga, acme, bamboo = wallets(found, EVERYBODY)
    assert (0.25, 0.12, 750.0) == (acme.share_of_wallet, acme.market_share, acme.untapped)
    assert [("Big", 0.5, "price", "slow", "high", date(2026, 5, 1)), ("Small", 0.1, None, None, None, None)] == [
        (one.name, one.share_of_wallet, one.strengths, one.weaknesses, one.threat, one.updated_on)
        for one in acme.competitors
    ]
    assert (2000.0, 0.0) == (volga.category_spend, volga.share_of_wallet)
    assert (5.0, None, None) == (bamboo.revenue, bamboo.share_of_wallet, bamboo.untapped)


def test_it_knows_no_share_of_wallet_without_invoices(book: Build) -> None:
    acme = wallets(figures_of(book, accounts=ACCOUNTS), LINH)[0]
    assert (None, None, 1000.0) == (acme.revenue, acme.share_of_wallet, acme.category_spend)


def contract(number: str, ends: datetime | None, amount: float | None = 100.0, **more: Any) -> dict[str, Any]:
    row = {"contract_id": number, "account_id": "acme", "starts_on": D(2025, 1, 1), "ends_on": ends, "amount": amount}
    return {**row, "service": number, **more}


def test_it_forecasts_renewals_by_month_of_their_end(book: Build) -> None:
    contracts = [
        contract("a", D(2026, 6, 5), renewal_status="lost"),
        contract("b", D(2026, 7, 31), renewal_status="negotiating"),
        contract("c", D(2026, 7, 1), amount=5.0, currency="EUR"),
        contract("d", D(2026, 8, 1), auto_renews=True),
        contract("e", D(2026, 9, 1)),
        contract("f", None),
        contract("g", D(2026, 7, 9), recurring=False),
        contract("h", D(2026, 7, 9), account_id="bamboo"),
    ]
    june, july, august = renewals_forecast(figures_of(book, contracts=contracts, rates=RATES), LINH, months=3)
    assert [date(2026, 6, 1), date(2026, 7, 1), date(2026, 8, 1)] == [june.first, july.first, august.first]
    assert [("a", "refused")] == [(one.contract_id, one.standing) for one in june.renewals]
    assert [("c", "open", 100.0), ("b", "negotiating", 100.0)] == [
        (one.contract_id, one.standing, one.value) for one in july.renewals
    ]
    assert (200.0, 100.0, 0) == (july.value(), july.value("open"), july.value("refused"))
    assert [("d", "renewed")] == [(one.contract_id, one.standing) for one in august.renewals]


def test_it_shows_how_the_account_of_a_renewal_is_doing(book: Build) -> None:
    found = renewals_forecast(figures_of(book, contracts=[contract("a", D(2026, 7, 9))]), LINH)[1]
    assert (0.5, "red") == (found.renewals[0].health.score, found.renewals[0].health.level)


def test_it_does_not_value_what_has_no_amount(book: Build) -> None:
    month = renewals_forecast(figures_of(book, contracts=[contract("a", D(2026, 6, 30), None)]), LINH)[0]
    assert month.value() is None


def test_it_forecasts_nothing_where_the_book_keeps_no_contracts(book: Build) -> None:
    assert () == renewals_forecast(figures_of(book), EVERYBODY)


def test_it_gathers_all_of_an_account_on_one_card(book: Build) -> None:
    found = figures_of(
        book,
        accounts=ACCOUNTS,
        rates=RATES,
        interactions=[spoke(ago(2)), spoke(ago(5))],
        contacts=[contact("mai", "decision_maker", 4.0)],
        contracts=[contract("old", D(2025, 12, 31), recurring=False), contract("new", D(2026, 12, 31))],
        invoices=[
            invoice(ago(40), 300.0, due_on=ago(20)),
            invoice(ago(10), 50.0, due_on=ago(-20)),
            invoice(ago(90), 70.0, due_on=ago(60), paid_on=ago(61)),
        ],
        requests=[
            {"request_id": "1", "account_id": "acme", "opened_at": ago(9), "first_response_at": ago(9)},
            {
                "request_id": "2",
                "account_id": "acme",
                "opened_at": TODAY,
                "due_at": ago(-5),
                "response_due_at": ago(-1),
            },
            {"request_id": "3", "account_id": "acme", "opened_at": ago(30), "resolved_at": ago(29)},
        ],
        surveys=[
            {"survey_id": "1", "account_id": "acme", "kind": "csat", "score": 4.0, "at": ago(50), "comment": "good"},
            {"survey_id": "2", "account_id": "acme", "kind": "nps", "score": 9.0, "at": ago(5)},
            {"survey_id": "3", "account_id": "acme", "kind": "internal", "score": 1.0, "at": ago(4)},
            {"survey_id": "4", "account_id": "acme", "kind": "nps", "sent_at": ago(1)},
        ],
        outcomes=[
            {"outcome_id": "1", "account_id": "acme", "goal": "leads", "due_on": ago(1), "target": 9.0, "actual": 9.0},
            {"outcome_id": "2", "account_id": "acme", "goal": "reach", "due_on": ago(0), "target": 9.0, "actual": 8.0},
            {"outcome_id": "3", "account_id": "acme", "goal": "sales", "due_on": ago(-9)},
        ],
        deals=[
            {
                "deal_id": "1",
                "account_id": "acme",
                "am_id": "linh",
                "stage": "brief",
                "created_at": ago(3),
                "name": "SEO",
            },
            {"deal_id": "2", "account_id": "acme", "am_id": "linh", "stage": "won", "created_at": ago(3)},
        ],
    )
    card = account_card(found, "acme")
    assert ("Acme", "linh", 7, ago(2)) == (
        card.account["name"],
        card.account["owner_id"],
        card.cadence_days,
        card.last_contact_at,
    )
    assert card.health is not None
    assert {"freshness", "sentiment", "people", "renewal", "service", "money", "outcomes"} <= set(card.health.parts)
    assert ["mai"] == [one.contact_id for one in card.people.stakeholders]
    assert card.contracts is not None
    assert [("new", date(2026, 12, 31), "open", "USD"), ("old", date(2025, 12, 31), None, "USD")] == [
        (one.contract_id, one.ends_on, one.standing, one.currency) for one in card.contracts
    ]
    assert AccountMoney(revenue=420.0, unpaid=350.0, overdue=300.0, oldest_due_on=date(2026, 6, 10)) == card.money
    assert AccountRequests(open=2, late=1, oldest_opened_at=ago(9)) == card.requests
    assert [("nps", 9.0, None), ("csat", 4.0, "good")] == [
        (one.kind, one.score, one.comment) for one in card.answers or ()
    ]
    assert [("sales", None), ("reach", False), ("leads", True)] == [
        (one.goal, one.is_achieved) for one in card.goals or ()
    ]
    assert ["SEO"] == [one.name for one in card.deals or ()]
    assert card.wallet is not None
    assert 0.42 == card.wallet.share_of_wallet


def test_it_knows_of_an_account_only_what_the_book_keeps(book: Build) -> None:
    card = account_card(figures_of(book), "acme")
    assert [None] * 6 == [card.contracts, card.money, card.requests, card.answers, card.goals, card.deals]
    assert card.last_contact_at is None
    assert card.people.is_single_threaded is None


def test_it_shows_a_lost_account_without_its_health(book: Build) -> None:
    accounts = [{"account_id": "acme", "owner_id": "linh", "started_on": D(2025, 1, 1), "ended_on": D(2026, 1, 1)}]
    card = account_card(figures_of(book, accounts=accounts), "acme")
    assert (None, None) == (card.health, card.wallet)


@pytest.mark.parametrize("view", [account_card, contact_matrix, stakeholder_map])
def test_it_refuses_an_account_that_is_not_in_the_book(book: Build, view: Callable[..., Any]) -> None:
    with pytest.raises(InputError, match="no account “nobody”"):
        view(figures_of(book), "nobody")


def test_it_shows_what_it_can_when_every_optional_column_is_missing(book: Build) -> None:
    missing = tuple(
        f"{table.key}.{column.key}" for table in PEOPLE_TABS for column in table.columns if not column.required
    )
    found = figures_of(book, *missing, interactions=[spoke(ago(1))], contracts=[contract("a", None)])
    assert "acme" == account_card(found, "acme").account["account_id"]
    assert 3 == len(account_matrix(found, EVERYBODY).rows)
    assert 3 == len(wallets(found, EVERYBODY))
    assert () == renewals_forecast(found, EVERYBODY)


def test_it_shows_what_it_can_of_rows_that_say_nothing(book: Build) -> None:
    tabs = [
        table.key for table in PEOPLE_TABS if table.key not in ("team", "accounts", "settings", "holidays", "rates")
    ]
    found = figures_of(book, **{tab: [{"account_id": "acme"}] for tab in tabs})
    card = account_card(found, "acme")
    assert (None, (), AccountRequests(0, 0, None)) == (card.last_contact_at, card.answers, card.requests)
    assert card.health is not None
    assert {"freshness", "people", "renewal"} == set(card.health.parts)
    assert (0, 0) == contact_matrix(found, "acme", weeks=2).rows[0].counts
