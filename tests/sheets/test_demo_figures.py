"""The demo agency's figures are believable, and its people stand where their stories say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import narwhals as nw
import pytest

from kpi_core.attribution import attribute
from kpi_core.catalogue import BY_KEY, KPIS
from kpi_core.evaluate import Figures
from kpi_core.kpi import EVERYBODY, Scope
from kpi_core.measures.known import looks_the_same
from kpi_core.periods import Period, between, midnight, trailing
from kpi_core.rules import attention, immediate_signals, signals
from kpi_core.tables import Tables
from sheets.codec import decode
from sheets.demo.agency import rows
from sheets.demo.cast import ACCOUNT_MANAGERS, Row
from sheets.grid import Book, Grid

TUESDAY = date(2026, 11, 24)
NOW = midnight(TUESDAY) + timedelta(hours=9)
HALF_YEAR: Period = between(TUESDAY - timedelta(days=182), TUESDAY - timedelta(days=1), NOW)


@pytest.fixture(scope="module")
def figures() -> Figures:
    return Figures(tables(TUESDAY), NOW)


def grid(tab_rows: Sequence[Row]) -> Grid:
    keys = list(dict.fromkeys(key for row in tab_rows for key in row))
    return [keys, *([row.get(key) for key in keys] for row in tab_rows)]


def tables(as_of: date) -> Tables:
    tabs = {tab: grid(tab_rows) for tab, tab_rows in rows(as_of).items()}
    decoded = decode(Book(tabs, "en_US", "Asia/Ho_Chi_Minh", "1"), as_of)
    frames = {key: nw.from_native(frame).lazy() for key, frame in decoded.frames.items()}
    return attribute(Tables(frames, decoded.missing, decoded.settings, decoded.base_currency))


@pytest.mark.parametrize(
    ("kpi", "low", "high"),
    [
        ("nps", 10, 60),
        ("churn_rate", 0.02, 0.09),
        ("renewal_rate", 0.8, 0.95),
        ("win_rate", 0.2, 0.45),
        ("conversion_rate", 0.08, 0.35),
        ("days_to_close", 14, 60),
        ("late_payment_rate", 0.05, 0.2),
        ("returning_rate", 0.6, 0.95),
    ],
)
def test_it_earns_believable_figures_over_half_a_year(figures: Figures, kpi: str, low: float, high: float) -> None:
    value = figures.result(BY_KEY[kpi], EVERYBODY, HALF_YEAR).value
    assert value is not None
    assert low <= value <= high


@pytest.mark.parametrize(
    ("kpi", "low", "high"),
    [("freshness", 0.6, 0.95), ("days_since_contact", 3, 14), ("active_accounts", 120, 130), ("renewals_due", 8, 30)],
)
def test_it_stands_at_believable_figures_today(figures: Figures, kpi: str, low: float, high: float) -> None:
    value = figures.result(BY_KEY[kpi], EVERYBODY, figures.window(BY_KEY[kpi])).value
    assert value is not None
    assert low <= value <= high


@pytest.mark.parametrize("kpi", ["freshness", "nps", "win_rate"])
def test_it_puts_emma_far_above_kirill(figures: Figures, kpi: str) -> None:
    period = HALF_YEAR if kpi != "freshness" else figures.window(BY_KEY[kpi])
    emma, kirill = (figures.result(BY_KEY[kpi], Scope("am", am), period).value for am in ("emma", "kirill"))
    assert emma is not None
    assert kirill is not None
    assert emma > kirill + 0.4


def test_it_has_somebody_in_a_hurry_but_not_emma(figures: Figures) -> None:
    pressed = {signal.am_id for signal in attention(figures.tables, NOW) if signal.severity == "urgent"}
    assert {"linh", "minh", "olga", "artem", "kirill"} <= pressed
    assert "emma" not in pressed


def test_it_pings_linh_about_acme_twice(figures: Figures) -> None:
    about_acme = {
        signal.rule
        for signal in attention(figures.tables, NOW)
        if (signal.am_id, signal.account_name) == ("linh", "Acme")
    }
    assert {"quiet", "renewal"} == about_acme


def test_it_counts_enough_answers_for_most_ams(figures: Figures) -> None:
    nps = BY_KEY["nps"]
    known = [figures.result(nps, Scope("am", member.id), figures.window(nps)).value for member in ACCOUNT_MANAGERS]
    assert 10 <= sum(value is not None for value in known)


def test_what_cannot_wait_is_found_without_the_rest(figures: Figures) -> None:
    urgent = [signal for signal in signals(figures) if signal.is_immediate]
    assert {"lead_waiting", "unanswered"} == {signal.rule for signal in urgent}
    assert urgent == list(immediate_signals(figures))


def test_what_is_taken_over_to_a_later_instant_is_what_is_computed_anew(figures: Figures) -> None:
    earlier, later = midnight(date(2026, 11, 19)) + timedelta(hours=17), midnight(date(2026, 11, 20))
    former = Figures(figures.tables, earlier)

    def told(asked: Figures) -> list[tuple[object, ...]]:
        period = trailing(90, midnight(date(2026, 11, 19)), asked.now)
        found = [(kpi.key, one) for kpi in KPIS for one in asked.results(kpi, "am", period).values()]
        return [(key, one.scope, one.value, one.numerator, one.n, dict(one.beside)) for key, one in found]

    told(former)
    assert looks_the_same(figures.tables, earlier, later)
    assert told(Figures(figures.tables, later)) == told(former.at(later))
