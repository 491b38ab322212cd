"""What the emulated sheet makes of typed text, and how it shows numbers and dates, in several locales."""

from typing import Any

import pytest

from tests.emulators.google_sheets import formulas, values
from tests.emulators.google_sheets.entering import typed
from tests.emulators.google_sheets.errors import ApiError
from tests.emulators.google_sheets.model import Mark, Sheet, Spreadsheet
from tests.emulators.google_sheets.rendering import formatted

FIFTH_OF_JANUARY = 46027  # 2026


@pytest.mark.parametrize(
    ("locale", "text", "value", "shown"),
    [
        ("en_US", "0042", 42, "42"),
        ("en_US", "-5", -5, "-5"),
        ("en_US", "(5)", -5, "-5"),
        ("en_US", "1,234.5", 1234.5, "1,234.50"),
        ("en_US", "1.234,5", "1.234,5", "1.234,5"),
        ("en_US", "12,34", "12,34", "12,34"),
        ("en_US", "50%", 0.5, "50%"),
        ("en_US", "$1,234.50", 1234.5, "$1,234.50"),
        ("en_US", "1e3", 1000, "1.00E+03"),
        ("en_US", "true", True, "TRUE"),
        ("en_US", "2026-01-05", FIFTH_OF_JANUARY, "2026-01-05"),
        ("en_US", "1/5/2026", FIFTH_OF_JANUARY, "1/5/2026"),
        ("en_US", "13/1/2026", "13/1/2026", "13/1/2026"),
        ("en_US", "Jan 5, 2026", FIFTH_OF_JANUARY, "Jan 5, 2026"),
        ("en_US", "2026-01-05 12:00", FIFTH_OF_JANUARY + 0.5, "2026-01-05 12:00"),
        ("en_US", "6:00 pm", 0.75, "6:00 PM"),
        ("en_US", "2026-13-01", "2026-13-01", "2026-13-01"),
        ("en_US", "'0042", "0042", "0042"),
        ("en_US", "tomorow", "tomorow", "tomorow"),
        ("ru_RU", "1,5", 1.5, "1,5"),
        ("ru_RU", "1 234,5", 1234.5, "1\xa0234,50"),
        ("ru_RU", "5.1", FIFTH_OF_JANUARY, "5.1"),  # a decimal point makes a date of a price
        ("ru_RU", "05.01.2026", FIFTH_OF_JANUARY, "05.01.2026"),
        ("ru_RU", "5 января 2026", FIFTH_OF_JANUARY, "5 января 2026"),
        ("vi_VN", "1.234,5", 1234.5, "1.234,50"),
        ("vi_VN", "5/1/2026", FIFTH_OF_JANUARY, "5/1/2026"),
        ("vi_VN", "500.000 ₫", 500_000, "500.000₫"),
    ],
)
def test_it_reads_what_a_person_types(locale: str, text: str, value: Any, shown: str) -> None:
    entered = typed(text, locale, Mark())
    assert (value, shown) == (entered.value, formatted(entered.value, entered.number_format or {}, locale))


def test_it_keeps_as_text_what_is_typed_into_a_cell_formatted_as_text() -> None:
    assert "0042" == typed("0042", "en_US", Mark(format={"numberFormat": {"type": "TEXT"}})).value


