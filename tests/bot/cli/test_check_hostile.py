"""`amber check` on a workbook that people, formulas and other programs filled with anything."""

import json

import openpyxl


def test_it_names_the_bad_cells_of_a_hostile_workbook_and_no_other(amber, book):
    workbook = openpyxl.load_workbook(book)
    accounts, interactions = workbook["Accounts"], workbook["Interactions"]
    accounts["E2"] = "🤷 standart"
    accounts["G3"] = "\u202eמחר"
    interactions["D2"] = '=IMPORTXML("https://example.com","//a")'
    interactions["E3"] = "x" * 32_000
    workbook.create_sheet("Acounts").append(["{value}", 1e300])
    workbook.save(book)

    said = amber("check", "--json", "--lang", "vi", "--as-of", "2026-11-17")

    found = {(issue["tab"], issue["cell"]): issue["code"] for issue in json.loads(said.out)}
    assert {
        ("Accounts", "E2"): "bad_choice",
        ("Accounts", "G3"): "bad_date",
        ("Interactions", "D2"): "missing_value",
        ("Interactions", "E3"): "bad_choice",
    } == found
    assert 1 == said.code
    assert "🤷 standart" in amber("check", "--as-of", "2026-11-17").out
