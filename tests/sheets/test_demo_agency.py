"""The demo agency holds together and tells its stories on any day."""

from __future__ import annotations

import os
import subprocess
import sys
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

import pytest

from kpi_core.schema import TABS, Kind
from kpi_core.settings import declared
from sheets.demo.agency import rows
from sheets.demo.cast import Row
from sheets.demo.planted import PLANTED
from sheets.demo.portfolio import sketches

TUESDAY, NEW_YEAR = date(2026, 11, 24), date(2027, 1, 1)
MONDAY_AFTER_TET, SUNDAY_LEAP_DAY = date(2027, 2, 15), date(2032, 2, 29)
MAY_LIE_AHEAD = {
    "next_step_on",
    "away_to",
    "due_on",
    "due_at",
    "response_due_at",
    "expected_close_on",
    "starts_on",  # a renewal signed ahead
    "ends_on",
    "until",
}
CADENCE_DAYS = {"key": 7, "near_key": 14, "standard": 30}


class Demo(NamedTuple):
    as_of: date
    book: Mapping[str, list[Row]]

    def account(self, name: str) -> Row:
        return next(row for row in self.book["accounts"] if row["name"] == name)

    def of(self, tab: str, account: Row) -> list[Row]:
        return [row for row in self.book[tab] if row.get("account_id") == account["account_id"]]

    def days_since_contact(self, account: Row) -> int:
        contacts = [row for row in self.of("interactions", account) if row["replied"] is not False]
        return (self.as_of - max(day(row["at"]) for row in contacts)).days

    def current_end_in_days(self, account: Row) -> int:
        ends = [row["ends_on"] for row in self.of("contracts", account) if row["recurring"] and row["ends_on"]]
        return (max(day(end) for end in ends) - self.as_of).days


def day(value: object) -> date:
    assert isinstance(value, date)
    return value.date() if isinstance(value, datetime) else value


@pytest.fixture(
    scope="module",
    params=[TUESDAY, NEW_YEAR, MONDAY_AFTER_TET, SUNDAY_LEAP_DAY],
    ids=["tuesday", "new-year", "monday-after-tet", "sunday-leap-day"],
)
def demo(request: pytest.FixtureRequest) -> Demo:
    return Demo(request.param, rows(request.param))


def planted(tab: str, column: str) -> set[int]:
    return {wrong.row - 2 for wrong in PLANTED if (wrong.tab_key, wrong.column) == (tab, column)}


def cells(demo: Demo, tab: str, column: str) -> Iterator[object]:
    """The cells of a column, without those planted and those blank."""
    wrong = planted(tab, column)
    for index, row in enumerate(demo.book[tab]):
        if index not in wrong and row.get(column) is not None:
            yield row[column]


def test_it_fills_every_tab_with_known_columns(demo: Demo) -> None:
    assert set(TABS) == set(demo.book)
    for key, table in TABS.items():
        known = {column.key for column in table.columns}
        assert demo.book[key], key
        assert all(known >= set(row) for row in demo.book[key]), key


def test_it_leaves_no_required_cell_blank(demo: Demo) -> None:
    for key, table in TABS.items():
        for column in table.columns:
            if column.required:
                assert all(row.get(column.key) not in {None, ""} for row in demo.book[key]), (key, column.key)


def test_it_fills_every_column_somewhere(demo: Demo) -> None:
    rarely_kept = {"notes", "linkedin", "link", "left_on", "from", "to", "account_id", "by", "rule", "warn_at"}
    for key, table in TABS.items():
        for column in table.columns:
            if column.key not in rarely_kept:
                assert any(row.get(column.key) is not None for row in demo.book[key]), (key, column.key)


def test_it_uses_the_listed_words_only(demo: Demo) -> None:
    for key, table in TABS.items():
        for column in table.columns:
            if column.choices:
                assert set(column.choices) >= set(cells(demo, key, column.key)), (key, column.key)


