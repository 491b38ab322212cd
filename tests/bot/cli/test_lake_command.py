"""`amber lake`, and the commands on what it makes."""

import json

import pytest

pytest.importorskip("duckdb", reason="the extra `lake` is not installed")


def test_the_books_tables_as_files_give_the_books_figures(amber, book):
    asked = ("score", "--period", "2026-11", "--as-of", "2026-11-17", "--by", "account", "--kpi", "revenue", "--json")
    sheet = json.loads(amber(*asked).out)
    made = amber("lake", "-o", "tables")
    assert ("tables: 23 tables; ask them with --store parquet:tables\n", 0) == (made.out, made.code)
    assert sheet == json.loads(amber(*asked, "--store", "parquet:tables").out)
    again = amber("lake", "-o", "tables")
    assert (2, "amber: tables: there is something in it already; name a new folder\n") == (again.code, again.err)


@pytest.mark.parametrize("words", [("init",), ("digest", "--dry-run"), ("import", "a.csv", "--into=team", "--map=m")])
def test_what_would_write_to_them_is_refused_with_what_to_name(amber, tmp_path, words):
    said = amber(*words, "--store", "parquet:tables")
    assert 2 == said.code
    assert said.err.splitlines()[-1].startswith(f"amber: Amber only reads the Parquet files in {tmp_path / 'tables'}")
    assert said.err.endswith("Name a book that it can write to: xlsx:PATH or gsheet:URL\n")


def test_whoever_is_forgotten_hears_where_the_files_still_name_them(amber, book, tmp_path):
    amber("lake", "-o", "tables")
    said = amber("forget", "linh@lantern.example", "--store", "parquet:tables")
    assert (0, "The book still names them") == (said.code, said.out[:25])
    assert [] == [*(tmp_path / "amber_cache").rglob("*.parquet")]
