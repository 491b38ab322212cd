"""Another system's export, whole: three CSV files, three mapping files, and the figures worked out by hand."""

import json
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
EXPORT = ROOT.parent / "shared" / "data" / "chinook"
MAPPINGS = ROOT / "docs" / "mappings" / "chinook"
PERIOD = ("--period", "2021-01-01..2025-12-31", "--kpi", "active_accounts", "--kpi", "revenue", "--json")


@pytest.mark.skipif(not EXPORT.exists(), reason="the Chinook export lies beside the repository, in ../shared/data")
def test_it_imports_chinook_and_computes_its_figures(amber, tmp_path):
    store = ("--store", f"xlsx:{tmp_path / 'chinook.xlsx'}")
    for file, tab, rows in (("Employee", "team", 8), ("Customer", "accounts", 59), ("Invoice", "invoices", 412)):
        mapping = ("--into", tab, "--map", str(MAPPINGS / f"{tab}.toml"))
        said = amber("import", str(EXPORT / f"{file}.csv"), *mapping, *store)
        assert (0, f"rows added to {tab}: {rows}, already there: 0, left out: 0\n") == (said.code, said.out)
    figures = [
        (each["kpi"], each["scope"], each["value"])
        for by in ("am", "all")
        for each in json.loads(amber("score", "--by", by, *PERIOD, *store).out)
    ]
    assert [
        ("active_accounts", "am:3", 21),
        ("active_accounts", "am:4", 20),
        ("active_accounts", "am:5", 18),
        ("revenue", "am:3", 833.04),
        ("revenue", "am:4", 775.4),
        ("revenue", "am:5", 720.16),
        ("active_accounts", "all", 59),
        ("revenue", "all", 2328.6),
    ] == figures
