import json

import openpyxl

from sheets.layout import write_book


def broken(path):
    write_book(
        path,
        {
            "team": [{"am_id": "3", "name": "Linh"}],
            "accounts": [{"account_id": "A", "name": "Acme", "owner_id": "3", "started_on": "tomorow"}],
        },
    )


def test_it_names_the_cell_and_ends_with_one(amber, book):
    broken(book)
    said = amber("check", "--as-of", "2026-11-17")
    assert 1 == said.code
    assert said.out.startswith("Accounts!G2  'tomorow'")


def test_it_prints_the_issue_as_a_record(amber, book):
    broken(book)
    (issue,) = json.loads(amber("check", "--json").out)
    assert ["tab", "cell", "row", "column", "value", "severity", "code", "message", "suggestion"] == list(issue)
    assert ("Accounts", "G2", 2, "started_on", "tomorow", "error", "bad_date") == tuple(issue.values())[:7]


def test_it_says_when_nothing_is_wrong(amber, book):
    said = amber("check", "--as-of", "2026-11-17")
    assert (0, "", "Nothing is wrong in the book\n") == (said.code, said.out, said.err)


def test_it_does_not_call_a_book_right_that_has_none_of_its_tabs(amber, book):
    openpyxl.Workbook().save(book)
    said = amber("check")
    assert (0, "The book has none of the tabs yet: amber init makes them") == (said.code, said.err.splitlines()[-1])


def test_it_says_what_was_probably_meant(amber, book):
    write_book(book, {"team": [{"am_id": "3", "name": "Linh", "role": "leed"}]})
    assert "Did you mean “lead”?" in amber("check", "--as-of", "2026-11-17").out
