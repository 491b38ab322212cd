from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kpi_core.errors import InputError
from sheets.importer import BadRow, Imported, import_csv
from sheets.layout import write_book
from sheets.workbook import Workbook

if TYPE_CHECKING:
    from sheets.grid import Cell

ROOT = Path(__file__).parents[2]
CHINOOK = ROOT.parent / "shared" / "data" / "chinook"
ACCOUNTS_MAP = '[columns]\naccount_id = "Id"\nname = "Client"\nowner_id = "Manager"\n'
INVOICES_MAP = '[columns]\ninvoice_id = "No"\naccount_id = "Client"\nissued_on = "Date"\namount = "Sum"\n'


class Desk:
    """A folder with an export, a mapping and a book."""

    def __init__(self, folder: Path) -> None:
        self.export, self.map = folder / "export.csv", folder / "map.toml"
        self.store = Workbook(folder / "book.xlsx")

    def take(self, export: str | bytes, mapping: str, tab: str = "accounts", **options: bool) -> Imported:
        self.export.write_bytes(export if isinstance(export, bytes) else export.encode())
        self.map.write_text(mapping, "utf-8")
        return import_csv(self.export, tab, self.map, self.store, **options)

    def cells(self, title: str = "Accounts") -> list[list[Cell]]:
        """Return a tab's rows below the header without their blank cells."""
        return [[cell for cell in row if cell != ""] for row in self.store.read().tabs[title][1:]]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_it_makes_the_book_and_takes_every_row_once(desk: Desk) -> None:
    export = "Id,Client,Manager,Colour\n007,Acme,linh,red\n8,Bamboo,minh,blue\n"
    assert Imported(2, 0, []) == desk.take(export, ACCOUNTS_MAP)
    assert Imported(1, 2, []) == desk.take(export + "9,Volga,olga,\n", ACCOUNTS_MAP)
    assert [["007", "Acme", "linh"], ["8", "Bamboo", "minh"], ["9", "Volga", "olga"]] == desk.cells()


def test_a_dry_run_says_what_would_happen_and_writes_nothing(desk: Desk) -> None:
    assert Imported(1, 0, []) == desk.take("Id,Client,Manager\n7,Acme,linh\n", ACCOUNTS_MAP, dry_run=True)
    assert not desk.store.path.exists()


def test_a_tab_without_ids_takes_each_whole_row_once(desk: Desk) -> None:
    mapping = '[columns]\ncurrency = "C"\non = "D"\nrate = "R"\n'
    export = "C,D,R\nVND,2026-01-01,0.00004\nVND,2026-02-01,0.00005\n"
    assert Imported(2, 0, []) == desk.take(export, mapping, "rates")
    assert Imported(0, 2, []) == desk.take(export, mapping, "rates")


def test_a_tab_with_a_natural_key_takes_each_key_once(desk: Desk) -> None:
    mapping = '[columns]\naccount_id = "A"\nam_id = "M"\nfrom = "F"\n[optional]\nto = "T"\n'
    assert Imported(1, 0, []) == desk.take("A,M,F\nacme,linh,2026-01-01\n", mapping, "ownership")
    again = desk.take("A,M,F,T\nacme,linh,2026-01-01,2026-02-01\nacme,minh,2026-02-01,\n", mapping, "ownership")
    assert Imported(1, 1, []) == again


def test_a_natural_key_that_stands_there_twice_is_a_bad_row(desk: Desk) -> None:
    mapping = '[columns]\naccount_id = "A"\nam_id = "M"\nfrom = "F"\n'
    result = desk.take("A,M,F\nacme,linh,2026-01-01\nacme,linh,2026-01-01\n", mapping, "ownership")
    assert ["this account_id, am_id, from stands on line 2 already"] == [row.reason for row in result.bad]


def test_the_first_column_that_the_export_has_is_taken(desk: Desk) -> None:
    mapping = ACCOUNTS_MAP.replace('"Client"', '["Company name", "Client"]')
    desk.take("Id,Client,Manager\n7,Acme,linh\n", mapping)
    desk.take("Id,Company name,Manager\n8,Bamboo,minh\n", mapping)
    assert [["7", "Acme", "linh"], ["8", "Bamboo", "minh"]] == desk.cells()


def test_an_optional_column_is_taken_when_it_is_there(desk: Desk) -> None:
    mapping = ACCOUNTS_MAP + '[optional]\nindustry = "Branch"\n'
    desk.take("Id,Client,Manager\n7,Acme,linh\n", mapping)
    desk.take("Id,Client,Manager,Branch\n8,Bamboo,minh,Toys\n", mapping)
    assert [["7", "Acme", "linh"], ["8", "Bamboo", "minh", "Toys"]] == desk.cells()


