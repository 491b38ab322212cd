"""What holds of every book, however it was filled in."""

import math
import random
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kpi_core.catalogue import BY_KEY, KPIS
from kpi_core.evaluate import Figures
from kpi_core.kpi import EVERYBODY, Kpi, Level, Result
from kpi_core.periods import DAY, Period, between
from kpi_core.schema import PEOPLE_TABS, TABS, Column, Kind

NOW = datetime(2026, 7, 1)
FIRST = datetime(2026, 4, 1)
Q2 = between(FIRST.date(), date(2026, 6, 30), NOW)
AMS, ACCOUNTS = ("linh", "minh", "olga"), ("acme", "bamboo", "volga", "sen", "tre", "neva")
ROWS = {"surveys": 300, "invoices": 30}  # enough for five answers of a kind
RATES = [{"currency": "EUR", "rate": 2.0}]
TARGETS = [{"kpi": "revenue", "scope": "all", "per": "quarter", "target": 100.0}]
TEAM = [{"am_id": am, "name": am, "role": "am", "team": "Volga" if am == "olga" else "Sen"} for am in AMS]
FLOWS = [kpi for kpi in KPIS if kpi.flow and kpi.aggregate == "sum"]
SUBSETS = """
csat survey_response_rate referred_account_share outcome_rate team_satisfaction churn_rate retention_rate returning_rate
grr renewal_rate renewal_rate_value upsell_rate cross_sell_rate account_penetration referral_sales_share
loyal_account_share expansion_potential_share win_rate conversion_rate approach_conversion_rate reply_rate
deal_drop_off freshness inbound_share single_threaded_share response_sla_rate sla_rate on_time_delivery
unplanned_cost_share overdue_share late_payment_rate
"""
Rows = dict[str, list[dict[str, Any]]]
Build = Callable[..., Figures]
NUMBERS = (Kind.NUMBER, Kind.MONEY, Kind.PERCENT, Kind.INTEGER)

pytestmark = pytest.mark.timeout(600)  # each example makes books of its own
some_books = settings(max_examples=4)
seeds = st.integers(min_value=0, max_value=2**32)


class Chance:
    """Rows of any tab by its declaration: what a person might type, when `is_wild` also what makes no sense."""

    def __init__(self, seed: int, *, is_wild: bool = False) -> None:
        self._random = random.Random(seed)
        self._is_wild = is_wild

    def rows(self, **fixed: list[dict[str, Any]]) -> Rows:
        tabs = (table.key for table in PEOPLE_TABS if table.key not in {"settings", "rates", "targets"})
        return {**{tab: self._tab(tab) for tab in tabs}, "rates": RATES, "targets": TARGETS, **fixed}

    def _tab(self, tab: str) -> list[dict[str, Any]]:
        ids = {"accounts": ACCOUNTS, "team": AMS}.get(tab) or [f"{tab}{number}" for number in range(ROWS.get(tab, 12))]
        rows = [{column.key: self._cell(column, name) for column in TABS[tab].columns} for name in ids]
        return rows if self._is_wild else [self._sane(row) for row in rows]

    def _cell(self, column: Column, name: str) -> Any:
        if column.unique:
            return name
        if self._random.random() < (0.3 if self._is_wild else 0.1) and (self._is_wild or not column.required):
            return None
        if column.ref or column.key in {"am_id", "account_id", "owner_id"}:
            return self._reference(column)
        if column.key == "currency":
            return self._random.choice(("USD", "EUR", "XXX") if self._is_wild else ("USD", "EUR"))
        if column.choices:
            return self._random.choice(column.choices)
        if column.kind in NUMBERS:
            return float(self._random.randint(-5 if self._is_wild else 0, 10))
        if column.kind is Kind.YES_NO:
            return self._random.random() < 0.5
        if column.kind in (Kind.DATE, Kind.DATETIME):
            whole = FIRST + DAY * self._random.randint(-250 if self._is_wild else -130, 100)
            minutes = 0 if column.kind is Kind.DATE else self._random.randint(0, 1439)
            return whole + timedelta(minutes=minutes)
        return self._random.choice(("media", "design"))

    def _reference(self, column: Column) -> str:
        people = column.ref == "team" or column.key in {"am_id", "owner_id"}
        ids = AMS if people else ACCOUNTS if column.ref in {"", "accounts"} else [f"{column.ref}{n}" for n in range(12)]
        return self._random.choice(ids)

    @staticmethod
    def _sane(row: dict[str, Any]) -> dict[str, Any]:
        """Put what ends after what begins, a score into the narrowest scale, and an end on lost accounts alone."""
        if row.get("status") in {"active", "paused"}:
            row["ended_on"] = None
        for begin, end in (("starts_on", "ends_on"), ("started_on", "ended_on"), ("from", "to")):
            if row.get(begin) and row.get(end) and row[end] < row[begin]:
                row[begin], row[end] = row[end], row[begin]
        if row.get("score") is not None:
            row["score"] = 1 + row["score"] % 5
        return row