@pytest.mark.parametrize(
    ("kind", "pattern", "locale", "value", "shown"),
    [
        ("DATE", "", "en_US", FIFTH_OF_JANUARY, "1/5/2026"),
        ("DATE", "", "ru_RU", FIFTH_OF_JANUARY, "05.01.2026"),
        ("DATE", "d mmm yy", "en_US", FIFTH_OF_JANUARY, "5 Jan 26"),
        ("DATE_TIME", "yyyy-mm-dd hh:mm:ss", "en_US", FIFTH_OF_JANUARY + 0.1, "2026-01-05 02:24:00"),
        ("TIME", "[h]:mm", "en_US", 1.5, "36:00"),
        ("NUMBER", "#,##0.00", "en_US", 1234.565, "1,234.57"),
        ("NUMBER", "#,##0;(#,##0);-", "en_US", -1234, "(1,234)"),
        ("NUMBER", "#,##0;(#,##0);-", "en_US", 0, "-"),
        ("NUMBER", '0.0,"k"', "en_US", 12500, "12.5k"),
        ("PERCENT", "0.0%", "de_DE", 0.125, "12,5%"),
        ("CURRENCY", "[$₫]#,##0", "vi_VN", 1234.5, "₫1.235"),
        ("SCIENTIFIC", "", "en_US", 12345, "1.23E+04"),
        ("", "", "en_US", 1 / 3, "0.3333333333"),
        ("", "", "ru_RU", 0.5, "0,5"),
        ("NUMBER", "#,##0.00", "en_US", "a text", "a text"),
    ],
)
def test_it_shows_a_value_as_its_format_says(kind: str, pattern: str, locale: str, value: Any, shown: str) -> None:
    assert shown == formatted(value, {"type": kind, "pattern": pattern}, locale)


def sheet_with(*rows: list[Any]) -> Spreadsheet:
    book = Spreadsheet.blank("book", "Team")
    book.sheets.append(Sheet.blank(0, "Accounts", 20, 8))
    values.update(book, "A1", {"values": list(rows)}, {"valueInputOption": "USER_ENTERED"})
    return book


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=1+2*3^2-4/2", 17),
        ("=-(2+3)%", -0.05),
        ('="Ac"&"me"', "Acme"),
        ("=A1*2", 60),
        ("=SUM(A1:A3)", 60),
        ("=SUM(Accounts!A:A)", 60),
        ("=AVERAGE(A1:A3; 40)", 25),
        ("=COUNTA(A1:B3)", 4),
        ('=IF(A1>A2,"up","down")', "up"),
        ('=HYPERLINK("https://example.com","Acme")', "Acme"),
        ("=1/0", "#DIV/0!"),
        ("=(0-8)^0.5", "#NUM!"),
        ("=B1+1", "#VALUE!"),
        ("=Gone!A1", "#REF!"),
        ("=D1", "#REF!"),
        ("=owner", "#NAME?"),
        ("=1+", "#ERROR!"),
        ("=NA()", "#N/A"),
        ('=IMPORTXML("https://example.com","//a")', "#N/A"),
        ('=IFERROR(1/0,"none")', "none"),
    ],
)
def test_it_computes_simple_formulas(formula: str, value: Any) -> None:
    book = sheet_with([30, "Acme", "", formula], [10], [20])
    [[shown]] = values.get(book, "D1", {"valueRenderOption": "UNFORMATTED_VALUE"})["values"]
    assert value == shown
    assert [[formula]] == values.get(book, "D1", {"valueRenderOption": "FORMULA"})["values"]


def test_it_computes_anew_when_a_cell_changes() -> None:
    book = sheet_with([1, "=A1+1", "=B1+1"])
    values.update(book, "A1", {"values": [[5]]}, {"valueInputOption": "RAW"})
    assert [["5", "6", "7"]] == values.get(book, "A1:C1", {})["values"]


def test_it_names_a_function_it_does_not_have() -> None:
    book = sheet_with(["x"])
    book.sheets[0].set_mark(0, 0, Mark(formula="=QUERY(A1:B2)"))
    with pytest.raises(ApiError, match="function QUERY") as refused:
        formulas.recalculate(book)
    assert 501 == refused.value.code


def test_it_shows_dates_as_text_only_when_asked() -> None:
    book = sheet_with(["2026-01-05", 5])
    unformatted = {"valueRenderOption": "UNFORMATTED_VALUE"}
    assert [[FIFTH_OF_JANUARY, 5]] == values.get(book, "A1:B1", unformatted)["values"]
    as_text = {**unformatted, "dateTimeRenderOption": "FORMATTED_STRING"}
    assert [["2026-01-05", 5]] == values.get(book, "A1:B1", as_text)["values"]
