"""One cell of each type: what it becomes, or what is said about it."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Any

import pandas as pd
import pytest

from kpi_core.schema import TABS
from sheets.codec import Decoded, decode
from sheets.codec.columns import Faults, typed_column
from sheets.codec.conventions import conventions_of
from sheets.codec.findings import Fault
from sheets.grid import Book, Cell

TODAY = date(2026, 11, 20)
SAIGON = "Asia/Ho_Chi_Minh"


def typed(column: str, cell: Cell, tab: str, locale: str, timezone: str, zone: str) -> tuple[Any, Faults]:
    conventions = conventions_of(locale, timezone, zone or timezone)
    values, faults = typed_column(TABS[tab].column(column), [cell], conventions)
    [found] = values.tolist()
    return None if pd.isna(found) else found, faults


def value(
    column: str, cell: Cell, tab: str = "accounts", locale: str = "en_US", timezone: str = SAIGON, zone: str = ""
) -> Any:
    """Return what one good or blank cell becomes; None when it is missing."""
    found, faults = typed(column, cell, tab, locale, timezone, zone)
    assert {} == faults
    return found


def fault(column: str, cell: Cell, tab: str = "accounts", locale: str = "en_US") -> Fault:
    """Return what is wrong with one bad cell, which is then missing."""
    found, faults = typed(column, cell, tab, locale, SAIGON, "")
    assert found is None
    return faults[0]


def read(column: str, *cells: Cell) -> Decoded:
    """Decode a column of accounts with the ids 1, 2, 3 …; its first cell stands in row 2."""
    rows = [[str(number), "Acme", "linh", cell] for number, cell in enumerate(cells, start=1)]
    grid = [["account_id", "name", "owner_id", column], *rows]
    return decode(Book({"accounts": grid}, "en_US", SAIGON, "1"), TODAY)


@pytest.mark.parametrize(
    ("kind_column", "dtype"),
    [
        ("account_id", "str"),
        ("name", "str"),
        ("status", "str"),
        ("started_on", "datetime64[us]"),
        ("category_spend", "float64"),
        ("market_share", "float64"),
        ("cadence_days", "Int64"),
        ("row", "int64"),
    ],
)
@pytest.mark.parametrize("rows", [0, 1])
def test_it_gives_each_column_its_declared_dtype_even_without_a_cell(kind_column: str, dtype: str, rows: int) -> None:
    decoded = read("notes", *["new"][:rows])
    assert dtype == decoded.frames["accounts"][kind_column].dtype


def test_it_gives_yes_no_and_datetime_columns_their_dtypes() -> None:
    frame = read("notes").frames["interactions"]
    assert ("boolean", "datetime64[us]") == (frame["replied"].dtype, frame["at"].dtype)


@pytest.mark.parametrize(
    ("cell", "expected"), [(7, "7"), (7.0, "7"), ("007", "007"), (" A-1\u00a0", "A-1"), (7.5, "7.5"), (True, "TRUE")]
)
def test_it_reads_ids_as_they_look(cell: Cell, expected: str) -> None:
    assert expected == value("account_id", cell)


@pytest.mark.parametrize("blank", [None, "", "  ", "\u00a0", "\u200b"])
@pytest.mark.parametrize("column", ["name", "status", "started_on", "cadence_days", "category_spend"])
def test_it_takes_blank_cells_as_missing(column: str, blank: Cell) -> None:
    assert value(column, blank) is None


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!"])
@pytest.mark.parametrize("column", ["industry", "status", "started_on", "cadence_days", "category_spend"])
def test_it_names_a_formula_error(column: str, error: str) -> None:
    assert ("formula_error", error) == (fault(column, error).code, error)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("key", "key"),
        ("Near Key", "near_key"),
        (" near-key ", "near_key"),
        ("trọng điểm", "key"),
        ("TRONG DIEM", "key"),
        ("ключевой", "key"),
    ],
)
def test_it_reads_choices_by_word_or_label(cell: str, expected: str) -> None:
    assert expected == value("tier", cell)


def test_it_names_a_wrong_choice_and_what_was_probably_meant() -> None:
    [issue] = read("tier", "standart").issues
    assert "'standart' is not one of: key, near_key, standard" == issue.message.en
    assert ("bad_choice", "standart", "standard") == (issue.code, issue.value, issue.suggestion)


def test_it_suggests_nothing_far_off() -> None:
    assert "" == fault("channel", "pigeon", tab="interactions").suggestion


@pytest.mark.parametrize("cell", [True, 1, 1.0, "x", "X", "yes", "Có", "ДА", "true"])
def test_it_reads_yes(cell: Cell) -> None:
    assert value("replied", cell, tab="interactions") is True


@pytest.mark.parametrize("cell", ["no", "không", "Нет", 0, False])
def test_it_reads_no(cell: Cell) -> None:
    assert value("replied", cell, tab="interactions") is False


def test_it_names_what_is_neither_yes_nor_no() -> None:
    assert "bad_yes_no" == fault("replied", "maybe", tab="interactions").code


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (46000, "2025-12-09"),
        (46000.75, "2025-12-09"),
        (date(2026, 3, 31), "2026-03-31"),
        (datetime(2026, 3, 31, 14, 5), "2026-03-31"),
        ("2026-03-31", "2026-03-31"),
        ("2026-3-5", "2026-03-05"),
        ("31.3.2026", "2026-03-31"),
        ("3/31/2026", "2026-03-31"),
        ("31/3/2026", "2026-03-31"),
        ("Mar 31, 2026", "2026-03-31"),
        ("31 марта 2026 г.", "2026-03-31"),
        ("ngày 31 tháng 3 năm 2026", "2026-03-31"),
        ("2026-03-31T20:00:00Z", "2026-04-01"),  # in Saigon
    ],
)
def test_it_reads_dates(cell: Cell, expected: str) -> None:
    assert pd.Timestamp(expected) == value("started_on", cell)


@pytest.mark.parametrize("locale", ["vi_VN", "ru_RU", "en_GB"])
def test_it_reads_the_day_first_where_everybody_writes_it_first(locale: str) -> None:
    assert pd.Timestamp("2026-04-05") == value("started_on", "5/4/2026", locale=locale)


def test_it_does_not_guess_which_number_is_the_month() -> None:
    assert "ambiguous_date" == fault("started_on", "5/4/2026", locale="en_US").code


@pytest.mark.parametrize("cell", ["tomorow", "2026-02-31", "31/13/2026", True, "12", "31.03.26"])
def test_it_names_what_is_no_date(cell: Cell) -> None:
    assert "bad_date" == fault("started_on", cell).code


@pytest.mark.parametrize("cell", [2026, -3, 20260331, 1e300, date(1899, 1, 1), "3026-01-01", "0001-01-01T00:00+14:00"])
def test_it_names_dates_far_out(cell: Cell) -> None:
    assert "date_out_of_range" == fault("started_on", cell).code


@pytest.mark.parametrize(
    "cell", [45992.584027777775, datetime(2025, 12, 1, 14, 1), "2025-12-01 14:01", "2025-12-01T07:01:00+00:00"]
)
def test_it_reads_moments_to_the_minute(cell: Cell) -> None:
    assert pd.Timestamp("2025-12-01 14:01") == value("at", cell, tab="interactions")


def test_it_turns_moments_of_the_sheets_zone_into_the_reporting_zones() -> None:
    moment = value("at", "2025-12-01 09:00", tab="interactions", zone="Europe/Moscow")
    assert pd.Timestamp("2025-12-01 05:00") == moment
    assert pd.Timestamp("2025-12-01") == value("started_on", 45992, zone="America/New_York")


def test_it_reads_moments_in_gaps_and_repeated_hours() -> None:
    in_utc = partial(value, "at", tab="interactions", timezone="Europe/Berlin", zone="UTC")
    assert datetime(2026, 3, 29, 1) == in_utc("2026-03-29 02:30")
    assert datetime(2026, 10, 25, 0, 30) == in_utc("2026-10-25 02:30")


@pytest.mark.parametrize(
    ("locale", "cell", "expected"),
    [
        ("en_US", 1234.5, 1234.5),
        ("en_US", 0, 0.0),
        ("en_US", "-$1,234.50", -1234.5),
        ("en_US", "1,234", 1234.0),
        ("en_US", "2,5", 2.5),
        ("en_US", "0.125", 0.125),
        ("vi_VN", "1.234,5", 1234.5),
        ("vi_VN", "1.234", 1234.0),
        ("vi_VN", "15 tr", 15e6),
        ("vi_VN", "1,2 tỷ", 1.2e9),
        ("vi_VN", "1,234 tỷ", 1.234e9),
        ("vi_VN", "15.000.000 ₫", 15e6),
        ("vi_VN", "15.000.000đ", 15e6),
        ("vi_VN", "500 nghìn đồng", 5e5),
        ("ru_RU", "1\u00a0234,5", 1234.5),
        ("ru_RU", "1\u202f234\u202f567,89 ₽", 1234567.89),
        ("ru_RU", "12 тыс. руб.", 12e3),
        ("ru_RU", "1,5 млн", 1.5e6),
        ("de_DE", "1.234,5 €", 1234.5),
        ("nonsense", "1,234.5", 1234.5),
    ],
)
def test_it_reads_money_as_the_locale_writes_it(locale: str, cell: Cell, expected: float) -> None:
    assert expected == pytest.approx(value("category_spend", cell, locale=locale))


@pytest.mark.parametrize(("locale", "cell"), [("en_US", "1.234"), ("vi_VN", "1,234"), ("ru_RU", "1.234")])
def test_it_does_not_guess_between_thousands_and_a_fraction(locale: str, cell: str) -> None:
    assert "ambiguous_number" == fault("category_spend", cell, locale=locale).code


@pytest.mark.parametrize(
    "cell", ["abc", "12,5OO", "1.2.3", "12 xy", "--5", "5%", "1e5", True, date(2026, 1, 1), float("inf")]
)
def test_it_names_what_is_no_number(cell: Cell) -> None:
    assert "bad_number" == fault("category_spend", cell).code


@pytest.mark.parametrize(
    ("cell", "expected"),
    [(0.05, 0.05), ("5%", 0.05), ("2,5 %", 0.025), (5, 0.05), ("5", 0.05), ("0.05", 0.05), ("150%", 1.5), (1, 1.0)],
)
def test_it_reads_percentages_as_fractions(cell: Cell, expected: float) -> None:
    assert expected == pytest.approx(value("market_share", cell))


@pytest.mark.parametrize(("cell", "expected"), [(14, 14), (14.0, 14), ("14", 14), ("1,400", 1400)])
def test_it_reads_whole_numbers(cell: Cell, expected: int) -> None:
    assert expected == value("cadence_days", cell)


@pytest.mark.parametrize(("cell", "code"), [(1.5, "bad_integer"), ("1.5", "bad_integer"), ("two", "bad_number")])
def test_it_names_what_is_no_whole_number(cell: Cell, code: str) -> None:
    assert code == fault("cadence_days", cell).code


def test_it_keeps_the_good_cells_beside_bad_ones() -> None:
    decoded = read("category_spend", "5", "five", 7, None, "five")
    assert [5.0, 7.0] == decoded.frames["accounts"]["category_spend"].dropna().tolist()
    assert ["D3", "D6"] == [issue.cell for issue in decoded.issues]


def test_it_shows_but_the_start_of_a_very_long_cell() -> None:
    [issue] = read("tier", "long " * 10_000).issues
    assert len(issue.message.en) < 200
    assert 49_999 == len(issue.value)


def test_it_says_everything_in_three_languages() -> None:
    [issue] = read("started_on", "tomorow").issues
    message = issue.message
    assert "'tomorow' không phải là ngày; hãy viết như 2026-03-31" == message.vi
    assert "«tomorow» — не дата; напишите в виде 2026-03-31" == message.ru