def test_only_the_records_that_are_meant_are_taken(desk: Desk) -> None:
    mapping = ACCOUNTS_MAP + '[only]\nKind = ["client", "Former client"]\nManager = "*"\n'
    export = "Id,Client,Manager,Kind\n7,Acme,linh,Client\n8,Bamboo,minh,partner\n9,Volga,,Client\n"
    assert Imported(1, 0, [], passed_over=2) == desk.take(export, mapping)


@pytest.mark.parametrize(("text", "form"), [("2026-03-31", ""), ("31.03.26", 'at = "%d.%m.%y"\n')])
def test_a_day_without_a_time_is_that_day_in_the_books_zone(desk: Desk, text: str, form: str) -> None:
    write_book(desk.store.path, {}, tabs=["interactions"], timezone="America/New_York")
    mapping = (
        f'[columns]\ninteraction_id = "I"\naccount_id = "A"\nam_id = "M"\nat = "T"\n[formats]\ntimezone = "UTC"\n{form}'
    )
    desk.take(f"I,A,M,T\n1,7,linh,{text}\n", mapping, "interactions")
    assert [date(2026, 3, 31)] == [row[3] for row in desk.cells("Interactions")]


def test_a_star_stands_for_any_letters_of_their_word(desk: Desk) -> None:
    mapping = ACCOUNTS_MAP + (
        'status = "{State} {Stage}"\n[values.status]\n"Won *" = "active"\n"Open [1]" = "paused"\n"Open*" = "prospect"\n'
        '"*" = ""\n'
    )
    states = ["Won Proposal", "open [1]", "Open [2]", "Gone"]
    lines = [f"{number},Acme,linh,{state}," for number, state in enumerate(states)]
    desk.take("\n".join(["Id,Client,Manager,State,Stage", *lines]), mapping)
    assert ["active", "paused", "prospect", "linh"] == [row[-1] for row in desk.cells()]


def test_columns_are_found_whatever_their_case(desk: Desk) -> None:
    mapping = ACCOUNTS_MAP.replace('"Client"', '"{First Name} {Last Name}"')
    desk.take("ID,First name,last name,MANAGER\n7,Anna,Karenina,olga\n", mapping)
    assert [["7", "Anna Karenina", "olga"]] == desk.cells()


def test_a_column_is_filled_only_in_the_records_that_are_meant(desk: Desk) -> None:
    mapping = ACCOUNTS_MAP + 'ended_on = "Until"\n[only.ended_on]\nKind = "Former client"\n'
    export = "Id,Client,Manager,Kind,Until\n7,Acme,linh,client,2026-12-31\n8,Bamboo,minh,former client,2026-01-31\n"
    desk.take(export, mapping)
    assert [["7", "Acme", "linh"], ["8", "Bamboo", "minh", date(2026, 1, 31)]] == desk.cells()


@pytest.mark.parametrize(
    ("form", "text"), [("HH:MM", "1:30"), ("HH:MM", "01:30:00"), ("seconds", "5400"), ("milliseconds", "5400000"),
                       ("hours", "1.5"), ("minutes", "90")],
)  # fmt: skip
def test_a_duration_is_read_as_the_mapping_says(desk: Desk, form: str, text: str) -> None:
    mapping = (
        '[columns]\ninteraction_id = "I"\naccount_id = "A"\nam_id = "M"\nat = "T"\nminutes = "D"\n'
        f'[formats]\nminutes = "{form}"\n'
    )
    desk.take(f"I,A,M,T,D\n1,7,linh,2026-03-02 09:30,{text}\n", mapping, "interactions")
    assert [["1", "7", "linh", datetime(2026, 3, 2, 9, 30), 90]] == desk.cells("Interactions")


def test_a_duration_that_is_none_is_a_bad_row(desk: Desk) -> None:
    mapping = (
        '[columns]\ninteraction_id = "I"\naccount_id = "A"\nam_id = "M"\nat = "T"\nminutes = "D"\n'
        '[formats]\nminutes = "HH:MM"\n'
    )
    result = desk.take("I,A,M,T,D\n1,7,linh,2026-03-02 09:30,long\n", mapping, "interactions")
    assert ["minutes: 'long' is not a duration in HH:MM"] == [row.reason for row in result.bad]


def test_times_of_another_zone_are_taken_into_the_books(desk: Desk) -> None:
    write_book(desk.store.path, {}, tabs=["interactions"], timezone="Asia/Ho_Chi_Minh")
    mapping = '[columns]\ninteraction_id = "I"\naccount_id = "A"\nam_id = "M"\nat = "T"\n[formats]\ntimezone = "UTC"\n'
    desk.take("I,A,M,T\n1,7,linh,2026-03-02 09:30:00\n2,7,linh,2026-03-02T09:30:00.000Z\n", mapping, "interactions")
    assert {datetime(2026, 3, 2, 16, 30)} == {row[3] for row in desk.cells("Interactions")}


