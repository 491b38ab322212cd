"""Whole small books: which tab and column is which, which rows count, settings and currencies."""

from __future__ import annotations

from datetime import date

import pytest

from kpi_core.schema import TABS
from kpi_core.text import LANGUAGES
from sheets.codec import Decoded, decode, reporting_zone
from sheets.codec.issue_kinds import ISSUE_KINDS
from sheets.grid import Book, Grid

TODAY = date(2026, 11, 20)
TEAM: Grid = [["am_id", "name"], ["linh", "Linh"], ["olga", "Olga"]]
HEADER = ["account_id", "name", "owner_id"]


def read(locale: str = "en_US", timezone: str = "Asia/Ho_Chi_Minh", **tabs: Grid) -> Decoded:
    return decode(Book({title.replace("_", " "): grid for title, grid in tabs.items()}, locale, timezone, "1"), TODAY)


def said(decoded: Decoded) -> list[tuple[str, str, str]]:
    return [(issue.tab, issue.cell, issue.code) for issue in decoded.issues]


def settings(**values: object) -> Grid:
    return [["key", "value"], *([key.replace("__", "."), value] for key, value in values.items())]  # type: ignore[list-item]


def test_it_has_every_tab_and_column_of_the_schema() -> None:
    frames = read().frames
    assert list(TABS) == list(frames)
    assert all(["row", *(c.key for c in TABS[key].columns)] == list(frame.columns) for key, frame in frames.items())


def test_it_names_missing_tabs_and_columns_without_an_issue_for_optional_ones() -> None:
    decoded = read(accounts=[HEADER])
    assert {"deals", "accounts.tier", "team"} <= decoded.missing
    assert not {"accounts", "accounts.name"} & decoded.missing
    assert [] == said(decoded)


def test_it_takes_an_empty_tab_for_none() -> None:
    assert "deals" in read(deals=[]).missing
    assert "deals" in read(deals=[[None, ""], []]).missing


def test_it_reports_a_missing_required_column_once_with_what_may_be_meant() -> None:
    decoded = read(accounts=[["account_id", "name", "Ownr ID"], ["1", "Acme", "linh"]])
    [missing, unknown] = decoded.issues
    assert ("accounts", "", "owner_id", "missing_column") == (missing.tab, missing.cell, missing.column, missing.code)
    assert "Ownr ID" == missing.suggestion
    assert "thiếu cột 'Mã AM phụ trách'" in missing.message.vi
    assert ("C1", "unknown_columns", "Owner ID") == (unknown.cell, unknown.code, unknown.suggestion)


def test_it_mentions_unknown_columns_once_a_tab() -> None:
    decoded = read(accounts=[[*HEADER, "Mood", "", "Weather"], ["1", "Acme", "linh", "fine", None, "rain"]])
    [issue] = decoded.issues
    assert "Amber does not know these columns and ignores them: Mood, Weather" == issue.message.en
    assert "warning" == issue.severity


def test_it_takes_the_first_of_two_like_columns() -> None:
    decoded = read(accounts=[[*HEADER, "Tên"], ["1", "Acme", "linh", "Bamboo"]])
    assert [("accounts", "D1", "duplicate_column")] == said(decoded)
    assert ["Acme"] == decoded.frames["accounts"]["name"].tolist()


def test_it_takes_the_first_of_two_like_tabs() -> None:
    grid = [HEADER, ["1", "Acme", "linh"]]
    decoded = read(accounts=grid, Khách_hàng=[HEADER, ["2", "Bamboo", "linh"]])
    assert [("Khách hàng", "", "duplicate_tab")] == said(decoded)
    assert ["1"] == decoded.frames["accounts"]["account_id"].tolist()


def test_it_mentions_a_tab_whose_title_is_misspelt_and_no_other() -> None:
    decoded = read(Acounts=[HEADER], Lunch_menu=[["Mon", "Phở"]])
    [issue] = decoded.issues
    assert ("Acounts", "unknown_tab", "Accounts") == (issue.tab, issue.code, issue.suggestion)


