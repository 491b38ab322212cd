import pytest

from sheets.workbook import Workbook

MAP = """
[columns]
account_id = "Id"
name = "Company"
owner_id = "Rep"
started_on = "Since"
"""


@pytest.fixture
def export(tmp_path):
    """Two new accounts, the second with a wrong date; call it with a date to mend that."""

    def write(since="soon"):
        (tmp_path / "map.toml").write_text(MAP, encoding="utf-8")
        rows = f"Id,Company,Rep,Since\nL,Lotus,3,2026-01-05\nN,Neva Tours,5,{since}\n"
        (tmp_path / "export.csv").write_text(rows, encoding="utf-8")
        return ("import", "export.csv", "--into", "accounts", "--map", "map.toml")

    return write


def accounts(book):
    return [row[0] for row in Workbook(book).read().tabs["Accounts"][1:]]


def test_it_adds_rows_once(amber, book, export):
    assert "rows added to accounts: 2, already there: 0, left out: 0\n" == amber(*export("2026-02-01")).out
    assert "rows added to accounts: 0, already there: 2, left out: 0\n" == amber(*export("2026-02-01")).out
    assert ["A", "B", "V", "L", "N"] == accounts(book)


def test_it_writes_nothing_in_a_dry_run(amber, book, export):
    assert (
        "rows would be added to accounts: 2, already there: 0, left out: 0\n"
        == amber(*export("2026-02-01"), "--dry-run").out
    )
    assert ["A", "B", "V"] == accounts(book)


@pytest.mark.parametrize("tab", ["Accounts", "Khách hàng", "клиенты"])
def test_the_tab_goes_by_its_title_too(amber, book, export, tab):
    words = ["import", "export.csv", "--into", tab, "--map", "map.toml"]
    export("2026-02-01")
    assert "rows added to accounts: 2, already there: 0, left out: 0\n" == amber(*words).out
    assert ["A", "B", "V", "L", "N"] == accounts(book)


def test_a_dry_run_with_rows_that_do_not_fit_says_what_would_happen(amber, book, export):
    said = amber(*export(), "--dry-run")
    assert 2 == said.code
    assert "amber: nothing would be written; rows that do not fit: 1. Mend them" in said.err


def test_it_names_the_rows_that_do_not_fit_and_writes_none(amber, book, export):
    said = amber(*export())
    assert 2 == said.code
    assert said.out.startswith("export.csv:3  ")
    assert "nothing was written" in said.err
    assert ["A", "B", "V"] == accounts(book)


def test_it_takes_the_rest_when_told_to(amber, book, export):
    said = amber(*export(), "--skip-bad")
    assert (0, "rows added to accounts: 1, already there: 0, left out: 1") == (said.code, said.out.splitlines()[-1])
    assert ["A", "B", "V", "L"] == accounts(book)


def test_it_names_a_file_that_is_not_there(amber, book, export):
    words = list(export())
    words[1] = "nowhere.csv"
    said = amber(*words)
    assert (2, "nowhere.csv") == (said.code, said.err.splitlines()[-1].removeprefix("amber: ")[:11])