def test_a_template_joins_fields_and_forgives_blank_ones(desk: Desk) -> None:
    mapping = ACCOUNTS_MAP.replace('"Client"', '"{First} {Last}"')
    desk.take("Id,First,Last,Manager\n1,Anna,Karenina,olga\n2,,Prince,olga\n", mapping)
    assert [["1", "Anna Karenina", "olga"], ["2", "Prince", "olga"]] == desk.cells()


def test_constants_and_words_are_put_in(desk: Desk) -> None:
    mapping = ACCOUNTS_MAP + (
        'tier = "Class"\n[constants]\nstatus = "active"\nstarted_on = 2026-01-02\n'
        '[values.tier]\n"VIP" = "key"\n"*" = "standard"\n'
    )
    desk.take("Id,Client,Manager,Class\n1,Acme,linh,vip\n2,Bamboo,minh,other\n3,Volga,olga,\n", mapping)
    since = date(2026, 1, 2)
    assert [
        ["1", "Acme", "linh", "active", "key", since],
        ["2", "Bamboo", "minh", "active", "standard", since],
        ["3", "Volga", "olga", "active", since],
    ] == desk.cells()


def test_numbers_and_dates_are_read_as_the_mapping_says(desk: Desk) -> None:
    mapping = INVOICES_MAP + '[formats]\nissued_on = "%d.%m.%y"\ndecimal = ","\n'
    desk.take("No;Client;Date;Sum\n1;7;05.02.26;1.234,5\n2;7;06.02.26;1.234\n3;7;07.02.26;-12\n", mapping, "invoices")
    assert [
        ["1", "7", date(2026, 2, 5), 1234.5],
        ["2", "7", date(2026, 2, 6), 1234],
        ["3", "7", date(2026, 2, 7), -12],
    ] == desk.cells("Invoices")


def test_a_moment_with_a_zone_is_taken_into_the_books(desk: Desk) -> None:
    write_book(desk.store.path, {}, tabs=["interactions"], timezone="Asia/Ho_Chi_Minh")
    mapping = '[columns]\ninteraction_id = "I"\naccount_id = "A"\nam_id = "M"\nat = "T"\n'
    for number, form in enumerate(["", '[formats]\nat = "%Y-%m-%d %H:%M%z"\n']):
        desk.take(f"I,A,M,T\n{number},7,linh,2026-03-02 09:30+03:00\n", mapping + form, "interactions")
    assert {datetime(2026, 3, 2, 13, 30)} == {row[3] for row in desk.cells("Interactions")}


def test_rows_that_do_not_fit_are_named_and_nothing_is_written(desk: Desk) -> None:
    export = (
        "No,Client,Date,Sum\n1,7,2026-02-05,10\n2,,2026-02-06,10\n3,7,tomorow,10\n"
        '4,7,2026-02-08,"1.234"\n1,7,2026-02-09,11\n5,7,2026-02-09\n'
    )
    result = desk.take(export, INVOICES_MAP, "invoices")
    assert (0, [3, 4, 5, 6, 7]) == (result.added, [row.line for row in result.bad])
    blank, bad_date, ambiguous, twice, short = (row.reason for row in result.bad)
    assert "account_id: 'account_id' is blank; every row needs it" == blank
    assert bad_date.startswith("issued_on: 'tomorow' is not a date")
    assert ambiguous.startswith("amount: '1.234'")
    assert "this invoice_id stands on line 2 already" == twice
    assert "the line has 3 fields, the line of columns names 4" == short
    assert {str(desk.export)} == {row.file for row in result.bad}
    assert not desk.store.path.exists()


def test_the_other_rows_are_taken_when_bad_ones_are_skipped(desk: Desk) -> None:
    export = "Id,Client,Manager\n7,Acme,linh\n8,,minh\n"
    result = desk.take(export, ACCOUNTS_MAP, skip_bad=True)
    assert (1, [3]) == (result.added, [row.line for row in result.bad])
    assert [["7", "Acme", "linh"]] == desk.cells()


def test_it_says_which_word_was_probably_meant(desk: Desk) -> None:
    result = desk.take("Id,Client,Manager,T\n7,Acme,linh,standart\n", ACCOUNTS_MAP + 'tier = "T"\n')
    assert "standard" == result.bad[0].suggestion


def test_a_record_over_several_lines_is_named_by_its_first(desk: Desk) -> None:
    result = desk.take('Id,Client,Manager\n1,"A\nB\u2028C",linh\n\n2,,minh\n', ACCOUNTS_MAP, skip_bad=True)
    assert (1, [5]) == (result.added, [row.line for row in result.bad])