def test_it_knows_titles_and_letters() -> None:
    decoded = read(Khách_hàng=[["Tên", "Mood", "ID клиента", "OWNER_ID "]])
    assert {"accounts": "Khách hàng"} == decoded.titles
    assert {"name": "A", "account_id": "C", "owner_id": "D"} == decoded.letters["accounts"]


def test_it_skips_blank_rows_and_keeps_addresses() -> None:
    decoded = read(team=TEAM, accounts=[HEADER, [], ["1", "Acme", "linh"], [None, " ", ""], ["2", "Bamboo", "namm"]])
    assert [3, 5] == decoded.frames["accounts"]["row"].tolist()
    assert [("accounts", "C5", "unknown_reference")] == said(decoded)


def test_it_takes_a_row_of_unticked_boxes_for_blank() -> None:
    grid: Grid = [["am_id", "name", "active"], ["linh", "Linh", True], [None, None, False], ["", "", False]]
    decoded = read(team=grid)
    assert [2] == decoded.frames["team"]["row"].tolist()
    assert [] == said(decoded)


def test_it_leaves_out_rows_without_an_id_and_later_ones_with_the_same() -> None:
    grid = [HEADER, ["1", "Acme", "linh"], [None, "Bamboo", "linh"], ["1", "Volga", "linh"], [1, "Volga", "linh"]]
    decoded = read(accounts=grid)
    assert ["Acme"] == decoded.frames["accounts"]["name"].tolist()
    assert [
        ("accounts", "A3", "missing_value"),
        ("accounts", "A4", "duplicate_id"),
        ("accounts", "A5", "duplicate_id"),
    ] == said(decoded)
    assert "'1' already stands in row 2; this row is left out" == decoded.issues[1].message.en


def test_it_keeps_a_row_that_lacks_another_required_cell() -> None:
    decoded = read(accounts=[HEADER, ["1", "Acme"]])
    assert ["1"] == decoded.frames["accounts"]["account_id"].tolist()
    assert [("accounts", "C2", "missing_value")] == said(decoded)
    assert "«ID ответственного» не заполнено; нужно в каждой строке" == decoded.issues[0].message.ru


def test_it_reads_settings_in_one_spelling() -> None:
    decoded = read(
        settings=settings(
            base_currency="vnd",
            timezone="europe/moscow",
            digest="monday 8:00",
            pings=0.375,
            ping_limit=7.0,
            leaderboard=True,
            cadence_days__key="10",
            team_channel__North="#north",
            services="SEO,  Ads ,",
            working_hours="mon-fri 9:00 - 12:00, 13:00–18:00; Sat 09:00-12:00",
            working_hours__RU="24X7",
            admin_channel=None,
        )
    )
    assert [] == said(decoded)
    assert {
        "base_currency": "VND",
        "timezone": "Europe/Moscow",
        "digest": "Mon 08:00",
        "pings": "09:00",
        "ping_limit": "7",
        "leaderboard": "yes",
        "cadence_days.key": "10",
        "team_channel.North": "#north",
        "services": "SEO, Ads",
        "working_hours": "mon-fri 9:00-12:00, 13:00-18:00; Sat 09:00-12:00",
        "working_hours.RU": "24x7",
    } == decoded.settings.typed
    assert ("VND", "Europe/Moscow") == (decoded.base_currency, decoded.timezone)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("timezone", "Mars/Olympus"),
        ("base_currency", "gold"),
        ("ping_limit", "many"),
        ("ping_limit", -1),
        ("leaderboard", "perhaps"),
        ("digest", "Someday 08:00"),
        ("pings", "25:00"),
        ("working_hours", "late"),
        ("working_hours", "Mon-Fri 18:00-09:00"),
        ("working_hours.VN", "08:00-17:00"),
        ("sla_hours.urgent", "soon"),
    ],
)
def test_it_names_a_value_that_is_none_for_its_setting_and_takes_the_default(key: str, value: object) -> None:
    decoded = read(settings=settings(**{key: value}))
    assert [("settings", "B2", "bad_setting")] == said(decoded)
    assert {} == decoded.settings.typed


