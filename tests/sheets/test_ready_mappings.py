"""The mappings of docs/mappings, each with a small export as the product writes it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from kpi_core.schema import TABS
from sheets.headers import recognise_columns
from sheets.importer import import_csv
from sheets.layout import write_book
from sheets.workbook import Workbook

MAPPINGS = Path(__file__).parents[2] / "docs" / "mappings"
EXPORTS = Path(__file__).parent / "exports"
TAB_OF = dict.fromkeys(["calls", "meetings", "tasks", "events", "activities"], "interactions")
LINH, HA = "0055g00000Linh1AAA", "0055g0000000Ha1AAA"
ACME, BAMBOO, ANNA = "0015g00000Acme1AAA", "0015g00000Bamb1AAA", "0035g00000Anna1AAA"

# What stands in the tab afterwards, and how many records of the export the mapping does not take.
EXPECTED = {
    "hubspot/team": ([
        {"am_id": "Linh Nguyen", "name": "Linh Nguyen", "email": "linh@lantern.example", "team": "Sen"},
        {"am_id": "Olga Petrova", "name": "Olga Petrova", "email": "olga@lantern.example", "team": "Neva"},
    ], 0),
    "hubspot/accounts": ([
        {"account_id": "9001", "name": "Acme, Inc.", "owner_id": "Linh Nguyen", "status": "active",
         "industry": "RETAIL"},
        {"account_id": "9002", "name": "Bamboo", "owner_id": "Linh Nguyen", "status": "prospect"},
    ], 1),
    "hubspot/contacts": ([
        {"contact_id": "501", "account_id": "9001", "name": "Anna Karenina", "title": "Head of Marketing",
         "influence": "decision_maker", "email": "anna@acme.example"},
        {"contact_id": "502", "account_id": "9002", "name": "Vi", "email": "vi@bamboo.example"},
    ], 1),
    "hubspot/deals": ([
        {"deal_id": "7001", "account_id": "9001", "am_id": "Linh Nguyen", "name": "Acme spring", "kind": "new",
         "stage": "won", "amount": 12000.5, "currency": "USD", "created_at": datetime(2026, 1, 10, 9),
         "expected_close_on": date(2026, 3, 31), "closed_at": datetime(2026, 3, 31, 17)},
        {"deal_id": "7002", "account_id": "9002", "am_id": "Linh Nguyen", "name": "Bamboo more", "kind": "upsell",
         "stage": "negotiation", "created_at": datetime(2026, 2, 11, 11, 30), "expected_close_on": date(2026, 5, 15)},
        {"deal_id": "7003", "account_id": "9001", "am_id": "Linh Nguyen", "name": "Acme autumn", "stage": "lost",
         "amount": 800, "currency": "USD", "created_at": datetime(2026, 1, 5, 9),
         "expected_close_on": date(2026, 2, 20), "closed_at": datetime(2026, 2, 20, 17), "lost_reason": "Price"},
    ], 1),
    "hubspot/calls": ([
        {"interaction_id": "301", "account_id": "9001", "am_id": "Linh Nguyen", "at": datetime(2026, 3, 2, 9, 30),
         "channel": "call", "direction": "outbound", "minutes": 12.5, "summary": "Brief for spring"},
        {"interaction_id": "302", "account_id": "9001", "am_id": "Linh Nguyen", "at": datetime(2026, 3, 3, 14, 5),
         "channel": "call", "direction": "inbound", "minutes": 5, "summary": "They called back"},
    ], 1),
    "hubspot/meetings": ([
        {"interaction_id": "401", "account_id": "9001", "am_id": "Linh Nguyen", "at": datetime(2026, 3, 4, 10),
         "channel": "meeting", "summary": "Quarterly review"},
    ], 1),
    "salesforce/team": ([
        {"am_id": LINH, "name": "Linh Nguyen", "email": "linh@lantern.example", "manager_id": HA, "locale": "vi",
         "timezone": "Asia/Ho_Chi_Minh", "country": "VN", "active": True},
        {"am_id": HA, "name": "Ha Tran", "email": "ha@lantern.example", "locale": "en_US",
         "timezone": "Asia/Ho_Chi_Minh", "active": True},
    ], 1),
    "salesforce/accounts": ([
        {"account_id": ACME, "name": 'Acme "Global" Ltd', "owner_id": LINH, "status": "active", "industry": "Retail",
         "source": "referral", "notes": "First line\nsecond line"},
        {"account_id": BAMBOO, "name": "Bamboo", "owner_id": LINH, "status": "prospect", "source": "inbound"},
    ], 0),
    "salesforce/contacts": ([
        {"contact_id": ANNA, "account_id": ACME, "name": "Anna Karenina", "title": "Head of Marketing",
         "email": "anna@acme.example"},
    ], 1),
    "salesforce/deals": ([
        {"deal_id": "0065g00000Deal1AAA", "account_id": ACME, "am_id": LINH, "name": "Acme spring", "kind": "new",
         "stage": "won", "amount": 12000.5, "currency": "USD", "source": "inbound",
         "created_at": datetime(2026, 1, 10, 9), "expected_close_on": date(2026, 3, 31),
         "closed_at": date(2026, 3, 31)},
        {"deal_id": "0065g00000Deal2AAA", "account_id": BAMBOO, "am_id": LINH, "name": "Bamboo more", "kind": "upsell",
         "stage": "negotiation", "currency": "USD", "created_at": datetime(2026, 2, 11, 11, 30),
         "expected_close_on": date(2026, 5, 15)},
        {"deal_id": "0065g00000Deal3AAA", "account_id": ACME, "am_id": LINH, "name": "Acme autumn", "stage": "lost",
         "amount": 800, "currency": "USD", "source": "event", "created_at": datetime(2026, 1, 5, 9),
         "expected_close_on": date(2026, 2, 20), "closed_at": date(2026, 2, 20)},
        {"deal_id": "0065g00000Deal4AAA", "account_id": BAMBOO, "am_id": LINH, "name": "Bamboo idea", "stage": "lead",
         "currency": "USD", "created_at": datetime(2026, 2, 12, 11, 30), "expected_close_on": date(2026, 9, 30)},
    ], 0),
    "salesforce/tasks": ([
        {"interaction_id": "00T5g00000Call1AAA", "account_id": ACME, "am_id": LINH, "at": datetime(2026, 3, 2, 9, 30),
         "channel": "call", "direction": "outbound", "minutes": 12.5, "contact_id": ANNA,
         "summary": "Brief for spring"},
        {"interaction_id": "00T5g00000Mail1AAA", "account_id": ACME, "am_id": LINH, "at": datetime(2026, 3, 3, 14, 5),
         "channel": "email", "summary": "Re: spring"},
    ], 1),
    "salesforce/events": ([
        {"interaction_id": "00U5g00000Meet1AAA", "account_id": ACME, "am_id": LINH, "at": datetime(2026, 3, 4, 10),
         "channel": "meeting", "minutes": 60, "contact_id": ANNA, "summary": "Quarterly review"},
    ], 1),
    "pipedrive/team": ([
        {"am_id": "Linh Nguyen", "name": "Linh Nguyen", "email": "linh@lantern.example", "active": True},
        {"am_id": "Olga Petrova", "name": "Olga Petrova", "email": "olga@lantern.example", "active": False},
    ], 0),
    "pipedrive/accounts": ([
        {"account_id": "Acme", "name": "Acme", "owner_id": "Linh Nguyen", "status": "active",
         "next_step_on": date(2026, 3, 20)},
        {"account_id": "Bamboo", "name": "Bamboo", "owner_id": "Linh Nguyen", "status": "prospect"},
        {"account_id": "Volga", "name": "Volga", "owner_id": "Olga Petrova"},
    ], 0),
    "pipedrive/contacts": ([
        {"contact_id": "31", "account_id": "Acme", "name": "Anna Karenina", "title": "Head of Marketing",
         "email": "anna@acme.example"},
    ], 1),
    "pipedrive/deals": ([
        {"deal_id": "41", "account_id": "Acme", "am_id": "Linh Nguyen", "name": "Acme spring", "stage": "won",
         "amount": 12000.5, "currency": "USD", "created_at": datetime(2026, 1, 10, 9),
         "expected_close_on": date(2026, 3, 31), "closed_at": datetime(2026, 3, 30, 16, 40)},
        {"deal_id": "42", "account_id": "Bamboo", "am_id": "Linh Nguyen", "name": "Bamboo more", "stage": "contacted",
         "amount": 1500, "currency": "USD", "created_at": datetime(2026, 2, 11, 11, 30),
         "expected_close_on": date(2026, 5, 15)},
        {"deal_id": "43", "account_id": "Volga", "am_id": "Olga Petrova", "name": "Volga ferry", "stage": "lost",
         "lost_at_stage": "Proposal Made", "amount": 800, "currency": "USD", "created_at": datetime(2026, 1, 5, 9),
         "closed_at": datetime(2026, 2, 20, 17), "lost_reason": "Price"},
    ], 0),
    "pipedrive/activities": ([
        {"interaction_id": "51", "account_id": "Acme", "am_id": "Linh Nguyen", "at": datetime(2026, 3, 2, 9, 30),
         "channel": "call", "minutes": 15, "summary": "Brief for spring"},
        {"interaction_id": "52", "account_id": "Acme", "am_id": "Linh Nguyen", "at": date(2026, 3, 4),
         "channel": "meeting", "summary": "Quarterly review"},
    ], 2),
}  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Workbook:
    write_book(tmp_path / "book.xlsx", {}, tabs=["team"], timezone="Asia/Ho_Chi_Minh")
    return Workbook(tmp_path / "book.xlsx")


def rows_of(store: Workbook, tab: str) -> list[dict[str, object]]:
    header, *rows = store.read().tabs[TABS[tab].label.en]
    indexes = recognise_columns(header, TABS[tab])
    return [{key: row[index] for key, index in indexes.items() if row[index] not in {"", None}} for row in rows]


@pytest.mark.parametrize("name", EXPECTED)
def test_it_takes_the_products_export(store: Workbook, name: str) -> None:
    rows, passed_over = EXPECTED[name]
    tab = TAB_OF.get(Path(name).name, Path(name).name)
    done = import_csv(EXPORTS / f"{name}.csv", tab, MAPPINGS / f"{name}.toml", store)
    assert ([], len(rows), passed_over) == (done.bad, done.added, done.passed_over)
    assert rows == rows_of(store, tab)


def test_every_ready_mapping_is_tried() -> None:
    ready = {f"{file.parent.name}/{file.stem}" for file in MAPPINGS.glob("*/*.toml")}
    assert ready == {*EXPECTED, "chinook/team", "chinook/accounts", "chinook/invoices"}