def test_a_text_no_cell_can_hold_is_a_bad_row(desk: Desk) -> None:
    result = desk.take(f"Id,Client,Manager\n7,{'x' * 40_000},linh\n", ACCOUNTS_MAP)
    assert [BadRow(str(desk.export), 2, "name: the text has 40,000 characters, a cell holds 32,767")] == result.bad


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ("[columns\n", r"map.toml:1: this is not TOML"),
        (ACCOUNTS_MAP + '[value.tier]\nx = "key"\n', r"map.toml: there is no section \[value\]; did you mean values\?"),
        (ACCOUNTS_MAP + 'teir = "T"\n', r"map.toml:5: the tab accounts has no column teir; did you mean tier\?"),
        (ACCOUNTS_MAP + "[values]\n[values.colour]\n", r"map.toml:6: the tab accounts has no column colour; it has"),
        (ACCOUNTS_MAP.replace('"Client"', '"Clent"'), r"map.toml:3: .*no column Clent for name; did you mean Client\?"),
        (ACCOUNTS_MAP.replace('"Client"', "7"), r"map.toml:3: name is a text: put it in quotes"),
        ('[columns]\naccount_id = "Id"\n', r"map.toml: the tab accounts needs name, owner_id; add them"),
        (ACCOUNTS_MAP + '[constants]\nname = "x"\n', r"map.toml:6: name stands in \[columns\] and in \[constants\]"),
        (ACCOUNTS_MAP + '[formats]\ndecimal = "·"\n', r'map.toml:6: decimal is "." or ","'),
        (ACCOUNTS_MAP + '[formats]\nname = "%d"\n', r"map.toml:6: name is not a date"),
        (ACCOUNTS_MAP + '[formats]\ntimezone = "Mars/Base"\n', r"map.toml:6: 'Mars/Base' is no time zone"),
        (ACCOUNTS_MAP + '[optional]\nname = "Client"\n', r"map.toml:6: name stands in \[columns\] and in \[optional\]"),
        (
            ACCOUNTS_MAP + '[only]\nClinet = "x"\n',
            r"map.toml:6: export.csv has no column Clinet; did you mean Client\?",
        ),
        (ACCOUNTS_MAP + "[constants]\nnotes = [1]\n", r"map.toml:6: notes is one text"),
        ("columns = 7\n", r"map.toml:1: \[columns\] is a section of its own"),
    ],
)
def test_it_says_what_is_wrong_with_a_mapping_and_where(desk: Desk, mapping: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as error:
        desk.take("Id,Client,Manager\n7,Acme,linh\n", mapping)
    assert "\n" not in str(error.value)
    assert not desk.store.path.exists()


def test_it_says_what_is_wrong_with_an_export(desk: Desk) -> None:
    with pytest.raises(InputError, match=r"export.csv: the file is empty"):
        desk.take("", ACCOUNTS_MAP)
    with pytest.raises(InputError, match=r"export.csv:2: this is not CSV"):
        desk.take('Id,Client,Manager\n7,"Acme"x,linh\n', ACCOUNTS_MAP)
    with pytest.raises(InputError, match=r"there is no tab acounts; did you mean accounts\?"):
        desk.take("Id\n", ACCOUNTS_MAP, tab="acounts")
    with pytest.raises(InputError, match=r"gone.csv: the file cannot be read"):
        import_csv(desk.export.with_name("gone.csv"), "accounts", desk.map, desk.store)


def test_progress_counts_the_rows_written(desk: Desk) -> None:
    steps: list[tuple[int, int]] = []
    desk.export.write_text("Id,Client,Manager\n7,Acme,linh\n8,Bamboo,minh\n")
    desk.map.write_text(ACCOUNTS_MAP)
    import_csv(desk.export, "accounts", desk.map, desk.store, progress=lambda done, total: steps.append((done, total)))
    assert [(0, 2), (2, 2)] == steps


@pytest.mark.skipif(not CHINOOK.exists(), reason="the Chinook files of ../shared are not here")
def test_it_takes_chinook_with_the_documented_mappings(desk: Desk) -> None:
    mappings = ROOT / "docs" / "mappings" / "chinook"
    added = {
        tab: import_csv(CHINOOK / file, tab, mappings / f"{tab}.toml", desk.store)
        for file, tab in [("Employee.csv", "team"), ("Customer.csv", "accounts"), ("Invoice.csv", "invoices")]
    }
    assert {"team": Imported(8, 0, []), "accounts": Imported(59, 0, []), "invoices": Imported(412, 0, [])} == added
    tabs = desk.store.read().tabs
    assert ["head", "lead", "am", "am", "am", "admin", "admin", "admin"] == [row[4] for row in tabs["Team"][1:]]
    assert 2328.6 == round(sum(float(str(row[4])) for row in tabs["Invoices"][1:]), 2)