def test_it_suggests_the_time_zone_meant() -> None:
    [issue] = read(settings=settings(timezone="Asia/Hochiminh")).issues
    assert "Asia/Ho_Chi_Minh" == issue.suggestion


def test_it_warns_of_unknown_and_doubled_settings() -> None:
    grid = [*settings(time_zone="UTC", leaderboard="yes"), ["leaderboard", "no"], ["cadence_days", "7"]]
    decoded = read(settings=grid)
    assert [
        ("settings", "A2", "unknown_setting"),
        ("settings", "A4", "duplicate_setting"),
        ("settings", "A5", "unknown_setting"),
    ] == said(decoded)
    assert "timezone" == decoded.issues[0].suggestion
    assert {"leaderboard": "yes"} == decoded.settings.typed


@pytest.mark.parametrize(
    ("sheet_zone", "setting", "expected"),
    [
        ("Asia/Ho_Chi_Minh", "", "Asia/Ho_Chi_Minh"),
        ("Asia/Ho_Chi_Minh", "Europe/Moscow", "Europe/Moscow"),
        ("", "", "UTC"),
        ("Nowhere", "", "UTC"),
    ],
)
def test_it_reports_in_the_zone_set_else_the_sheets_else_utc(sheet_zone: str, setting: str, expected: str) -> None:
    book = Book({"settings": settings(timezone=setting)}, "en_US", sheet_zone, "1")
    assert (expected, expected) == (decode(book, TODAY).timezone, reporting_zone(book))


def accounts_in(*currencies: str) -> Grid:
    return [[*HEADER, "currency"], *([str(n), "Acme", "linh", code] for n, code in enumerate(currencies))]


def test_it_reports_in_the_only_currency_of_the_book() -> None:
    assert "VND" == read(accounts=accounts_in("vnd", "", "VND")).base_currency
    assert "USD" == read(accounts=[HEADER]).base_currency


def test_it_takes_the_most_common_of_several_currencies_and_says_so() -> None:
    decoded = read(
        accounts=accounts_in("VND", "RUB", "VND"),
        rates=[["currency", "rate"], ["rub", 300]],
    )
    assert "VND" == decoded.base_currency
    assert [("Settings", "", "several_currencies")] == said(decoded)


def test_it_names_a_currency_without_a_rate_once_a_tab() -> None:
    decoded = read(accounts=accounts_in("RUB", "VND", "RUB"), settings=settings(base_currency="VND"))
    assert [("accounts", "D2", "no_rate")] == said(decoded)
    assert ["RUB", "VND", "RUB"] == decoded.frames["accounts"]["currency"].tolist()


def test_it_names_what_is_no_currency() -> None:
    assert [("accounts", "D3", "bad_currency")] == said(read(accounts=accounts_in("VND", "dong")))


def test_it_lists_issues_in_the_order_of_the_book() -> None:
    decoded = read(
        team=[["am_id", "name", "active"], ["linh", "", "?"]], accounts=[HEADER, ["", "Acme"], ["1", "", "x"]]
    )
    assert ["B2", "C2", "A2", "C2", "B3", "C3"] == [issue.cell for issue in decoded.issues]


@pytest.mark.parametrize("kind", ISSUE_KINDS, ids=lambda kind: kind.code)
def test_every_kind_of_issue_names_the_same_facts_in_all_languages(kind: object) -> None:
    from string import Formatter

    message = kind.message  # type: ignore[attr-defined]
    facts = [{name for _, name, _, _ in Formatter().parse(message.to(to)) if name} for to in LANGUAGES]
    assert facts[0] == facts[1] == facts[2]
