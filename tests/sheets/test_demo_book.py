"""The demo book on disk: written, read and decoded, it has the planted issues and no other."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sheets.codec import Decoded, decode
from sheets.demo.book import write_demo
from sheets.demo.planted import PLANTED
from sheets.workbook import Workbook

NEW_YEAR, SUNDAY = date(2027, 1, 1), date(2026, 6, 14)


@pytest.fixture(scope="module", params=[NEW_YEAR, SUNDAY], ids=["new-year", "sunday"])
def decoded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Decoded:
    path: Path = tmp_path_factory.mktemp("demo") / "lantern.xlsx"
    write_demo(path, request.param)
    return decode(Workbook(path).read(), request.param)


def test_it_has_the_planted_issues_and_no_other(decoded: Decoded) -> None:
    planted = sorted((wrong.tab, wrong.cell, wrong.code) for wrong in PLANTED)
    assert planted == sorted((issue.tab, issue.cell, issue.code) for issue in decoded.issues)


def test_it_misses_no_tab_and_no_column(decoded: Decoded) -> None:
    assert frozenset() == decoded.missing


def test_it_reckons_in_dollars_and_in_hanoi_time(decoded: Decoded) -> None:
    assert ("USD", "Asia/Ho_Chi_Minh") == (decoded.base_currency, decoded.timezone)
