"""What rows and tabs must agree on, one small book each."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd

from sheets.codec import Decoded, decode
from sheets.grid import Book, Cell, Grid

TODAY = date(2026, 11, 20)
TEAM: Grid = [["am_id", "name"], ["am-1", "Linh"], ["am-2", "Minh"], ["am-3", "Olga"]]
ACCOUNTS: Grid = [["account_id", "name", "owner_id"], ["a-1", "Acme", "am-1"], ["a-2", "Bamboo", "am-2"]]


def read(**tabs: Grid) -> Decoded:
    return decode(Book({"team": TEAM, "accounts": ACCOUNTS} | tabs, "en_US", "Asia/Ho_Chi_Minh", "1"), TODAY)


def said(decoded: Decoded) -> list[tuple[str, str, str, str]]:
    return [(issue.tab, issue.cell, issue.severity, issue.code) for issue in decoded.issues]


def interactions(*rows: tuple[Cell, ...]) -> Grid:
    return [["interaction_id", "account_id", "am_id", "at"], *([f"i{n}", *row] for n, row in enumerate(rows))]


def contracts(*rows: tuple[Cell, ...]) -> Grid:
    header = ["contract_id", "account_id", "starts_on", "ends_on", "amount", "renews"]
    return [header, *([f"c{n}", *row] for n, row in enumerate(rows, start=1))]


def test_it_blanks_an_unknown_reference_and_suggests_the_id_of_that_name() -> None:
    decoded = read(interactions=interactions(("acme", "am-1", "2026-01-05"), ("a-2", "am-9", "2026-01-05")))
    assert [
        ("interactions", "B2", "error", "unknown_reference"),
        ("interactions", "C3", "error", "unknown_reference"),
    ] == said(decoded)
    assert ["a-1", ""] == [issue.suggestion for issue in decoded.issues]
    assert "there is no 'acme' in the tab accounts" == decoded.issues[0].message.en
    frame = decoded.frames["interactions"]
    assert [True, False] == frame["account_id"].isna().tolist()
    assert [False, True] == frame["am_id"].isna().tolist()


def test_it_suggests_an_id_that_differs_by_case_or_leading_zeros() -> None:
    decoded = read(interactions=interactions(("A-01", "AM-1", "2026-01-05")))
    assert ["a-1", "am-1"] == [issue.suggestion for issue in decoded.issues]


def test_it_cannot_know_references_to_a_tab_that_is_not_there() -> None:
    book = Book({"accounts": ACCOUNTS}, "en_US", "", "1")
    decoded = decode(book, TODAY)
    assert [] == said(decoded)
    assert ["am-1", "am-2"] == decoded.frames["accounts"]["owner_id"].tolist()


def test_it_names_an_end_before_the_start() -> None:
    grid: Grid = [
        ["account_id", "name", "owner_id", "started_on", "ended_on"],
        ["a-1", "Acme", "am-1", "2026-05-01", "2026-04-01"],
        ["a-2", "Bamboo", "am-1", "2026-05-01", "2026-05-01"],
    ]
    decoded = read(accounts=grid, contracts=contracts(("a-1", "2026-05-01", "2026-04-30", 100, None)))
    assert [
        ("accounts", "E2", "error", "ends_before_start"),
        ("contracts", "D2", "error", "ends_before_start"),
    ] == said(decoded)
    assert "2026-04-01 is before 'Started on' (2026-05-01)" == decoded.issues[0].message.en
    assert [True, False] == decoded.frames["accounts"]["ended_on"].isna().tolist()


def test_it_warns_of_an_invoice_paid_before_it_was_issued() -> None:
    grid: Grid = [
        ["invoice_id", "account_id", "issued_on", "amount", "paid_on"],
        ["1", "a-1", "2026-05-02", 5, "2026-05-01"],
        ["2", "a-1", "2026-05-02", 5, "2026-05-02"],
    ]
    decoded = read(invoices=grid)
    assert [("invoices", "E2", "warning", "paid_before_issued")] == said(decoded)
    assert pd.Timestamp("2026-05-01") == decoded.frames["invoices"]["paid_on"][0]


def test_it_warns_of_an_active_account_that_ended() -> None:
    header: list[Cell] = ["account_id", "name", "owner_id", "status", "ended_on"]
    rows: list[list[Cell]] = [
        ["a-1", "Acme", "am-1", "active", "2026-11-19"],
        ["a-2", "Bamboo", "am-1", "active", "2026-11-20"],
        ["a-3", "Volga", "am-1", "lost", "2026-11-19"],
    ]
    assert [("accounts", "D2", "warning", "active_but_ended")] == said(read(accounts=[header, *rows]))


def test_it_warns_of_an_active_account_without_a_contract_when_there_are_any() -> None:
    grid: Grid = [
        ["account_id", "name", "owner_id", "status"],
        ["a-1", "Acme", "am-1", "active"],
        ["a-2", "Bamboo", "am-1", "active"],
        ["a-3", "Volga", "am-1", "prospect"],
    ]
    with_one = read(accounts=grid, contracts=contracts(("a-1", "2026-01-01", None, 100, None)))
    assert [("accounts", "A3", "warning", "no_contract")] == said(with_one)
    assert [] == said(read(accounts=grid, contracts=contracts()))
    assert [] == said(read(accounts=grid))


def ownership(*rows: tuple[Cell, ...]) -> Grid:
    return [["account_id", "am_id", "from", "to"], *map(list, rows)]


def test_it_warns_of_two_owners_at_once() -> None:
    decoded = read(
        ownership=ownership(("a-1", "am-2", "2026-03-01", None), ("a-1", "am-1", "2026-01-01", "2026-06-30"))
    )
    assert [("ownership", "C2", "warning", "two_owners")] == said(decoded)
    assert "a-1 has two owners at once from 2026-03-01: am-1 (row 3) and am-2" == decoded.issues[0].message.en


def test_it_takes_spans_that_follow_each_other_as_hand_overs() -> None:
    rows = (
        ("a-1", "am-1", "2026-01-01", "2026-03-31"),
        ("a-1", "am-2", "2026-04-01", None),
        ("a-1", "am-1", "2026-06-01", None),
        ("a-2", "am-1", "2026-01-01", None),
    )
    assert [] == said(read(ownership=ownership(*rows)))


def test_it_warns_of_two_owners_from_the_same_day() -> None:
    rows = (("a-1", "am-1", "2026-01-01", None), ("a-1", "am-2", "2026-01-01", None))
    assert [("ownership", "C3", "warning", "two_owners")] == said(read(ownership=ownership(*rows)))


def test_it_names_a_contract_that_renews_itself() -> None:
    decoded = read(contracts=contracts(("a-1", "2025-01-01", None, 100, "c1"), ("a-1", "2026-01-01", None, 100, "c1")))
    assert [("contracts", "F2", "error", "renews_itself")] == said(decoded)
    assert [True, False] == decoded.frames["contracts"]["renews"].isna().tolist()


def test_it_names_an_interaction_in_the_future() -> None:
    grid = interactions(("a-1", "am-1", datetime(2026, 11, 20, 23, 59)), ("a-1", "am-1", datetime(2026, 11, 21, 0, 0)))
    decoded = read(interactions=grid)
    assert [("interactions", "D3", "error", "in_the_future")] == said(decoded)
    assert [False, True] == decoded.frames["interactions"]["at"].isna().tolist()


def test_it_warns_of_a_gross_amount_below_its_parts() -> None:
    header: list[Cell] = ["invoice_id", "account_id", "issued_on", "amount", "tax", "pass_through"]
    rows: list[list[Cell]] = [
        ["1", "a-1", "2026-05-01", 100, 30, 80],
        ["2", "a-1", "2026-05-01", 110, 30, 80],
        ["3", "a-1", "2026-05-01", -110, -10, None],
        ["4", "a-1", "2026-05-01", -5, -10, None],
    ]
    decoded = read(invoices=[header, *rows])
    assert [
        ("invoices", "D2", "warning", "gross_too_small"),
        ("invoices", "D5", "warning", "gross_too_small"),
    ] == said(decoded)
    assert "the gross amount 100 is below tax plus pass-through (110)" == decoded.issues[0].message.en


def test_it_names_scores_out_of_range_for_their_kind() -> None:
    scored = [
        ("nps", 10),
        ("nps", 11),
        ("csat", 0),
        ("csat", 5),
        ("ces", 7),
        ("internal", 6),
        ("enps", -1),
        ("nps", None),
    ]
    rows: list[list[Cell]] = [[f"s{n}", kind, score] for n, (kind, score) in enumerate(scored)]
    decoded = read(surveys=[["survey_id", "kind", "score"], *rows])
    assert ["C3", "C4", "C7", "C8"] == [issue.cell for issue in decoded.issues]
    assert {("score_out_of_range", "error")} == {(issue.code, issue.severity) for issue in decoded.issues}
    assert [10.0, 5.0, 7.0] == decoded.frames["surveys"]["score"].dropna().tolist()


def people(*rows: tuple[Cell, ...]) -> Grid:
    return [["am_id", "name", "slack_user_id", "active", "left_on"], *map(list, rows)]


def test_it_warns_of_an_owner_who_has_left() -> None:
    team = people(("am-1", "Linh", None, "no", None), ("am-2", "Minh", None, None, "2026-11-19"))
    header = ["account_id", "name", "owner_id", "status"]
    rows = [["a-1", "Acme", "am-1", "active"], ["a-2", "Bamboo", "am-2", "active"], ["a-3", "Volga", "am-1", "lost"]]
    found = read(team=team, accounts=[header, *rows])
    assert [("accounts", cell, "warning", "owner_left") for cell in ("C2", "C3")] == said(found)
    assert "Linh has left and still owns this account; name who looks after it" == found.issues[0].message.en


def test_it_warns_of_people_slack_cannot_reach_once_it_reaches_any() -> None:
    linh, olga = ("am-1", "Linh", None, None, None), ("am-3", "Olga", None, "no", None)
    assert [("team", "C2", "warning", "no_slack_id")] == said(read(team=people(linh, ("am-2", "Minh", "U2"), olga)))
    assert [] == said(read(team=people(linh, ("am-2", "Minh", None), olga)))


def test_it_names_targets_of_no_kpi_and_for_nobody() -> None:
    rows: Grid = [
        ["nps", "all", 30.0],
        ["NPS", "tier:key", 30.0],
        ["Tỷ lệ churn", "role:senior_am", 0.05],
        ["nps", "am:am-1", 30.0],
        ["nps", "am:am-9", 30.0],
        ["nps", "everybody", 30.0],
    ]
    decoded = read(targets=[["kpi", "scope", "target"], *rows])
    assert [
        ("targets", "A3", "warning", "unknown_kpi"),
        ("targets", "A4", "warning", "unknown_kpi"),
        ("targets", "B6", "warning", "unknown_scope"),
        ("targets", "B7", "warning", "unknown_scope"),
    ] == said(decoded)
    assert ["nps", "churn_rate", "", ""] == [issue.suggestion for issue in decoded.issues]


def test_it_reads_a_target_typed_in_per_cent() -> None:
    decoded = read(targets=[["kpi", "scope", "target", "warn_at"], ["retention_rate", "all", "90%", "82,5 %"]])
    assert [] == said(decoded)
    assert [[0.9, 0.825]] == decoded.frames["targets"][["target", "warn_at"]].to_numpy().tolist()