def ordinary(seed: int) -> Rows:
    return Chance(seed).rows(team=TEAM)


def figures_at(figures: Figures, kpi: Kpi, level: Level, period: Period = Q2) -> Mapping[str, Result]:
    return figures.results(kpi, level, period)


def value(figures: Figures, key: str, period: Period) -> float:
    found = figures.result(BY_KEY[key], EVERYBODY, period).value
    assert found is not None
    return found


@some_books
@given(seed=seeds)
def test_it_gives_every_kpi_a_number_or_a_reason_whatever_is_in_the_book(figures_of: Build, seed: int) -> None:
    figures = figures_of(NOW, **Chance(seed, is_wild=True).rows())
    for kpi in KPIS:
        for result in (figures.result(kpi, EVERYBODY, Q2), *figures.parts(kpi, EVERYBODY, Q2)):
            if result.value is None:
                assert result.reason is not None, kpi.key
            else:
                assert math.isfinite(result.value), kpi.key


@some_books
@given(seed=seeds)
def test_it_sums_teams_over_ams_and_all_over_teams_and_what_nobody_owns(figures_of: Build, seed: int) -> None:
    figures = figures_of(NOW, **ordinary(seed))
    for kpi in (kpi for kpi in KPIS if kpi.additive):
        ams = {am: result.numerator or 0.0 for am, result in figures_at(figures, kpi, "am").items()}
        teams = {team: result.numerator or 0.0 for team, result in figures_at(figures, kpi, "team").items()}
        nobodys = sum(row.numerator for row in figures.rows(kpi, EVERYBODY, Q2) if row.am_id is None)
        assert {"Sen": ams["linh"] + ams["minh"], "Volga": ams["olga"]} == pytest.approx(teams), kpi.key
        assert sum(teams.values()) + nobodys == pytest.approx(value(figures, kpi.key, Q2)), kpi.key


@settings(some_books, max_examples=2)
@given(seed=seeds)
def test_it_does_not_look_at_the_order_of_rows(figures_of: Build, seed: int) -> None:
    rows = ordinary(seed)
    shuffled = {tab: random.Random(seed).sample(found, len(found)) for tab, found in rows.items()}
    one, other = figures_of(NOW, **rows), figures_of(NOW, **shuffled)
    for kpi in KPIS:
        expected, found = (figures_at(figures, kpi, "team") for figures in (one, other))
        assert {team: result.value for team, result in expected.items()} == pytest.approx(
            {team: result.value for team, result in found.items()}
        ), kpi.key


@some_books
@given(seed=seeds, split=st.integers(min_value=1, max_value=90))
def test_it_adds_flows_up_over_split_periods(figures_of: Build, seed: int, split: int) -> None:
    figures = figures_of(NOW, **ordinary(seed))
    middle = FIRST + DAY * split
    before, after = Period(FIRST, middle, "range", NOW), Period(middle, Q2.end, "range", NOW)
    for kpi in FLOWS:
        together = value(figures, kpi.key, before) + value(figures, kpi.key, after)
        assert together == pytest.approx(value(figures, kpi.key, Q2)), kpi.key


