from collections.abc import Callable
from datetime import datetime
from typing import Any

from kpi_core.frames import rows_of
from kpi_core.timelines import FAR_OFF, LONG_AGO, cover

JANUARY, MARCH, JUNE = datetime(2026, 1, 1), datetime(2026, 3, 1), datetime(2026, 6, 1)


def test_it_gives_the_instants_that_no_row_covers_to_the_present_owner() -> None:
    pieces = cover([(JANUARY, MARCH, "linh")], "minh")
    assert [(LONG_AGO, JANUARY, "minh"), (JANUARY, MARCH, "linh"), (MARCH, FAR_OFF, "minh")] == pieces


def test_it_gives_an_overlap_to_the_later_begun() -> None:
    pieces = cover([(JANUARY, FAR_OFF, "linh"), (MARCH, JUNE, "olga")], None)
    assert [None, "linh", "olga", "linh"] == [who for _, _, who in pieces]


def test_it_gives_a_fact_to_who_owned_the_account_that_day(book: Callable[..., Any]) -> None:
    tables = book(
        ownership=[
            {"account_id": "acme", "am_id": "olga", "from": JANUARY, "to": datetime(2026, 3, 31)},
            {"account_id": "acme", "am_id": "linh", "from": datetime(2026, 4, 1)},
        ],
        interactions=[
            {"interaction_id": "1", "account_id": "acme", "at": datetime(2026, 3, 31, 23)},
            {"interaction_id": "2", "account_id": "acme", "at": datetime(2026, 4, 1)},
            {"interaction_id": "3", "account_id": "nobody's", "at": datetime(2026, 4, 1)},
        ],
    ).tables
    assert ["olga", "linh", None] == [row["owner_id"] for row in rows_of(tables["interactions"])]


def test_it_turns_money_into_base_currency_at_the_last_known_rate(book: Callable[..., Any]) -> None:
    tables = book(
        rates=[
            {"currency": "VND", "on": JANUARY, "rate": 0.00004},
            {"currency": "VND", "on": MARCH, "rate": 0.00005},
        ],
        invoices=[
            {
                "invoice_id": "1",
                "account_id": "acme",
                "issued_on": datetime(2026, 2, 1),
                "amount": 1e6,
                "currency": "VND",
            },
            {"invoice_id": "2", "account_id": "acme", "issued_on": MARCH, "amount": 1e6, "currency": "VND"},
            {"invoice_id": "3", "account_id": "acme", "issued_on": MARCH, "amount": 7.0},
            {"invoice_id": "4", "account_id": "acme", "issued_on": MARCH, "amount": 7.0, "currency": "XYZ"},
        ],
    ).tables
    assert [40.0, 50.0, 7.0, None] == [row["base_amount"] for row in rows_of(tables["invoices"])]


def test_it_leaves_out_what_was_taken_back(book: Callable[..., Any]) -> None:
    tables = book(
        interactions=[{"interaction_id": "1", "account_id": "acme", "at": MARCH}],
        events=[{"event_id": "e", "kind": "void", "subject": "1", "at": MARCH, "by": "linh"}],
    ).tables
    assert [] == rows_of(tables["interactions"])


def lives(build: Callable[..., Any], *accounts: dict[str, Any], **rows: Any) -> list[tuple[datetime, datetime]]:
    tables = build(accounts=accounts, **rows).tables
    return [(row["lost_at"], row["lost_known_at"]) for row in rows_of(tables["accounts"])]


def test_it_dates_a_loss_by_ended_on_first_and_by_lapsed_contracts_else(book: Callable[..., Any]) -> None:
    told = {"account_id": "told", "owner_id": "linh", "ended_on": MARCH}
    lapsed = {"account_id": "lapsed", "owner_id": "linh"}
    contract = {"contract_id": "c", "account_id": "lapsed", "starts_on": datetime(2025, 3, 1), "ends_on": MARCH}
    expected = [(MARCH, MARCH), (MARCH, datetime(2026, 3, 31))]
    assert expected == lives(book, told, lapsed, contracts=[{**contract, "amount": 1.0}])


def test_it_never_counts_a_prospect_or_one_lost_nobody_knows_when(book: Callable[..., Any]) -> None:
    prospect = {"account_id": "p", "owner_id": "linh", "status": "prospect"}
    lost = {"account_id": "l", "owner_id": "linh", "status": "lost"}
    tables = book(accounts=[prospect, lost]).tables
    assert [FAR_OFF, FAR_OFF] == [row["started_at"] for row in rows_of(tables["accounts"])]
