"""`amber export`: figures as a file."""

import openpyxl
import pytest


def rows(path, sheet):
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(path)[sheet].iter_rows()]


def test_it_writes_the_figures_of_a_period(amber, book, tmp_path):
    said = amber("export", "--period", "2026-11", "--as-of", "2026-11-17", "-o", "figures.xlsx")
    assert ("figures.xlsx: Nov 1 – 17, 2026, to date", 0) == (" ".join(said.out.split()), said.code)
    figures = {(row[14], row[1]): row[4] for row in rows(tmp_path / "figures.xlsx", "Figures")}
    assert pytest.approx(350.3) == figures["revenue", "Everybody"]
    assert {"Acme", "Bamboo", "Volga"} <= {row[0] for row in rows(tmp_path / "figures.xlsx", "Accounts")}


def test_it_holds_what_the_person_may_see(amber, book, tmp_path):
    amber("export", "--as", "linh", "--lang", "vi", "--as-of", "2026-11-17", "-o", "figures.xlsx")
    assert [["Acme"]] == [row[:1] for row in rows(tmp_path / "figures.xlsx", "Khách hàng")[1:]]
    assert {"Linh Nguyen", "Nhóm Sen"} == {row[1] for row in rows(tmp_path / "figures.xlsx", "Số liệu")[1:]}


def test_it_says_that_a_file_cannot_be_written(amber, book):
    said = amber("export", "--as-of", "2026-11-17", "-o", "nowhere/figures.xlsx")
    assert (2, "nowhere/figures.xlsx cannot be written") == (said.code, said.err[len("amber: --output: ") :][:38])


def test_it_writes_no_spreadsheet_that_is_called_something_else(amber, book):
    said = amber("export", "-o", "figures.csv")
    assert (2, "amber: --output: a spreadsheet is an .xlsx file; write figures.xlsx\n") == (said.code, said.err)