def test_it_refers_to_what_is_there(demo: Demo) -> None:
    for key, table in TABS.items():
        for column in table.columns:
            if column.ref:
                id_column = TABS[column.ref].id_column
                assert id_column is not None
                known = {row[id_column.key] for row in demo.book[column.ref]}
                assert known >= set(cells(demo, key, column.key)), (key, column.key)


def test_it_repeats_no_id_but_the_planted_one(demo: Demo) -> None:
    for key, table in TABS.items():
        if table.id_column is not None:
            ids = list(cells(demo, key, table.id_column.key))
            assert len(set(ids)) == len(ids), key


def test_it_dates_no_fact_after_yesterday(demo: Demo) -> None:
    for key, table in TABS.items():
        for column in table.columns:
            if column.kind in {Kind.DATE, Kind.DATETIME} and column.key not in MAY_LIE_AHEAD and key != "ownership":
                assert all(day(value) < demo.as_of for value in cells(demo, key, column.key)), (key, column.key)


def test_it_ends_nothing_before_it_starts(demo: Demo) -> None:
    pairs = (
        ("accounts", "started_on", "ended_on"),
        ("contracts", "starts_on", "ends_on"),
        ("contracts", "starts_on", "cancelled_on"),
        ("contracts", "signed_on", "starts_on"),
        ("invoices", "issued_on", "due_on"),
        ("invoices", "issued_on", "paid_on"),
        ("requests", "opened_at", "first_response_at"),
        ("requests", "first_response_at", "resolved_at"),
        ("deals", "created_at", "first_touch_at"),
        ("deals", "created_at", "closed_at"),
        ("surveys", "sent_at", "at"),
        ("ownership", "from", "to"),
    )
    for tab, first, last in pairs:
        for row in demo.book[tab]:
            start, end = row.get(first), row.get(last)
            if start is not None and end is not None:
                assert start <= end, (tab, row)  # type: ignore[operator]  # both are dates or both datetimes


def test_it_interacts_on_working_days_within_hours(demo: Demo) -> None:
    worked_saturdays = {row["on"] for row in demo.book["holidays"] if row["working"]}
    moments = [row["at"] for row in demo.book["interactions"]]
    assert all(at.weekday() < 5 or at.date() in worked_saturdays for at in moments)  # type: ignore[union-attr]
    assert {9, 10, 11, 13, 14, 15, 16, 17} == {at.hour for at in moments}  # type: ignore[union-attr]


def test_it_keeps_every_active_account_under_contract_or_in_grace(demo: Demo) -> None:
    for account in demo.book["accounts"]:
        if account["status"] in {"active", "paused"}:
            assert demo.current_end_in_days(account) >= -30, account["name"]


def test_it_bills_no_less_than_tax_and_media(demo: Demo) -> None:
    for row in demo.book["invoices"]:
        assert row["amount"] >= row["tax"] + (row["pass_through"] or 0)  # type: ignore[operator]


def test_it_funnels_campaigns_down(demo: Demo) -> None:
    counts: dict[object, dict[object, int]] = {}
    for row in demo.book["campaigns"]:
        counts.setdefault(row["campaign_id"], {})[row["stage"]] = int(row["count"])  # type: ignore[arg-type]
    for stages in counts.values():
        steps = [stages[stage] for stage in ("sent", "opened", "clicked", "purchased") if stage in stages]
        assert sorted(steps, reverse=True) == steps


def test_it_sets_known_settings_only(demo: Demo) -> None:
    assert all(declared(str(row["key"])) for row in demo.book["settings"])


def test_it_has_seventeen_people_in_three_teams_and_150_accounts(demo: Demo) -> None:
    roles = Counter(row["role"] for row in demo.book["team"])
    assert {"head": 1, "admin": 1, "lead": 3, "am": 9, "senior_am": 3} == roles
    assert {"Sen", "Neva", "Harbour"} == {row["team"] for row in demo.book["team"] if row["team"]}
    assert 150 == len(demo.book["accounts"])


def test_it_knows_everybody_in_slack(demo: Demo) -> None:
    users = {str(row["slack_user_id"]) for row in demo.book["team"]}
    assert {"U0LINH", "U0MINH", "U0OLGA", "U0HA", "U0DMITRI"} <= users
    assert 17 == len(users)


