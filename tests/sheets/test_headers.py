from __future__ import annotations

import pytest

from kpi_core.names import fold
from kpi_core.schema import ACCOUNTS, BOT_TABS, PEOPLE_TABS, Table
from kpi_core.text import LANGUAGES
from sheets.headers import book_language, recognise_bot_tab, recognise_columns, recognise_tab


@pytest.mark.parametrize("title", ["accounts", "Accounts", " ACCOUNTS ", "Khách hàng", "khach hang", "Клиенты"])
def test_it_knows_a_tab_by_key_or_label_in_any_language(title: str) -> None:
    assert recognise_tab(title) == "accounts"


def test_it_does_not_guess_a_tab() -> None:
    assert recognise_tab("Accounts 2024") is None
    assert recognise_tab("") is None


def test_it_keeps_the_tabs_of_the_bot_apart() -> None:
    assert recognise_bot_tab("data issues") == "Data issues"
    assert recognise_bot_tab("Bảng điểm") == "Scorecard"
    assert recognise_tab("Scorecard") is None


def test_it_knows_columns_in_any_order_and_spelling() -> None:
    header = ["Mã AM phụ trách", "colour", "ACCOUNT ID", None, "Название *"]
    assert recognise_columns(header, ACCOUNTS) == {"owner_id": 0, "account_id": 2, "name": 4}


def test_it_takes_the_first_of_two_headers_for_one_column() -> None:
    assert recognise_columns(["name", "Name"], ACCOUNTS) == {"name": 0}


@pytest.mark.parametrize("table", PEOPLE_TABS, ids=lambda table: table.key)
def test_it_can_tell_all_columns_of_a_tab_apart(table: Table) -> None:
    for language in LANGUAGES:
        labels = [column.label.to(language) for column in table.columns]
        assert list(recognise_columns(labels, table)) == [column.key for column in table.columns]
    assert list(recognise_columns([column.key for column in table.columns], table)) == [c.key for c in table.columns]


def test_it_can_tell_all_tabs_apart() -> None:
    for language in LANGUAGES:
        titles = [fold(tab.label.to(language)) for tab in (*PEOPLE_TABS, *BOT_TABS)]
        assert len(set(titles)) == len(titles)


def test_it_reads_a_books_language_from_its_titles() -> None:
    assert book_language(["Khách hàng", "Đội ngũ", "Notes"]) == "vi"
    assert book_language(["Клиенты", "Команда"]) == "ru"
    assert book_language(["Sheet1"]) == "en"