days = st.integers(min_value=-15, max_value=25)
lives = st.lists(st.tuples(st.none() | days, st.none() | days), min_size=1, max_size=8)


@some_books
@given(lives=lives)
@example(lives=[(3, 3), (5, 2), (0, 10), (None, 0), (9, None)])
def test_it_ends_with_the_accounts_it_began_with_and_the_new_less_the_lost(
    figures_of: Build, lives: list[tuple[int | None, int | None]]
) -> None:
    accounts = [
        {
            "account_id": f"a{number}",
            "owner_id": "linh",
            "started_on": None if start is None else FIRST + DAY * start,
            "ended_on": None if end is None else FIRST + DAY * end,
        }
        # The last one is there throughout: where nobody's start is known, there is no number of new accounts.
        for number, (start, end) in enumerate([*lives, (-20, None)])
    ]
    figures = figures_of(NOW, team=TEAM, accounts=accounts)
    ten_days = [Period(FIRST + DAY * day, FIRST + DAY * (day + 1), "range", NOW) for day in range(10)]
    whole = Period(FIRST, FIRST + DAY * 10, "range", NOW)
    at_start = value(figures, "active_accounts", Period(FIRST - DAY, FIRST, "range", NOW))
    lost = sum(figures.result(BY_KEY["churn_rate"], EVERYBODY, day).numerator or 0.0 for day in ten_days)
    at_end = at_start + value(figures, "new_accounts", whole) - lost
    assert at_end == value(figures, "active_accounts", whole)


@some_books
@given(handed_over=st.integers(min_value=-5, max_value=100), lost=st.integers(min_value=0, max_value=90))
def test_it_counts_a_loss_once_whenever_the_account_is_handed_over(
    figures_of: Build, handed_over: int, lost: int
) -> None:
    day = FIRST + DAY * handed_over
    figures = figures_of(
        NOW,
        team=TEAM,
        accounts=[{"account_id": "acme", "owner_id": "minh", "ended_on": FIRST + DAY * lost}],
        ownership=[
            {"account_id": "acme", "am_id": "linh", "from": FIRST - DAY * 99, "to": day - DAY},
            {"account_id": "acme", "am_id": "minh", "from": day},
        ],
    )
    churn = figures.results(BY_KEY["churn_rate"], "am", Q2)
    assert [(1, 1)] == [(one.numerator, one.denominator) for one in churn.values() if one.denominator]
    owner_at_start = "minh" if handed_over < 0 else "linh"
    assert 1 == churn[owner_at_start].value


@some_books
@given(seed=seeds)
def test_it_keeps_shares_of_a_whole_between_none_and_all(figures_of: Build, seed: int) -> None:
    figures = figures_of(NOW, **ordinary(seed))
    for key in SUBSETS.split():
        for result in figures.results(BY_KEY[key], "team", Q2).values():
            assert result.value is None or -1e-9 <= result.value <= 1 + 1e-9, key


@pytest.mark.parametrize("links", [("a", "a"), ("a", "b", "a"), ("a", "b", "c", "a"), ("a", "nobody")])
def test_it_survives_loops_and_loose_ends_of_renewals(figures_of: Build, links: tuple[str, ...]) -> None:
    contracts = [
        {
            "contract_id": name,
            "account_id": "acme",
            "starts_on": FIRST - DAY * 300,
            "ends_on": FIRST + DAY,
            "amount": 12.0,
            "renews": renews,
        }
        for name, renews in pairwise(links)
    ]
    figures = figures_of(NOW, team=TEAM, accounts=[{"account_id": "acme", "owner_id": "linh"}], contracts=contracts)
    for kpi in KPIS:
        found = figures.result(kpi, EVERYBODY, Q2)
        assert found.value is None or math.isfinite(found.value)