def test_it_gives_the_cast_their_accounts(demo: Demo) -> None:
    owners = [demo.account(name)["owner_id"] for name in ("Acme", "Bamboo", "Volga")]
    assert ["linh", "minh", "olga"] == owners


def test_it_stays_a_book_that_opens_fast(demo: Demo) -> None:
    assert 8_000 <= len(demo.book["interactions"]) <= 12_000
    assert 25_000 >= sum(map(len, demo.book.values()))


def test_it_leaves_acme_quiet_for_over_twice_its_cadence_before_its_renewal(demo: Demo) -> None:
    acme = demo.account("Acme")
    assert "key" == acme["tier"]
    assert 41 <= demo.days_since_contact(acme) <= 55
    assert 22 <= demo.current_end_in_days(acme) <= 24


def test_it_has_contracts_at_risk_on_every_rung(demo: Demo) -> None:
    renewed = {row["renews"] for row in demo.book["contracts"]}
    days_left = [
        (day(row["ends_on"]) - demo.as_of).days
        for row in demo.book["contracts"]
        if row["renewal_status"] == "open" and row["ends_on"] and row["contract_id"] not in renewed
    ]
    for first, last in ((61, 90), (31, 60), (15, 30), (8, 14), (1, 7), (-30, -1)):
        assert any(first <= days <= last for days in days_left), (first, last)


def test_it_overloads_artem(demo: Demo) -> None:
    active = Counter(row["owner_id"] for row in demo.book["accounts"] if row["status"] == "active")
    assert 25 == active["artem"]
    assert 12 >= max(count for am, count in active.items() if am != "artem")


def test_it_upsets_bamboo(demo: Demo) -> None:
    bamboo = demo.account("Bamboo")
    answers = [row for row in demo.of("surveys", bamboo) if row["kind"] == "nps" and row.get("at")]
    requests = [row for row in demo.of("requests", bamboo) if row["priority"] == "urgent"]
    assert 2 == max(answers, key=lambda row: str(row["at"]))["score"]
    assert requests[-1]["first_response_at"] is None
    assert requests[-1]["resolved_at"] is None


def test_it_hands_three_accounts_from_tom_to_priya(demo: Demo) -> None:
    hand_overs = [(row["am_id"], row.get("to")) for row in demo.book["ownership"]]
    handed_over_on = demo.as_of - timedelta(days=172)
    assert Counter({("tom", handed_over_on - timedelta(days=1)): 3, ("priya", None): 3}) == Counter(hand_overs)


def test_it_lets_vy_stand_in_while_an_is_away(demo: Demo) -> None:
    an = next(row for row in demo.book["team"] if row["am_id"] == "an")
    assert "vy" == an["backup_id"]
    assert day(an["away_from"]) < demo.as_of < day(an["away_to"])


def test_it_keeps_emma_in_touch_with_all_and_kirill_with_few(demo: Demo) -> None:
    def late(am: str) -> int:
        owned = [row for row in demo.book["accounts"] if row["owner_id"] == am and row["status"] == "active"]
        return sum(demo.days_since_contact(row) > CADENCE_DAYS[str(row["tier"])] + 5 for row in owned)

    assert 0 == late("emma")
    assert 4 <= late("kirill")


def test_it_keeps_its_accounts_from_day_to_day(demo: Demo) -> None:
    assert [sketch.name for sketch in sketches()] == [row["name"] for row in demo.book["accounts"]]


def test_it_makes_the_same_rows_in_every_process() -> None:
    script = "import zlib, datetime; from sheets.demo.agency import rows; day = datetime.date(2026, 11, 24); "
    command = [sys.executable, "-c", script + "print(zlib.crc32(repr(rows(day)).encode()))"]
    other_process = subprocess.run(command, capture_output=True, check=True, env=os.environ | {"PYTHONHASHSEED": "1"})
    assert zlib.crc32(repr(rows(TUESDAY)).encode()) == int(other_process.stdout)
